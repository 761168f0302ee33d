"""A chart of the loss at every step, with marks where something was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from gui.controls.toggle_strip import ToggleStrip
from gui.history.branch_words import branch_text
from gui.history.loss_hover import LossHover
from gui.history.loss_style import plot_style
from gui.history.mark_words import mark_text
from gui.history.validation_legend import ValidationLegend
from gui.look import number_text, theme
from gui.plots.blitter import Blitter
from gui.widgets.panel import Panel
from gui.widgets.throttle import Throttle

if TYPE_CHECKING:
    from core.history.loss_curve import LossCurve
    from core.history.loss_curves import LossCurves
    from core.history.marks import Mark
    from core.history.place_in_time import BranchInfo, PlaceInTime
    from gui.plots.loss_marks import PlotMark
    from gui.plots.loss_plot import LossPlot

REDRAW_MS = 125
MOST_POINTS = 2000
OTHER_POINTS, MOST_OTHERS = 600, 6
MOST_MARKS = 200  # dragging the rate while playing makes one mark per frame
SCALES = ("log", "linear")


class LossChart(Panel):
    """The loss curve, drawn by matplotlib a few times a second at most, and only while it is visible.

    matplotlib is imported when the first step's loss is shown; until then a sentence takes its place.

    Attributes:
        toggle: the log | linear strip. An owner may take it into its row of tabs.
        legend: which line is which, if there are validation rows.

    Signals:
        scale_changed(str): the learner clicked "log" or "linear".
        step_clicked(int), other_step_clicked(int, int): show this step, of the shown branch or of that number.
    """

    scale_changed = Signal(str)
    step_clicked = Signal(int)
    other_step_clicked = Signal(int, int)

    # fixed margins of the axes in px, so that they do not move with the tick labels
    LEFT, RIGHT, TOP, BOTTOM = 52, 16, 8, 26

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("loss_chart")
        self._curve: LossCurve | None = None
        self._others: tuple[tuple[BranchInfo, LossCurve], ...] = ()
        self._where: PlaceInTime | None = None
        self._span: tuple[float, float] | None = None  # of the zoomed range of steps
        self._layers: tuple[str, ...] = ()
        self._scale = SCALES[0]
        self._plot: LossPlot | None = None
        self._strip = False  # whether there is room for texts above the axes
        self._canvas: Any = None
        self._throttle = Throttle(self, REDRAW_MS)
        self._throttle.due.connect(self._refresh)
        self.toggle = ToggleStrip(SCALES, "loss_scale")
        self.toggle.chosen.connect(self._scale_clicked)
        self.legend = ValidationLegend()
        self.legend.best_clicked.connect(self.step_clicked)
        self._reason = ""
        self._empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True, objectName="loss_empty")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(2)
        layout.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self.legend)
        layout.addWidget(self._pages, 1)
        self.retranslate()
        self.restyle()

    def set_curves(self, curves: LossCurves) -> None:
        """Show the branch's own curve, those of the other branches in paler colours, and the shown step."""
        moved = curves.where != self._where
        if curves.current is not self._curve:
            self._span = None
        self._curve, self._others, self._where = curves.current, curves.others(), curves.where
        if moved:
            self.curve_changed()

    def set_layers(self, names: tuple[str, ...]) -> None:
        """Set the names of the model's layers, which a mark about the whole model applies to."""
        if names != self._layers:
            self._layers = names
            self.curve_changed()

    def curve_changed(self) -> None:
        """Redraw the curve after a change, a few times a second at most; may be called for every frame."""
        self._throttle.ask()

    def set_scale(self, scale: str) -> None:
        """Set the scale of the loss axis: "log" or "linear"."""
        if scale != self._scale:
            self._scale = scale
            self.toggle.choose(scale)
            self._throttle.ask_now()

    @property
    def plot(self) -> LossPlot | None:
        """The LossPlot that is shown, or None while there is nothing to show."""
        return self._plot if self._pages.currentIndex() == 1 else None

    @property
    def read_out(self) -> str:
        """The text beside the pointer, or "" while the pointer is elsewhere."""
        return self._hover.text if self._canvas is not None else ""

    def set_reason(self, reason: str) -> None:
        """Say why no step can be taken, in place of the invitation to take one; "" if one can."""
        self._reason = reason
        self._write_empty()

    def _write_empty(self) -> None:
        self._empty.setText(self._reason or self.tr("Press Step or Play: every step leaves its loss here."))

    def retranslate(self) -> None:
        self._write_empty()
        self.toggle.set_texts(
            (self.tr("log"), self.tr("linear")),
            (
                self.tr("Equal distances are equal factors: small losses stay readable."),
                self.tr("Equal distances are equal differences of loss, and 0 is at the bottom."),
            ),
            self.tr("Loss axis: {value}"),
        )
        self.setAccessibleName(self.tr("Loss chart"))
        self._rebuild()

    def restyle(self) -> None:
        now = theme.current()
        self._empty.setFont(now.font())
        for button in self.toggle.buttons:
            button.setFont(now.font("small"))
        self.toggle.resize_to_texts(now.font("small", bold=True), now.px(20))
        self._rebuild()

    # ---- drawing ----------------------------------------------------------------------------------------------

    @Slot(object)
    def _scale_clicked(self, scale: str) -> None:
        if scale != self._scale:
            self.set_scale(scale)
            self.scale_changed.emit(scale)

    @Slot()
    def _refresh(self) -> None:
        steps, losses = self._curve.points(MOST_POINTS, self._span) if self._curve is not None else ((), ())
        if len(steps) < 2:  # no step has been taken yet
            self._pages.setCurrentIndex(0)
            self.legend.hide()
            return
        self._make_canvas()
        self._pages.setCurrentIndex(1)
        self.legend.show_curve(self._curve, self._where.step if self._where is not None else 0)
        self._draw(steps, losses)

    def numbers(self) -> Iterator[tuple[object, ...]]:
        """Return what is drawn as rows, the branch that is shown first; see `rows_of`."""
        shown = [] if self._curve is None or self._where is None else [(self._where.branch, self._curve)]
        return rows_of([*shown, *((info.number, other) for info, other in self._others)])

    def _draw(self, steps: Any, losses: Any) -> None:
        from gui.plots.other_curves import PlotCurve

        assert self._curve is not None
        assert self._plot is not None
        marks = self._curve.marks
        spans = marks.frozen_spans(int(steps[-1]), self._layers)
        ends = {last for _, last in spans}
        shown = [mark for mark in marks.shown if mark.step > 0 or mark.kind == "freeze"][-MOST_MARKS:]
        plot_marks = [_plot_mark(mark, ends) for mark in shown]
        self._strip = any(mark.text for mark in plot_marks)
        self._set_margins()
        self._plot.set_scale(self._scale)
        others = [
            PlotCurve(*curve.points(OTHER_POINTS, self._span), branch_text(info))
            for info, curve in self._others[-MOST_OTHERS:]
        ]
        checked, best = self._curve.validation, self._curve.best
        validation = PlotCurve(checked.steps, checked.losses, self.tr("validation"))
        self._plot.draw(
            steps, losses, plot_marks, spans, others, self._cursor(), self._span, marks.scale_from,
            validation, None if best is None else (best.step, best.loss),
        )  # fmt: skip
        self._hover.set_curves(PlotCurve(steps, losses), [*others, validation], self._top)
        self._blitter.show(self._plot)

    def _cursor(self) -> tuple[int, float] | None:
        """Return the shown step and its loss, if it is an earlier one."""
        if self._where is None or self._curve is None or not self._where.in_past:
            return None
        loss = self._curve.loss_at(self._where.step)
        return None if loss is None else (self._where.step, loss)

    # ---- the pointer, told by the hover -----------------------------------------------------------------------

    def _zoom(self, at: float, factor: float) -> None:
        """Show more (factor > 1) or fewer steps around the step `at`."""
        if self._where is None or self._plot is None:
            return
        first, last = self._plot.axes.get_xlim()
        first, last = at - (at - first) * factor, at + (last - at) * factor
        whole = last - first >= self._where.last_step
        self._span = None if whole else (max(0.0, first), max(last, max(0.0, first) + 4))
        self._throttle.ask_now()

    def _make_canvas(self) -> None:
        """Import matplotlib and make the canvas, once; make the axes again after a change of theme or language."""
        from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
        from matplotlib.figure import Figure

        from gui.plots.loss_plot import LossPlot

        style = plot_style()
        if self._canvas is None:
            self._canvas = FigureCanvasQTAgg(Figure(figsize=(3, 1), dpi=style.DPI))
            self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._canvas.setMinimumSize(80, 60)
            self._hover = LossHover(self._canvas, lambda: self.plot, self._hover_text, self.BOTTOM)
            self._hover.point_clicked.connect(partial(_tell_click, self, lambda: self._others))
            self._hover.zoomed.connect(self._zoom)
            self._hover.resized.connect(self._canvas_resized)
            self._blitter = Blitter(self._canvas)
            self._pages.addWidget(self._canvas)
        if self._plot is None:
            figure = self._canvas.figure
            figure.clear()
            figure.set_facecolor(style.ground)
            axes = figure.add_subplot()
            self._plot = LossPlot(axes, style, self.tr("step"))

    @property
    def _top(self) -> float:
        """The space above the axes in px, with room for the marks' texts if there are any."""
        now = theme.current()
        if not self._strip:
            return now.px(self.TOP)
        from gui.plots.loss_marks import STRIP

        return now.px(self.TOP) / 2 + STRIP * plot_style().font_px

    def _set_margins(self) -> None:
        assert self._plot is not None
        now, size = theme.current(), self._canvas.size()
        wide, high = max(1, size.width()), max(1, size.height())
        left, bottom = now.px(self.LEFT) / wide, now.px(self.BOTTOM) / high
        right, top = 1 - now.px(self.RIGHT) / wide, 1 - self._top / high
        if right > left and top > bottom:
            self._plot.axes.set_position((left, bottom, right - left, top - bottom))

    def _rebuild(self) -> None:
        self._plot = None
        self._throttle.ask_now()

    def _canvas_resized(self) -> None:
        """Keep the margins, and place the marks' texts again soon."""
        if self._plot is not None:
            self._set_margins()
            self._throttle.ask_later()

    def _hover_text(self, step: int, loss: float, branch: str) -> str:
        """Return the text of the read-out beside the pointer: of this branch, or of another one by its name."""
        text = self.tr("step {step}   loss {loss}").format(step=number_text.count(step), loss=number_text.loss(loss))
        return f"{branch}   {text}" if branch else text

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        now = theme.current()
        return QSize(now.px(520), now.px(180))


