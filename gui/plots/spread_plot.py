"""The distribution of weights, gradients or activations over the steps: an image per layer, on matplotlib axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gui.plots.health_axes import HealthStyle, cursor_line, place_cursor, short_name
from gui.plots.health_numbers import Numbers, colored, last_step, shades, value_limits, value_text
from gui.plots.loss_numbers import step_text
from gui.plots.plot_style import frame_of
from gui.plots.stamp import Stamp, stretched
from gui.plots.ticks import Ticks, style_axes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROWS, MOST_COLUMNS = 48, 256
"""Cells of a layer's image."""

NEAR = 0.2


class SpreadPlot:
    """One small image per layer: steps to the right, values upwards, darker where more numbers lie."""

    LEFT, GAP, RIGHT, TOP, BOTTOM = 38, 40, 15, 18, 20  # px

    def __init__(self, figure: Figure, style: HealthStyle, names: Sequence[str]) -> None:
        self.figure, self.style, self.names = figure, style, tuple(names)
        self._unit, self._chosen = style.unit_px, ""
        self.all_axes: list[Any] = []
        self.images: list[Stamp] = []
        self.cursors: list[Any] = []
        self._titles: list[Any] = []
        self._ticks: list[tuple[Ticks, Ticks]] = []
        empty = np.zeros((1, 1, 4), np.uint8)
        for name in self.names:
            axes = figure.add_subplot(1, len(self.names), len(self.all_axes) + 1)
            self._ticks.append(style_axes(axes, style, length=3 * self._unit, width=self._unit, grid=False))
            title = axes.set_title(
                short_name(name), color=style.text, loc="left", pad=style.points(3 * self._unit),
                fontfamily=list(style.mono), fontsize=style.points(style.font_px),
            )  # fmt: skip
            self.all_axes.append(axes)
            self.images.append(axes.add_artist(Stamp(empty)))
            self._titles.append(title)
            self.cursors.append(cursor_line(axes, style))
        self.axes = self.all_axes[0]
        for artist in self.moving:
            artist.set_animated(True)
        self.resize_to_figure()

    @property
    def frame(self) -> object:
        """The state that decides how the axes look; while it is the same, only `moving` has to be drawn."""
        limits = [(axes.get_xlim(), axes.get_ylim()) for axes in self.all_axes]
        return (*limits, self._chosen, *frame_of(self.figure, self.all_axes))

    @property
    def moving(self) -> list[Any]:
        """The artists that a full draw of the canvas leaves out, from the back to the front."""
        return [*self.images, *self.cursors]

    def resize_to_figure(self) -> None:
        """Divide a figure of another size among the images."""
        wide, high = self.figure.get_size_inches() * self.style.DPI
        count, unit = len(self.all_axes), self._unit
        each = (wide - (self.LEFT + self.RIGHT + self.GAP * (count - 1)) * unit) / count
        tall = high - (self.TOP + self.BOTTOM) * unit
        if each <= 0 or tall <= 0:
            return
        for index, axes in enumerate(self.all_axes):
            left = self.LEFT * unit + index * (each + self.GAP * unit)
            axes.set_position((left / wide, self.BOTTOM * unit / high, each / wide, tall / high))

    def set_chosen(self, name: str) -> None:
        """Write the selected layer's name in bold."""
        for title, own in zip(self._titles, self.names, strict=True):
            title.set_fontweight("bold" if own == name else "normal")
        self._chosen = name

    def draw(self, steps: Numbers, points: Numbers, shown: int) -> None:
        """Show the distributions (n, layers, POINTS) at the steps (n,), and the cursor at the step that is shown."""
        end = last_step(max(float(steps[-1]) if len(steps) else 0.0, float(shown)))
        for index, (axes, image) in enumerate(zip(self.all_axes, self.images, strict=True)):
            limits = value_limits(points[:, index])
            self._set_limits(index, end, limits)
            box = axes.get_window_extent()
            rows, columns = max(1, round(box.height)), max(1, round(box.width))
            shares = shades(points[:, index], steps, limits, end, (ROWS, min(columns, MOST_COLUMNS)))
            image.picture = stretched(colored(shares, self.style.palette), rows, columns)
            image.place(box.x0, box.y0, self.figure.dpi)
        for cursor in self.cursors:
            place_cursor(cursor, shown, bool(len(steps)) and shown < steps[-1], self.style)

    def _set_limits(self, index: int, end: float, limits: tuple[float, float]) -> None:
        axes, (steps, values) = self.all_axes[index], self._ticks[index]
        axes.set_xlim(0, end)
        axes.set_ylim(*limits)
        near = NEAR * (limits[1] - limits[0])  # where an end is as near to 0 as this, their texts would touch
        places = sorted({limits[0], limits[1]} | ({0.0} if min(-limits[0], limits[1]) >= near else set()))
        steps.put([0, end], ["0", step_text(end)])
        values.put(places, [value_text(place) for place in places])
