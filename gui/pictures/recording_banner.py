"""A banner while a recording is made or written."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gui.widgets.banner import Banner


class RecordingBanner(Banner):
    """A row over the canvas: how long the recording is, Save and Cancel.

    Signals:
        save_clicked(): end the recording, and save it.
        cancel_clicked(): forget it, or stop writing it.
    """

    save_clicked = Signal()
    cancel_clicked = Signal()

    LOOK, ICON, INK, BUTTON_ICON = "past", "broadcast-bold", "past.fg", "check-bold"

    def __init__(self, parent: QWidget | None = None) -> None:
        self._seconds, self._written, self._frames = 0.0, -1, 0
        self._save, self._cancel = QPushButton(objectName="record_save"), QPushButton(objectName="record_cancel")
        super().__init__("recording", self._save, self._cancel, parent=parent)
        self._save.clicked.connect(self.save_clicked)
        self._cancel.clicked.connect(self.cancel_clicked)

    def set_seconds(self, seconds: float) -> None:
        """Show how long the recording is so far."""
        self._seconds, self._written = seconds, -1
        self.retranslate()

    def set_progress(self, written: int, frames: int) -> None:
        """Show how many of its pictures are written."""
        self._written, self._frames = written, frames
        self.retranslate()

    def retranslate(self) -> None:
        if self._written < 0:
            text = self.tr("Recording: {seconds} s. Play, step or scrub; everything on the canvas is recorded.")
            self._text.setText(text.format(seconds=f"{self._seconds:.1f}"))
        else:
            text = self.tr("Writing picture {number} of {count}…")
            self._text.setText(text.format(number=self._written, count=self._frames))
        self._save.setText(self.tr("Save…"))
        self._save.setVisible(self._written < 0)
        self._cancel.setText(self.tr("Cancel"))
