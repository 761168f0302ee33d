"""The walls of the house: who may import whom, what starts fast, how long a file may be."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 300
OURS = {"core", "gui", "resources", "main"}
QT = {"PySide6", "shiboken6", "qtpy", "qtawesome", "PyQt5", "PyQt6"}
KERAS = {"keras", "tensorflow"}


def files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert found
    return found


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path, inside_functions: bool = True) -> Iterator[str]:
    """The full names of the modules that a file imports, as far as code that runs.

    `from gui import session` gives both "gui" and "gui.session". What stands under `if TYPE_CHECKING:` never
    runs, so it may name what it likes.
    """
    nodes: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            nodes += node.orelse
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)) and not inside_functions:
            continue
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = name_of(path).split(".") if path.name == "__init__.py" else name_of(path).split(".")[:-1]
            above = package[: len(package) + 1 - node.level] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("__import__", "importlib.import_module"):
            assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}: which module is this?"
            yield str(node.args[0].value)
            nodes += ast.iter_child_nodes(node)
        else:
            nodes += ast.iter_child_nodes(node)


def roots(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


def touches(path: Path, *modules: str) -> set[str]:
    """Which of these modules, or anything in them, a file imports."""
    return {name for name in imports(path) for module in modules if f"{name}.".startswith(f"{module}.")}


@cache
def modules_that_load_keras() -> set[str]:
    """The modules of core that import Keras themselves or through another one of core."""
    known = {name_of(path): set(imports(path, inside_functions=False)) for path in files("core")}
    heavy = {name for name, seen in known.items() if seen & KERAS}
    while more := {name for name, seen in known.items() if seen & heavy} - heavy:
        heavy |= more
    return heavy


def each(*folders: str):
    return pytest.mark.parametrize("path", files(*folders), ids=name_of)


# arrows


@each("core")
def test_that_core_knows_only_python_numpy_keras_and_itself(path):
    assert roots(path) <= sys.stdlib_module_names | {"numpy", "keras", "tensorflow", "core"}


@each("resources")
def test_that_resources_know_nobody(path):
    assert roots(path) <= sys.stdlib_module_names


@each("gui")
def test_that_the_window_knows_nobody_but_core_and_resources(path):
    assert roots(path) & OURS <= {"gui", "core", "resources"}
    assert "tests" not in roots(path)


@each("gui")
def test_that_only_the_keras_thread_imports_keras(path):
    assert not roots(path) & KERAS or name_of(path) == "core.service.keras_thread"


@each("gui")
def test_that_only_the_keras_thread_imports_what_imports_keras(path):
    heavy = modules_that_load_keras()
    assert {"core.workbench.workbench", "core.network.observer"} <= heavy
    assert not touches(path, *heavy) or name_of(path) == "core.service.keras_thread"


@each("gui/plots")
def test_that_plots_know_no_qt(path):
    assert not roots(path) & QT
    assert not touches(path, "gui.session", "gui.canvas")


@each("gui/panels", "gui/canvas")
def test_that_views_are_passive(path):
    assert not touches(path, "gui.session.session", "gui.session.worker", "core.workbench.workbench")


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
    assert "a_type" not in seen
    assert {
        "an_else",
        "gui.panels.near",
        "gui.session",
        "gui.worker",
        "gui.worker.Worker",
        "tried",
    } <= seen
    assert {"keras.layers", "tensorflow", "tensorflow.constant", "numpy", "core.workbench.workbench"} <= seen
    assert "keras.layers" not in set(imports(path, inside_functions=False))
    assert touches(path, "gui.session.session") == {"gui.session.session"}


# a fast start


def run(code: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, timeout=120, cwd=ROOT)


def loaded_by(code: str, *suspects: str) -> list[str]:
    done = run(f"import sys\n{code}\nprint(*[name for name in {suspects!r} if name in sys.modules])")
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_that_the_window_opens_before_anything_slow_is_imported():
    assert loaded_by("import gui.start.app", "tensorflow", "keras", "matplotlib", "PySide6") == ["PySide6"]


def test_that_commands_can_be_made_and_written_before_tensorflow_and_numpy_are_loaded():
    code = """
from core.commands import *
from core.data.built_in import SOURCES
from core.history.history import Done
from core.design.network_spec import FOUR_LAYERS
from core.script.writer import script
commands = [*build_network(FOUR_LAYERS, 1), *map(UseData, SOURCES), Step(5)]
assert "make_descent" in script(Done(command, 0) for command in commands)
"""
    assert loaded_by(code, "tensorflow", "keras", "numpy", "core.script.writer") == ["core.script.writer"]


# length


@each("core", "gui")
def test_that_a_file_is_short_enough_to_be_read(path):
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= LONGEST_FILE


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
