"""The cross-fade from the former picture to the new one, where a step at a time is watched."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from gui.look import theme

FADE_MS = 120

Paint = Callable[[QPainter, QSize, float], None]
"""Paints a picture of a size in px, on a screen with so many px per px of a widget."""


class CrossFade(QWidget):
    """The former picture, which lies over its parent and fades away; what stands on the parent lies above it.

    Args:
        parent: the widget that shows the picture.
        paint: paints the picture as it is now.
    """

    def __init__(self, parent: QWidget, paint: Paint) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._paint, self._former = paint, QPixmap()
        self._fading = QVariantAnimation(self, duration=FADE_MS, startValue=1.0, endValue=0.0)
        self._fading.valueChanged.connect(self.update)
        self._fading.finished.connect(self.hide)

    def begin(self) -> None:
        """Keep the picture as it is now, and let it fade away. Call it before the new one is drawn.

        With reduced motion the new one is there at once.
        """
        parent = self.parentWidget()
        if not parent.isVisible() or theme.current().reduced_motion:
            return
        self._former = QPixmap(parent.size() * parent.devicePixelRatioF())
        self._former.setDevicePixelRatio(parent.devicePixelRatioF())
        with QPainter(self._former) as painter:
            self._paint(painter, parent.size(), parent.devicePixelRatioF())
        self.setGeometry(parent.rect())
        self.lower()
        self.show()
        self._fading.stop()
        self._fading.start()

    def end(self) -> None:
        """Show the new picture alone: the former one no longer fits it."""
        self._fading.stop()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        with QPainter(self) as painter:
            painter.setOpacity(self._fading.currentValue())
            painter.drawPixmap(0, 0, self._former)
