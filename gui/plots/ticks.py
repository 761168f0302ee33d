"""The sides of a chart: its ground and frame, and ticks with their labels and grid lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gui.plots.plot_style import ChartStyle

Side = Literal["bottom", "left"]


class Ticks(Artist):
    """Draw ticks straight to the renderer, in place of matplotlib's own axis, which it hides.

    That one lays out each of its labels several times and takes some 20 ms for a chart, longer than a frame.

    Args:
        axes: where it is added.
        side: of the axes.
        length: of a tick, and from its end to its label, in px.
        width: of a tick and of a grid line, in px.
        grid: whether there is a grid line at each tick.

    Attributes:
        places: where the ticks are, in data coordinates.
        labels: what is written beside them.
    """

    def __init__(self, axes: Axes, side: Side, style: ChartStyle, *, length: float, width: float, grid: bool) -> None:
        super().__init__()
        self._style, self._side, self._grid = style, side, grid
        self._length, self._width = style.points(length), style.points(width)
        self._font = FontProperties(family=list(style.families), size=style.points(style.font_px))
        self.places: tuple[float, ...] = ()
        self.labels: tuple[str, ...] = ()
        self.set_zorder(0.5)
        (axes.xaxis if side == "bottom" else axes.yaxis).set_visible(False)
        axes.add_artist(self)
        self.set_clip_path(None)

    def put(self, places: Sequence[float], labels: Sequence[str]) -> None:
        """Replace the ticks."""
        self.places, self.labels = tuple(places), tuple(labels)

    def draw(self, renderer: Any) -> None:
        """Draw grid lines, ticks and labels."""
        if not self.places:
            return
        box, pixel = self.axes.bbox, renderer.points_to_pixels(1.0)
        along, across = (0, 1) if self._side == "bottom" else (1, 0)
        base, end = box.min[across], box.max[across]
        points = np.ones((len(self.places), 2))
        points[:, along] = self.places
        places = self.axes.transData.transform(points)[:, along]
        if self._grid:
            self._draw_lines(renderer, self._style.grid, places, base, end)
        out = base - self._length * pixel
        self._draw_lines(renderer, self._style.axis, places, out, base)
        self._write(renderer, places, out - self._length * pixel)
        self.stale = False

    def _draw_lines(self, renderer: Any, color: str, places: Any, first: float, last: float) -> None:
        """Draw lines across the side, from one distance to the other."""
        ends = np.empty((2 * len(places), 2))
        along, across = (0, 1) if self._side == "bottom" else (1, 0)
        ends[0::2, along] = ends[1::2, along] = places
        ends[0::2, across], ends[1::2, across] = first, last
        pen = renderer.new_gc()
        pen.set_foreground(color)
        pen.set_linewidth(renderer.points_to_pixels(self._width))
        pen.set_snap(True)
        codes = [Path.MOVETO, Path.LINETO] * len(places)
        renderer.draw_path(pen, Path(ends, codes), IdentityTransform())
        pen.restore()

    def _write(self, renderer: Any, places: Any, start: float) -> None:
        pen = renderer.new_gc()
        pen.set_foreground(self._style.text)
        _, tall, below = renderer.get_text_width_height_descent("lp", self._font, False)
        for place, label in zip(places, self.labels, strict=True):
            wide, height, descent = renderer.get_text_width_height_descent(label, self._font, False)
            ascent = max(tall, height) - max(below, descent)
            if self._side == "bottom":
                x, y = place - wide / 2, start - ascent
            else:
                x, y = start - wide, place - ascent / 2
            y = renderer.get_canvas_width_height()[1] - y if renderer.flipy() else y
            renderer.draw_text(pen, x, y, label, self._font, 0)
        pen.restore()


def style_axes(axes: Axes, style: ChartStyle, *, length: float, width: float, grid: bool) -> tuple[Ticks, Ticks]:
    """Style ground and spines, and add ticks; return those of the steps and those of the values.

    Args:
        length, width: of the ticks, in px; the spines are as wide.
        grid: whether there is a grid line at each tick of the values.
    """
    axes.set_facecolor(style.ground)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(style.axis)
        spine.set_linewidth(style.points(width))
    return (
        Ticks(axes, "bottom", style, length=length, width=width, grid=False),
        Ticks(axes, "left", style, length=length, width=width, grid=grid),
    )
