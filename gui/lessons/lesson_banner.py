"""A banner that says that the lesson's network is shown, with a button that leads back to the learner's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gui.widgets.banner import Banner


class LessonBanner(Banner):
    """A row over the canvas while the lesson's network is shown.

    Signals:
        back_clicked(): show the learner's own network.
    """

    back_clicked = Signal()

    LOOK, ICON, INK, BUTTON_ICON = "lesson", "graduation-cap-bold", "accent", "arrow-u-up-left-bold"

    def __init__(self, parent: QWidget | None = None) -> None:
        self._back = QPushButton(objectName="back_to_own")
        super().__init__("lesson_banner", self._back, parent=parent)
        self._back.clicked.connect(self.back_clicked)

    def retranslate(self) -> None:
        self._text.setText(self.tr("<b>Lesson network.</b> Your own network stays as you left it."))
        self._back.setText(self.tr("Back to my network"))
