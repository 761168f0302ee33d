"""Wiring of the features: the views of each are put in their places, and its presenter connects them with the session.

What is not seen in the first paint is imported and made after it, in turns of the event loop.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from core.service.messages import LESSON
from core.snapshot.place import NOWHERE
from gui.actions.presenter import ActionsPresenter
from gui.canvas.presenter import CanvasPresenter
from gui.history.presenter import HistoryPresenter
from gui.look import i18n, theme
from gui.session.session import Session
from gui.training.presenter import TrainingPresenter
from gui.window.focus import FocusKeeper
from gui.window.loading_presenter import LoadingPresenter
from gui.window.main_window import MainWindow

if TYPE_CHECKING:
    from core.files.saved_session import SavedSession
    from gui.boxes.presenter import BoxesPresenter
    from gui.code.presenter import CodePresenter
    from gui.data.presenter import DataPresenter
    from gui.design.presenter import DesignPresenter
    from gui.documents.presenter import DocumentsPresenter
    from gui.drawing.presenter import DrawingPresenter
    from gui.first_steps.presenter import FirstStepsPresenter, Target
    from gui.fit.presenter import FitPresenter
    from gui.health.presenter import HealthPresenter
    from gui.inspector.presenter import InspectorPresenter
    from gui.lessons.presenter import LessonsPresenter
    from gui.open_table.presenter import OpenTablePresenter
    from gui.pictures.presenter import PicturesPresenter
    from gui.problems.presenter import ProblemsPresenter
    from gui.slow_motion.presenter import SlowMotionPresenter
    from gui.summary.presenter import SummaryPresenter
    from gui.window.window_actions import WindowActions

APPLY_WHAT_IS_TYPED = ("step", "step_many", "step_back", "step_back_many", "play", "reset", "undo", "redo")
"""These actions first leave the field that is being typed in, so that e.g. a new seed is applied."""


class Presenters:
    """The presenters of one window: they connect its views with its session."""

    canvas: CanvasPresenter
    training: TrainingPresenter
    history: HistoryPresenter
    loading: LoadingPresenter
    actions: ActionsPresenter
    problems: ProblemsPresenter
    inspector: InspectorPresenter
    code: CodePresenter
    summary: SummaryPresenter
    fit: FitPresenter
    data: DataPresenter
    open_table: OpenTablePresenter
    drawing: DrawingPresenter
    health: HealthPresenter
    slow_motion: SlowMotionPresenter
    design: DesignPresenter
    documents: DocumentsPresenter
    boxes: BoxesPresenter
    pictures: PicturesPresenter
    first_steps: FirstStepsPresenter
    lessons: LessonsPresenter
    window: WindowActions


def connect(window: MainWindow, session: Session) -> None:
    """Connect a window with a session, which belongs to the window from now on; its start-up does most of it."""
    session.setParent(window)
    window.session = session
    Wiring(window, session)
    window.closing.connect(lambda: session.close(0))  # after whoever moves something by itself was told


class Wiring:
    """Makes the views of a window that are not there yet, and all presenters.

    Args:
        window: the window, whose start-up keeps this alive.
        session: what it shows.
    """

    def __init__(self, window: MainWindow, session: Session) -> None:
        self._window, self._session, self._made = window, session, Presenters()
        self._actions, self._settings = window.actions_, window.settings
        self._connect_what_is_seen()
        pages = (self._code, self._summary, self._fit, self._data, self._health, self._slow_motion)  # as their tabs
        last = (self._first_steps, _read_course, self._lessons, self._window_actions)
        sheets = (self._open_table, self._drawing, self._design)
        rest = (*sheets, self._documents, self._boxes, self._pictures, *last)
        window.start_up.add(self._problems, self._inspector, self._place_inspector, *pages, *rest, self._finish)

    def _connect_what_is_seen(self) -> None:
        window, session, actions, made = self._window, self._session, self._actions, self._made
        made.canvas = CanvasPresenter(window.canvas, window.canvas_bar, session, actions, window, self._settings)
        made.training = TrainingPresenter(window.training_bar, window.standstill, session, actions, window)
        made.history = HistoryPresenter(
            window.timeline,
            window.loss_chart,
            window.loss_strip,
            window.banner,
            session,
            actions,
            window,
            self._settings,
        )
        made.loading = LoadingPresenter(window.loading_card, window.menu_row, session)
        made.actions = ActionsPresenter(actions, session, window)

    # ---- one turn each ----------------------------------------------------------------------------------------

    def _problems(self) -> None:
        from gui.problems.error_card import ErrorCard
        from gui.problems.presenter import ProblemsPresenter

        window = self._window
        window.error_card = card = ErrorCard(window, partial(_card_areas, window))
        theme.dress(card)
        window.centre.resized.connect(lambda: card.isVisible() and card.resize_to_content())
        self._made.problems = ProblemsPresenter(
            card, self._session, self._actions, window, self._made.canvas.show_clash
        )

    def _inspector(self) -> None:
        from gui.inspector.inspector import Inspector

        self._window.inspector = Inspector()

    def _place_inspector(self) -> None:
        from gui.inspector.presenter import InspectorPresenter

        window = self._window
        window.inspector_dock.fill(window.inspector)
        theme.dress(*window.inspector.parts)
        self._made.inspector = InspectorPresenter(window.inspector, window.inspector_dock, self._session, window)

    def _code(self) -> None:
        from gui.code.code_panel import CodePanel
        from gui.code.presenter import CodePresenter

        self._window.code = self._window.pages.add_page(CodePanel())
        self._made.code = CodePresenter(self._window.code, self._session, self._window)

    def _summary(self) -> None:
        from gui.summary.presenter import SummaryPresenter
        from gui.summary.summary_panel import LayersTable

        self._window.layers = self._window.pages.add_page(LayersTable())
        self._made.summary = SummaryPresenter(self._window.layers, self._session, self._window)

    def _fit(self) -> None:
        from gui.fit.cards import FitCards
        from gui.fit.presenter import FitPresenter
        from gui.fit.variables_panel import VariablesPage

        window = self._window
        window.fit_cards = FitCards(window.centre, window.canvas)
        theme.dress(*window.fit_cards.all)
        window.centre.resized.connect(window.fit_cards.place)
        window.variables = window.pages.add_page(VariablesPage())
        self._made.fit = FitPresenter(window.fit_cards, window.variables, self._session, window)

    def _data(self) -> None:
        from gui.data.data_panel import DataPanel
        from gui.data.presenter import DataPresenter

        panel = DataPanel()
        self._window.data = self._window.pages.add_page(panel, panel.toggle)
        self._made.data = DataPresenter(panel, self._session, self._actions, self._window)

    def _open_table(self) -> None:
        from gui.open_table.presenter import OpenTablePresenter

        self._made.open_table = OpenTablePresenter(self._session, self._window)

    def _drawing(self) -> None:
        from gui.drawing.presenter import DrawingPresenter

        self._made.drawing = DrawingPresenter(self._session, self._window)

    def _health(self) -> None:
        from gui.health.health_panel import HealthPanel
        from gui.health.presenter import HealthPresenter

        panel = HealthPanel()
        self._window.health = self._window.pages.add_page(panel, panel.toggle)
        self._made.health = HealthPresenter(panel, self._session, self._window)

    def _slow_motion(self) -> None:
        from gui.slow_motion.presenter import SlowMotionPresenter
        from gui.slow_motion.slow_bar import SlowBar
        from gui.slow_motion.tape_panel import TapePanel

        window = self._window
        window.slow_bar = window.centre.add_bar(SlowBar(), below=window.canvas_bar.parentWidget())
        window.slow_bar.hide()  # in place of the canvas bar in slow motion
        window.tape = window.pages.add_page(TapePanel())
        self._made.slow_motion = SlowMotionPresenter(
            window.slow_bar,
            window.tape,
            window.canvas,
            window.canvas_bar,
            self._session,
            self._actions,
            window,
            self._made.canvas.show_moment,
        )

    def _design(self) -> None:
        from gui.design.presenter import DesignPresenter

        self._made.design = DesignPresenter(self._session, self._window)

    def _documents(self) -> None:
        from gui.documents.presenter import DocumentsPresenter

        self._made.documents = DocumentsPresenter(self._session, self._actions, self._window, self._settings)
        self._made.documents.look_at_table = self._made.open_table.open

    def _boxes(self) -> None:
        from gui.boxes.box_details import BoxDetails
        from gui.boxes.boxes_page import BoxesPage
        from gui.boxes.presenter import BoxesPresenter

        window, made = self._window, self._made
        page, details = BoxesPage(window.centre), window.inspector_dock.fill(BoxDetails())
        theme.dress(page, details)
        window.centre.resized.connect(page.place)
        made.boxes = BoxesPresenter(page, details, window.inspector, self._session, window)
        made.documents.models.show_boxes = made.boxes.show
        made.history.leave_reading = made.boxes.leave
        for presenter in (made.actions, made.training, made.history):
            made.boxes.reading_changed.connect(presenter.set_reading)
        made.boxes.reading_changed.connect(made.fit.close_card)

    def _pictures(self) -> None:
        from gui.pictures.presenter import PicturesPresenter
        from gui.pictures.recording_banner import RecordingBanner

        window = self._window
        banner = window.centre.add_bar(RecordingBanner(), below=window.canvas_bar)
        subjects = partial(_subjects, window, self._made.boxes)
        self._made.pictures = PicturesPresenter(subjects, window.canvas, banner, self._session, self._actions, window)

    def _first_steps(self) -> None:
        from gui.first_steps.hint import Hint
        from gui.first_steps.presenter import FirstStepsPresenter

        window = self._window
        window.first_steps = Hint(window)
        theme.dress(window.first_steps)
        hint, targets, session = window.first_steps, _hint_targets(window), self._session
        self._made.first_steps = FirstStepsPresenter(
            hint, targets, session, window, self._settings, lambda: window.presenting
        )

    def _lessons(self) -> None:
        """Make the panel of the lesson; its first page may point at any view, so it comes after them."""
        from gui.lessons.lesson_banner import LessonBanner
        from gui.lessons.lesson_panel import LessonPanel
        from gui.lessons.presenter import LessonsPresenter

        window = self._window
        window.lesson, window.lesson_banner = LessonPanel(), LessonBanner()
        theme.dress(window.lesson_dock.fill(window.lesson))
        window.centre.add_bar(window.lesson_banner)
        self._made.lessons = LessonsPresenter(
            window.lesson,
            window.lesson_banner,
            window.lesson_dock,
            self._session,
            self._actions,
            window,
            self._settings,
        )

    def _window_actions(self) -> None:
        from gui.window.window_actions import WindowActions

        made = self._made
        sheets = (made.open_table.close_sheet, made.drawing.close_sheet)
        cards = (*sheets, made.problems.close_card, made.fit.close_card)
        leave = (*cards, made.first_steps.close, made.slow_motion.leave, made.boxes.leave)
        made.window = WindowActions(self._window, leave, lambda: self._session.selection.select(NOWHERE))

    # ---- in the end -------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        window = self._window
        window.presenters, window.focus = (
            self._made,
            FocusKeeper(window, window.centre, (*_zones(window), self._made.boxes.page)),
        )
        theme.restyle(window)
        self._connect_features()
        _connect_files(self._made, self._session)
        self._connect_actions()

    def _connect_features(self) -> None:
        """Connect signals of one feature with the views of another."""
        window, made = self._window, self._made
        window.canvas.place_hovered.connect(window.inspector.set_hovered)
        window.inspector.place_hovered.connect(window.canvas.set_hovered)
        window.canvas.maths_asked.connect(made.inspector.show_maths)
        window.canvas.map_asked.connect(made.inspector.show_map)
        window.canvas.map_pointed.connect(window.inspector.peek)
        window.standstill.data_clicked.connect(lambda: window.show_page(window.data))
        window.canvas.viewport.changed.connect(made.first_steps.place_soon)
        for results in (made.canvas.result_came, made.fit.result_came):
            results.connect(window.bottom_dock.show)
            results.connect(made.code.show_result)

    def _connect_actions(self) -> None:
        """Connect every action with its slot."""
        from gui.window.help import Help

        for name in APPLY_WHAT_IS_TYPED:
            self._actions[name].triggered.connect(self._window.focus.leave_field)
        slots = Help(self._actions, self._window).slots()
        for presenter in vars(self._made).values():
            slots |= presenter.slots() if hasattr(presenter, "slots") else {}
        self._actions.connect(slots)


def _connect_files(made: Presenters, session: Session) -> None:
    """Let saved sessions and notebooks hold what the lesson knows."""
    lessons = made.lessons

    def take_progress(opened: SavedSession) -> None:
        if opened.lesson is not None:
            lessons.progress.take(opened.lesson, lessons.page)

    def heading() -> tuple[str, str] | None:
        lesson, page, language = lessons.progress.stored.lesson, lessons.page, i18n.language()
        texts = lesson.in_language(page.title, language), lesson.in_language(page.prose, language)
        return texts if session.workspace == LESSON else None

    session.files.lesson = lambda: lessons.progress.stored.saved
    session.files.opened.connect(take_progress)
    made.code.export.heading = heading


def _read_course() -> None:
    from gui.lessons.presenter import course

    course()


def _zones(window: MainWindow) -> tuple[QWidget, ...]:
    """List what F6 walks through, in this order."""
    above = (window.lesson, window.lesson_banner, window.canvas_bar, window.slow_bar, window.banner)
    middle = (window.training_bar, *above, window.canvas, window.bottom_dock, window.inspector_dock)
    return (*middle, window.timeline, window.menu_row)


def _hint_targets(window: MainWindow) -> tuple[Target, ...]:
    """List what the hints of the first start point at."""
    from gui.first_steps.presenter import FROZEN_LAYER, Target

    play = window.training_bar.findChild(QToolButton, "play_button")
    slider, canvas = window.timeline.slider, window.canvas
    assert play is not None
    return (
        Target(play, play.rect, ("below",)),
        Target(canvas, lambda: canvas.check_box_rect(FROZEN_LAYER), ("right", "left", "below")),
        Target(slider, slider.knob, ("above",), avoid=window.loss_chart),
    )


def _subjects(window: MainWindow, boxes: BoxesPresenter) -> list[tuple[str, QWidget]]:
    """List what a picture can be taken of: the network first, or what is shown instead of it. What has no room now, as
    a page of the collapsed bottom panel, is left out.
    """
    network = boxes.page.view.picture if boxes.page.isVisible() else window.canvas
    shown = (network, window.pages.currentWidget(), window.health.chart, window.inspector, window)
    whole = [(one.accessibleName() or one.windowTitle(), one) for one in shown if one.isVisible()]
    return [(name, one) for name, one in (*whole, *window.inspector.subjects()) if not one.size().isEmpty()]


def _card_areas(window: MainWindow) -> tuple[QRect, QRect]:
    """Return where the error card lies, and how far it may reach: over a docked panel below."""
    centre, dock = QRect(window.centre.mapTo(window, QPoint()), window.centre.size()), window.bottom_dock
    below = window.dockWidgetArea(dock) == Qt.DockWidgetArea.BottomDockWidgetArea and not dock.isFloating()
    return centre, centre.united(dock.geometry()) if below and dock.isVisible() else centre
