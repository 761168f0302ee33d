"""Keeps the actions enabled that can be done."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.actions.availability import Availability, Situation
from gui.actions.shell import Shell
from gui.actions.table import Actions
from gui.session.session import Session


class ActionsPresenter(QObject):
    """Shows which actions can be done now.

    Args:
        actions: the window's actions.
        session: knows what is there.
        shell: owns this.
    """

    def __init__(self, actions: Actions, session: Session, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        self._session = session
        self._availability = Availability(actions)
        for signal in (session.snapshot_changed, session.selection.changed, session.loading_changed):
            signal.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        session = self._session
        self._availability.show(Situation.of(session.ready, session.snapshot, session.selection.place))
