"""The script as a file: Python, or a notebook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from core.files.endings import with_ending
from core.problems.problem import Problem
from core.script.writer import Passage
from gui.actions.shell import Shell
from gui.actions.table import Slots
from gui.session.session import Session


class CodeExport(QObject):
    """Write the script that the Code page shows, in the spelling in which it shows it.

    Args:
        passages: returns the script.
        session: writes in the background.
        shell: owns this.

    Attributes:
        heading: returns the title and the prose of a notebook, or None.
    """

    def __init__(self, passages: Callable[[], Sequence[Passage]], session: Session, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        self._passages, self._session, self._window = passages, session, shell.dialog_parent
        self.heading: Callable[[], tuple[str, str] | None] = lambda: None

    def slots(self) -> Slots:
        """Return the slots of the actions that export, by the actions' names."""
        return {"export_script": self._export_script, "export_notebook": self._export_notebook}

    def write(self, path: Path) -> None:
        """Write the script to a file of this name."""
        title, prose = self.heading() or (self._session.files.name or "Layerscope", "")
        self._session.files.do(partial(_write, path, tuple(self._passages()), title, prose), self._written)

    def _export_script(self) -> None:
        self._ask(self.tr("Export as Python"), ".py", self.tr("Python (*.py)"))

    def _export_notebook(self) -> None:
        self._ask(self.tr("Export as a notebook"), ".ipynb", self.tr("Notebooks (*.ipynb)"))

    def _ask(self, title: str, ending: str, kinds: str) -> None:
        name = (self._session.files.name or "layerscope") + ending
        path, _ = QFileDialog.getSaveFileName(self._window, title, name, kinds)
        if path:
            self.write(Path(with_ending(path, (ending,))))

    def _written(self, problem: Problem | None) -> None:
        if problem is not None:
            self._session.problems.show(problem)


def _write(path: Path, passages: Sequence[Passage], title: str, prose: str) -> None:
    from core.files.script_file import write_script

    write_script(path, passages, title, prose)
