"""The files that the monkey opens, good and broken, in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import resources

TABLES: dict[str, bytes] = {
    "three.csv": b"a,b,c,y\n0.1,0.2,0.3,1\n-1,0,1,0.5\n2,1,0,-1\n0.5,0.5,0.5,2\n",
    "two.csv": b"x1;x2;y\n1;2;3\n4;5;6\n",
    "one_column.csv": b"y\n1\n2\n",
    "no_header.csv": b"1,2,3,4\n5,6,7,8\n9,10,11,12\n",
    "tabs.tsv": b"a\tb\tc\ty\n1\t2\t3\t4\n5\t6\t7\t8\n",
    "many.csv": b"a,b,c,y\n" + b"".join(b"%d,%d,%d,%d\n" % (i % 7, i % 5, i % 3, i % 2) for i in range(300)),
    "huge_numbers.csv": b"a,b,c,y\n1e30,1e38,-1e38,1e20\n1e-30,0,1,2\n",
    "not_finite.csv": b"a,b,c,y\nnan,inf,1,2\n",
    "words.csv": b"a,b,c,y\nred,1,2,3\nblue,4,5,6\n",
    "ragged.csv": b"a,b,c,y\n1,2,3,4\n5,6\n",
    "empty.csv": b"",
    "header_only.csv": b"a,b,c,y\n",
    "binary.csv": bytes(range(256)) * 4,
    "korean.csv": "가,나,다,값\n1,2,3,4\n5,6,7,8\n".encode("cp949"),
    "null.csv": b"a,b\0,c,y\n1,2,3,4\n",
}

LESSON = b"""\
title.en = "A short one"

[[chapters]]
title.en = "Only"
pages = ["only"]

[[starts.data]]
command = "SetSeed"
seed = 3

[[starts.data]]
command = "UseData"
source = "Notebook batch"
"""

PAGE = b"""\
title.en = "Only page"
label.en = "one layer"
start = "data"
highlights = ["code"]

[[do]]
command = "CreateLayer"
name = "mine"
units = 2

[[do]]
command = "BuildLayer"
layer = "mine"
inputs = 3

[[goals]]
text.en = "There is `mine`"
condition = "created"
layer = "mine"
units = 2
"""

LESSONS: dict[str, dict[str, bytes]] = {
    "short_lesson": {"lesson.toml": LESSON, "only.toml": PAGE, "only.en.md": b"Make `mine`.\n"},
    "no_page": {"lesson.toml": LESSON},
    "no_toml": {"lesson.toml": b"title.en = [\n"},
    "no_command": {
        "lesson.toml": LESSON,
        "only.toml": PAGE.replace(b"CreateLayer", b"Explode"),
        "only.en.md": b"Nothing.\n",
    },
    "not_a_lesson": {"readme.txt": b"nothing here\n"},
}

COURSE_COPY = "course_copy"

CASES = Path(__file__).parents[1] / "core" / "tables" / "cases"
"""Tables as people have them."""

OTHERS = {
    "images.json": b'{"class_name": "Sequential", "config": {"name": "images", "layers": ['
    b'{"class_name": "InputLayer", "config": {"batch_shape": [null, 8, 8, 1], "name": "pixels"}}, '
    b'{"class_name": "Conv2D", "config": {"name": "conv", "filters": 2, "kernel_size": [3, 3]}}, '
    b'{"class_name": "Flatten", "config": {"name": "flat"}}, '
    b'{"class_name": "Dense", "config": {"name": "class", "units": 3, "activation": "softmax"}}]}}',
    "lambda.json": b'{"class_name": "Sequential", "config": {"layers": [{"class_name": "Lambda", "config": {}}]}}',
    "list.json": b"[1, 2, 3]",
}
"""Models that cannot be trained here."""

SESSIONS = ("one.layerscope", "two.layerscope")
MODELS = ("model.keras", "model.h5", "model.json")
SPOILT = ("spoilt.layerscope", "spoilt.keras", "spoilt.h5", "spoilt.json")

TO_OPEN = (*TABLES, *OTHERS, *(f"{CASES.name}/{path.name}" for path in sorted(CASES.iterdir())))

TO_SAVE = {
    "save": SESSIONS,
    "save_as": (*SESSIONS, "no_ending", "no_such_folder/session.layerscope"),
    "save_model": (*MODELS, "no_ending", "model.unknown", "no_such_folder/model.keras"),
    "save_weights": ("model.weights.h5", "weights.npz", "no_ending", "no_such_folder/weights.npz"),
    "export_notebook": ("notebook.ipynb", "no_ending", "no_such_folder/notebook.ipynb"),
    "export_script": ("script.py", "no_ending", "no_such_folder/script.py"),
    "export_progress": ("progress.csv", "no_such_folder/progress.csv"),
    "save_picture": ("picture.png", "no_such_folder/picture.png"),
    "record": ("film.webp", "film.gif", "no_ending", "no_such_folder/film.webp"),
}
"""The files that actions of the menus are given, by the actions' names."""

FOR_CLICKS = ("no_ending", "clicked.svg", "clicked.pdf", "clicked.png", "no_such_folder/clicked.png")

CLIPBOARD = (
    "", "x", "a\tb\tc\ty\n1\t2\t3\t4\n5\t6\t7\t8\n", "1,2\n3,4\n", "이름\t값\n가\t1\n나\t2\n", "x;y\n0,5;1\n1,5;0\n"
)  # fmt: skip


def write_files(folder: Path) -> None:
    """Write all of them into a folder."""
    for name, content in {**TABLES, **OTHERS}.items():
        (folder / name).write_bytes(content)
    shutil.copytree(CASES, folder / CASES.name)
    for name, parts in LESSONS.items():
        (folder / name).mkdir()
        for part, content in parts.items():
            (folder / name / part).write_bytes(content)
    shutil.copytree(resources.ROOT / "lessons" / "keras", folder / COURSE_COPY)
