"""Connect the cards of `compile`, `fit` and `predict`, the Variables page and steps by hand with the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.commands import (
    Compile,
    Evaluate,
    Fit,
    LoadWeights,
    Predict,
    RebuildFromConfig,
    SaveWeights,
)
from core.design.names import SAMPLES, VALIDATION
from core.intents.plans import PrepareFit
from core.intents.questions import CompareForward, Question
from gui.actions.shell import Shell
from gui.actions.table import Slots
from gui.fit.cards import FitCards
from gui.fit.variables_panel import VariablesPage
from gui.session.session import Session

if TYPE_CHECKING:
    from core.snapshot.printed import Printed
    from core.snapshot.records import Progress


class FitPresenter(QObject):
    """Show what Keras remembers between these calls, and have the calls done.

    Signals:
        result_came(Printed): what `evaluate` returned.
    """

    result_came = Signal(object)

    def __init__(self, cards: FitCards, page: VariablesPage, session: Session, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        self._cards, self._page, self._session = cards, page, session
        self._evaluated = ""  # what the menu's call of evaluate prints, until it has come
        session.expression_shown.connect(self._show_evaluated)
        cards.compile.asked.connect(self._compile)
        cards.fit.asked.connect(self._learn)
        cards.predict.asked.connect(self._predict)
        cards.hand.asked.connect(session.do_paused)
        cards.fit.compile_clicked.connect(cards.open_compile)
        cards.compile.fit_clicked.connect(cards.open_fit)
        for note in (cards.fit.note, page.note):
            note.compile_clicked.connect(self._compile_again)
        for progress in (cards.fit.progress, page.log.progress):
            progress.stop_clicked.connect(session.cancel)
        for card in cards.all:
            card.closed.connect(shell.focus_home)
        for view in (page, *cards.all):
            session.turns.follow(session.snapshot_changed, view, view.set_snapshot)
        session.fit_progressed.connect(self._show_progress)
        session.question_answered.connect(self._answered)
        session.workspace_changed.connect(self._show_other_network)

    def slots(self) -> Slots:
        """Return the slots of these calls and of a step by hand, by the actions' names."""
        return {
            "compile": self._cards.open_compile,
            "fit": self._cards.open_fit,
            "predict": self._predict,
            "evaluate": self._evaluate,
            "step_by_hand": self._open_hand,
            "keep_weights": lambda: self._session.do(SaveWeights()),
            "rebuild": lambda: self._session.do(RebuildFromConfig()),
            "load_weights": lambda: self._session.do(LoadWeights()),
        }

    def close_card(self) -> bool:
        """Close the card that is open, and return whether one was."""
        card = self._cards.open_card
        if card is not None:
            card.close_card()
        return card is not None

    # ---- compile, fit, predict --------------------------------------------------------------------------------

    def _compile(self, command: Compile) -> None:
        self._session.do_paused(PrepareFit(command.spec))

    def _compile_again(self) -> None:
        """Compile with the same arguments again, so that `fit` trains what is trainable now."""
        self._session.do_paused(PrepareFit(None))

    def _learn(self, command: Fit) -> None:
        """Call `model.fit`; `fit_progressed` reports its progress, and `cancel` ends it after an epoch."""
        self._session.do_paused(*self._cards.fit.before(), command)

    def _evaluate(self) -> None:
        """Call `model.evaluate` on the validation rows or, without any, on all samples; its result is printed."""
        snapshot = self._session.snapshot
        split = snapshot is not None and snapshot.batch.X_val is not None
        command = Evaluate(*(VALIDATION if split else SAMPLES))
        self._evaluated = command.printed
        self._session.do_paused(command)

    def _show_evaluated(self, shown: Printed) -> None:
        """Show what `evaluate` returned, if the menu asked for it."""
        if shown.expression == self._evaluated:
            self._evaluated = ""
            self.result_came.emit(shown)

    def _predict(self) -> None:
        """Call `model.predict`, and ask for the result of `model(X)` to show beside it."""
        self._session.do_paused(Predict(), CompareForward())

    def _open_hand(self) -> None:
        self._session.pause()
        self._cards.open_hand()

    def _show_progress(self, progress: Progress) -> None:
        self._cards.fit.set_progress(progress)
        self._page.log.set_progress(progress)

    def _show_other_network(self) -> None:
        """Show what is known of `fit` and `predict` in the network of the other workspace."""
        progress = self._session.network.fit
        self._cards.fit.progress.set_progress(progress)
        self._page.log.show_fit(progress)
        self._cards.predict.set_forward(None)

    def _answered(self, question: Question, answer: object) -> None:
        if isinstance(question, CompareForward):
            self._cards.predict.set_forward(answer)
            if answer is not None and not self._cards.predict.isVisible():
                self._cards.open_predict()  # only now: without a result it would be an empty card