def _tell_click(chart: LossChart, others: Callable[[], Sequence[Any]], step: int, branch: str) -> None:
    """Ask for a step of the branch whose curve was clicked: of the shown one, or of another by its name."""
    numbers = {branch_text(info): info.number for info, _ in others()}
    if branch in numbers:
        chart.other_step_clicked.emit(step, numbers[branch])
    else:
        chart.step_clicked.emit(step)


def _plot_mark(mark: Mark, ends: set[int]) -> PlotMark:
    from gui.plots.loss_marks import PlotMark

    frozen = mark.kind in ("freeze", "unfreeze")
    ended = mark.kind == "unfreeze" and mark.step in ends  # the end of the hatching says enough
    return PlotMark(mark.step, "" if ended else mark_text(mark), frozen)


def rows_of(curves: Sequence[tuple[int, LossCurve]]) -> Iterator[tuple[object, ...]]:
    """Return the curves of branches, by their numbers, as rows: branch, step, loss and, if there are validation rows,
    their loss where it was measured.
    """
    validated = any(len(curve.validation.steps) for _, curve in curves)
    yield ("branch", "step", "loss", "validation_loss") if validated else ("branch", "step", "loss")
    for number, curve in curves:
        for step, loss in zip(*curve.points()):
            measured = curve.validation.at(int(step))
            more = ("" if measured is None else measured.loss,) if validated else ()
            yield number, int(step), float(loss), *more
