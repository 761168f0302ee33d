"""What the card of a problem offers, and what its buttons do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QApplication

from core.data.built_in import XorOfThreeBits
from core.design.losses import LOSSES
from core.design.rates import SMALLEST_RATE
from core.intents.plans import RenewLayer
from core.problems.problem import Problem
from gui.look import number_text
from gui.problems.error_card import CardAction

if TYPE_CHECKING:
    from gui.window.main_window import MainWindow


class ProblemDesk(QObject):
    """Shows problems on the window's error card, and does what the learner chooses there.

    Args:
        window: whose card it is.
        parent: what owns this.
    """

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._card = window, window.session, window.error_card
        self._problem: Problem | None = None
        self._session.problem_raised.connect(self.show)
        self._session.problem_resolved.connect(self._put_away)
        self._card.action_chosen.connect(self._choose)
        self._card.closed.connect(self._put_away)

    def show(self, problem: Problem) -> None:
        """Show a problem and what can be done about it."""
        self._problem = problem
        self._window.loading_card.hide()
        clash = problem.kind in ("layer.wrong_shape", "layer.already_built")
        fields = problem.fields
        window, card = self._window, self._card
        window.canvas.set_clash((str(fields["layer"]), int(str(fields["received"]))) if clash else None)
        lane = window.canvas.lane_rect(str(fields["layer"])) if clash else None
        corner = window.canvas.mapTo(window, QPoint())
        card.keep_in_sight(lane.translated(corner) if lane is not None else None)
        card.show_problem(problem, self._actions(problem))
        if problem.kind == "descent.not_finite":
            card.setFocus()  # it comes by itself: a key meant for Play must not press Reset

    def _actions(self, problem: Problem) -> tuple[CardAction, ...]:
        close = CardAction("keep", self.tr("Close"), False)
        if problem.kind == "data.other_inputs":
            build = self.tr("Build a network with {count} inputs").format(count=problem.fields["received"])
            return CardAction("build", build, True), CardAction("keep", self.tr("Keep the present one"), False)
        if problem.kind in ("layer.wrong_shape", "layer.already_built") and self._may_renew(problem):
            renew = self.tr("Create {layer} anew for {count} inputs")
            renew = renew.format(layer=problem.fields["layer"], count=problem.fields["received"])
            return CardAction("renew", renew, True), close
        if problem.kind == "descent.not_finite":
            smaller = self.tr("Reset, with a learning rate of {rate}").format(
                rate=number_text.rate(_smaller_rate(problem))
            )
            before = int(str(problem.fields["step"])) - 1
            back = CardAction("back", self.tr("Back to step {step}").format(step=number_text.count(before)), False)
            return CardAction("smaller", smaller, True), *((back,) if before >= 0 else ())
        if problem.kind == "loss.targets" and problem.fields["source"] is not None:
            return CardAction("mse", self.tr("Use it with the loss mse"), True), close
        if problem.kind == "loss.targets":
            return CardAction("xor", self.tr("Use XOR of three bits"), True), close
        if problem.kind.startswith("csv."):
            return (CardAction("open", self.tr("Open another file…"), True),)
        if problem.kind == "start.failed":
            return (CardAction("quit", self.tr("Quit"), True),)
        return (CardAction("keep", self.tr("Close"), True),)

    def _may_renew(self, problem: Problem) -> bool:
        """Whether a layer can be replaced: not one that a model holds."""
        snapshot = self._session.snapshot
        layer = snapshot.layer(str(problem.fields["layer"])) if snapshot is not None else None
        return layer is not None and not layer.in_model

    def _put_away(self) -> None:
        """Hide the card, and what it lit up."""
        self._card.hide()
        self._window.canvas.set_clash(None)

    def _choose(self, key: str) -> None:
        problem, session = self._problem, self._session
        self._put_away()
        if key == "renew" and problem is not None:
            session.do(RenewLayer(str(problem.fields["layer"]), int(str(problem.fields["received"]))))
        elif key == "build" and problem is not None:
            source, inputs = problem.fields["source"], problem.fields["received"]
            session.build_for(source, inputs)  # type: ignore[arg-type]
        elif key == "smaller" and problem is not None:
            session.reset()
            session.set_learning_rate(_smaller_rate(problem))
        elif key == "back" and problem is not None:
            session.go_to(int(str(problem.fields["step"])) - 1)
        elif key == "mse" and problem is not None:
            session.choose_loss(LOSSES[0].key)
            session.use(problem.fields["source"])  # type: ignore[arg-type]
        elif key == "xor" and problem is not None:
            session.use(XorOfThreeBits())
            session.choose_loss(str(problem.fields["loss"]))
        elif key == "open":
            self._window.actions_["open"].trigger()
        elif key == "quit":
            QApplication.quit()

    def retranslate(self) -> None:
        """Show the same in the language in use."""
        if self._problem is not None and self._card.isVisible():
            self.show(self._problem)


def _smaller_rate(problem: Problem) -> float:
    """A tenth of the rate at which the loss left the scale."""
    return max(float(f"{float(str(problem.fields['rate'])) / 10:.6g}"), SMALLEST_RATE)
