"""The small window under a data set: how many samples, how much noise, the seed, and the rows to check with."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.data.built_in import LARGEST_SHARE, MOST_NOISE, SMALLEST_SHARE
from gui.controls.number_box import NumberBox, SeedBox
from gui.look import theme
from gui.widgets.panel import Panel

FIELDS = SAMPLES, NOISE, VALIDATION, SEED = ("samples", "noise", "validation", "seed")
"""The fields of sources that can be set here."""

FEWEST, MOST = 10, 10_000
"""Of samples."""


class HundredthsBox(NumberBox):
    """A field for a number with two decimals, written with a point or a comma; what it holds are hundredths."""

    def textFromValue(self, held: int) -> str:  # noqa: N802 (Qt's name)
        return f"{held / 100:.2f}"

    def valueFromText(self, text: str) -> int:  # noqa: N802 (Qt's name)
        return round(100 * float(text.replace(",", ".")))

    def validate(self, text: str, place: int) -> object:
        digits = text.replace(",", ".")
        if digits in ("", ".") or digits.endswith("."):
            return QValidator.State.Intermediate, text, place
        right = digits.replace(".", "", 1).isdecimal() and len(digits) <= 5
        fits = right and self.minimum() <= 100 * float(digits) <= self.maximum()
        return QValidator.State.Acceptable if fits else QValidator.State.Invalid, text, place


class FieldsBox(Panel):
    """Fields of a data set, in a window that closes with a click beside it.

    Signals:
        chosen(object): the values by field, where Use was pressed.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_fields_box")
        self.setWindowFlag(Qt.WindowType.Popup)
        self._boxes: dict[str, NumberBox] = {
            SAMPLES: NumberBox("data_samples"),
            NOISE: HundredthsBox("data_noise"),
            VALIDATION: NumberBox("data_validation"),
            SEED: SeedBox(),
        }
        self._boxes[SEED].setObjectName("data_seed")
        self._boxes[SAMPLES].setRange(FEWEST, MOST)
        self._boxes[SAMPLES].setSingleStep(50)
        self._boxes[NOISE].setRange(0, round(100 * MOST_NOISE))
        self._boxes[NOISE].setSingleStep(5)
        self._boxes[VALIDATION].setRange(0, round(100 * LARGEST_SHARE))
        self._boxes[VALIDATION].setSingleStep(5)
        self._boxes[VALIDATION].setSuffix(" %")
        self._words = {name: QLabel() for name in FIELDS}
        self._use = QPushButton(objectName="data_fields_use")
        self._use.setProperty("look", "primary")
        self._use.clicked.connect(self._choose)
        self._lay_out()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setProperty("look", "question")
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 12, 14, 12)
        for row, name in enumerate(FIELDS):
            grid.addWidget(self._words[name], row, 0)
            grid.addWidget(self._boxes[name], row, 1)
            self._words[name].setBuddy(self._boxes[name])
        grid.addWidget(self._use, len(FIELDS), 0, 1, 2)

    def open_at(self, corner: QPoint, values: Mapping[str, float]) -> None:
        """Show the fields that a data set has, with their values, below a corner in the screen's coordinates."""
        for name in FIELDS:
            for widget in (self._words[name], self._boxes[name]):
                widget.setVisible(name in values)
            if name in values:
                value = values[name]
                self._boxes[name].setValue(round(100 * value) if name in (NOISE, VALIDATION) else int(value))
        self.adjustSize()
        lowest = self.screen().availableGeometry().bottom() - self.height()
        self.move(corner.x(), min(corner.y(), lowest))
        self.show()
        next(self._boxes[name] for name in FIELDS if name in values).setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        values: dict[str, float] = {}
        for name, box in self._boxes.items():
            if not box.isHidden():
                box.interpretText()
                values[name] = box.value() / 100 if name in (NOISE, VALIDATION) else box.value()
        if values.get(VALIDATION):
            values[VALIDATION] = max(SMALLEST_SHARE, values[VALIDATION])
        self.hide()
        self.chosen.emit(values)

    def retranslate(self) -> None:
        texts = (self.tr("samples"), self.tr("noise"), self.tr("rows to check with"), self.tr("seed"))
        for name, text in zip(FIELDS, texts, strict=True):
            self._words[name].setText(text)
            self._boxes[name].setAccessibleName(text)
        self._use.setText(self.tr("Use"))

    def restyle(self) -> None:
        now = theme.current()
        for box in self._boxes.values():
            box.restyle()
            box.setFixedSize(now.px(110), now.px(28))
