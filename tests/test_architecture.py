"""The house: which folder may import which, what starts fast, how long a file and a class may be, what is a base."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE, LONGEST_CLASS, MOST_MODULES = 400, 250, 15
QT = {"PySide6", "shiboken6", "qtpy", "qtawesome", "PyQt5", "PyQt6"}
KERAS = {"keras", "tensorflow"}
HEAVY = ("core.learning", "core.observe", "core.network", "core.workbench")
"""The folders that import Keras."""

FILE_FORMATS = {"nbformat", "h5py"}
"""Packages that core reads and writes files with."""

FEATURES = (
    "gui.canvas",
    "gui.inspector",
    "gui.training",
    "gui.history",
    "gui.health",
    "gui.code",
    "gui.summary",
    "gui.data",
    "gui.open_table",
    "gui.drawing",
    "gui.fit",
    "gui.lessons",
    "gui.problems",
    "gui.slow_motion",
    "gui.first_steps",
    "gui.design",
    "gui.documents",
    "gui.boxes",
    "gui.pictures",
)
FLOORS = (
    ("core",),
    ("core.problems",),
    ("core.design.optimizers",),
    ("core.design",),
    ("core.data",),
    ("core.tables",),
    ("core.snapshot",),
    ("core.sizes",),
    ("core.learning",),
    ("core.observe",),
    ("core.network",),
    ("core.commands",),
    ("core.history",),
    ("core.workbench",),
    ("core.intents",),
    ("core.script",),
    ("core.files",),
    ("core.explain",),
    ("core.health",),
    ("core.lessons",),
    ("core.service",),
    ("gui.look",),
    ("gui.widgets",),
    ("gui.controls",),
    ("gui.tables",),
    ("gui.heat_grid",),
    ("gui.maps",),
    ("gui.plots",),
    ("gui.threads",),
    ("gui.pacing",),
    ("gui.frames",),
    ("gui.saving",),
    ("gui.session",),
    ("gui.actions",),
    ("gui.canvas.layout", "gui.inspector.pages"),
    ("gui.canvas.outputs",),
    ("gui.canvas.paint", "gui.inspector.maths"),
    ("gui.canvas.menu",),
    FEATURES,
    ("gui.window",),
    ("gui.start",),
    ("gui",),
)
"""From the lowest to the highest. A folder imports only itself and folders of lower floors."""

FLOOR = {folder: number for number, folders in enumerate(FLOORS) for folder in folders}


class Import(NamedTuple):
    """One import.

    Attributes:
        name: the full name of what is imported.
        in_function: whether it runs only when a function is called.
        for_types: whether it stands under `if TYPE_CHECKING:` and never runs.
    """

    name: str
    in_function: bool = False
    for_types: bool = False


def files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert found
    return found


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def folder_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).parent.parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a file: to find them again takes a second for all files."""
    return tuple(ast.walk(tree_of(path)))


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """All that a file imports. `from gui import session` gives both "gui" and "gui.session"."""
    return tuple(_imports_in(tree_of(path), path, False, False))


def _imports_in(node: ast.AST, path: Path, in_function: bool, for_types: bool) -> Iterator[Import]:
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        for part, unreal in ((node.body, True), (node.orelse, for_types)):
            for child in part:
                yield from _imports_in(child, path, in_function, unreal)
        return
    yield from (Import(name, in_function, for_types) for name in _imported_by(node, path))
    inside = in_function or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
    for child in ast.iter_child_nodes(node):
        yield from _imports_in(child, path, inside, for_types)


def _imported_by(node: ast.AST, path: Path) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        package = folder_of(path).split(".")
        above = package[: len(package) + 1 - node.level] if node.level else []
        module = ".".join([*above, *([node.module] if node.module else [])])
        yield module
        yield from (f"{module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Call) and _last_name(node.func) in ("__import__", "import_module"):
        assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}: which module is this?"
        yield str(node.args[0].value)


def roots(path: Path) -> set[str]:
    """The packages that a file imports something of, as far as code that runs."""
    return {one.name.split(".")[0] for one in imports(path) if not one.for_types}


def is_in(name: str, *folders: str) -> bool:
    return any(f"{name}.".startswith(f"{folder}.") for folder in folders)


