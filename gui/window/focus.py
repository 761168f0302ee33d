"""The keyboard focus: which widgets take it, which keys they keep, and how it jumps from zone to zone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QMainWindow,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from gui.code.code_prompt import KEEPS_FOCUS
from gui.widgets.own_keys import keeps_key, own_keys


class FocusKeeper(QObject):
    """Keep the focus where a learner expects it.

    A click on a button does not take the focus, so that after it Space still plays and the arrows still step; Tab does.
    A focused button keeps Space, a focused slider or table its arrows. Enter in a field returns the focus, except in a
    field where one goes on typing.

    Args:
        window: whose focus it is.
        home: what has the focus when nothing else needs it.
        zones: the parts of the window that F6 jumps between, in order.
    """

    def __init__(self, window: QMainWindow, home: QWidget, zones: tuple[QWidget, ...]) -> None:
        super().__init__(window)
        self._window, self._home, self._zones = window, home, zones
        self._focused: QWidget | None = None
        for kind in (QAbstractButton, QComboBox):
            for widget in window.findChildren(kind):
                widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for field in window.findChildren(QLineEdit):
            if not field.property(KEEPS_FOCUS):
                field.returnPressed.connect(self.go_home)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def go_home(self) -> None:
        """Return the focus to its usual widget."""
        self._home.setFocus()

    def leave_field(self) -> None:
        """Return the focus to its usual widget if a text field has it."""
        field = QApplication.focusWidget()
        if isinstance(field, (QLineEdit, QAbstractSpinBox)):
            field.clearFocus()  # it may be in a dialog, whose focus stays when another window's changes
            self.go_home()

    def next_zone(self) -> None:
        """Jump to the next visible zone."""
        self._jump(1)

    def previous_zone(self) -> None:
        """Jump to the previous visible zone."""
        self._jump(-1)

    def _jump(self, step: int) -> None:
        now = QApplication.focusWidget()
        here = next((i for i, zone in enumerate(self._zones) if now is not None and _is_in(now, zone)), None)
        start = here if here is not None else (-1 if step > 0 else 0)
        for distance in range(1, len(self._zones) + 1):
            zone = self._zones[(start + step * distance) % len(self._zones)]
            target = _first_stop(zone)
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Watch only the widget that has the focus, for the keys that it keeps."""
        if self._focused is not None and isValid(self._focused):  # a widget may lose it because it is deleted
            self._focused.removeEventFilter(self)
        inside = new is not None and (new.window() is self._window or isinstance(new.window(), QDockWidget))
        self._focused = new if inside else None
        if self._focused is not None:
            self._focused.installEventFilter(self)

    # ---- Qt -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        return keeps_key(event, own_keys(watched)) or super().eventFilter(watched, event)


def _is_in(widget: QWidget, zone: QWidget) -> bool:
    return widget is zone or zone.isAncestorOf(widget)


def _first_stop(zone: QWidget) -> QWidget | None:
    """Return the first widget of a zone that Tab would stop at."""
    tabs = zone.findChildren(QTabBar)  # these lead on to everything else in their zone
    for widget in (zone, *tabs, *zone.findChildren(QWidget)):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            return widget
    return None
