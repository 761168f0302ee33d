"""Keys that a focused view uses itself, although the window has shortcuts on them."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QTabBar

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
MOVES = (*ARROWS, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)
"""Keys that move through a text, a table or a tree."""

NONE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def keeps_key(event: QEvent, keys: Collection[Qt.Key], *, shift: bool = False) -> bool:
    """Claim a plain key before a shortcut of the window gets it; return True if `event` asked and the key is wanted.

    Space, the arrows, Home and End play and step in the window; in a table or a text they move. Call it first in
    `event()` and return True if it does.

    Args:
        keys: what is wanted.
        shift: whether the same keys with Shift are wanted too, e.g. to select text.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier if shift else event.modifiers()
    if modifiers not in NONE or event.key() not in keys:
        return False
    event.accept()
    return True


def own_keys(widget: QObject) -> tuple[Qt.Key, ...]:
    """Return the keys that a focused widget uses itself, although they are also shortcuts of the window."""
    if isinstance(widget, (QAbstractItemView, QComboBox)):
        return (*MOVES, Qt.Key.Key_Space)
    if isinstance(widget, (QAbstractSlider, QTabBar)):
        return ARROWS
    if isinstance(widget, QAbstractButton):
        return (Qt.Key.Key_Space, *(ARROWS if widget.group() is not None else ()))  # arrows move within a group
    return ()
