"""A number of every layer over the steps, e.g. the norm of its gradient, as lines on matplotlib axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gui.plots.health_axes import HealthStyle, cursor_line, place_cursor, short_name
from gui.plots.health_numbers import Numbers, decade_ticks, decades, last_step, spread_apart
from gui.plots.loss_numbers import loss_text, step_text
from gui.plots.plot_style import frame_of, size_of
from gui.plots.stamp import Stamp
from gui.plots.ticks import style_axes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DASHES: tuple[Any, ...] = (
    "-",
    (0, (6, 2)),
    (0, (1.5, 1.5)),
    (0, (6, 2, 1.5, 2)),
    (0, (10, 3)),
    (0, (3, 1, 1, 1, 1, 1)),
)
"""Line styles, so that layers differ without colours too."""


class NormPlot:
    """One line per layer on a log axis, with its name at its end. The artists are made once and get new numbers.

    Args:
        figure: an empty Figure.
        names: the layers'.
        y_label: what is drawn, already in the reader's language.
        reference: a value to compare with, drawn as a thin line, or None.
    """

    LEFT, TOP, BOTTOM = 58, 7, 20  # px around the axes, fixed so that they stand still whatever the ticks say

    def __init__(
        self, figure: Figure, style: HealthStyle, names: Sequence[str], y_label: str, reference: float | None = None
    ) -> None:
        self.figure, self.style, self.names = figure, style, tuple(names)
        self.axes = figure.add_subplot()
        self.axes.set_yscale("log", nonpositive="clip")
        self._unit = style.unit_px
        self.x_ticks, self.y_ticks = style_axes(self.axes, style, length=3 * self._unit, width=self._unit, grid=True)
        px = style.points
        self.axes.annotate(
            y_label, (0, 0.5), (-px(self._unit * 48), 0), xycoords="axes fraction", textcoords="offset points",
            color=style.text, ha="center", va="center", rotation=90, annotation_clip=False,
            fontfamily=list(style.families), fontsize=px(style.font_px),
        )  # fmt: skip
        if reference is not None:
            self.axes.axhline(reference, color=style.axis, linewidth=px(self._unit), linestyle=(0, (1, 3)), zorder=1)
        self.lines: list[Any] = []
        self.labels: list[Stamp] = []
        self._look: object = None
        self._limits: object = None
        for index in range(len(self.names)):
            color = style.color(index / max(1, len(self.names) - 1))
            (line,) = self.axes.plot([], [], color=color, linestyle=DASHES[index % len(DASHES)], zorder=3)
            self.lines.append(line)
            self.labels.append(self.axes.add_artist(Stamp(np.zeros((0, 0, 4), np.uint8))))
        self.cursor = cursor_line(self.axes, style)
        for artist in self.moving:
            artist.set_animated(True)
        self.set_chosen("")
        self.resize_to_figure()

    @property
    def frame(self) -> object:
        """The state that decides how the axes look; while it is the same, only `moving` has to be drawn."""
        return (self.axes.get_xlim(), self.axes.get_ylim(), *frame_of(self.figure, [self.axes]))

    @property
    def moving(self) -> list[Any]:
        """The artists that a full draw of the canvas leaves out, from the back to the front."""
        return [self.cursor, *self.lines, *self.labels]

    def resize_to_figure(self) -> None:
        """Keep the margins when the figure has another size."""
        wide, high = self.figure.get_size_inches() * self.style.DPI
        longest = max((len(short_name(name)) for name in self.names), default=0)
        left, bottom = self.LEFT * self._unit / wide, self.BOTTOM * self._unit / high
        right = 1 - (longest * 0.62 * self.style.font_px + 14 * self._unit) / wide
        top = 1 - self.TOP * self._unit / high
        if right > left and top > bottom:
            self.axes.set_position((left, bottom, right - left, top - bottom))

    def set_chosen(self, name: str) -> None:
        """Draw the line of the selected layer thicker, and its name bold."""
        look = name, self.figure.dpi
        if look == self._look:
            return
        self._look = look
        for line, label, own in zip(self.lines, self.labels, self.names, strict=True):
            line.set_linewidth(self.style.points(self._unit * (3.2 if own == name else 1.8)))
            label.write(
                self.figure, short_name(own), color=line.get_color(), fontweight="bold" if own == name else "normal",
                fontfamily=list(self.style.mono), fontsize=self.style.points(self.style.font_px),
            )  # fmt: skip

    def draw(self, steps: Numbers, values: Numbers, shown: int) -> None:
        """Show the values (n, layers) at the steps (n,), and the cursor at the step that is shown.

        Values that are not finite are left out; a value of 0 lies on the lower edge.
        """
        last = max(float(steps[-1]) if len(steps) else 0.0, float(shown))
        low, high = decades(values)
        self._set_limits(last_step(last), low, high)
        ends: list[float] = []
        for index, line in enumerate(self.lines):
            finite = np.isfinite(values[:, index])
            heights = np.maximum(values[finite, index], low)
            line.set_data(steps[finite], heights)
            ends.append(_height(float(heights[-1]), low, high) if len(heights) else -1.0)
        self._place_labels(last / self.axes.get_xlim()[1], ends)
        place_cursor(self.cursor, shown, bool(len(steps)) and shown < steps[-1], self.style)

    def _place_labels(self, right: float, ends: Sequence[float]) -> None:
        """Write the names beside the ends of the lines, apart from each other.

        Args:
            right, ends: where the lines end, as shares of the axes; a layer without a line has -1.
        """
        box, pixel = self.axes.get_window_extent(), self.figure.dpi / self.style.DPI
        known = [box.y0 + end * box.height for end in ends if end >= 0]
        line = self.style.font_px * 1.1 * pixel
        places = iter(spread_apart(known, line, box.y0 + line / 2, box.y1))
        for label, end in zip(self.labels, ends, strict=True):
            label.set_visible(end >= 0)
            if end >= 0:
                left = box.x0 + right * box.width + 7 * self._unit * pixel
                label.place(left, next(places) - label.picture.shape[0] / 2, self.figure.dpi)

    def _set_limits(self, end: float, low: float, high: float) -> None:
        from matplotlib.ticker import MaxNLocator

        axes, (width, height) = self.axes, size_of(self.axes, self.style)
        if (end, low, high, width, height) == self._limits:
            return
        self._limits = end, low, high, width, height
        axes.set_xlim(0, end)
        axes.set_ylim(low, high)
        most = max(2, int(width / (self.style.font_px * 6)))
        steps = MaxNLocator(most, integer=True, steps=[1, 2, 5, 10]).tick_values(0, end)
        steps = [step for step in steps if 0 <= step <= end]
        self.x_ticks.put(steps, [step_text(step) for step in steps])
        values = decade_ticks(low, high, int(height / (self.style.font_px * 1.3)))
        self.y_ticks.put(values, [loss_text(value) for value in values])


def _height(value: float, low: float, high: float) -> float:
    """Return the position of a value on a log axis, 0 to 1."""
    return float(np.clip(np.log10(value / low) / np.log10(high / low), 0.0, 1.0))
