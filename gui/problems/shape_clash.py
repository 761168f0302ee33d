"""Two shapes that do not fit, drawn as grids with the mismatch crossed out."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.problems.problem import Problem
from gui.look import theme
from gui.widgets.alignment import CENTER, LEFT
from gui.widgets.panel import Panel

MOST_ROWS, MOST_COLUMNS = 5, 16
CELL, GAP = 22, 2
NARROW, WORDS = 400, 24
"""The width below which the words have a row of their own, and the height of that row, in px."""


@dataclass(frozen=True)
class Clash:
    """A batch, and the kernel that it does not fit.

    Attributes:
        argument: the batch's variable.
        shape: its shape as Keras writes it; the number of samples may be None.
        kernel_rows, units: the kernel's.
    """

    argument: str
    shape: tuple[int | None, int]
    kernel_rows: int
    units: int

    @property
    def rows(self) -> int:
        return self.shape[0] or 1

    @property
    def columns(self) -> int:
        return self.shape[1]


def clash_of(problem: Problem) -> Clash | None:
    """Return the two shapes of a problem, if it is about a batch that does not fit."""
    fields = problem.fields
    if problem.kind != "layer.wrong_shape":
        return None
    return Clash(str(fields["argument"]), fields["shape"], fields["expected"], fields["units"])  # type: ignore[arg-type]


class ShapeClash(Panel):
    """A drawing of `argument @ kernel` that crosses out features without a row, or rows without a feature."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="shape_clash")
        self._clash: Clash | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_clash(self, clash: Clash | None) -> None:
        """Draw a clash, or hide the drawing for None."""
        self._clash = clash
        if clash is not None:
            self.setFixedHeight(self.sizeHint().height())
            self.retranslate()
        self.setVisible(clash is not None)
        self.update()

    @property
    def words(self) -> tuple[str, str]:
        """The two numbers that do not match, in two lines."""
        assert self._clash is not None
        columns, rows = self._clash.columns, self._clash.kernel_rows
        features = self.tr("1 feature") if columns == 1 else self.tr("{count} features")
        kernel = self.tr("≠ 1 kernel row") if rows == 1 else self.tr("≠ {count} kernel rows")
        return features.format(count=columns), kernel.format(count=rows)

    def retranslate(self) -> None:
        if self._clash is not None:
            self.setAccessibleName(", ".join((*self._titles(self._clash), " ".join(self.words))))
        self.update()

    def restyle(self) -> None:
        if self._clash is not None:
            self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _titles(self, clash: Clash) -> tuple[str, str]:
        return f"{clash.argument} {clash.shape}", f"kernel ({clash.kernel_rows}, {clash.units})"

    def _cell(self, clash: Clash) -> float:
        """Return the side of a cell, smaller where there are many."""
        scale = theme.current().scale
        shown = min(clash.columns, MOST_COLUMNS) + min(clash.units, MOST_COLUMNS)
        beside = 60 if self._narrow else 190  # the rest of the row
        return min(CELL * scale, max(8 * scale, (self.width() - beside * scale) / max(shown, 1)))

    @property
    def _narrow(self) -> bool:
        """Whether the two numbers go below the grids, because there is no space beside them."""
        return self.width() < theme.current().px(NARROW)

    def _paint_grid(
        self, painter: QPainter, corner: QPointF, size: tuple[int, int], good: tuple[int, int], side: float
    ) -> QRectF:
        """Paint `size` (rows, columns) cells, cross out those beyond `good`, and return their rectangle."""
        now = theme.current()
        rows, columns = min(size[0], MOST_ROWS), min(size[1], MOST_COLUMNS)
        for row in range(rows):
            for column in range(columns):
                cell = QRectF(corner.x() + column * side, corner.y() + row * side, side - GAP, side - GAP)
                bad = row >= good[0] or column >= good[1]
                painter.setPen(now.pen("error.fg", 1.6 * now.scale, (3, 2)) if bad else now.pen("line.strong"))
                painter.setBrush(now.color("error.bg" if bad else "bg.sunken"))
                painter.drawRoundedRect(cell, 3, 3)
                if bad:
                    cross = cell.adjusted(side * 0.25, side * 0.25, -side * 0.25, -side * 0.25)
                    painter.setPen(now.pen("error.fg", 1.6 * now.scale))
                    painter.drawLine(cross.topLeft(), cross.bottomRight())
                    painter.drawLine(cross.topRight(), cross.bottomLeft())
        return QRectF(corner.x(), corner.y(), columns * side, rows * side)

    # ---- Qt -------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        now, clash = theme.current(), self._clash
        rows = 0 if clash is None else min(max(clash.rows, clash.kernel_rows), MOST_ROWS)
        below = now.px(WORDS) if self._narrow else 0
        return QSize(now.px(420), now.px(24) + round(rows * CELL * now.scale) + now.px(4) + below)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(theme.current().px(240), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        if self._clash is not None:
            self.setFixedHeight(self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        clash = self._clash
        if clash is None:
            return
        now = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            side, top, x = self._cell(clash), now.px(24), now.px(4)
            sizes = ((clash.rows, clash.columns), (clash.kernel_rows, clash.units))
            goods = ((clash.rows, clash.kernel_rows), (clash.columns, clash.units))
            for number, (title, size, good) in enumerate(zip(self._titles(clash), sizes, goods, strict=True)):
                painter.setFont(now.font("small", mono=True, bold=True))
                width = max(QFontMetricsF(painter.font()).horizontalAdvance(title), min(size[1], MOST_COLUMNS) * side)
                painter.setPen(now.color("text.primary"))
                painter.drawText(QRectF(x, 0, width, top - now.px(3)), LEFT, title)
                self._paint_grid(painter, QPointF(x, top), size, good, side)
                x += width
                if number == 0:
                    painter.setFont(now.font("title", mono=True, bold=True))
                    painter.setPen(now.color("text.primary"))
                    below = now.px(WORDS) if self._narrow else 0
                    painter.drawText(QRectF(x, top, now.px(44), self.height() - top - below), CENTER, "@")
                    x += now.px(44)
            painter.setFont(now.font("body", bold=True))
            painter.setPen(now.color("text.primary"))
            if self._narrow:
                below = QRectF(now.px(4), self.height() - now.px(WORDS), self.width() - now.px(4), now.px(WORDS))
                painter.drawText(below, LEFT, " ".join(self.words))
                return
            text = QRectF(x + now.px(14), top, max(0.0, self.width() - x - now.px(14)), self.height() - top)
            painter.drawText(text, LEFT | Qt.TextFlag.TextWordWrap, "\n".join(self.words))
