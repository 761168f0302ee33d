"""Style the charts of the health page, which know no Qt, by the theme in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.look.theme import Theme, per_theme

if TYPE_CHECKING:
    from gui.plots.health_axes import HealthStyle


@per_theme
def health_style(now: Theme) -> HealthStyle:
    """Return the theme's colours, fonts and sizes for the charts. Import matplotlib."""
    import numpy as np

    from gui.look import heat_colours
    from gui.plots.health_axes import HealthStyle
    from gui.plots.plot_style import known_families

    upper = heat_colours.table(now.name)[heat_colours.ENTRIES // 2 :]  # a share is never negative
    return HealthStyle(
        first=now.color("code.number").name(),
        last=now.color("code.keyword").name(),
        ground=now.color("bg.panel").name(),
        text=now.color("text.secondary").name(),
        grid=now.color("line.soft").name(),
        axis=now.color("line.strong").name(),
        cursor=now.color("line.strong").name(),
        past=now.color("past.fg").name(),
        palette=np.array([color.getRgb()[:3] for color in upper], np.uint8),
        families=known_families(now.font().families()),
        mono=known_families(now.font(mono=True).families()),
        font_px=now.px(11),
        unit_px=now.scale,
    )
