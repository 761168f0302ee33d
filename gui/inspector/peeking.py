"""Showing the map of a unit in the inspector while it is pointed at elsewhere, and then what was there before."""

from __future__ import annotations

from PySide6.QtWidgets import QTabBar

from core.snapshot.place import Place
from gui.inspector.pages.activations_page import MAP, ActivationsPage


class Peeking:
    """Bring the map of the page Activations to the front for a while.

    Args:
        tabs: the inspector's tabs.
        page: the page with the map.
        index: which tab that is.

    Attributes:
        place: the unit whose map is shown, or None.
    """

    def __init__(self, tabs: QTabBar, page: ActivationsPage, index: int) -> None:
        self._tabs, self._page, self._index = tabs, page, index
        self.place: Place | None = None
        self._tab, self._mode = 0, page.mode

    def show(self, place: Place) -> None:
        """Show the map of a unit."""
        if self.place is None:
            self._tab, self._mode = self._tabs.currentIndex(), self._page.mode
        self.place = place
        self._page.map.set_passing(True)
        self._page.set_mode(MAP)
        self._tabs.setCurrentIndex(self._index)

    def stop(self) -> None:
        """Show what was there before."""
        if self.place is not None:
            self.keep()
            self._page.set_mode(self._mode)
            self._tabs.setCurrentIndex(self._tab)

    def keep(self) -> None:
        """Leave the map where it is."""
        self.place = None
        self._page.map.set_passing(False)
