"""Connects the session with the panels: who hears of what, and what every click in a panel asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.data.built_in import SOURCES, Source
from core.intents.questions import NextStep, Question
from core.script import writer
from core.snapshot.place import Place
from gui.code.typed_line_presenter import LineDesk
from gui.design.presenter import StageDesk
from gui.fit.by_hand_presenter import HandDesk
from gui.fit.presenter import FitDesk
from gui.lessons.presenter import LessonDesk
from gui.problems.presenter import ProblemDesk
from gui.slow_motion.presenter import SlowStage
from gui.window.help import HelpDesk
from gui.window.window_actions import Commander

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot
    from gui.window.main_window import MainWindow

SPARKLINE_POINTS = 300
SLOW_VIEWS_MS = 120
"""How often the code and the sparkline follow while playing."""


class Conductor(QObject):
    """The connection table of the window.

    Views are passive: they are given snapshots, places and settings, and say what was clicked. Everything between
    them and the session goes through here.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._sources: tuple[Source, ...] = SOURCES
        self._slow = QTimer(self, interval=SLOW_VIEWS_MS, singleShot=True)
        self._slow.timeout.connect(self._refresh_slow_views)
        self._connect_session()
        self._connect_panels()
        self.slow, self.lessons = SlowStage(window, self), LessonDesk(window, self)
        others = self.lessons.slots() | HelpDesk(window, self).slots() | HandDesk(window, self).slots()
        self.commander = Commander(window, self, self.slow.motion, others)
        self.problems = ProblemDesk(window, self)
        self.stage = StageDesk(window, self)
        self.fitting = FitDesk(window, self)
        self.lines = LineDesk(window, self.stage.show_card, self)
        self._state_changed()
        window.canvas_bar.set_design(self._session.spec.name)
        window.inspector.set_design(self._session.spec)
        window.layers.set_design(self._session.spec)

    # ---- connections ----------------------------------------------------------------------------------------

    def _connect_session(self) -> None:
        session, selection = self._session, self._session.selection
        session.snapshot_changed.connect(self._show_snapshot)
        session.question_answered.connect(self._window.inspector.set_answer)
        session.history_changed.connect(self._history_changed)
        session.state_changed.connect(self._state_changed)
        session.question_answered.connect(self._show_answer)
        selection.changed.connect(self._show_place)
        selection.sample_changed.connect(self._show_sample)

    def _connect_panels(self) -> None:
        window, session, selection = self._window, self._session, self._session.selection
        window.canvas.place_clicked.connect(self._select)
        window.canvas.maths_asked.connect(self._show_maths)
        window.canvas.place_hovered.connect(window.inspector.set_hovered)
        window.canvas.trainable_clicked.connect(session.toggle_trainable)
        window.canvas.painted.connect(session.views_painted)
        window.canvas_bar.trainable_clicked.connect(self._toggle_model)
        window.canvas_bar.sample_chosen.connect(selection.show_sample)
        window.canvas_bar.fit_clicked.connect(window.canvas.fit)
        window.canvas_bar.design_clicked.connect(window.actions_["design"].trigger)
        window.inspector.place_clicked.connect(self._select)
        window.inspector.place_hovered.connect(window.canvas.set_hovered)
        window.inspector.build_clicked.connect(session.build_layer)
        window.inspector.question_asked.connect(session.ask)
        window.layers.trainable_clicked.connect(session.set_trainable)
        window.layers.layer_clicked.connect(self._select)
        window.health.layer_clicked.connect(self._select)
        window.health.preview_wanted.connect(self._ask_next_step)
        window.data.sample_clicked.connect(selection.show_sample)
        window.data.source_chosen.connect(self._choose_source)
        window.data.open_clicked.connect(window.actions_["open"].trigger)
        window.training_bar.learning_rate_changed.connect(session.set_learning_rate)
        window.training_bar.steps_per_frame_changed.connect(session.set_steps_per_frame)
        window.training_bar.optimizer_chosen.connect(session.choose_optimizer)
        window.training_bar.loss_chosen.connect(session.choose_loss)
        window.training_bar.batch_size_chosen.connect(session.choose_batch_size)
        window.canvas_bar.seed_changed.connect(session.set_seed)
        window.timeline.step_chosen.connect(session.go_to)
        window.timeline.branch_chosen.connect(session.show_branch)
        window.loss_chart.step_clicked.connect(session.go_to)
        window.banner.live_clicked.connect(session.go_live)
        window.banner.on_clicked.connect(session.play)
        window.training_bar.cancel_clicked.connect(session.cancel)
        window.loss_chart.scale_changed.connect(self._remember_loss_scale)
        window.pages.page_changed.connect(self._refresh_slow_views)
        window.loss_chart.set_scale(window.settings.text("loss_scale", "log"))

    # ---- session to views -----------------------------------------------------------------------------------

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        window = self._window
        for view in (window.canvas, window.canvas_bar, window.inspector, window.layers, window.data):
            view.set_snapshot(snapshot)
        window.training_bar.set_snapshot(snapshot)
        window.health.set_where(self._session.where)
        window.health.set_snapshot(snapshot)
        self._show_where()
        window.loss_chart.set_layers(tuple(layer.name for layer in snapshot.layers))
        window.loss_chart.curve_changed()

    def _show_where(self) -> None:
        """The place in the timeline, wherever it is shown."""
        window, where = self._window, self._session.where
        past = where is not None and where.in_past
        window.timeline.set_where(where)
        window.banner.set_where(where)
        window.centre.set_past(past)
        window.training_bar.set_past(past)
        if self._session.curves is not None:
            window.loss_chart.set_curves(self._session.curves)

    def _show_answer(self, question: Question, answer: object) -> None:
        if isinstance(question, NextStep):
            self._window.health.set_preview(answer)

    def _show_place(self, place: Place) -> None:
        for view in (self._window.canvas, self._window.inspector, self._window.layers, self._window.health):
            view.set_place(place)
        self._window.actions_["freeze"].setEnabled(self._session.ready and self.commander.freezable(place))

    def _show_sample(self, sample: int) -> None:
        window = self._window
        for view in (window.canvas, window.canvas_bar, window.inspector, window.data):
            view.set_sample(sample)

    def _state_changed(self) -> None:
        window, session = self._window, self._session
        window.loading_card.set_stage(session.stage)
        window.loading_card.setVisible(bool(session.stage) and not session.ready)
        window.menu_row.set_versions(session.versions)
        window.error_card.set_versions(session.versions)
        window.loss_chart.set_growing(session.playing)
        bar = window.training_bar
        bar.set_enabled_controls(session.ready)
        bar.set_steps_per_frame(session.steps_per_frame)
        bar.set_learning_rate(session.learning_rate)
        window.canvas_bar.set_seed(session.seed)
        window.canvas_bar.set_ready(session.ready)
        window.code.prompt.line.setEnabled(session.ready)
        bar.set_busy(session.busy)
        self._show_sources()
        self.commander.refresh()

    def _show_sources(self) -> None:
        source = self._session.source
        self._sources = SOURCES if source in SOURCES else (*SOURCES, source)
        self._window.data.set_sources(tuple(known.name for known in self._sources), source.name)

    def _history_changed(self) -> None:
        """While playing only the number of steps grows, sixty times a second; otherwise show it at once."""
        if self._session.playing:
            self._want_slow_views()
        else:
            self._refresh_slow_views()

    def _want_slow_views(self) -> None:
        if not self._slow.isActive():
            self._slow.start()

    def _refresh_slow_views(self) -> None:
        """The code, the sparkline and the marks on the timeline."""
        session, window = self._session, self._window
        window.code.set_passages(writer.passages(session.history))
        layers = session.snapshot.columns if session.snapshot is not None else ()
        window.timeline.set_curve(session.curve, tuple(layer.name for layer in layers))
        self.commander.refresh()
        if session.curve is not None:
            window.training_bar.set_points(*session.curve.points(SPARKLINE_POINTS))

    # ---- views to session -----------------------------------------------------------------------------------

    def _select(self, place: Place) -> None:
        self._session.selection.select(place)

    def _show_maths(self, place: Place) -> None:
        """Where a unit's or a weight's numbers come from."""
        self._select(place)
        self._window.inspector_dock.show()
        self._window.inspector_dock.raise_()
        self._window.inspector.show_maths()

    def _ask_next_step(self) -> None:
        self._session.ask(NextStep())

    def _toggle_model(self) -> None:
        self._session.toggle_trainable(None)

    def _choose_source(self, index: int) -> None:
        if self._sources[index] != self._session.source:
            self._session.use(self._sources[index])

    def _remember_loss_scale(self, scale: str) -> None:
        self._window.settings.set("loss_scale", scale)

    # ---- language and theme ---------------------------------------------------------------------------------

    def stop(self) -> None:
        """Follow no more: the window is closing."""
        self._slow.stop()
        self.lessons.stop()
        self.slow.motion.stop()

    def retranslate(self) -> None:
        """Set the texts that are put together here."""
        self._show_sources()
        self.slow.retranslate()
        self.commander.refresh()
        self.problems.retranslate()
        self.lessons.retranslate()

    def restyle(self) -> None:
        """Take icons that depend on the state from the theme."""
        self.commander.refresh()
