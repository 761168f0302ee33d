"""The part of the window that presenters use, as a protocol."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget


class Shell(Protocol):
    """The window around the views.

    Attributes:
        retranslated: the language changed; every view has set its own texts already.
        restyled: the theme or the zoom changed.
        closing: the window is closing; nothing may move by itself any more.
    """

    retranslated: SignalInstance
    restyled: SignalInstance
    closing: SignalInstance

    @property
    def dialog_parent(self) -> QWidget:
        """The parent of dialogs."""

    @property
    def front_page(self) -> QWidget:
        """The current page of the bottom panel."""

    def show_page(self, page: QWidget) -> None:
        """Bring a page of the bottom panel or of the inspector to the front; does nothing for any other widget."""

    def set_past(self, past: bool) -> None:
        """Mark the middle of the window while an earlier step is shown."""

    def focus_home(self) -> None:
        """Return the keyboard focus to its usual widget."""
