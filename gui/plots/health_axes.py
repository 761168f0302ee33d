"""Parts that the charts of the health page share: their look, and the cursor at the step that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gui.plots.health_numbers import Numbers

if TYPE_CHECKING:
    from gui.plots.ticks import Ticks


@dataclass(frozen=True)
class HealthStyle:
    """Colours as "#rrggbb", and sizes in pixels of the screen, at `DPI` dots per inch.

    Attributes:
        first, last: the colours of the first and of the last layer's line; those between are mixed from them.
        palette: (entries, 3), uint8: colours of shares, from none to the largest.
        families, mono: fonts in the order in which they are searched for a glyph.
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
        """Convert pixels to matplotlib's points."""
        return pixels * 72 / self.DPI

    def color(self, share: float) -> Any:
        """Return a layer's colour, from 0 for the first to 1 for the last."""
        from matplotlib.colors import to_rgb

        ends = np.array([to_rgb(self.first), to_rgb(self.last)])
        return tuple((1 - share) * ends[0] + share * ends[1])


def style_axes(axes: Any, style: HealthStyle, *, grid: bool) -> tuple[Ticks, Ticks]:
    """Style ground and spines; return the ticks of the steps and those of the values."""
    from gui.plots.ticks import Ticks

    unit = style.unit_px
    axes.set_facecolor(style.ground)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(style.axis)
        spine.set_linewidth(style.points(unit))
    return (
        Ticks(axes, "bottom", style, length=3 * unit, width=unit, grid=False),
        Ticks(axes, "left", style, length=3 * unit, width=unit, grid=grid),
    )


def cursor_line(axes: Any, style: HealthStyle) -> Any:
    """Add a vertical line through the whole height of the axes; its step is set later."""
    return axes.plot([0, 0], [0, 1], transform=axes.get_xaxis_transform(), color=style.cursor, zorder=4)[0]


def place_cursor(cursor: Any, step: int, past: bool, style: HealthStyle) -> None:
    """Put a cursor at the step that is shown, dashed and in the past's colour if that lies in the past."""
    cursor.set_xdata([step, step])
    cursor.set_color(style.past if past else style.cursor)
    cursor.set_linestyle((0, (3, 2)) if past else "-")
    cursor.set_linewidth(style.points(style.unit_px * (2 if past else 1)))


def size_of(axes: Any, style: HealthStyle) -> tuple[float, float]:
    """Return width and height of axes in logical pixels, the unit of `style`."""
    box, inches = axes.get_position(), axes.figure.get_size_inches()
    return float(box.width * inches[0] * style.DPI), float(box.height * inches[1] * style.DPI)


def frame_of(figure: Any, all_axes: Sequence[Any]) -> tuple[object, ...]:
    """Return the sizes that decide how axes look."""
    return (*figure.get_size_inches(), figure.dpi, *(axes.get_position().bounds for axes in all_axes))


def short_name(name: str) -> str:
    """Shorten a layer's name that would take too much of the chart's width."""
    return name if len(name) <= 14 else name[:13] + "…"
