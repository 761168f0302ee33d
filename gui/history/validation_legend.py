"""The legend of the loss chart where there are validation rows: which line is which, the best step, and overfitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gui.history.loss_style import validation_pen
from gui.look import number_text, theme
from gui.widgets.fitted_label import FittedLabel
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.history.loss_curve import LossCurve
    from core.snapshot.validation import Measured

SAMPLE_WIDTH, SAMPLE_HEIGHT = 26, 12
SOLID, DASHED, BEST = "solid", "dashed", "best"


class LineSample(QWidget):
    """A piece of one of the chart's lines, or its mark."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.restyle()

    def restyle(self) -> None:
        now = theme.current()
        self.setFixedSize(QSize(now.px(SAMPLE_HEIGHT if self._kind == BEST else SAMPLE_WIDTH), now.px(SAMPLE_HEIGHT)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now, middle = theme.current(), self.height() / 2
        width = now.px(10) / 5
        solid = now.pen("accent" if self._kind == SOLID else "text.primary", width)
        pen = validation_pen(now, width) if self._kind == DASHED else solid
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(pen)
            if self._kind == BEST:
                far, at = now.px(4), QPointF(self.width() / 2, middle)
                ends = (QPointF(0, -far), QPointF(far, 0), QPointF(0, far), QPointF(-far, 0))
                painter.drawPolygon(QPolygonF([at + end for end in ends]))
            else:
                painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))


class ValidationLegend(Panel):
    """Which line is the training loss and which the validation loss, where the latter is lowest, and what it means.

    Signals:
        best_clicked(int): show this step.
    """

    best_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="loss_legend")
        self._best: Measured | None = None
        self._overfits = False
        self._samples = tuple(map(LineSample, (SOLID, DASHED, BEST)))
        self._names = (QLabel(), QLabel())
        self._link = QPushButton(objectName="best_step", cursor=Qt.CursorShape.PointingHandCursor)
        self._link.setProperty("look", "flat")
        self._link.clicked.connect(self._click)
        self._words = FittedLabel(objectName="overfitting")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for sample, text in zip(self._samples, (*self._names, self._link)):
            row.addWidget(sample)
            row.addWidget(text)
            row.addSpacing(8)
        row.addWidget(self._words, 1)
        self.hide()
        self.retranslate()
        self.restyle()

    def show_curve(self, curve: LossCurve | None, step: int) -> None:
        """Show what a curve has of validation rows, as seen from the step that is shown; hide without any."""
        self._best = curve.best if curve is not None else None
        self._overfits = curve is not None and curve.overfits(step)
        self.setVisible(self._best is not None)
        self._write()

    def _click(self) -> None:
        if self._best is not None:
            self.best_clicked.emit(self._best.step)

    def _write(self) -> None:
        best = self._best
        if best is not None:
            text = self.tr("lowest {loss} at step {step}")
            text = text.format(loss=number_text.loss(best.loss), step=number_text.count(best.step))
            if text != self._link.text():
                self._link.setText(text)
        texts = (
            self.tr("Overfitting: the validation loss rises while the training loss falls."),
            self.tr("Overfitting"),
        )
        self._words.set_texts(*(texts if self._overfits else ("",)))

    def retranslate(self) -> None:
        for label, text in zip(self._names, (self.tr("training"), self.tr("validation"))):
            label.setText(text)
        self._link.setToolTip(self.tr("Show the step with the lowest validation loss"))
        self._write()

    def restyle(self) -> None:
        now = theme.current()
        for sample in self._samples:
            sample.restyle()
        for widget in (*self._names, self._link, self._words):
            widget.setFont(now.font("small"))
        self._words.setStyleSheet(f"color: {now.color('past.fg').name()};")
        self._link.setStyleSheet("QPushButton { padding: 0 2px; min-height: 0; text-align: left; }")
        self.setFixedHeight(now.px(20))
