"""Style the loss plot, which knows no Qt, by the theme in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.look.theme import Theme, per_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPen

    from gui.plots.plot_style import PlotStyle


VALIDATION = "text.primary"
VALIDATION_DASHES = (3.0, 2.0)
"""The dash and the gap of the line of the validation losses, times its width."""


def validation_pen(now: Theme, width: float) -> QPen:
    """Return the pen of the validation losses, so many px wide."""
    dash, gap = VALIDATION_DASHES
    return now.pen(VALIDATION, width, (dash * width, gap * width))


@per_theme
def plot_style(now: Theme) -> PlotStyle:
    """Return the theme's colours, fonts and sizes for the plot. Import matplotlib."""
    from gui.plots.plot_style import PlotStyle, known_families

    def name(token: str) -> str:
        return now.color(token).name()

    return PlotStyle(
        line=name("accent"), validation=name(VALIDATION), dashes=VALIDATION_DASHES,
        ground=name("bg.panel"), text=name("text.secondary"), grid=name("line.soft"),
        axis=name("line.strong"), mark=name("text.secondary"), frozen=name("frozen.fg"),
        frozen_ground=name("frozen.bg"), frozen_hatch=name("frozen.hatch"),
        other=name("line.strong"), past=name("past.fg"),
        families=known_families(now.font().families()), font_px=now.px(12), line_px=now.px(10) / 5,
    )  # fmt: skip
