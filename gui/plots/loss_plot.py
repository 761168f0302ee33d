"""The loss curve on matplotlib axes: the line, the current point, marks, and the spans with a frozen layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gui.plots.loss_marks import LossMarks, PlotMark
from gui.plots.loss_numbers import (
    LOG,
    Numbers,
    fewer,
    finite_points,
    log_ticks,
    loss_limits,
    loss_text,
    step_text,
    step_ticks,
    widest_step,
)
from gui.plots.other_curves import OtherCurves, PlotCurve
from gui.plots.plot_style import frame_of, size_of
from gui.plots.ticks import style_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gui.plots.plot_style import PlotStyle


NO_CURVE = PlotCurve(np.empty(0), np.empty(0))


class LossPlot:
    """The artists on one Axes. They are made once and get new numbers.

    Args:
        axes: an empty Axes.
        style: colours and fonts.
        x_label: already in the reader's language.
    """

    @property
    def figure(self) -> Any:
        """The figure that it is drawn on."""
        return self.axes.figure

    @property
    def labels(self) -> list[str]:
        """The texts of the marks that are shown, newest first."""
        return self.marks.labels

    @property
    def frame(self) -> object:
        """The state that decides how axes, ticks and grid look; while it is the same, only `moving` has to be drawn."""
        return (self.axes.get_xlim(), self.axes.get_ylim(), self.scale, *frame_of(self.figure, [self.axes]))

    @property
    def moving(self) -> list[Any]:
        """The artists that a full draw of the canvas leaves out, from the back to the front."""
        own = (self.line, self.now, self.cursor, self.validation, self.best)
        return sorted([*self.marks.artists, *self.others.artists, *own], key=_zorder)

    def __init__(self, axes: Axes, style: PlotStyle, x_label: str) -> None:
        self.axes, self.style = axes, style
        px = style.points
        self._font = {"fontfamily": list(style.families), "fontsize": px(style.font_px)}
        self.x_ticks, self.y_ticks = style_axes(axes, style, length=4, width=1, grid=True)
        # the step's name is left of the first tick: a separate line would take room from the curve
        axes.annotate(
            x_label, (0, 0), (-px(style.font_px * 0.6), -px(8)), xycoords="axes fraction", textcoords="offset points",
            color=style.text, annotation_clip=False, ha="right", va="top", **self._font,
        )  # fmt: skip
        self.scale = ""  # of the y axis
        (self.line,) = axes.plot([], [], color=style.line, linewidth=px(style.line_px), zorder=3)
        (self.now,) = axes.plot(
            [], [], "o", color=style.line, markersize=px(8), markeredgewidth=px(1.5), markeredgecolor=style.ground,
            zorder=4, clip_on=False,
        )  # fmt: skip
        (self.cursor,) = axes.plot(
            [], [], "-o", color=style.past, linewidth=px(3), markersize=px(9), markeredgewidth=px(1.5),
            markeredgecolor=style.ground, markevery=[1], zorder=4.5,
        )  # fmt: skip
        (self.validation,) = axes.plot(
            [], [], color=style.validation, linewidth=px(style.line_px), linestyle=(0, style.dashes), zorder=2.9
        )
        (self.best,) = axes.plot(
            [], [], "D", markersize=px(8), markerfacecolor=style.ground, markeredgecolor=style.validation,
            markeredgewidth=px(1.6), zorder=4.2, clip_on=False,
        )  # fmt: skip
        for artist in (self.line, self.now, self.cursor, self.validation, self.best):
            artist.set_animated(True)
        self.others = OtherCurves(axes, style, self._font)
        self.marks = LossMarks(axes, style, self._font)
        self.set_scale(LOG)

    def set_scale(self, scale: str) -> None:
        """Set the scale of the y axis, "log" or "linear". The next `draw` sets the limits."""
        if scale == self.scale:
            return
        self.scale = scale
        if scale == LOG:
            self.axes.set_yscale("log", nonpositive="clip")
        else:
            self.axes.set_yscale("linear")
        self.marks.forget()

    def draw(
        self,
        steps: Numbers,
        losses: Numbers,
        marks: Sequence[PlotMark],
        spans: Sequence[tuple[int, int]],
        others: Sequence[PlotCurve] = (),
        cursor: tuple[int, float] | None = None,
        view: tuple[float, float] | None = None,
        scale_from: int = 0,
        validation: PlotCurve = NO_CURVE,
        best: tuple[int, float] | None = None,
    ) -> None:
        """Show the points. Non-finite ones are left out; on a log scale a loss of 0 lies on the lower edge.

        The axes reach from 0 to the last of these steps, and around the losses in this range.

        Args:
            others: the other branches, drawn paler.
            cursor: the step that is shown and its loss, if it lies in the past.
            view: the first and the last step to show, or None for all.
            scale_from: losses before this step, e.g. of other data, do not count for the y axis.
            validation: the losses of the validation rows.
            best: the step of the lowest of these, and it; None if there are none.
        """
        steps, losses = finite_points(steps, losses)
        losses = losses.astype(np.float64)
        paler = [PlotCurve(*finite_points(curve.steps, curve.losses), curve.text) for curve in others]
        last = max([0.0, *(float(step) for step in steps[-1:]), *(mark.step for mark in marks)])
        view = view or (0, widest_step(last))
        checked = finite_points(validation.steps, validation.losses)
        curves = [(steps, losses), checked, *((curve.steps, curve.losses) for curve in paler)]
        low, high = loss_limits(_seen(curves, max(view[0], scale_from), view[1]), self.scale)
        self._set_limits(view, low, high)
        shown = np.maximum(losses, low)
        self.line.set_data(steps, shown)
        self.now.set_data(steps[-1:], shown[-1:])
        self.others.draw(paler, low, (steps, shown))
        self.validation.set_data(checked[0], np.maximum(checked[1].astype(np.float64), low))
        inside = best is not None and view[0] <= best[0] <= view[1]
        self.best.set_data(*(((best[0],), (max(best[1], low),)) if best is not None and inside else ((), ())))
        self._draw_cursor(cursor, low, high)
        self.marks.draw(marks, spans)

    def _draw_cursor(self, cursor: tuple[int, float] | None, low: float, high: float) -> None:
        if cursor is None or not np.isfinite(cursor[1]):
            self.cursor.set_data((), ())
            self.cursor.set_markevery([])
        else:
            step, loss = cursor
            self.cursor.set_data((step, step, step), (low, max(loss, low), high))
            self.cursor.set_markevery([1])

    def _set_limits(self, view: tuple[float, float], low: float, high: float) -> None:
        from matplotlib.ticker import MaxNLocator

        if self.axes.get_xlim() != view:
            self.axes.set_xlim(*view)
        if self.axes.get_ylim() != (low, high):
            self.axes.set_ylim(low, high)
        width, height = size_of(self.axes, self.style)
        most = max(2, int(width / (self.style.font_px * 7)))
        if view[0] == 0 and view[1] == int(view[1]):
            steps: Sequence[float] = step_ticks(int(view[1]), most)
        else:
            steps = MaxNLocator(most, integer=True, steps=[1, 2, 5, 10]).tick_values(*view)
        steps = [step for step in steps if view[0] <= step <= view[1]]
        self.x_ticks.put(steps, [step_text(step) for step in steps])
        losses = log_ticks(low, high) if self.scale == LOG else MaxNLocator(4).tick_values(low, high)
        most = max(2, int(height / (self.style.font_px * 1.2)))
        losses = fewer([loss for loss in losses if low <= loss <= high * 1.001], most)
        self.y_ticks.put(losses, [loss_text(loss) for loss in losses])


def _seen(curves: Sequence[tuple[Numbers, Numbers]], first: float, last: float) -> Numbers:
    """Return the losses from a step to another one or, if there are none, all up to the second one."""
    seen = [losses[(steps >= first) & (steps <= last)] for steps, losses in curves]
    return np.concatenate(seen if len(seen[0]) else [losses[steps <= last] for steps, losses in curves])


def _zorder(artist: Any) -> float:
    return float(artist.get_zorder())
