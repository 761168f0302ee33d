"""Where the samples come from: a list of data sets, their fields, drawing, and opening a table."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.data.data_chooser import DataChooser
from gui.data.fields_box import FieldsBox
from gui.look import i18n, icons, theme
from gui.look.why_not import allow
from gui.widgets.panel import Panel

NOTHING_TO_SET = i18n.tr("Nothing of this data set can be set.")


class SourceBar(Panel):
    """The choice of a data set.

    Signals:
        source_chosen(int): another data set, by its index in the names of `set_sources`.
        fields_chosen(object): other values for the fields of the one in use.
        draw_clicked(): draw points.
        open_clicked(): open a table.
    """

    source_chosen = Signal(int)
    fields_chosen = Signal(object)
    draw_clicked = Signal()
    open_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Mapping[str, float] = {}
        self._chooser = DataChooser()
        self._chooser.source_chosen.connect(self.source_chosen)
        self.set_sources = self._chooser.set_sources
        self._fields = QPushButton(objectName="data_fields")
        allow(self._fields, NOTHING_TO_SET)
        self._fields.clicked.connect(self._open_fields)
        self._draw = QPushButton(objectName="draw_button")
        self._draw.clicked.connect(self.draw_clicked)
        self._box: FieldsBox | None = None  # made when it is first opened
        self._open = QPushButton(objectName="open_csv")
        self._open.clicked.connect(self.open_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._chooser, self._fields, self._draw, self._open):
            row.addWidget(widget)
        self.retranslate()
        self.restyle()

    def set_fields(self, values: Mapping[str, float]) -> None:
        """Set the fields of the data set in use; none if nothing of it can be set."""
        if self._box is not None and values != self._values:
            self._box.hide()  # its fields are of what was in use before
        self._values = values
        allow(self._fields, "" if values else NOTHING_TO_SET)

    def _open_fields(self) -> None:
        if self._box is None:
            self._box = FieldsBox(self)
            self._box.chosen.connect(self.fields_chosen)
        corner = self._fields.mapToGlobal(QPoint(0, self._fields.height() + theme.current().px(4)))
        self._box.open_at(corner, self._values)

    def retranslate(self) -> None:
        self._chooser.fill()
        self._chooser.setAccessibleName(self.tr("Data set"))
        self._chooser.setToolTip(self.tr("The samples to learn from"))
        self._fields.setAccessibleName(self.tr("Samples, noise and seed"))
        self._fields.setToolTip(self.tr("How many samples, how much noise, and the seed of this data set"))
        self._draw.setAccessibleName(self.tr("Draw data…"))
        self._draw.setToolTip(self.tr("Draw data: set points of two classes, or drag a curve"))
        self._open.setText(self.tr("Open a table…"))
        self._open.setToolTip(self.tr("Learn from a file of numbers: the inputs first, the target last"))

    def restyle(self) -> None:
        now = theme.current()
        self._chooser.fill()
        ink = now.color("text.primary"), now.color("text.disabled")
        pictures = ((self._fields, "sliders-horizontal-bold"), (self._draw, "pencil-simple-bold"))
        for button, name in (*pictures, (self._open, "folder-open-bold")):
            button.setIcon(icons.icon(name, *ink))
            button.setIconSize(QSize(now.px(16), now.px(16)))
