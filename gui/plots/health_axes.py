"""What the charts of the health page share: their look, and the cursor at the step that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gui.plots.health_numbers import Numbers


@dataclass(frozen=True)
class HealthStyle:
    """Colours as "#rrggbb", and sizes in pixels of the screen, at `DPI` dots per inch.

    Attributes:
        first, last: the colours of the first and of the last layer's line; those between are mixed from them.
        palette: (entries, 3), uint8: colours of shares, from none to the largest.
        families, mono: fonts in the order in which they are asked for a glyph.
    """

    first: str
    last: str
    ground: str
    text: str
    grid: str
    axis: str
    cursor: str
    past: str
    palette: Numbers
    families: tuple[str, ...]
    mono: tuple[str, ...]
    font_px: float
    unit_px: float

    DPI = 100

    def points(self, pixels: float) -> float:
        """Pixels as matplotlib's points."""
        return pixels * 72 / self.DPI

    def color(self, share: float) -> Any:
        """A layer's colour, from 0 for the first to 1 for the last."""
        from matplotlib.colors import to_rgb

        ends = np.array([to_rgb(self.first), to_rgb(self.last)])
        return tuple((1 - share) * ends[0] + share * ends[1])


def dress(axes: Any, style: HealthStyle) -> None:
    """Ground, grid, spines and ticks."""
    px, unit = style.points, style.unit_px
    axes.set_facecolor(style.ground)
    axes.grid(True, axis="y", color=style.grid, linewidth=px(unit))
    axes.set_axisbelow(True)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(style.axis)
        spine.set_linewidth(px(unit))
    axes.tick_params(
        length=px(3 * unit), width=px(unit), pad=px(3 * unit), color=style.axis, labelcolor=style.text,
        labelsize=px(style.font_px), labelfontfamily=list(style.families),
    )  # fmt: skip


def cursor_line(axes: Any, style: HealthStyle) -> Any:
    """A vertical line through all of the axes, at a step yet to be said."""
    return axes.plot([0, 0], [0, 1], transform=axes.get_xaxis_transform(), color=style.cursor, zorder=4)[0]


def place_cursor(cursor: Any, step: int, past: bool, style: HealthStyle) -> None:
    """Put a cursor at the step that is shown; if that lies in the past, it is dashed, and in the past's colour."""
    cursor.set_xdata([step, step])
    cursor.set_color(style.past if past else style.cursor)
    cursor.set_linestyle((0, (3, 2)) if past else "-")
    cursor.set_linewidth(style.points(style.unit_px * (2 if past else 1)))


def size_of(axes: Any, style: HealthStyle) -> tuple[float, float]:
    """Width and height of axes in logical pixels, the ones that `style` is in."""
    box, inches = axes.get_position(), axes.figure.get_size_inches()
    return float(box.width * inches[0] * style.DPI), float(box.height * inches[1] * style.DPI)


def frame_of(figure: Any, all_axes: Sequence[Any]) -> tuple[object, ...]:
    """Sizes that decide how axes look."""
    return (*figure.get_size_inches(), figure.dpi, *(axes.get_position().bounds for axes in all_axes))


def short_name(name: str) -> str:
    """A layer's name, cut where it would take the room of the chart."""
    return name if len(name) <= 14 else name[:13] + "…"
