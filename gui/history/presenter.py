"""Connect the timeline, the loss chart, the banner of the past, undo and redo with the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.intents.moves import GoBack
from gui.actions.availability import LOADING, reason_text
from gui.actions.shell import Shell
from gui.actions.table import Actions, Slots
from gui.history.loss_chart import LossChart
from gui.history.loss_strip import LossStrip
from gui.history.past_banner import PastBanner
from gui.history.timeline_bar import TimelineBar
from gui.look import i18n
from gui.look.i18n import tr
from gui.look.settings import Settings
from gui.pacing.tempo import steps_of_a_second
from gui.session.session import Session

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

NOTHING_TO_UNDO = tr("There is nothing to undo.")
NOTHING_TO_REDO = tr("There is nothing to do again.")
OPEN_MODEL = tr("open a model")
FIRST_STEP = tr("The first step is shown already.")
NOT_IN_PAST = tr("The last step is shown already.")


class HistoryPresenter(QObject):
    """Show the place in time in every view that shows it, and go to the place that is chosen.

    Attributes:
        leave_reading: undo asks it first; it returns whether a model was shown that was only read, and is not any more.
    """

    def __init__(
        self,
        timeline: TimelineBar,
        chart: LossChart,
        strip: LossStrip,
        banner: PastBanner,
        session: Session,
        actions: Actions,
        shell: Shell,
        settings: Settings,
    ) -> None:
        super().__init__(shell.dialog_parent)
        self._timeline, self._chart, self._strip, self._banner = timeline, chart, strip, banner
        self._session, self._actions, self._shell, self._settings = session, actions, shell, settings
        self._reason, self._reading = "", False
        self.leave_reading: Callable[[], bool] = lambda: False
        timeline.step_chosen.connect(session.go_to)
        timeline.branch_chosen.connect(self._show_branch)
        banner.live_clicked.connect(self._go_live)
        banner.on_clicked.connect(session.play)
        chart.step_clicked.connect(session.go_to)
        chart.other_step_clicked.connect(session.go_to)
        strip.step_clicked.connect(session.go_to)
        chart.scale_changed.connect(self._remember_scale)
        chart.set_scale(settings.text("loss_scale", "log"))
        session.snapshot_changed.connect(self._show_place)
        session.turns.follow(session.snapshot_changed, chart, self._show_curves)
        session.turns.follow(session.history_changed, timeline, self._show_marks)
        for signal in (session.loading_changed, shell.retranslated):
            signal.connect(self._show_navigation)
        shell.retranslated.connect(self._write_reason)
        self._show_navigation()

    def slots(self) -> Slots:
        """Return the slots of undo, redo and the actions that go to another step, by the actions' names."""
        session = self._session
        return {
            "undo": lambda: self.leave_reading() or session.undo(),
            "redo": session.redo,
            "step_back": lambda: session.do_paused(GoBack(1)),
            "step_back_many": lambda: session.do_paused(GoBack(steps_of_a_second(session.player.tempo))),
            "first_step": lambda: session.go_to(0),
            "live": self._go_live,
        }

    def set_reading(self, reading: bool) -> None:
        """Let undo lead back while a model is shown that was only read."""
        self._reading = reading
        self._show_navigation()

    # ---- session to views -------------------------------------------------------------------------------------

    def _show_place(self) -> None:
        where = self._session.network.where
        self._timeline.set_where(where)
        self._banner.set_where(where)
        self._shell.set_past(where is not None and where.in_past)

    def _show_curves(self, snapshot: Snapshot) -> None:
        network, chart = self._session.network, self._chart
        if network.curves is not None:
            chart.set_curves(network.curves)
        chart.set_layers(tuple(layer.name for layer in snapshot.layers))
        chart.curve_changed()
        if snapshot.why_no_step != self._reason:
            self._reason = snapshot.why_no_step
            self._write_reason()

    def _show_marks(self) -> None:
        network = self._session.network
        layers = network.snapshot.columns if network.snapshot is not None else ()
        self._timeline.set_curve(network.curve, tuple(layer.name for layer in layers))
        where = network.where
        self._strip.set_curve(network.curve, where.step if where is not None and where.in_past else None)
        self._show_navigation()

    def _show_navigation(self) -> None:
        """Show what can be undone, and whether there is a step before or after the one shown."""
        actions, where, ready = self._actions, self._session.network.where, self._session.ready
        undo, redo = (where.undo, where.redo) if where is not None else ("", "")
        undo = OPEN_MODEL if self._reading else undo
        for name, text, label in (("undo", self.tr("Undo"), undo), ("redo", self.tr("Redo"), redo)):
            actions.allow(name, "" if label else NOTHING_TO_UNDO if name == "undo" else NOTHING_TO_REDO)
            actions[name].setText(f"{text}: {i18n.translate(label)}" if label else text)
        loading = "" if ready and where is not None else LOADING
        moved, in_past = (where.step > 0, where.in_past) if where is not None else (False, False)
        actions.allow("step_back step_back_many first_step", loading or ("" if moved else FIRST_STEP))
        actions.allow("live", loading or ("" if in_past else NOT_IN_PAST))

    def _write_reason(self) -> None:
        """Say on the empty chart why no step can be taken, if there is a reason."""
        self._chart.set_reason(reason_text(self._reason))

    # ---- views to session -------------------------------------------------------------------------------------

    def _go_live(self) -> None:
        """Show the last step of the branch."""
        where = self._session.network.where
        if where is not None:
            self._session.go_to(where.last_step)

    def _show_branch(self, branch: int) -> None:
        """Show the end of a branch."""
        where = self._session.network.where
        last = {info.number: info.last_step for info in where.branches} if where is not None else {}
        if branch in last:
            self._session.go_to(last[branch], branch)

    def _remember_scale(self, scale: str) -> None:
        self._settings.set("loss_scale", scale)
