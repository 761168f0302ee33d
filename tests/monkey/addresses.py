"""Addresses of widgets, by which an action finds its target again in another run."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

ROOT = "window"


def windows(main: QWidget) -> list[QWidget]:
    """List the main window, and every window over it: dialogs, and panels that float."""
    others = [w for w in QApplication.topLevelWidgets() if w is not main and w.isVisible() and _can_be_used(w)]
    return [main, *sorted(others, key=_own_name)]


def address_of(widget: QWidget, main: QWidget) -> str:
    """Return the names from the main window or a dialog down to a widget, e.g. "window/centre/canvas"."""
    names: list[str] = []
    while widget is not main:
        parent = widget.parentWidget()
        if parent is None or (widget.isWindow() and parent is main and not _is_floating(widget)):
            return "/".join([_own_name(widget), *names])
        names.insert(0, _name_among(widget, parent))
        widget = parent
    return "/".join([ROOT, *names])


def find(address: str, main: QWidget) -> QWidget | None:
    """Return the visible widget of an address, or None if there is none any more."""
    first, *names = address.split("/")
    widget: QWidget | None = main
    if first != ROOT:
        widget = next((w for w in windows(main)[1:] if _own_name(w) == first), None)
    for name in names:
        if widget is None:
            return None
        widget = next((child for child in _children(widget) if _name_among(child, widget) == name), None)
    return widget if widget is not None and widget.isVisible() else None


def leaves(root: QWidget) -> list[QWidget]:
    """List the visible widgets in a window that hold no other visible widget."""
    found: list[QWidget] = []
    for widget in _children(root):
        if widget.isVisible() and not widget.rect().isEmpty():
            found += leaves(widget) or [widget]
    return found


def _children(widget: QWidget) -> list[QWidget]:
    """List the widgets right inside one. Of the main window only those that are made: asking it makes the others."""
    return QWidget.findChildren(widget, QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)


def _name_among(widget: QWidget, parent: QWidget) -> str:
    """Return a widget's own name, and its number among its siblings of the same name."""
    name = _own_name(widget)
    same = [child for child in _children(parent) if _own_name(child) == name]
    return name if len(same) == 1 else f"{name}#{same.index(widget)}"


def _own_name(widget: QObject) -> str:
    return widget.objectName() or type(widget).__name__


def _is_floating(widget: QWidget) -> bool:
    return widget.inherits("QDockWidget")


def _can_be_used(widget: QWidget) -> bool:
    """Tell whether a window takes clicks: tooltips and popups do not count."""
    kind = widget.windowFlags() & Qt.WindowType.WindowType_Mask
    return kind in (Qt.WindowType.Window, Qt.WindowType.Dialog) and not _is_floating(widget)
