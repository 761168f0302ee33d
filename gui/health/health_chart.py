"""The right part of the health page: a matplotlib chart of what was recorded over the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from gui.controls.toggle_strip import ToggleStrip
from gui.health.chart_style import health_style
from gui.look import theme
from gui.plots.blitter import Blitter
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.health.health_log import HealthLog

GRADIENTS, UPDATES, DISTRIBUTIONS = MODES = ("gradients", "updates", "distributions")
KINDS = ("weights", "gradients", "activations")
CHART_WIDTH, IMAGE_WIDTH, HEIGHT = 220, 100, 88  # px: the least width of a chart and of one layer's image
LOW = 140  # px: on a page no higher than this, the strip is at the left of the images instead of above them


class HealthChart(Panel):
    """A chart of every layer's norms, update ratios or distributions over the steps, drawn when its owner says so.

    matplotlib is imported when there is something to draw; until then a sentence takes its place.

    Attributes:
        toggle: the strip that chooses what is drawn. An owner may take it into its row of tabs.
        kinds: the strip that chooses what distributions are of.

    Signals:
        mode_chosen(): draw something else, at once.
        outdated(): draw again, in other colours or another language.
    """

    mode_chosen = Signal()
    outdated = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="health_chart")
        self.mode, self.kind = GRADIENTS, KINDS[0]
        self._log: HealthLog | None = None
        self._step, self._chosen = 0, ""
        self._key: object = None
        self._plot: Any = None
        self._canvas: Any = None
        self.toggle, self.kinds = ToggleStrip(MODES, "health_mode"), ToggleStrip(KINDS, "health_kind")
        self.toggle.chosen.connect(self._mode_clicked)
        self.kinds.chosen.connect(self._kind_clicked)
        self._empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True, objectName="health_empty")
        self._area = QScrollArea(widgetResizable=True, focusPolicy=Qt.FocusPolicy.NoFocus)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._area)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addWidget(self.kinds, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(self._pages, 1)
        self.kinds.hide()
        self.retranslate()
        self.restyle()

    @property
    def plot(self) -> Any:
        """The plot that is shown, or None while there is nothing to show."""
        return self._plot if self._pages.currentIndex() == 1 else None

    @property
    def wanted_width(self) -> int:
        """The width, in px, that shows everything side by side."""
        now = theme.current()
        if self.mode != DISTRIBUTIONS or self._log is None:
            return now.px(CHART_WIDTH)
        beside = self.kinds.sizeHint().width() if self.kinds.upright else 0
        return beside + now.px(IMAGE_WIDTH) * len(self._log.names)

    def set_chosen(self, name: str | None) -> None:
        """Highlight the selected layer."""
        self._chosen = name or ""

    def show_log(self, log: HealthLog | None, step: int) -> None:
        """Draw the log, and the cursor at the shown step."""
        self._log, self._step = log, step
        if log is None or len(log.steps) < 2:  # no step has been taken yet
            self._pages.setCurrentIndex(0)
            return
        self._make_plot(log)
        self._pages.setCurrentIndex(1)
        self._draw()

    # ---- drawing --------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        log = self._log
        if log is None or self._plot is None or self._key != (self.mode, log.names):
            return
        values = {GRADIENTS: log.norms, UPDATES: log.ratios}.get(self.mode)
        self._plot.set_chosen(self._chosen)
        self._plot.draw(log.steps, log.points(self.kind) if values is None else values, self._step)
        self._blitter.show(self._plot)

    def _make_plot(self, log: HealthLog) -> None:
        """Import matplotlib and make the canvas, once; make new axes where something else is drawn."""
        from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
        from matplotlib.figure import Figure

        from core.health.health import HEALTHY_RATIO
        from gui.plots.health_plot import NormPlot
        from gui.plots.spread_plot import SpreadPlot

        key = self.mode, log.names
        if self._canvas is not None and key == self._key:
            return
        style, self._key, self._plot = health_style(), key, None  # none while the canvas changes its size
        if self._canvas is None:
            self._canvas = FigureCanvasQTAgg(Figure(figsize=(3, 1), dpi=style.DPI))
            self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._canvas.mpl_connect("resize_event", self._resized)
            self._blitter = Blitter(self._canvas)
            self._area.setWidget(self._canvas)
        now, figure = theme.current(), self._canvas.figure
        width = IMAGE_WIDTH * len(log.names) if self.mode == DISTRIBUTIONS else CHART_WIDTH
        self._canvas.setMinimumSize(now.px(width), now.px(HEIGHT))
        figure.clear()
        figure.set_facecolor(style.ground)
        if self.mode == DISTRIBUTIONS:
            self._plot = SpreadPlot(figure, style, log.names)
        elif self.mode == UPDATES:
            self._plot = NormPlot(figure, style, log.names, self.tr("update ratio"), HEALTHY_RATIO)
        else:
            self._plot = NormPlot(figure, style, log.names, self.tr("gradient norm"))

    def _resized(self, _event: object) -> None:
        """Lay out the figure at its new size."""
        if self._plot is not None:
            self._plot.resize_to_figure()
            self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        low = self.height() < theme.current().px(LOW)
        self.kinds.set_upright(low)
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._layout.setDirection(right if low else down)

    # ---- clicks ---------------------------------------------------------------------------------------------

    @Slot(object)
    def _mode_clicked(self, mode: str) -> None:
        self.mode = mode
        self.kinds.setVisible(mode == DISTRIBUTIONS)
        self.mode_chosen.emit()

    @Slot(object)
    def _kind_clicked(self, kind: str) -> None:
        self.kind = kind
        self.mode_chosen.emit()

    # ---- language and look ----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self._empty.setText(self.tr("Press Step or Play: every step leaves its gradients here."))
        modes = self.tr("gradients"), self.tr("updates"), self.tr("distributions")
        mode_tips = (
            self.tr("The norm of every layer's gradient over the steps"),
            self.tr("How much a step changes every layer, compared with its weights; the dotted line is 0.001"),
            self.tr("How every layer's numbers are distributed over the steps: the darker, the more of them"),
        )
        kinds = self.tr("weights"), self.tr("gradients"), self.tr("activations")
        self.toggle.set_texts(modes, mode_tips, self.tr("Chart: {value}"))
        self.kinds.set_texts(kinds, name=self.tr("Distributions of {value}"))
        self.setAccessibleName(self.tr("Health chart"))
        self._rebuild()

    def restyle(self) -> None:
        now = theme.current()
        self._empty.setFont(now.font())
        for strip in (self.toggle, self.kinds):
            for button in strip.buttons:
                button.setFont(now.font("small"))
            strip.resize_to_texts(now.font("small", bold=True), now.px(20))
        self._rebuild()

    def _rebuild(self) -> None:
        """Draw again in other colours or another language."""
        self._key = None
        self.outdated.emit()
