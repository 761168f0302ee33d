"""The marks on the loss chart: changes of settings, and the spans with a frozen layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gui.plots.plot_style import PlotStyle

LABEL_ROWS = 2


@dataclass(frozen=True)
class PlotMark:
    """A dashed vertical line with a text; `frozen` marks are drawn in the frozen colour."""

    step: int
    text: str
    frozen: bool = False


class LossMarks:
    """The artists of the marks on one Axes, all animated, i.e. left out of a full draw.

    Attributes:
        artists: what to draw.
        labels: the texts that had room, newest first.
    """

    def __init__(self, axes: Axes, style: PlotStyle, font: dict[str, Any]) -> None:
        self.axes, self.style, self._font = axes, style, font
        self.artists: list[Any] = []
        self.labels: list[str] = []
        self._drawn: object = None
        self._width = 0.0

    def forget(self) -> None:
        """Make all artists again at the next draw, e.g. because the axes have another scale."""
        self._drawn = None

    def draw(self, marks: Sequence[PlotMark], spans: Sequence[tuple[int, int]], width: float) -> None:
        """Show these marks and spans instead, unless they are the same.

        Args:
            spans: the first and the last step of each span with a frozen layer.
            width: the width of the axes in screen pixels.
        """
        key = (tuple(marks), tuple(spans), self.axes.get_xlim(), width)
        if key == self._drawn:
            return
        self._drawn, self._width = key, width
        for artist in self.artists:
            artist.remove()
        self.artists.clear()
        style, px = self.style, self.style.points
        for first, last in spans:
            hatched = self.axes.axvspan(
                first, last, facecolor=style.frozen_ground, edgecolor=style.frozen_hatch, linewidth=0, hatch="////",
                zorder=0.5,
            )  # fmt: skip
            self.artists.append(hatched)
        for frozen, color in ((False, style.mark), (True, style.frozen)):
            at = [mark.step for mark in marks if mark.frozen == frozen]
            if at:
                lines = self.axes.vlines(
                    at, 0, 1, transform=self.axes.get_xaxis_transform(), colors=color, linewidth=px(1.5),
                    linestyles=[(0, (3, 2))], zorder=2,
                )  # fmt: skip
                self.artists.append(lines)
        self._draw_labels(marks)
        for artist in self.artists:
            artist.set_animated(True)

    def _draw_labels(self, marks: Sequence[PlotMark]) -> None:
        """Draw the marks' texts, newest first, in two rows; leave out a text that would cover another."""
        px, em, width = self.style.points, self.style.font_px, self._width
        taken: list[list[tuple[float, float]]] = [[] for _ in range(LABEL_ROWS)]
        first, limit = self.axes.get_xlim()
        self.labels = []
        for mark in sorted(marks, key=_step, reverse=True):
            at, wide = (mark.step - first) / (limit - first) * width, _text_width(mark.text, em) + em
            flipped = at + wide > width
            left = at - wide if flipped else at
            rows = [
                row
                for row, spans in enumerate(taken)
                if all(left >= end or left + wide <= start for start, end in spans)
            ]
            if not mark.text or not rows or left < 0 or not 0 <= at <= width:
                continue
            taken[rows[0]].append((left, left + wide))
            text = self.axes.annotate(
                mark.text, (mark.step, 1), (px(-5 if flipped else 5), -px(2 + rows[0] * em * 1.5)),
                xycoords=self.axes.get_xaxis_transform(), textcoords="offset points", va="top",
                ha="right" if flipped else "left", zorder=5,
                color=self.style.frozen if mark.frozen else self.style.text,
                bbox={"facecolor": self.style.ground, "edgecolor": "none", "pad": px(1.5), "alpha": 0.85}, **self._font,
            )  # fmt: skip
            self.labels.append(mark.text)
            self.artists.append(text)


def _step(mark: PlotMark) -> int:
    return mark.step


def _text_width(text: str, em: float) -> float:
    """Estimate the width of a text; Korean letters are as wide as they are high."""
    return sum(em if ord(letter) > 0x1100 else em * 0.58 for letter in text)
