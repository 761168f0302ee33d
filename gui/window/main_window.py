"""The main window: makes the views and puts them in their places. It knows no session; `wiring` connects the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from core.design.network_spec import NetworkSpec
from gui.actions.availability import Availability, Situation
from gui.actions.menu_row import MenuRow
from gui.actions.table import Actions
from gui.canvas.canvas import NetworkCanvas
from gui.canvas.canvas_bar import CanvasBar
from gui.history.loss_chart import LossChart
from gui.history.loss_strip import LossStrip
from gui.history.past_banner import PastBanner
from gui.history.timeline_bar import TimelineBar
from gui.look import theme
from gui.look.settings import LAYOUT_VERSION, Settings
from gui.look.style_sheet import WINDOW_SHEET
from gui.training.standstill_banner import StandstillBanner
from gui.training.training_bar import TrainingBar
from gui.widgets.docks import Dock, Pages
from gui.window.centre import Centre
from gui.window.dock_sizes import DockSizes
from gui.window.loading_card import LoadingCard
from gui.window.presentation import Presentation
from gui.window.start_up import StartUp

if TYPE_CHECKING:
    from gui.code.code_panel import CodePanel
    from gui.data.data_panel import DataPanel
    from gui.first_steps.hint import Hint
    from gui.fit.cards import FitCards
    from gui.fit.variables_panel import VariablesPage
    from gui.health.health_panel import HealthPanel
    from gui.inspector.inspector import Inspector
    from gui.lessons.lesson_banner import LessonBanner
    from gui.lessons.lesson_panel import LessonPanel
    from gui.problems.error_card import ErrorCard
    from gui.slow_motion.slow_bar import SlowBar
    from gui.slow_motion.tape_panel import TapePanel
    from gui.summary.summary_panel import LayersTable
    from gui.window.focus import FocusKeeper

DEFAULT_SIZE = QSize(1440, 900)
SMALLEST_SIZE = QSize(1024, 640)
PRESENTATION_SCALE = 1.3
TABLES = range(2, 6)
"""The tabs of the bottom panel whose pages are tables: Summary, Variables, Data and Health."""


class MainWindow(QMainWindow):
    """The window.

    It is painted for the first time with its frame, the canvas and the bars. `start_up` then makes everything else, one
    part in each turn of the event loop, and ends before TensorFlow is loaded. Whoever looks for a view that is not made
    yet, by its attribute or with `findChild`, makes it come at once, with all others.

    Args:
        design: what is drawn before there is a network.
        settings: what is remembered from one start to the next.
        theme_choice: "light", "dark" or "system".

    Attributes:
        session, presenters: the Session it shows, and what connects the views with it; both are set by `wiring`.
        actions_: its actions by name.
        canvas, canvas_bar, banner, training_bar, standstill, timeline, loss_chart: its panels; others below.
        start_up: makes the views that are not seen at once, and connects them.

    Signals:
        retranslated(): the language is another one; every view has set its own texts already.
        restyled(): the theme or the zoom is another one.
        closing(): it is closing: nothing shall move by itself any more.
    """

    retranslated = Signal()
    restyled = Signal()
    closing = Signal()

    session: Any
    presenters: Any
    inspector: Inspector
    lesson: LessonPanel
    lesson_banner: LessonBanner
    code: CodePanel
    layers: LayersTable
    variables: VariablesPage
    data: DataPanel
    health: HealthPanel
    tape: TapePanel
    slow_bar: SlowBar
    error_card: ErrorCard
    fit_cards: FitCards
    first_steps: Hint
    focus: FocusKeeper

    def __init__(self, design: NetworkSpec, settings: Settings, theme_choice: str) -> None:
        zoom = min(max(settings.number("zoom", 1.0), theme.SMALLEST_SCALE), theme.LARGEST_SCALE)
        theme.choose(_theme(theme_choice, zoom, False))  # before the window takes the application's font
        super().__init__()
        self.settings, self.theme_choice, self.zoom, self._complete = settings, theme_choice, zoom, False
        self.setStyleSheet(WINDOW_SHEET)
        self._build(design)
        theme.restyle(self)
        self.setMinimumSize(SMALLEST_SIZE)
        self.resize(_first_size())
        self._dock_sizes.resize_docks(self.zoom)
        self.restoreGeometry(settings.bytes("geometry"))
        self.restoreState(settings.bytes("layout"), LAYOUT_VERSION)
        self._dock_sizes.follow()
        rows, views = (self.menu_row, self.canvas_bar.parentWidget()), (self.training_bar, self.canvas, self.timeline)
        self._presentation = Presentation(self, self._docks, rows, (self.loss_strip,), views, self.apply_theme)
        self._complete = True
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_scheme_changed)
        self.retranslate()
        self.restyle()
        self.centre.setFocus()  # no button shows the focus ring before someone uses the keyboard

    def __getattr__(self, name: str) -> Any:
        if name in __class__.__annotations__ and "start_up" in self.__dict__:
            self.start_up.finish()
        if name not in self.__dict__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
        return self.__dict__[name]

    # ---- building -------------------------------------------------------------------------------------------

    def _build(self, design: NetworkSpec) -> None:
        """Make the actions and the views, and put the views in their places."""
        self.actions_ = Actions(self)
        Availability(self.actions_).show(Situation())  # nothing is loaded yet
        self.menu_row = MenuRow(self.actions_)
        self.setMenuWidget(self.menu_row)
        theme.dress(self.menu_row)
        self.training_bar, self.standstill, self.timeline = TrainingBar(), StandstillBanner(), TimelineBar()
        self.canvas, self.canvas_bar, self.loss_strip = NetworkCanvas(design), CanvasBar(), LossStrip()
        self._build_tool_bars()
        self._build_centre()
        self._build_docks()
        self.start_up = StartUp(self)

    def _build_tool_bars(self) -> None:
        self.training_bar.set_actions({name: self.actions_[name] for name in self.actions_.names})
        self.timeline.set_actions(self.actions_["first_step"], self.actions_["live"])
        above = _tool_bar("tool_bar", _stacked(self.training_bar, self.standstill))
        below = _tool_bar("timeline_tool_bar", _stacked(self.loss_strip, self.timeline))
        self.addToolBar(above)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, below)
        theme.dress(above, below)
        self.loss_strip.hide()  # but in presentations

    def _build_centre(self) -> None:
        self.centre, self.banner = Centre(), PastBanner()
        self.setCentralWidget(self.centre)
        for row in (_stacked(self.canvas_bar), self.banner, self.canvas):
            self.centre.add_row(row, stretch=int(row is self.canvas))
        self.loading_card = LoadingCard(self.centre)
        self.centre.resized.connect(self.loading_card.place)
        theme.dress(self.loading_card)

    def _build_docks(self) -> None:
        self.pages = Pages(len(self._page_titles()))
        self.bottom_dock = Dock("bottom_dock", head=self.pages.head)
        self.bottom_dock.fill(self.pages)
        self.inspector_dock = Dock("inspector_dock", icon="magnifying-glass-bold")
        self.lesson_dock = Dock("lesson_dock", icon="graduation-cap-bold")
        self._docks = (self.bottom_dock, self.inspector_dock, self.lesson_dock)
        self._dock_sizes = DockSizes(self, self.lesson_dock, self.inspector_dock, self.bottom_dock, self.pages, TABLES)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.lesson_dock)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.bottom_dock)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.inspector_dock)
        theme.dress(*(dock.title_row for dock in self._docks))
        self.loss_chart = LossChart()
        self.pages.add_page(self.loss_chart, self.loss_chart.toggle)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowTabbedDocks)

    # ---- for the presenters ---------------------------------------------------------------------------------

    @property
    def presenting(self) -> bool:
        """Whether it is large and without panels."""
        return self._complete and self._presentation.on

    @property
    def dialog_parent(self) -> QWidget:
        """The parent of dialogs."""
        return self

    @property
    def front_page(self) -> QWidget:
        """The current page of the bottom panel."""
        return self.pages.currentWidget()

    def show_page(self, page: QWidget) -> None:
        """Bring a page of the bottom panel or of the inspector to the front; does nothing for any other widget."""
        if self.pages.indexOf(page) >= 0:
            self.pages.show_page(page)
            self._dock_sizes.open_bottom()
        elif page in self.inspector.pages:
            self.inspector.show_page(page)

    def set_past(self, past: bool) -> None:
        """Mark the middle of the window while an earlier step is shown."""
        self.centre.set_past(past)

    def focus_home(self) -> None:
        """Return the keyboard focus to its usual widget."""
        self.focus.go_home()

    def apply_theme(self) -> None:
        """Paint with the chosen theme, at the chosen zoom."""
        theme.use(_theme(self.theme_choice, self.zoom, self.presenting))

    def set_zoom(self, zoom: float) -> None:
        """Scale everything, 80 % to 200 %."""
        self.zoom = round(min(max(zoom, theme.SMALLEST_SCALE), theme.LARGEST_SCALE), 2)
        self.settings.set("zoom", self.zoom)
        self.apply_theme()
        self._dock_sizes.resize_docks(self.zoom)

    def set_presenting(self, on: bool) -> None:
        """Make the window large and without panels, or restore it."""
        if on != self.presenting:
            with self._dock_sizes.held():
                self._presentation.switch(on)

    def settle(self) -> None:
        """Make what is not made yet, and lay out and paint everything, e.g. before a picture is taken."""
        self.start_up.finish()
        theme.finish()
        for _ in range(5):
            QApplication.processEvents()

    def retranslate(self) -> None:
        """Set every text that belongs to the window itself."""
        self.setWindowTitle("Layerscope")
        self.actions_.retranslate()
        self.lesson_dock.set_title(self.tr("Lesson"))
        self.inspector_dock.set_title(self.tr("Inspector"))
        self.bottom_dock.set_title(self.tr("Loss, code, summary, data"))
        self.pages.set_titles(self._page_titles(), self.tr("Pages"))
        self.training_bar.setAccessibleName(self.tr("Training"))
        self.timeline.setAccessibleName(self.tr("Timeline"))
        self.retranslated.emit()

    def _page_titles(self) -> tuple[str, ...]:
        """Return the titles of the pages at the bottom, in the order in which `wiring` adds them."""
        model = (self.tr("Code"), self.tr("Summary"), self.tr("Variables"))
        return (self.tr("Loss"), *model, self.tr("Data"), self.tr("Health"), self.tr("Tape"))

    def restyle(self) -> None:
        """Take icons from the theme in use."""
        if self._complete:
            self.actions_.restyle()
            self.restyled.emit()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _system_scheme_changed(self) -> None:
        if self.theme_choice == "system":
            self.apply_theme()

    # ---- Qt -------------------------------------------------------------------------------------------------

    def findChild(self, *args: Any, **options: Any) -> Any:  # noqa: N802 (Qt's name)
        self.start_up.finish()
        return super().findChild(*args, **options)

    def findChildren(self, *args: Any, **options: Any) -> Any:  # noqa: N802 (Qt's name)
        self.start_up.finish()
        return super().findChildren(*args, **options)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._complete:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        if not self.presenting:
            self._dock_sizes.resize_docks(self.zoom)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        geometry = self.saveGeometry()
        self.hide()
        if not self.presenting:
            self._dock_sizes.show_all()
            self.settings.set("geometry", geometry)
            self.settings.set("layout", self.saveState(LAYOUT_VERSION))
        self.settings.save()
        self.start_up.stop()
        self.closing.emit()
        super().closeEvent(event)


def _first_size() -> QSize:
    """Return the size at the first start: that of the screenshots, or what the screen has room for."""
    screen = QGuiApplication.primaryScreen()
    if screen is None or QGuiApplication.platformName() == "offscreen":  # its screen is an arbitrary small one
        return DEFAULT_SIZE
    return DEFAULT_SIZE.boundedTo(screen.availableSize())


def _tool_bar(name: str, content: QWidget) -> QToolBar:
    """Make a row of the window that stays where it is."""
    bar = QToolBar(objectName=name, movable=False, floatable=False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    bar.addWidget(content)
    return bar


def _stacked(*widgets: QWidget) -> QWidget:
    """Put widgets one below the other."""
    around = QWidget()
    column = QVBoxLayout(around)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return around


def _theme(choice: str, zoom: float, presenting: bool) -> theme.Theme:
    """Return the theme of a choice, which is a theme's name or "system"."""
    name = choice
    if name not in theme.NAMES:
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        name = theme.DARK if dark else theme.LIGHT
    return theme.Theme(name, min(zoom * (PRESENTATION_SCALE if presenting else 1.0), theme.LARGEST_SCALE))
