"""Style the loss plot, which knows no Qt, by the theme in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.look.theme import Theme, per_theme

if TYPE_CHECKING:
    from gui.plots.plot_style import PlotStyle


@per_theme
def plot_style(now: Theme) -> PlotStyle:
    """Return the theme's colours, fonts and sizes for the plot. Import matplotlib."""
    from gui.plots.plot_style import PlotStyle, known_families

    def name(token: str) -> str:
        return now.color(token).name()

    return PlotStyle(
        line=name("accent"), validation=name("text.primary"),
        ground=name("bg.panel"), text=name("text.secondary"), grid=name("line.soft"),
        axis=name("line.strong"), mark=name("text.secondary"), frozen=name("frozen.fg"),
        frozen_ground=name("frozen.bg"), frozen_hatch=name("frozen.hatch"),
        other=name("line.strong"), past=name("past.fg"),
        families=known_families(now.font().families()), font_px=now.px(12), line_px=now.px(10) / 5,
    )  # fmt: skip
