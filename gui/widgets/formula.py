"""A typeset formula: matplotlib's mathtext as outlines, so that it is crisp at every zoom."""

from __future__ import annotations

import re
import sys
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QShowEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.look import theme
from gui.widgets.panel import Panel

UNITS = 64
"""Size of the outlines that are kept; they are scaled when painted."""

SMALLEST = 0.6
"""A formula that is too wide is set smaller, down to this share of its size."""

WORDS = {
    "sum": "Σ", "partial": "∂", "delta": "δ", "eta": "η", "varepsilon": "ε", "epsilon": "ε", "alpha": "α",
    "beta": "β", "gamma": "γ", "mu": "μ", "rho": "ρ", "cdots": " ⋯ ", "quad": " ",
    "sqrt": "√", "times": " × ", "cdot": " · ", "prime": "′", "approx": " ≈ ", "pm": " ± ",
    "leftarrow": " ← ", "rightarrow": " → ", "left": "", "right": "",
}  # fmt: skip


class Formula(Panel):
    """One line of mathtext, painted with a colour of the theme.

    Args:
        formula: what matplotlib's mathtext understands, with its dollars, e.g. r"$z_3 = \\sum_i x_i\\,W_{i3} + b_3$".
        role: the role of the theme's font that gives the size.
        token: the colour.
    """

    def __init__(
        self, formula: str = "", parent: QWidget | None = None, *, role: str = "title", token: str = "text.primary"
    ) -> None:
        super().__init__(parent)
        self._formula, self._role, self._token = "", role, token
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_formula(formula)

    @property
    def formula(self) -> str:
        """The mathtext that is shown."""
        return self._formula

    def set_formula(self, mathtext: str) -> None:
        """Show another formula, and give screen readers its plain text.

        Raises:
            ValueError: (when it is measured or painted) it is not mathtext.
        """
        if mathtext != self._formula:
            self._formula = mathtext
            self.setAccessibleName(plain_text(mathtext))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        if not self._formula:
            return QSize(0, 0)
        if (
            not self.isVisible() and "matplotlib.textpath" not in sys.modules
        ):  # the window is being built: a guess will do
            side = theme.current().font(self._role).pixelSize()
            return QSize(side * len(plain_text(self._formula)) // 2, 2 * side)
        box, scale = outlines(self._formula)[1], self._scale()
        return QSize(round(box.width() * scale) + 2, round(box.height() * scale) + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        size = self.sizeHint()
        return QSize(min(size.width(), round(size.width() * SMALLEST)), size.height())

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _scale(self) -> float:
        now = theme.current()
        return now.font(self._role).pixelSize() / UNITS

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self.updateGeometry()  # now its size counts

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        if not self._formula:
            return
        path, box = outlines(self._formula)
        scale = self._scale()
        scale = min(scale, max(scale * SMALLEST, (self.width() - 2) / max(box.width(), 1.0)))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            below = (self.height() - box.height() * scale) / 2
            place = QTransform().translate(1, below).scale(scale, scale).translate(-box.left(), -box.top())
            painter.fillPath(place.map(path), theme.current().color(self._token))


@lru_cache(maxsize=256)
def outlines(mathtext: str) -> tuple[QPainterPath, QRectF]:
    """Return the outlines of a formula, set at `UNITS` px with y downwards from the baseline, and the box around them.

    The box is as high as the line even if the letters are lower, so that the formulas of one page sit alike.

    Raises:
        ValueError: it is not mathtext.
    """
    # slow to import, and there by the time that a network is there to explain
    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path
    from matplotlib.textpath import TextToPath

    points, codes = TextToPath().get_text_path(
        FontProperties(family="DejaVu Sans", size=UNITS, math_fontfamily="dejavusans"), mathtext, ismath=True
    )
    # `TextToPath` sets at its own size; its unit is then scaled to ours
    factor = UNITS / TextToPath.FONT_SCALE
    path = QPainterPath()
    numbers = iter((float(x) * factor, -float(y) * factor, code) for (x, y), code in zip(points, codes, strict=True))
    for x, y, code in numbers:
        if code == Path.MOVETO:
            path.moveTo(x, y)
        elif code == Path.LINETO:
            path.lineTo(x, y)
        elif code == Path.CURVE3:
            path.quadTo(x, y, *next(numbers)[:2])
        elif code == Path.CURVE4:
            path.cubicTo(x, y, *next(numbers)[:2], *next(numbers)[:2])
        elif code == Path.CLOSEPOLY:
            path.closeSubpath()
    path.setFillRule(Qt.FillRule.WindingFill)
    box = path.boundingRect()
    return path, box.united(QRectF(box.left(), -0.8 * UNITS, 1, UNITS))


def plain_text(mathtext: str) -> str:
    """Write a formula in one line of plain text, e.g. "z_3 = Σ_i x_i W_i3 + b_3"."""
    text = re.sub(r"\\(?:mathrm|mathit|text|operatorname)\s*", "", mathtext.replace("$", ""))
    text = re.sub(r"\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}", r"(\1) / (\2)", text)
    text = re.sub(r"\\([A-Za-z]+)", lambda match: WORDS.get(match[1], match[1]), text)
    text = re.sub(r"\\[,;:! ]", " ", text)
    return " ".join(text.replace("{", "").replace("}", "").replace("'", "′").split())


def mathtext_name(name: str) -> str:
    """Escape a name of Keras for use in mathtext, e.g. "leaky\\_relu"."""
    return name.replace("_", r"\_")
