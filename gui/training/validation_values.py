"""The read-outs of the validation rows: their loss and, of classes, their accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.look import number_text, theme
from gui.widgets.alignment import RIGHT
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.validation import Validation

CAPTION_HEIGHT, ROW_HEIGHT = 14, 15


class ValidationValues(Panel):
    """Two small numbers under one caption, which keep their width while training; hidden without validation rows.

    Attributes:
        left_out: whether there is no room for them.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left_out = False
        self._caption = QLabel(alignment=RIGHT)
        self._names = (QLabel(alignment=RIGHT), QLabel(alignment=RIGHT))
        self._loss = QLabel(objectName="validation_loss_value", alignment=RIGHT)
        self._accuracy = QLabel(objectName="validation_accuracy_value", alignment=RIGHT)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(0)
        grid.addWidget(self._caption, 0, 0, 1, 2)
        for row, (name, value) in enumerate(zip(self._names, (self._loss, self._accuracy)), 1):
            name.setProperty("look", "caption")
            grid.addWidget(name, row, 0)
            grid.addWidget(value, row, 1)
        self._caption.setProperty("look", "caption")
        self.hide()
        self.retranslate()
        self.restyle()

    def show_values(self, validation: Validation | None) -> bool:
        """Show what the validation rows give; return whether the room that this takes has changed."""
        accuracy = validation.accuracy if validation is not None else None
        before = self.isVisibleTo(self.parentWidget()), self._accuracy.isVisibleTo(self)
        shown = validation is not None and not self.left_out
        self.setVisible(shown)
        for label in (self._names[1], self._accuracy):
            label.setVisible(accuracy is not None)
        if validation is not None:
            self._loss.setText(number_text.loss(validation.loss))
        if accuracy is not None:
            self._accuracy.setText(number_text.plain(accuracy, 3))
        return not self.left_out and before != (shown, accuracy is not None)

    def set_color(self, color: str) -> None:
        """Use a colour for the numbers."""
        for label in (self._loss, self._accuracy):
            label.setStyleSheet(f"color: {color};")

    def retranslate(self) -> None:
        self._caption.setText(self.tr("validation"))
        for label, text in zip(self._names, (self.tr("loss"), self.tr("acc."))):
            label.setText(text)
        self._loss.setAccessibleName(self.tr("Validation loss"))
        self._accuracy.setAccessibleName(self.tr("Validation accuracy"))
        self.setToolTip(self.tr("Of the rows that no step learns from, at these weights"))

    def restyle(self) -> None:
        now = theme.current()
        font = QFont(now.font("body", mono=True, bold=True))
        width = QFontMetrics(font).horizontalAdvance("0") * number_text.LONGEST_LOSS + now.px(2)
        for label in (self._loss, self._accuracy):
            label.setFont(font)
            label.setFixedSize(width, now.px(ROW_HEIGHT))
        self._caption.setFixedHeight(now.px(CAPTION_HEIGHT))
        for label in (self._caption, *self._names):
            label.setFont(now.font("micro"))
