"""Outlines around the widgets that a page of a lesson speaks of. They never take a click."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMainWindow, QWidget
from shiboken6 import isValid

from gui import theme

PEN = 2.0


class Outline(QWidget):
    """A frame that lies on a widget, as large as that.

    Args:
        target: the widget.
    """

    def __init__(self, target: QWidget) -> None:
        super().__init__(target, objectName="lesson_outline")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        target.installEventFilter(self)
        self.setGeometry(target.rect())
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded) and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now, painter = theme.current(), QPainter(self)
        width = PEN * now.scale
        if self._touches(event):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(now.color("accent"), width)
            pen.setStyle(Qt.PenStyle.DashLine)  # a frame of its own kind, also without colour
            painter.setPen(pen)
            inside = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
            painter.drawRoundedRect(inside, now.px(6), now.px(6))

    def _touches(self, event: QPaintEvent) -> bool:
        """Whether the part to paint reaches the frame; inside there is nothing to paint."""
        edge = round(PEN * theme.current().scale) + 1
        return not self.rect().adjusted(edge, edge, -edge, -edge).contains(event.rect())


class Highlights(QObject):
    """The outlines of one window.

    Args:
        window: in which the widgets are looked for.
        parent: what owns this.
    """

    def __init__(self, window: QMainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._names: tuple[str, ...] = ()
        self._outlines: list[Outline] = []

    def show(self, names: Iterable[str]) -> None:
        """Outline the widgets of these object names instead of those before. An unknown name outlines nothing."""
        if tuple(names) == self._names:
            return
        self.clear()
        self._names = tuple(names)
        for name in self._names:
            target = self.target(name)
            if target is not None:
                self._outlines.append(Outline(target))

    def clear(self) -> None:
        """Outline nothing."""
        self._names = ()
        for outline in self._outlines:
            if isValid(outline):
                outline.parent().removeEventFilter(outline)
                outline.hide()
                outline.deleteLater()
        self._outlines.clear()

    def target(self, name: str) -> QWidget | None:
        """The widget of a name, or a button of the action of that name."""
        widgets = self._window.findChildren(QWidget, name)
        if widgets:
            return widgets[0]
        action = self._window.findChild(QAction, name)
        owners = action.associatedObjects() if action is not None else []
        return next((one for one in owners if type(one).__name__ in ("QToolButton", "QPushButton")), None)