@cache
def modules() -> dict[str, Path]:
    """All our modules by name."""
    return {name_of(path): path for path in files("core", "gui")}


def modules_imported_by(path: Path) -> set[str]:
    """The modules of ours that a file imports, in whatever way. Of `from a.b import c` it is a.b.c if that is one."""
    names = {one.name for one in imports(path)} & set(modules())
    packages = {name for name in names if any(other.startswith(f"{name}.") for other in names)}
    direct = {f"{node.module}" for node in nodes_of(path)
              if isinstance(node, ast.ImportFrom) and node.module in modules()
              and any(f"{node.module}.{alias.name}" not in modules() for alias in node.names)}  # fmt: skip
    return (names - packages) | direct


def each(*folders: str) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """Make one test of a rule for a file: it holds for every file of some folders, and all that break it are named."""

    def rule(holds_for: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            broken = []
            for path in files(*folders):
                try:
                    holds_for(path)
                except AssertionError as error:
                    broken.append(f"{name_of(path)}: {error}")
            assert not broken, "\n".join(broken)

        return test

    return rule


# arrows


@each("core", "gui")
def test_that_a_folder_imports_only_lower_floors_and_no_feature_another(path):
    mine = folder_of(path)
    folders = {folder_of(modules()[name]): name for name in modules_imported_by(path)}
    upward = {name for folder, name in folders.items() if folder != mine and FLOOR[folder] >= FLOOR[mine]}
    features = {name for folder, name in folders.items() if is_in(mine, *FEATURES) and is_in(folder, *FEATURES)}
    foreign = {name for name in features if not is_in(name, ".".join(mine.split(".")[:2]))}
    assert not upward | foreign


@pytest.mark.parametrize("part", ["core", "gui"])
def test_that_no_files_import_each_other_in_a_circle(part):
    graph = {name: modules_imported_by(path) for name, path in modules().items() if is_in(name, part)}
    assert not circles_in(graph)


def circles_in(graph: dict[str, set[str]]) -> set[frozenset[str]]:
    """Return the sets of nodes that all lead to each other."""

    def reached_from(name: str) -> set[str]:
        seen: set[str] = set()
        ahead = [name]
        while ahead:
            new = graph[ahead.pop()] & set(graph) - seen
            seen |= new
            ahead += new
        return seen

    reached = {name: reached_from(name) for name in graph}
    return {frozenset(m for m in seen if name in reached[m]) for name, seen in reached.items() if name in seen}


@each("core")
def test_that_core_knows_only_python_numpy_keras_and_itself(path):
    readers = {"pandas", "charset_normalizer"} if is_in(name_of(path), "core.tables") else set()
    makers = {"sklearn"} if is_in(name_of(path), "core.data") else set()
    known = {"numpy", "keras", "tensorflow", "core", *FILE_FORMATS}
    assert roots(path) <= sys.stdlib_module_names | known | readers | makers


@each("core/tables", "core/data")
def test_that_pandas_and_scikit_learn_are_imported_when_data_are_loaded(path):
    late = ("pandas", "numpy", "charset_normalizer", "sklearn")
    slow = [one.name for one in imports(path) if one.name.split(".")[0] in late
            and not (one.in_function or one.for_types)]  # fmt: skip
    assert not slow


@each("resources")
def test_that_resources_know_nobody(path):
    assert roots(path) <= sys.stdlib_module_names


@each("gui")
def test_that_the_window_knows_no_tests_and_no_keras(path):
    assert not roots(path) & {"tests", "main", *KERAS}


@each("core")
def test_that_only_heavy_folders_import_keras_at_once(path):
    if not is_in(name_of(path), *HEAVY):
        assert not {one for one in imports(path) if one.name.split(".")[0] in KERAS and not one.in_function}


@each("core", "gui")
def test_that_only_the_service_loads_heavy_folders_and_late(path):
    if not is_in(name_of(path), *HEAVY):
        found = {one for one in imports(path) if is_in(one.name, *HEAVY) and not one.for_types}
        assert not found or (is_in(name_of(path), "core.service") and all(one.in_function for one in found))


@each("core", "gui/plots")
def test_that_core_and_plots_know_no_qt(path):
    assert not roots(path) & QT


@each("gui")
def test_that_painters_end_whatever_is_raised_while_painting(path):
    # one that is left active on a widget ends the process
    made = [node for node in nodes_of(path) if isinstance(node, ast.Call) and _is_painter(node.func)]
    entered = [item.context_expr for node in nodes_of(path) if isinstance(node, ast.With) for item in node.items]
    assert all(any(call is one for one in entered) for call in made)


def _is_painter(made: ast.expr) -> bool:
    return isinstance(made, ast.Name) and made.id in ("QPainter", "QStylePainter")


@each("gui")
def test_that_only_presenters_know_the_session(path):
    name = name_of(path)
    knows = name.endswith("presenter") or name in ("gui.window.wiring", "gui.window.window_actions")
    if not knows and not is_in(name, "gui.session", "gui.start"):
        assert not {one.name for one in imports(path) if is_in(one.name, "gui.session")}


@each("gui")
def test_that_whatever_is_disabled_says_why(path):
    says_why = name_of(path) in ("gui.look.why_not", "gui.actions.table")
    calls = [node for node in nodes_of(path) if isinstance(node, ast.Call)]
    disables = [call.lineno for call in calls if _last_name(call.func) in ("setEnabled", "setDisabled")
                and ast.unparse(call.func) not in ("bar.setEnabled", "self._notifier.setEnabled")]  # fmt: skip
    disables += [call.lineno for call in calls if any(keyword.arg == "enabled" for keyword in call.keywords)]
    assert says_why or not disables, f"use gui.look.why_not.allow in lines {disables}"


def test_that_the_walk_sees_every_way_to_import(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    path = tmp_path / "gui" / "panels" / "one.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    import a_type\nelse:\n    import an_else\n"
        "from . import near\nfrom .. import session\nfrom ..worker import Worker\n"
        "def f():\n    import keras.layers\n    class C:\n        from tensorflow import constant\n"
        "    return __import__('numpy'), importlib.import_module('core.workbench.workbench')\n"
        "try:\n    import tried\nexcept ImportError:\n    pass\n"
    )
    seen = set(imports(path))
    assert Import("a_type", for_types=True) in seen
    assert {name for name, in_function, _ in seen if not in_function} == {
        *("typing", "typing.TYPE_CHECKING", "a_type", "an_else", "tried", "gui.panels", "gui.panels.near"),
        *("gui", "gui.session", "gui.worker", "gui.worker.Worker"),
    }
    late = {"keras.layers", "tensorflow", "tensorflow.constant", "numpy", "core.workbench.workbench"}
    assert late == {name for name, in_function, _ in seen if in_function}


def test_that_circles_are_found():
    assert circles_in({"a": {"b"}, "b": {"a", "c"}, "c": set(), "d": {"a"}}) == {frozenset("ab")}
    assert circles_in({"a": {"b"}, "b": {"c"}, "c": {"x"}}) == set()


# a fast start


def run(code: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, timeout=120, cwd=ROOT)


def loaded_by(code: str, *suspects: str) -> list[str]:
    done = run(f"import sys\n{code}\nprint(*[name for name in {suspects!r} if name in sys.modules])")
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_that_the_window_is_painted_before_anything_slow_is_imported():
    code = """
from PySide6.QtWidgets import QApplication
from gui.app import create_window
window = create_window([])
window.canvas.painted.connect(QApplication.quit)
window.show()
QApplication.exec()
"""
    slow = ("tensorflow", "keras", "numpy", "matplotlib", "pygments", "gui.inspector.inspector", "core.lessons.reader")
    assert loaded_by(code, "PySide6", *slow) == ["PySide6"]


def test_that_keras_is_imported_without_scikit_learn_which_can_be_imported_later():
    code = """
from core import environment
with environment.without_scikit_learn():
    try:
        import sklearn
    except ImportError:
        pass
    else:
        raise AssertionError("it was imported")
assert "sklearn" not in sys.modules
import sklearn
"""
    assert loaded_by(code, "sklearn") == ["sklearn"]


def test_that_commands_can_be_made_and_written_before_tensorflow_and_numpy_are_loaded():
    code = """
from core.commands import *
from core.data.built_in import SOURCES
from core.history.history import Entry
from core.design.network_spec import FOUR_LAYERS
from core.script.writer import script
commands = [*build_network(FOUR_LAYERS, 1), *map(UseData, SOURCES), Step(5)]
assert "make_descent" in script(Entry(command, 0) for command in commands)
"""
    assert loaded_by(code, "tensorflow", "keras", "numpy", "core.script.writer") == ["core.script.writer"]


# size


@each("core", "gui")
def test_that_files_and_classes_are_short_enough_to_be_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    classes = [node for node in nodes_of(path) if isinstance(node, ast.ClassDef)]
    assert not [node.name for node in classes if node.end_lineno - node.lineno >= LONGEST_CLASS]


@pytest.mark.parametrize("folder", sorted({path.parent for path in files("core", "gui")}), ids=lambda path: path.name)
def test_that_a_folder_has_few_modules_and_says_what_lives_in_it(folder):
    assert len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) <= MOST_MODULES
    assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))


