"""Choose the buttons of a problem's card, and do what they say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QApplication

from core.data.built_in import Source, XorOfThreeBits
from core.design.losses import LOSSES
from core.design.rates import SMALLEST_RATE
from core.history.rates import last_rate_below
from core.intents.plans import Rebuild, RenewLayer
from core.problems.problem import Problem
from gui.actions.shell import Shell
from gui.actions.table import Actions
from gui.look import number_text
from gui.problems.error_card import CardAction, ErrorCard
from gui.session.session import Session

CLASHES = ("layer.wrong_shape", "layer.already_built")


class ProblemsPresenter(QObject):
    """Show problems on the error card, and do what the learner chooses there.

    Args:
        show_clash: highlights the layer that so many inputs do not fit, or nothing for None; returns its place.
    """

    def __init__(
        self,
        card: ErrorCard,
        session: Session,
        actions: Actions,
        shell: Shell,
        show_clash: Callable[[tuple[str, int] | None], QRect | None],
    ) -> None:
        super().__init__(shell.dialog_parent)
        self._card, self._session, self._window_actions = card, session, actions
        self._show_clash = show_clash
        self._problem: Problem | None = None
        session.problem_raised.connect(self._show)
        session.problem_resolved.connect(self._hide_card)
        session.loading_changed.connect(self._show_versions)
        card.action_chosen.connect(self.choose)
        card.closed.connect(session.problems.resolve)
        shell.retranslated.connect(self._retranslate)

    def close_card(self) -> bool:
        """Close the card, and return whether it was open."""
        shown = self._card.isVisible()
        if shown:
            self._card.close_card()
        return shown

    def _show(self, problem: Problem) -> None:
        """Show a problem and what can be done about it."""
        self._problem, fields = problem, problem.fields
        clash = (str(fields["layer"]), int(str(fields["received"]))) if problem.kind in CLASHES else None
        self._card.keep_in_sight(self._show_clash(clash))
        self._card.show_problem(problem, self._actions(problem))
        if problem.kind == "descent.not_finite":
            self._card.setFocus()  # it appears on its own: a key meant for Play must not press Reset

    def _show_versions(self) -> None:
        self._card.set_versions(self._session.loading.versions)

    def _actions(self, problem: Problem) -> tuple[CardAction, ...]:
        close = CardAction("keep", self.tr("Close"), False)
        if problem.kind == "data.other_inputs":
            build = self.tr("Build a network with {count} inputs").format(count=problem.fields["received"])
            return CardAction("build", build, True), CardAction("keep", self.tr("Keep the current one"), False)
        if problem.kind == "loss.other_targets" and problem.fields["source"] is not None:
            return CardAction("fit_data", self.tr("Build a network for these data"), True), close
        if problem.kind in CLASHES and self._may_renew(problem):
            renew = self.tr("Recreate {layer} for {count} inputs")
            renew = renew.format(layer=problem.fields["layer"], count=problem.fields["received"])
            return CardAction("renew", renew, True), close
        if problem.kind == "descent.not_finite":
            smaller = self.tr("Reset, with a learning rate of {rate}").format(
                rate=number_text.rate(self._smaller_rate(problem))
            )
            before = int(str(problem.fields["step"])) - 1
            back = CardAction("back", self.tr("Back to step {step}").format(step=number_text.count(before)), False)
            return CardAction("smaller", smaller, True), *((back,) if before >= 0 else ())
        if problem.kind == "loss.targets" and problem.fields["source"] is not None:
            return CardAction("mse", self.tr("Use it with the loss mse"), True), close
        if problem.kind == "loss.targets":
            return CardAction("xor", self.tr("Use XOR of three bits"), True), close
        if problem.kind == "compile.missing":
            return CardAction("compile", self.tr("Compile…"), True), close
        if problem.kind == "file.saved_by_line":
            return CardAction("save_model", self.tr("Save the model…"), True), close
        if problem.kind == "file.opened_by_line":
            return CardAction("open", self.tr("Open…"), True), close
        if problem.kind.startswith("table."):
            return (CardAction("open", self.tr("Open another file…"), True),)
        if problem.kind == "start.failed":
            return (CardAction("quit", self.tr("Quit"), True),)
        return (CardAction("keep", self.tr("Close"), True),)

    def _smaller_rate(self, problem: Problem) -> float:
        """Return the last smaller rate with which steps were taken, or a tenth if there was none."""
        rate = float(str(problem.fields["rate"]))
        worked = last_rate_below(self._session.history, rate)
        return worked if worked is not None else max(float(f"{rate / 10:.6g}"), SMALLEST_RATE)

    def _may_renew(self, problem: Problem) -> bool:
        """Return whether the layer can be replaced, which one that a model holds cannot."""
        snapshot = self._session.snapshot
        layer = snapshot.layer(str(problem.fields["layer"])) if snapshot is not None else None
        return layer is not None and not layer.in_model

    def _hide_card(self) -> None:
        """Hide the card, and remove the highlight of the layer."""
        self._card.hide()
        self._show_clash(None)

    def choose(self, key: str) -> None:
        """Do what a button of the card says."""
        problem, session = self._problem, self._session
        session.problems.resolve()
        if key == "renew" and problem is not None:
            session.do(RenewLayer(str(problem.fields["layer"]), int(str(problem.fields["received"]))))
        elif key == "build" and problem is not None:
            source, inputs = problem.fields["source"], problem.fields["received"]
            self._build_for(source, inputs)  # type: ignore[arg-type]
        elif key == "fit_data" and problem is not None:
            self._build_for(problem.fields["source"])  # type: ignore[arg-type]
        elif key == "smaller" and problem is not None:
            rate = self._smaller_rate(problem)
            session.reset()
            session.set_learning_rate(rate)
        elif key == "back" and problem is not None:
            session.go_to(int(str(problem.fields["step"])) - 1)
        elif key == "mse" and problem is not None:
            session.choose_loss(LOSSES[0].key)
            session.use(problem.fields["source"])  # type: ignore[arg-type]
        elif key == "xor" and problem is not None:
            session.use(XorOfThreeBits())
            session.choose_loss(str(problem.fields["loss"]))
        elif key in ("open", "compile", "save_model"):
            self._window_actions[key].trigger()
        elif key == "quit":
            QApplication.quit()

    def _build_for(self, source: Source, inputs: int | None = None) -> None:
        """Build a network for data that the present one cannot take; `inputs` is their number, where it is known."""
        session = self._session
        session.do_paused(Rebuild(session.network.spec, session.seed, inputs, source))

    def _retranslate(self) -> None:
        """Show the problem again in the language in use."""
        if self._problem is not None and self._card.isVisible():
            self._show(self._problem)
