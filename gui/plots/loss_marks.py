"""The marks on the loss chart: changes of settings, and the spans with a frozen layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from gui.plots.plot_style import size_of, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gui.plots.plot_style import PlotStyle

STRIP = 1.6
"""The height of the strip above the axes with the marks' texts, which so cover no curve, times that of the font."""


@dataclass(frozen=True)
class PlotMark:
    """A dashed vertical line with a text; `frozen` marks are drawn in the frozen colour."""

    step: int
    text: str
    frozen: bool = False


class LossMarks:
    """The artists of the marks on one Axes, all animated, i.e. left out of a full draw.

    Attributes:
        labels: the texts that had room, newest first.
    """

    def __init__(self, axes: Axes, style: PlotStyle, font: dict[str, Any]) -> None:
        self.axes, self.style, self._font = axes, style, font
        self.labels: list[str] = []
        self._artists: list[Any] = []
        self._frames: list[tuple[Any, Any]] = []  # hatching and frame of each span
        self._drawn: object = None

    @property
    def artists(self) -> list[Any]:
        """What is drawn."""
        return [*(part for frame in self._frames for part in frame), *self._artists]

    def forget(self) -> None:
        """Make all artists again at the next draw, e.g. because the axes have another scale."""
        self._drawn = None

    def draw(self, marks: Sequence[PlotMark], spans: Sequence[tuple[int, int]]) -> None:
        """Show these marks and spans instead; only what is not the same is made again.

        Args:
            spans: the first and the last step of each span with a frozen layer.
        """
        size, starts = size_of(self.axes, self.style), {first for first, _ in spans}
        key = (tuple(marks), starts, self.axes.get_xlim(), size)
        if key != self._drawn:
            self._drawn = key
            for artist in self.artists:
                artist.remove()
            self._artists.clear()
            self._frames.clear()
            self._clip = self._clip_box(size[1])
            self._draw_lines([mark for mark in marks if not (mark.frozen and mark.step in starts)])
            self._draw_labels(marks, size[0])
        self._draw_spans(spans)

    def _clip_box(self, high: float) -> Any:
        """Return the axes and the strip above, for what may not leave them."""
        from matplotlib.transforms import Bbox, TransformedBbox

        self._top = 1 + STRIP * self.style.font_px / max(high, 1)
        return TransformedBbox(Bbox([[0, 0], [1, self._top]]), self.axes.transAxes)

    def _add(self, artist: Any) -> Any:
        artist.set_animated(True)
        artist.set_clip_box(self._clip)
        return artist

    def _draw_spans(self, spans: Sequence[tuple[int, int]]) -> None:
        """Hatch the spans; the last one grows with every step."""
        for span, frame in zip_longest(spans, list(self._frames)):
            if frame is None:
                frame = self._make_frame()
                self._frames.append(frame)
            first, last = span if span is not None else (0, 0)
            for part in frame:
                part.set_bounds(first, 0, last - first, self._top)

    def _make_frame(self) -> tuple[Any, Any]:
        from matplotlib.patches import Rectangle

        style, px = self.style, self.style.points
        over = {"transform": self.axes.get_xaxis_transform(), "zorder": 0.5}
        hatched = Rectangle(
            (0, 0), 0, 0, facecolor=style.frozen_ground, edgecolor=style.frozen_hatch, linewidth=0, hatch="////", **over
        )
        frame = Rectangle((0, 0), 0, 0, fill=False, edgecolor=style.frozen, linewidth=px(1.3), ls=(0, (4, 2.5)), **over)
        for part in (hatched, frame):
            self.axes.add_artist(part)
            self._add(part)
        return hatched, frame

    def _draw_lines(self, marks: Sequence[PlotMark]) -> None:
        for frozen, color in ((False, self.style.mark), (True, self.style.frozen)):
            at = [mark.step for mark in marks if mark.frozen == frozen]
            if at:
                lines = self.axes.vlines(
                    at, 0, self._top, transform=self.axes.get_xaxis_transform(), colors=color,
                    linewidth=self.style.points(1.5), linestyles=[(0, (3, 2))], zorder=2,
                )  # fmt: skip
                self._artists.append(self._add(lines))

    def _draw_labels(self, marks: Sequence[PlotMark], width: float) -> None:
        """Write the marks' texts above the axes, newest first; leave out a text that would cover another."""
        px, em = self.style.points, self.style.font_px
        taken: list[tuple[float, float]] = []
        first, limit = self.axes.get_xlim()
        self.labels = []
        for mark in sorted(marks, key=_step, reverse=True):
            at, wide = (mark.step - first) / (limit - first) * width, text_width(mark.text, em) + em
            sides = [left for left in (at, at - wide) if left >= 0 and left + wide <= width]
            free = [left for left in sides if all(left >= end or left + wide <= start for start, end in taken)]
            if not mark.text or not free or not 0 <= at <= width:
                continue
            taken.append((free[0], free[0] + wide))
            flipped = free[0] < at
            text = self.axes.annotate(
                mark.text, (mark.step, 1), (px(-5 if flipped else 5), px(4)),
                xycoords=self.axes.get_xaxis_transform(), textcoords="offset points", va="bottom",
                ha="right" if flipped else "left", zorder=5, annotation_clip=False,
                color=self.style.frozen if mark.frozen else self.style.text,
                bbox={"facecolor": self.style.ground, "edgecolor": "none", "pad": px(1), "alpha": 0.8}, **self._font,
            )  # fmt: skip
            text.set_animated(True)
            self.labels.append(mark.text)
            self._artists.append(text)


def _step(mark: PlotMark) -> int:
    return mark.step
