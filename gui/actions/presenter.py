"""Enabling and disabling of the actions."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.actions.availability import Availability, Situation
from gui.actions.shell import Shell
from gui.actions.table import Actions
from gui.session.session import Session


class ActionsPresenter(QObject):
    """Enable the actions that can be done now.

    Args:
        actions: the window's actions.
        session: knows the state of the network.
        shell: owns this.
    """

    def __init__(self, actions: Actions, session: Session, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        self._session, self._reading = session, False
        self._availability = Availability(actions)
        for signal in (session.snapshot_changed, session.selection.changed, session.loading_changed):
            signal.connect(self._refresh)
        self._refresh()

    def set_reading(self, reading: bool) -> None:
        """Disable what trains while a model is shown that cannot be trained, or enable it again."""
        self._reading = reading
        self._refresh()

    def _refresh(self) -> None:
        session = self._session
        place = session.selection.place
        self._availability.show(Situation.of(session.ready, session.snapshot, place, self._reading))
