"""Says that the lesson's network is shown and not the learner's own, and leads back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui import icons, theme
from gui.panels.base import Panel


class LessonBanner(Panel):
    """A row over the canvas while the lesson's network is shown.

    Signals:
        back_clicked(): show the learner's own network.
    """

    back_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="lesson_banner")
        self._icon, self._text = QLabel(), QLabel(wordWrap=True)
        self._back = QPushButton(objectName="back_to_own")
        self._back.clicked.connect(self.back_clicked)
        frame = QFrame()
        frame.setProperty("look", "lesson")
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 4, 10, 4)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._back)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        self.hide()
        self.retranslate()
        self.restyle()

    def retranslate(self) -> None:
        self._text.setText(self.tr("<b>Lesson network.</b> Your own network waits as you left it."))
        self._back.setText(self.tr("Back to my network"))

    def restyle(self) -> None:
        now = theme.current()
        ink = now.color("accent")
        self._icon.setPixmap(icons.pixmap("graduation-cap-bold", ink, now.px(18), self.devicePixelRatioF()))
        self._back.setIcon(icons.icon("arrow-u-up-left-bold", now.color("text.primary"), size=now.px(14)))
        self._back.setIconSize(QSize(now.px(14), now.px(14)))
        self._back.setFont(now.font("body", bold=True))
