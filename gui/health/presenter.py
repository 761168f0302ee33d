"""Connect the Health page with the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.intents.questions import NextStep, Question
from gui.actions.shell import Shell
from gui.health.health_panel import HealthPanel
from gui.session.session import Session

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot


class HealthPresenter(QObject):
    """Give the page every snapshot, and a preview of the next step when it asks for one."""

    def __init__(self, panel: HealthPanel, session: Session, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        self._panel, self._session = panel, session
        session.turns.follow(session.snapshot_changed, panel, self._show_snapshot, asks=True)
        session.question_answered.connect(self._show_answer)
        session.selection.changed.connect(panel.set_place)
        panel.layer_clicked.connect(session.selection.select)
        panel.preview_wanted.connect(self._ask_next_step)

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        self._panel.set_network(self._session.network)
        self._panel.set_where(self._session.network.where)
        self._panel.set_snapshot(snapshot)

    def _show_answer(self, question: Question, answer: object) -> None:
        if isinstance(question, NextStep):
            self._panel.set_preview(answer)

    def _ask_next_step(self) -> None:
        self._session.ask(NextStep())
