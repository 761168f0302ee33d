"""An outline around what a page of a lesson speaks of, one thing at a time. It never takes a click."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QMenuBar, QWidget
from shiboken6 import isValid

from gui.actions.shell import Shell
from gui.look import theme

PEN = 2.0

log = logging.getLogger(__name__)


class Outline(QWidget):
    """A frame that covers a widget and follows its size.

    Args:
        target: the widget; in a menu bar only the menu is framed.
        menu: the menu, or None.
    """

    def __init__(self, target: QWidget, menu: QAction | None = None) -> None:
        super().__init__(target, objectName="lesson_outline")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._menu = menu
        target.installEventFilter(self)
        self.setGeometry(self._area(target))
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        # not ChildAdded: then the child is not made yet, e.g. another outline, and raising this one crashes Qt
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildPolished) and isinstance(watched, QWidget):
            self.setGeometry(self._area(watched))
            self.raise_()
        return False

    def _area(self, target: QWidget) -> QRect:
        if self._menu is not None and isinstance(target, QMenuBar):
            return target.actionGeometry(self._menu)
        return target.rect()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now = theme.current()
        with QPainter(self) as painter:
            width = PEN * now.scale
            if self._touches(event):
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                pen = QPen(now.color("accent"), width)
                pen.setStyle(Qt.PenStyle.DashLine)  # a style of its own, recognisable without colour
                painter.setPen(pen)
                inside = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
                painter.drawRoundedRect(inside, now.px(6), now.px(6))

    def _touches(self, event: QPaintEvent) -> bool:
        """Return whether the part to paint reaches the frame; nothing is painted inside it."""
        edge = round(PEN * theme.current().scale) + 1
        return not self.rect().adjusted(edge, edge, -edge, -edge).contains(event.rect())


class Highlights(QObject):
    """The outline of one window: around the first of several widgets, and on to the next when something was done.

    Args:
        shell: the window that contains the widgets.
        parent: the owner.

    Attributes:
        outline: what is outlined now, or None.
    """

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._window = shell, shell.dialog_parent
        self._names: tuple[str, ...] = ()
        self._left: tuple[str, ...] = ()  # to be outlined later
        self.outline: Outline | None = None

    def show(self, names: Iterable[str]) -> None:
        """Outline the first of the widgets with these object names instead of the earlier one; log unknown names."""
        if tuple(names) == self._names:
            return
        self.clear()
        self._names = self._left = tuple(names)
        self.advance()

    def advance(self, done: bool = True) -> None:
        """Outline the next one, if something was done; after the last, that one stays."""
        while self._left and done:
            name, *rest = self._left
            self._left = tuple(rest)
            outline = self._outlined(name) if name else None  # Qt finds anything for an empty name
            if outline is not None:
                self._remove()
                self.outline = outline
                return
            log.warning("There is nothing to outline by the name %r", name)

    def clear(self) -> None:
        """Outline nothing any more."""
        self._names = self._left = ()
        self._remove()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _remove(self) -> None:
        outline, self.outline = self.outline, None
        if outline is not None and isValid(outline):
            outline.parent().removeEventFilter(outline)
            outline.hide()
            outline.deleteLater()

    def _outlined(self, name: str) -> Outline | None:
        """Return an outline of an action's button or menu, or of a widget, and bring the widget's page to the front."""
        action = self._window.findChild(QAction, name)
        if action is not None:
            return self._outlined_action(action)
        target = self._window.findChild(QWidget, name)
        if target is None:
            return None
        self._shell.show_page(target)
        return Outline(target)

    def _outlined_action(self, action: QAction) -> Outline | None:
        owners = action.associatedObjects()
        button = next((owner for owner in owners if isinstance(owner, QAbstractButton) and owner.isVisible()), None)
        if button is not None:
            return Outline(button)
        bar = self._window.findChild(QMenuBar)
        menu = next((owner.menuAction() for owner in owners if isinstance(owner, QMenu)), None)
        return Outline(bar, menu) if bar is not None and menu is not None else None
