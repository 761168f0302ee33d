"""The look of charts: colours, fonts and sizes for matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class ChartStyle:
    """What all charts need: colours as "#rrggbb", and sizes in pixels of the screen, at `DPI` dots per inch.

    Attributes:
        families: fonts in the order in which they are searched for a glyph.
    """

    ground: str
    text: str
    grid: str
    axis: str
    past: str
    families: tuple[str, ...]
    font_px: float

    DPI = 100

    def points(self, pixels: float) -> float:
        """Convert pixels to matplotlib's points."""
        return pixels * 72 / self.DPI


@dataclass(frozen=True, kw_only=True)
class PlotStyle(ChartStyle):
    """The style of the loss chart.

    Attributes:
        dashes: the dash and the gap of the validation line, times its width.
    """

    line: str
    validation: str
    dashes: tuple[float, float]
    mark: str
    frozen: str
    frozen_ground: str
    frozen_hatch: str
    other: str
    line_px: float


def size_of(axes: Any, style: ChartStyle) -> tuple[float, float]:
    """Return the width and the height of axes in screen pixels."""
    box, (wide, high) = axes.get_position(), axes.figure.get_size_inches()
    return float(box.width * wide * style.DPI), float(box.height * high * style.DPI)


def frame_of(figure: Any, all_axes: Sequence[Any]) -> tuple[object, ...]:
    """Return the sizes that decide how axes look."""
    return (*figure.get_size_inches(), figure.dpi, *(axes.get_position().bounds for axes in all_axes))


def text_width(text: str, em: float) -> float:
    """Estimate the width of a text in px; Korean letters are as wide as they are high."""
    return sum(em if ord(letter) > 0x1100 else em * 0.58 for letter in text)


def known_families(wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the wanted fonts under matplotlib's names for them, with its own DejaVu Sans at the end.

    matplotlib reads only the first face of a font collection, which for Noto Sans CJK is "... JP"; every face of the
    collection has the Korean letters, so that face stands in for "... KR".
    """
    from matplotlib.font_manager import fontManager

    known = {entry.name for entry in fontManager.ttflist}
    found: list[str] = []
    for family in (*wanted, "DejaVu Sans"):
        cjk = family.rpartition(" ")[0] if " CJK " in family else ""
        stand_in = next((name for name in sorted(known) if cjk and name.startswith(cjk)), None)
        name = family if family in known else stand_in
        if name is not None and name not in found:
            found.append(name)
    return tuple(found)
