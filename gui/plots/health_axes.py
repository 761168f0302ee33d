"""Parts that the charts of the health page share: their look, and the cursor at the step that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gui.plots.health_numbers import Numbers
from gui.plots.plot_style import ChartStyle


@dataclass(frozen=True, kw_only=True)
class HealthStyle(ChartStyle):
    """The style of the health page's charts.

    Attributes:
        first, last: the colours of the first and of the last layer's line; those between are mixed from them.
        palette: (entries, 3), uint8: colours of shares, from none to the largest.
        mono: fonts of the layers' names, in the order in which they are searched for a glyph.
    """

    first: str
    last: str
    cursor: str
    palette: Numbers
    mono: tuple[str, ...]
    unit_px: float

    def color(self, share: float) -> Any:
        """Return a layer's colour, from 0 for the first to 1 for the last."""
        from matplotlib.colors import to_rgb

        ends = np.array([to_rgb(self.first), to_rgb(self.last)])
        return tuple((1 - share) * ends[0] + share * ends[1])


def cursor_line(axes: Any, style: HealthStyle) -> Any:
    """Add a vertical line through the whole height of the axes; its step is set later."""
    return axes.plot([0, 0], [0, 1], transform=axes.get_xaxis_transform(), color=style.cursor, zorder=4)[0]


def place_cursor(cursor: Any, step: int, past: bool, style: HealthStyle) -> None:
    """Put a cursor at the step that is shown, dashed and in the past's colour if that lies in the past."""
    cursor.set_xdata([step, step])
    cursor.set_color(style.past if past else style.cursor)
    cursor.set_linestyle((0, (3, 2)) if past else "-")
    cursor.set_linewidth(style.points(style.unit_px * (2 if past else 1)))


def short_name(name: str) -> str:
    """Shorten a layer's name that would take too much of the chart's width."""
    return name if len(name) <= 14 else name[:13] + "…"
