"""The presenter of the start: shows what is being loaded, and then the versions."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.actions.menu_row import MenuRow
from gui.session.session import Session
from gui.window.loading_card import LoadingCard


class LoadingPresenter(QObject):
    """Connect the card of the start, and the versions in the menu row, with the session."""

    def __init__(self, card: LoadingCard, menu_row: MenuRow, session: Session) -> None:
        super().__init__(card)
        self._card, self._menu_row, self._loading = card, menu_row, session.loading
        session.loading_changed.connect(self._refresh)
        session.problem_raised.connect(card.hide)  # the problem's card takes its place
        self._refresh()

    def _refresh(self) -> None:
        loading = self._loading
        self._card.set_stage(loading.stage)
        self._card.setVisible(bool(loading.stage) and not loading.ready)
        self._menu_row.set_versions(loading.versions)
