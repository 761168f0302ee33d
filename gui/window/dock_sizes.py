"""The docks of a window take the room that `room` gives them."""

from __future__ import annotations

from collections.abc import Container
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow

from gui.widgets.docks import Dock, Pages
from gui.window.room import INSPECTOR, LARGE, LESSON, USUAL, Room, share_out

if TYPE_CHECKING:
    from collections.abc import Iterator

LOWEST_BODY = 40
"""Of a lower bottom panel nothing but its tabs can be used; in px at zoom 1."""


class DockSizes(QObject):
    """Set the sizes of one window's docks, but only if its own size asks for others: a moved separator stays.

    Args:
        window: the window.
        lesson, inspector, bottom: its docks.
        pages: what the bottom dock holds. A click on a tab shows its page, a double click enlarges it.
        tables: the indices of those pages that are tables.
    """

    def __init__(
        self, window: QMainWindow, lesson: Dock, inspector: Dock, bottom: Dock, pages: Pages, tables: Container[int]
    ) -> None:
        super().__init__(window)
        self._window, self._bottom, self._tabs, self._tables = window, bottom, pages.tabs, tables
        self._sides = {LESSON: lesson, INSPECTOR: inspector}
        self._zoom = 1.0
        self._put_away: set[str] = set()
        self._asked, self._shown = "", ""
        self._given: tuple[object, ...] = ()
        self._bottom_height = 0
        self._held = True
        pages.page_changed.connect(self.follow_page)
        self._doubled = False
        pages.tabs.tabBarClicked.connect(self._click_tab)
        pages.tabs.tabBarDoubleClicked.connect(self._double_click_tab)

    def follow(self) -> None:
        """Follow from now on what the learner opens and closes; before that the layout is restored."""
        self._held = False
        self._seen = {side for side, dock in self._sides.items() if not dock.isHidden()}
        for dock in self._sides.values():
            dock.visibilityChanged.connect(self._follow_learner)
        self._put_sides(self._room())

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let somebody else show and hide the docks."""
        before, self._held = self._held, True
        try:
            yield
        finally:
            self._held = before
            self._seen = {side for side, dock in self._sides.items() if not dock.isHidden()}

    def resize_docks(self, zoom: float) -> None:
        """Give every dock its size for the window's, at a zoom; what has no room gives way."""
        self._zoom = zoom
        room = self._room()
        given = (tuple(room.widths.items()), room.bottom, zoom)
        if self._given == given:
            return
        self._given = given
        self._put_sides(room)
        self._window.layout().activate()  # a dock that was shown just now has a size only then
        shown = [(dock, room.widths[side]) for side, dock in self._sides.items() if side in room.widths]
        widths = [round(width * zoom) for _, width in shown]
        self._window.resizeDocks([dock for dock, _ in shown], widths, Qt.Orientation.Horizontal)
        self._resize_bottom(room)

    # ---- the bottom panel -------------------------------------------------------------------------------------

    def follow_page(self) -> None:
        """Give the bottom panel what its page needs, unless the learner has moved its separator."""
        if abs(self._bottom.height() - self._bottom_height) <= 2:
            self.resize_docks(self._zoom)

    def open_bottom(self) -> None:
        """Show the page of the bottom panel where only the tabs are to be seen."""
        if self._bottom.widget().height() < LOWEST_BODY * self._zoom and not self._bottom.isHidden():
            self._show_bottom(USUAL)

    def _click_tab(self) -> None:
        if self._doubled:  # Qt reports a double click, and then a click once more
            self._doubled = False
        else:
            self.open_bottom()

    def _double_click_tab(self) -> None:
        """Enlarge the bottom panel, or give it again what the window has room for."""
        self._doubled = True
        self._show_bottom("" if self._shown == LARGE else LARGE)

    def _show_bottom(self, shown: str) -> None:
        self._shown, self._given = shown, ()
        self.resize_docks(self._zoom)

    def _resize_bottom(self, room: Room) -> None:
        if not self._bottom.isFloating():
            self._window.resizeDocks([self._bottom], [max(1, round(room.bottom * self._zoom))], Qt.Orientation.Vertical)
            self._window.layout().activate()
            self._bottom_height = self._bottom.height()

    # ---- the sides --------------------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Show again what has given way, e.g. before the layout is saved."""
        with self.held():
            for side in self._put_away:
                self._sides[side].show()
        self._put_away.clear()

    def _size(self) -> tuple[float, float]:
        return self._window.width() / self._zoom, self._window.height() / self._zoom

    def _room(self) -> Room:
        wanted = [side for side, dock in self._sides.items() if self._takes_room(dock) or side in self._put_away]
        return share_out(
            *self._size(), wanted, self._asked, self._shown or None, self._tabs.currentIndex() in self._tables
        )

    def _takes_room(self, dock: Dock) -> bool:
        return not dock.isHidden() and not dock.isFloating()

    def _put_sides(self, room: Room) -> None:
        """Put away the panels that give way, and show those again that have room."""
        with self.held():
            for side, dock in self._sides.items():
                if side not in room.widths and self._takes_room(dock):
                    self._put_away.add(side)
                    dock.hide()
                elif side in room.widths and side in self._put_away:
                    self._put_away.discard(side)
                    dock.show()

    def _follow_learner(self) -> None:
        """What the learner opens stays, and something else gives way; what the learner closes stays closed."""
        if self._held:
            return
        shown = {side for side, dock in self._sides.items() if not dock.isHidden()}
        opened, self._seen = shown - self._seen, shown
        for side in opened:
            self._asked = side
            self._put_away.discard(side)
        if opened:
            self._given = ()
            self.resize_docks(self._zoom)
