"""Connects the session with the cards of `compile`, `fit` and `predict` and with the Variables page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.intents.questions import CompareForward, Question

if TYPE_CHECKING:
    from core.snapshot.prediction import Forward
    from core.snapshot.records import Progress
    from core.snapshot.snapshot import Snapshot
    from gui.window.main_window import MainWindow


class FitDesk(QObject):
    """The connection table of these views.

    Args:
        window: whose views they are.
        parent: what owns this.
    """

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._cards = window, window.session, window.fit_cards
        session, cards, page = self._session, self._cards, window.variables
        cards.compile.asked.connect(session.compile_model)
        cards.fit.asked.connect(session.fit_model)
        cards.predict.asked.connect(session.predict)
        for note in (cards.fit.note, page.note):
            note.compile_clicked.connect(self._compile_again)
        for progress in (cards.fit.progress, page.log.progress):
            progress.stop_clicked.connect(session.cancel)
        for card in cards.all:
            card.closed.connect(window.focus.go_home)
        session.snapshot_changed.connect(self._show_snapshot)
        session.fit_progressed.connect(self._show_progress)
        session.question_answered.connect(self._answered)

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        for view in (self._window.variables, *self._cards.all):
            view.set_snapshot(snapshot)

    def _show_progress(self, progress: Progress) -> None:
        self._cards.fit.set_progress(progress)
        self._window.variables.log.set_progress(progress)

    def _answered(self, question: Question, answer: Forward | None) -> None:
        if isinstance(question, CompareForward):
            self._cards.predict.set_forward(answer)

    def _compile_again(self) -> None:
        self._session.compile_model(None)
