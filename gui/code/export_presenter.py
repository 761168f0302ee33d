"""The script as a file: Python, or a notebook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from core.problems.problem import Problem
from core.script.writer import Passage
from gui.actions.shell import Shell
from gui.actions.table import Slots
from gui.session.session import Session
from gui.widgets.save_dialog import ask_where


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
        self._ask(self.tr("Export as Python"), self.tr("Python (*.py)"))

    def _export_notebook(self) -> None:
        self._ask(self.tr("Export as a notebook"), self.tr("Notebooks (*.ipynb)"))

    def _ask(self, title: str, kinds: str) -> None:
        path = ask_where(self._window, title, self._session.files.name or "layerscope", kinds)
        if path is not None:
            self.write(path)

    def _written(self, problem: Problem | None) -> None:
        if problem is not None:
            self._session.problems.show(problem)


def _write(path: Path, passages: Sequence[Passage], title: str, prose: str) -> None:
    from core.files.script_file import write_script

    write_script(path, passages, title, prose)
