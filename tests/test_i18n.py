"""Every text that a person can read exists in every language."""

from __future__ import annotations

import ast
import os
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest

import resources
from core.data.built_in import TypedSamples
from core.data.catalog import KNOWN
from core.data.drawn import DrawnPoints
from core.design.optimizers import OPTIMIZERS
from core.history.history import Entry
from core.problems.layer_texts import TOO_LARGE, WHY_NO_STEP
from core.problems.problem import TEXTS
from core.problems.session_texts import WHY_BOX, WHY_BOXES
from core.script.writer import passages
from tests.core.helpers.every_command import EVERY_COMMAND

ROOT = Path(__file__).parent.parent
MARKERS = {"tr", "translate"}


def texts_of_code() -> dict[str, str]:
    """Each literal given to `tr` or `translate` in gui/, and where it stands."""
    found: dict[str, str] = {}
    for file in sorted((ROOT / "gui").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in MARKERS:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        found[argument.value] = f"{file.relative_to(ROOT)}:{node.lineno}"
    contexts = {"Actions", "HeatGrid", "Marks", "NetworkCanvas", "SlowMotion", "WeightChart", "core", "open_table"}
    return {text: where for text, where in found.items() if text and text not in contexts}


def texts_of_core() -> dict[str, str]:
    """The templates of problems and the names of data sets, which the window translates."""
    texts = {source.name: "core/data" for source in (*KNOWN, TypedSamples, DrawnPoints)}
    texts |= {each.about: f"core/design/optimizers, {kind.key}" for kind in OPTIMIZERS for each in kind.coefficients}
    for kind, problem in TEXTS.items():
        for field in ("title", "explanation", "where", "expected", "received", "advice"):
            if text := getattr(problem, field):
                texts[text] = f"core/problems/problem.py, {kind}"
    texts |= dict.fromkeys((*TOO_LARGE.values(), *WHY_NO_STEP.values()), "core/problems/layer_texts.py")
    texts |= dict.fromkeys((*WHY_BOXES.values(), *WHY_BOX.values()), "core/problems/session_texts.py")
    labels = {passage.label for passage in passages([Entry(command, 0) for command in EVERY_COMMAND])}
    texts |= {label: "the code's gutter" for label in labels if label[0].islower()}
    return texts


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


LANGUAGES = [code for code in resources.languages() if code != resources.SOURCE_LANGUAGE]


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request) -> dict[str, str]:
    return resources.texts(request.param)


def test_that_every_text_is_in_every_language(catalogue):
    needed = texts_of_code() | texts_of_core()
    needed |= dict.fromkeys(EXTRA, "a reason")
    missing = {text: where for text, where in needed.items() if text not in catalogue and _needs_words(text)}
    assert not missing, "\n".join(f"{where}: {text!r}" for text, where in missing.items())


def test_that_no_translation_is_left_over(catalogue):
    known = {*texts_of_code(), *texts_of_core(), *EXTRA}
    assert not set(catalogue) - known


def test_that_a_translation_names_the_same_fields(catalogue):
    wrong = {text: other for text, other in catalogue.items() if _fields(text) != _fields(other)}
    assert not wrong


def test_that_no_translation_is_empty(catalogue):
    assert all(other.strip() for other in catalogue.values())


def test_that_korean_is_korean_or_the_same():
    korean = resources.texts("ko")
    hangul = [text for text, said in korean.items() if any("가" <= letter <= "힣" for letter in said)]
    assert len(hangul) > 0.9 * len(korean)


def test_that_english_comes_first_and_every_language_calls_itself_by_its_name():
    assert list(resources.languages().items())[:1] == [("en", "English")]
    assert resources.languages()["ko"] == "한국어"
    assert all(resources.languages().values())


MADE_UP = """
import os
import sys
from pathlib import Path
import resources
resources.ROOT = Path(sys.argv[1])
from PySide6.QtGui import QAction
from gui.app import create_window
window = create_window(["--lang", "xx", "--screenshot", "unused.png"])
languages = [action for action in window.findChildren(QAction) if action.objectName().startswith("language_")]
print([action.objectName() for action in languages], window.actions_["language_xx"].text())
print(window.actions_["quit"].text(), window.actions_["language_xx"].isChecked())
window.actions_["language_ko"].trigger()
print(window.actions_["quit"].text(), flush=True)
os._exit(0)  # TensorFlow, which begins to load, is not waited for
"""


def test_that_a_language_is_one_folder(tmp_path):
    for each in resources.ROOT.iterdir():
        (tmp_path / each.name).symlink_to(each)
    (tmp_path / "i18n").unlink()
    shutil.copytree(resources.ROOT / "i18n", tmp_path / "i18n")
    shutil.copytree(tmp_path / "i18n" / "ko", tmp_path / "i18n" / "xx")
    (tmp_path / "i18n" / "xx" / "language.toml").write_text('name = "Made up"\n', encoding="utf-8")
    texts = tmp_path / "i18n" / "xx" / "texts.toml"
    texts.write_text(texts.read_text(encoding="utf-8").replace('"Quit" = "종료"', '"Quit" = "Xuit"'), encoding="utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", MADE_UP, str(tmp_path)],
        cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        "['language_en', 'language_ko', 'language_xx'] Made up", "Xuit True", "종료"
    ], done.stderr  # fmt: skip


def test_that_no_text_is_put_together_before_it_is_translated():
    """An f-string in `tr` can never be found in a catalogue."""
    bad = []
    for file in sorted((ROOT / "gui").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) == "tr":
                bad += [f"{file}:{node.lineno}" for argument in node.args if isinstance(argument, ast.JoinedStr)]
    assert not bad


def _needs_words(text: str) -> bool:
    """Whether there is a word to translate; a lone field or a sign is the same everywhere."""
    return any(letter.isalpha() for part, *_ in string.Formatter().parse(text) for letter in part)


EXTRA = {
    "it has changed since it was opened",
    "it is a device or a pipe, not a file",
    "it is a folder, a device or a pipe, not a file",
    "it is a compressed file",
}
"""Reasons that fill a template; `Problem.text` translates them too."""