# classes


def test_that_no_class_exists_only_to_be_the_base_of_one_other():
    assert not bases_of_one(map(nodes_of, files("core", "gui")))


def bases_of_one(files: Iterable[Iterable[ast.AST]]) -> set[str]:
    """Return the classes that have one subclass, and whose names are used for nothing else."""
    defined: set[str] = set()
    bases: Counter[str] = Counter()
    used: Counter[str] = Counter()  # as bases, too
    for node in chain.from_iterable(files):
        if isinstance(node, ast.ClassDef):
            defined.add(node.name)
            bases.update(_last_name(base) for base in node.bases)
        elif isinstance(node, (ast.Name, ast.Attribute)):
            used[_last_name(node)] += 1
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            used[node.value] += 1  # an annotation in quotes
    return {name for name in defined if bases[name] == 1 and used[name] == 1}


def _last_name(node: ast.expr) -> str:
    """Return a name without its module: `Base` of `Base`, of `module.Base` and of `Base[T]`; "" of what has none."""
    if isinstance(node, ast.Subscript):
        node = node.value
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_that_bases_of_one_are_found():
    def found(*sources: str) -> set[str]:
        return bases_of_one(ast.walk(ast.parse(source)) for source in sources)

    one = "class Base: ...\nclass Child(module.Base[int]): ...\nclass Known: ...\n"
    assert found(one, "from one import Base, Known\nclass Other(Known): ...\nKnown()") == {"Base"}
    assert found(one, "class Second(Base): ...") == set()
    assert found(one, "def f(base: Base): ...") == found(one, "x: 'Base'") == set()


