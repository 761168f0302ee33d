"""The loss curves of the other branches, paler than the one that is shown, each with its name where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gui.plots.free_place import Box, Numbers, free_place
from gui.plots.plot_style import size_of, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gui.plots.plot_style import PlotStyle


@dataclass(frozen=True, eq=False)
class PlotCurve:
    """Steps (n,) and losses (n,) of another branch, and its name."""

    steps: Numbers
    losses: Numbers
    text: str = ""


class OtherCurves:
    """The lines and texts on one Axes, all animated, i.e. left out of a full draw.

    Attributes:
        lines: one for each curve; those that are left over are empty.
    """

    def __init__(self, axes: Axes, style: PlotStyle, font: dict[str, Any]) -> None:
        self.lines: list[Any] = []
        self._axes, self._style, self._font = axes, style, font
        self._texts: list[Any] = []

    @property
    def artists(self) -> list[Any]:
        """What is drawn."""
        return [*self.lines, *(text for text in self._texts if text.get_text())]

    def draw(self, curves: Sequence[PlotCurve], low: float, shown: tuple[Numbers, Numbers]) -> None:
        """Show these curves instead.

        Args:
            low: the lower end of the y axis, where lower losses are drawn.
            shown: steps and losses of the curve that no text may cover.
        """
        while len(self.lines) < len(curves):
            self._make()
        taken: list[Box] = []
        points = self._pixels(*shown)
        for line, text in zip(self.lines[len(curves) :], self._texts[len(curves) :]):
            line.set_data((), ())
            text.set_text("")
        for curve, line, text in zip(curves, self.lines, self._texts):
            losses = np.maximum(curve.losses, low)
            line.set_data(curve.steps, losses)
            place = self._place(curve, losses, points, taken)
            text.set_text(curve.text if place is not None else "")
            if place is not None:
                taken.append(place)
                text.set_position((place[0], place[1]))

    def _make(self) -> None:
        style, px = self._style, self._style.points
        (line,) = self._axes.plot([], [], color=style.other, linewidth=px(1.5), zorder=2.5)
        text = self._axes.annotate(
            "", (0, 0), (0, 0), xycoords="axes fraction", textcoords="offset pixels", va="bottom", ha="left",
            color=style.text, zorder=2.6, annotation_clip=False, **self._font,
        )  # fmt: skip
        for artist in (line, text):
            artist.set_animated(True)
        self.lines.append(line)
        self._texts.append(text)

    def _place(
        self, curve: PlotCurve, losses: Numbers, shown: tuple[Numbers, Numbers], taken: Sequence[Box]
    ) -> Box | None:
        """Return where a curve's name covers nothing: beside, above or below its last visible point."""
        seen = curve.steps <= self._axes.get_xlim()[1]
        if not curve.text or not seen.any():
            return None
        wide, high = size_of(self._axes, self._style)
        x, y = self._pixels(curve.steps[seen], losses[seen])
        em, gap = self._style.font_px, 4
        length, height = text_width(curve.text, em), em * 1.3
        lefts = [x[-1] + gap, x[-1] - length] if x[-1] + gap + length <= wide else [min(x[-1], wide) - length]
        lows = [y[-1] - height / 2, y[-1] + gap, y[-1] - gap - height]
        boxes = [(left, low, left + length, low + height) for left in lefts for low in lows]
        inside = [box for box in boxes if box[0] >= 0 and box[1] >= 0 and box[3] <= high]
        own_free = [box for box in inside if free_place([box], x, y) is not None]
        return free_place(own_free, *shown, taken)

    def _pixels(self, steps: Numbers, losses: Numbers) -> tuple[Numbers, Numbers]:
        """Return points in screen pixels from the lower left corner of the axes."""
        if not len(steps):
            return np.empty(0), np.empty(0)
        to_axes = self._axes.transData + self._axes.transAxes.inverted()
        places = to_axes.transform(np.column_stack([steps, losses]))
        wide, high = size_of(self._axes, self._style)
        return places[:, 0] * wide, places[:, 1] * high
