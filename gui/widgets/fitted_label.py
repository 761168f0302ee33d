"""A label that writes its text shorter where there is little room, instead of cutting it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.look.fitting_text import fitting


class FittedLabel(QLabel):
    """A line of text with numbers, which never widens what it lies in.

    Attributes:
        texts: the same said in ever fewer words; the first that fits is shown, or the last with fewer digits.
    """

    def __init__(self, parent: QWidget | None = None, *, objectName: str = "") -> None:
        super().__init__(parent, objectName=objectName)
        self.texts: tuple[str, ...] = ("",)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_texts(self, *texts: str) -> None:
        """Say something, the longest way first; the whole of it is in the tooltip where a shorter one is shown."""
        if texts != self.texts:
            self.texts = texts
            self.updateGeometry()
            self._write()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        wide = QFontMetrics(self.font()).horizontalAdvance(self.texts[0])
        return QSize(wide + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(0, super().minimumSizeHint().height())

    def setFont(self, font: QFont) -> None:  # noqa: N802 (Qt's name)
        super().setFont(font)
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        text = fitting(QFontMetrics(self.font()).horizontalAdvance, self.contentsRect().width(), *self.texts)
        if text != self.text():
            self.setText(text)
        self.setToolTip("" if text == self.texts[0] else self.texts[0])