# PySide6


def test_that_signals_do_not_lose_references_to_none_and_true():
    """PySide6 6.12.0 on Python 3.11 does, and aborts after some hundred emits. (From 3.12 on nothing shows it.)"""
    assert importlib.util.find_spec("PySide6")
    code = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

class Sender(QObject):
    plain = Signal()
    loud = Signal(object)
    truth = Signal(bool)

class Receiver(QObject):
    heard = 0

    @Slot(object)
    def hear(self, value=None):
        self.heard += 1

app, sender, receiver = QCoreApplication([]), Sender(), Receiver()
sender.plain.connect(receiver.hear)
sender.loud.connect(receiver.hear)
sender.truth.connect(receiver.hear)

def emit(times):
    for _ in range(times):
        sender.plain.emit()
        sender.loud.emit(None)
        sender.truth.emit(True)
        receiver.setProperty("value", 1)
        receiver.blockSignals(False)

emit(10)
before = [sys.getrefcount(thing) for thing in (None, True, False)]
emit(10_000)
after = [sys.getrefcount(thing) for thing in (None, True, False)]
assert receiver.heard == 3 * 10_010, receiver.heard
print(*(b - a for a, b in zip(before, after)))
"""
    done = run(code)
    assert done.returncode == 0, done.stderr
    assert all(abs(int(change)) < 100 for change in done.stdout.split()), done.stdout


def test_that_the_version_stands_in_both_places():
    from gui.look.about import VERSION

    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == VERSION


def test_that_the_same_system_packages_are_named_everywhere():
    from gui.start.command_line import PACKAGES

    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert all(package in contributing for package in PACKAGES.split())
    installed = re.search(r"packages=\((.*)\)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    assert installed is not None
    without_fonts = {package for package in installed[1].split() if not package.startswith("fonts-")}
    assert without_fonts < set(PACKAGES.split())
