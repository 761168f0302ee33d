"""Wiring of the presenters: each is given its own views, the session, the actions and the window's shell."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QToolButton

from core.snapshot.place import NOWHERE
from gui.actions.presenter import ActionsPresenter
from gui.canvas.presenter import CanvasPresenter
from gui.code.presenter import CodePresenter
from gui.data.presenter import DataPresenter
from gui.design.presenter import DesignPresenter
from gui.first_steps.presenter import FROZEN_LAYER, FirstStepsPresenter, Target
from gui.fit.presenter import FitPresenter
from gui.health.presenter import HealthPresenter
from gui.history.presenter import HistoryPresenter
from gui.inspector.presenter import InspectorPresenter
from gui.lessons.presenter import LessonsPresenter
from gui.problems.presenter import ProblemsPresenter
from gui.session.session import Session
from gui.slow_motion.presenter import SlowMotionPresenter
from gui.summary.presenter import SummaryPresenter
from gui.training.presenter import TrainingPresenter
from gui.window.help import Help
from gui.window.loading_presenter import LoadingPresenter
from gui.window.main_window import MainWindow
from gui.window.window_actions import WindowActions

APPLY_WHAT_IS_TYPED = ("step", "step_many", "step_back", "step_back_many", "play", "reset", "undo", "redo")
"""These actions first leave the field that is being typed in, so that e.g. a new seed is applied."""


@dataclass(frozen=True)
class Presenters:
    """The presenters of one window: they connect its views with its session."""

    canvas: CanvasPresenter
    inspector: InspectorPresenter
    training: TrainingPresenter
    history: HistoryPresenter
    health: HealthPresenter
    summary: SummaryPresenter
    data: DataPresenter
    fit: FitPresenter
    design: DesignPresenter
    slow_motion: SlowMotionPresenter
    lessons: LessonsPresenter
    problems: ProblemsPresenter
    code: CodePresenter
    first_steps: FirstStepsPresenter
    loading: LoadingPresenter
    actions: ActionsPresenter
    window: WindowActions


def connect(window: MainWindow, session: Session) -> Presenters:
    """Connect a window with a session, which belongs to the window from now on."""
    session.setParent(window)
    presenters = _make(window, session)
    _connect_features(window, presenters)
    _connect_actions(window, presenters)
    window.closing.connect(lambda: session.close(0))  # after whoever moves something by itself was told
    window.session, window.presenters = session, presenters
    return presenters


def _make(window: MainWindow, session: Session) -> Presenters:
    actions, settings = window.actions_, window.settings
    canvas = CanvasPresenter(window.canvas, window.canvas_bar, session, actions, window, settings)
    fit = FitPresenter(window.fit_cards, window.variables, session, window)
    problems = ProblemsPresenter(window.error_card, session, actions, window, canvas.show_clash)
    slow_motion = SlowMotionPresenter(
        window.slow_bar,
        window.tape,
        window.canvas,
        window.canvas_bar,
        session,
        actions,
        window,
        canvas.show_moment,
    )
    first_steps = FirstStepsPresenter(
        window.first_steps, _first_targets(window), session, window, settings, lambda: window.presenting
    )
    leave = (problems.close_card, fit.close_card, first_steps.close, slow_motion.leave)
    return Presenters(
        canvas=canvas,
        inspector=InspectorPresenter(window.inspector, window.inspector_dock, session, window),
        training=TrainingPresenter(window.training_bar, window.standstill, session, actions, window),
        history=HistoryPresenter(window.timeline, window.loss_chart, window.banner, session, actions, window, settings),
        health=HealthPresenter(window.health, session, window),
        summary=SummaryPresenter(window.layers, session, window),
        data=DataPresenter(window.data, session, actions, window),
        fit=fit,
        design=DesignPresenter(session, window),
        slow_motion=slow_motion,
        lessons=LessonsPresenter(
            window.lesson, window.lesson_banner, window.lesson_dock, session, actions, window, settings
        ),
        problems=problems,
        code=CodePresenter(window.code, session, window),  # after the problems, whose card takes the focus
        first_steps=first_steps,
        loading=LoadingPresenter(window.loading_card, window.menu_row, session),
        actions=ActionsPresenter(actions, session, window),
        window=WindowActions(window, leave, lambda: session.selection.select(NOWHERE)),
    )


def _first_targets(window: MainWindow) -> tuple[Target, ...]:
    """Return what the three hints of the first start point at."""
    play, slider, canvas = window.findChild(QToolButton, "play_button"), window.timeline.slider, window.canvas
    assert play is not None
    return (
        Target(play, play.rect, ("below",)),
        Target(canvas, lambda: canvas.check_box_rect(FROZEN_LAYER), ("right", "left", "below")),
        Target(slider, slider.rect, ("above",)),
    )


def _connect_features(window: MainWindow, presenters: Presenters) -> None:
    """Connect signals of one feature with the views of another."""
    window.canvas.place_hovered.connect(window.inspector.set_hovered)
    window.inspector.place_hovered.connect(window.canvas.set_hovered)
    window.canvas.maths_asked.connect(presenters.inspector.show_maths)
    window.canvas.map_asked.connect(presenters.inspector.show_map)
    window.canvas.map_pointed.connect(window.inspector.peek)
    window.standstill.data_clicked.connect(lambda: window.show_page(window.data))
    window.canvas.viewport.changed.connect(presenters.first_steps.place_soon)
    presenters.canvas.result_came.connect(window.bottom_dock.show)
    presenters.canvas.result_came.connect(presenters.code.show_result)


def _connect_actions(window: MainWindow, presenters: Presenters) -> None:
    """Connect every action with its slot."""
    for name in APPLY_WHAT_IS_TYPED:
        window.actions_[name].triggered.connect(window.focus.leave_field)
    slots = Help(window.actions_, window).slots()
    for presenter in vars(presenters).values():
        slots |= presenter.slots() if hasattr(presenter, "slots") else {}
    window.actions_.connect(slots)
