"""Connect the training bar, and the actions that train, with the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.actions.shell import Shell
from gui.actions.table import Actions, Slots
from gui.look import icons, theme
from gui.pacing.tempo import faster, slower, steps_of_a_second
from gui.session.session import Session
from gui.training.seed_dialog import SeedDialog
from gui.training.standstill_banner import StandstillBanner
from gui.training.training_bar import TrainingBar

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

SPARKLINE_POINTS = 300


class TrainingPresenter(QObject):
    """Show step, loss and settings in the bar, and send what is clicked there to the session."""

    def __init__(
        self, bar: TrainingBar, standstill: StandstillBanner, session: Session, actions: Actions, shell: Shell
    ) -> None:
        super().__init__(shell.dialog_parent)
        self._bar, self._standstill, self._session, self._actions = bar, standstill, session, actions
        self._shell, self._reading = shell, False
        bar.learning_rate_changed.connect(session.set_learning_rate)
        bar.learning_rate_let_go.connect(self._show_settings)  # another one may have come meanwhile
        bar.tempo_chosen.connect(session.set_tempo)
        bar.optimizer_chosen.connect(session.choose_optimizer)
        bar.loss_chosen.connect(session.choose_loss)
        bar.batch_size_chosen.connect(session.choose_batch_size)
        bar.cancel_clicked.connect(session.cancel)
        session.snapshot_changed.connect(self._show_snapshot)
        session.turns.follow(session.history_changed, bar, self._draw_sparkline)
        session.settings_changed.connect(self._show_settings)
        session.shortfall_changed.connect(self._show_shortfall)
        session.loading_changed.connect(self._show_loading)
        session.busy_changed.connect(bar.set_busy)
        for signal in (session.playing_changed, shell.retranslated, shell.restyled):
            signal.connect(self._show_play)
        session.standstill.changed.connect(self._show_standstill)
        standstill.reset_clicked.connect(session.reset)
        self._show_settings()
        self._show_loading()
        self._show_play()

    def slots(self) -> Slots:
        """Return the slots of the actions that train, by the actions' names."""
        session = self._session
        return {
            "step": lambda: session.step(),
            "step_many": lambda: session.step(steps_of_a_second(session.player.tempo)),
            "play": session.toggle_play,
            "slower": lambda: session.set_tempo(slower(session.player.tempo)),
            "faster": lambda: session.set_tempo(faster(session.player.tempo)),
            "reset": session.reset,
            "reset_seed": self._ask_seed,
        }

    def _ask_seed(self) -> None:
        """Ask for another seed, and start anew with it."""
        dialog = SeedDialog(self._session.seed, self._shell.dialog_parent)
        dialog.chosen.connect(self._session.set_seed)
        dialog.open()

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        where = self._session.network.where
        self._bar.set_snapshot(None if self._reading else snapshot, not self._reading)
        self._bar.set_past(where is not None and where.in_past)

    def _draw_sparkline(self) -> None:
        curve = self._session.network.curve
        if curve is not None:
            self._bar.set_points(*curve.points(SPARKLINE_POINTS))

    def _show_settings(self) -> None:
        self._bar.set_tempo(self._session.player.tempo)
        self._bar.set_learning_rate(self._session.learning_rate)

    def _show_shortfall(self) -> None:
        self._bar.set_shortfall(self._session.player.shortfall)

    def _show_standstill(self) -> None:
        watch, snapshot = self._session.standstill, self._session.snapshot
        frozen = snapshot is not None and not snapshot.trainable_variables
        self._standstill.set_state(watch.still, watch.paused, frozen)

    def set_reading(self, reading: bool) -> None:
        """Disable the settings while a model is shown that cannot be trained, or enable them again."""
        self._reading = reading
        if self._session.snapshot is not None:
            self._show_snapshot(self._session.snapshot)

    def _show_loading(self) -> None:
        self._bar.set_ready(self._session.ready)

    def _show_play(self) -> None:
        """Give the play button the text and icon of what a click would do."""
        play, playing, now = self._actions["play"], self._session.playing, theme.current()
        play.setText(self.tr("Pause") if playing else self.tr("Play"))
        icon = "pause-fill" if playing else "play-fill"
        play.setIcon(icons.icon(icon, now.color("accent.fg"), now.color("text.disabled"), now.px(18)))
