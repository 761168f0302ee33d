"""Open the drawing pad, and have what was drawn learned from."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.intents.data_plans import ChooseData
from gui.actions.shell import Shell
from gui.actions.table import Slots
from gui.drawing.drawing import Drawing
from gui.drawing.sheet import DrawingSheet
from gui.session.session import Session


class DrawingPresenter(QObject):
    """Show the sheet, and use its points as data."""

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        self._session, self._shell = session, shell
        self._sheet: DrawingSheet | None = None  # made when it is first opened

    def slots(self) -> Slots:
        """Return the slot of the action that opens the pad."""
        return {"draw_data": self.open}

    def open(self) -> None:
        """Show the pad, with what was drawn before."""
        self._session.pause()
        if self._sheet is None:
            self._sheet = DrawingSheet(self._shell.dialog_parent)
            self._sheet.accepted.connect(self._use)
            self._sheet.cancelled.connect(self.close_sheet)
        self._sheet.place()
        self._sheet.show()
        self._sheet.raise_()
        self._sheet.pad.setFocus()

    def close_sheet(self) -> bool:
        """Close the pad, and return whether it was open."""
        if self._sheet is None or not self._sheet.isVisible():
            return False
        self._sheet.hide()
        self._shell.focus_home()
        return True

    def _use(self, drawing: Drawing) -> None:
        source, network = drawing.source(), self._session.network
        self.close_sheet()
        network.source = source
        self._session.do_paused(ChooseData(source, network.spec, self._session.seed))
