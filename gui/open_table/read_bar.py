"""How the file is read: separator, encoding, decimal mark, and whether the first row has the names."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from core.tables.encoding import ENCODINGS
from core.tables.reading import TEXT, Reading
from gui.controls.choice_box import ChoiceBox
from gui.look import i18n
from gui.look.why_not import allow
from gui.widgets.panel import Panel


class ReadBar(Panel):
    """The choosers above the preview.

    Signals:
        changed(str, object): a choice about reading, by its name in `core.tables.reading.Reading`.
    """

    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = [QLabel() for _ in range(3)]
        self._separator, self._encoding = ChoiceBox("separator"), ChoiceBox("encoding")
        self._decimal, self._header = ChoiceBox("decimal"), QCheckBox(objectName="header")
        self._doubts = QLabel(objectName="doubts", wordWrap=True)
        self._doubts.setProperty("look", "error")
        self._reading: Reading | None = None
        for box, name in ((self._separator, "separator"), (self._encoding, "encoding"), (self._decimal, "decimal")):
            box.chosen.connect(partial(self._choose, box, name))
        self._header.clicked.connect(lambda checked: self.changed.emit("header", checked))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for word, box in zip(self._words, (self._separator, self._encoding, self._decimal), strict=True):
            row.addWidget(word)
            row.addWidget(box)
            word.setBuddy(box)
            row.addSpacing(12)
        row.addWidget(self._header)
        row.addSpacing(12)
        row.addWidget(self._doubts, 1)
        self.retranslate()

    def show_reading(self, reading: Reading | None, doubts: tuple[str, ...] = ()) -> None:
        """Show how the file was read, and what could be read in another way; None for a file that cannot be read."""
        self._reading = reading
        text = reading is None or reading.form == TEXT
        for widget in (*self._words, self._separator, self._encoding, self._decimal):
            widget.setVisible(text)
        if reading is not None:
            self._fill_encodings(reading.encoding)
            self._separator.choose(reading.separator)
            self._encoding.choose(reading.encoding)
            self._decimal.choose(reading.decimal)
            self._header.setChecked(reading.header)
        allow(self._header, "" if reading is not None else i18n.tr("The file has not been read."))
        questions = {
            "header": self.tr("The first row is 0, 1, 2 …: are these names?"),
            "decimal": self.tr("1.250 could be 1250 or 1.25: which?"),
            "encoding": self.tr("The encoding is a guess: are all letters right?"),
        }
        self._doubts.setText("  ".join(questions[doubt] for doubt in doubts))

    def _choose(self, box: ChoiceBox, name: str, value: object) -> None:
        """Show what was chosen at once: the file may not be readable in that way, and then it can be chosen back."""
        box.choose(value)
        self.changed.emit(name, value)

    def _fill_encodings(self, found: str = "") -> None:
        known = dict.fromkeys((found, *ENCODINGS) if found else ENCODINGS)
        self._encoding.set_choices([(name, name.upper(), "") for name in known])

    def retranslate(self) -> None:
        texts = (self.tr("separator"), self.tr("encoding"), self.tr("decimal"))
        for word, text in zip(self._words, texts, strict=True):
            word.setText(text)
        names = {
            ",": self.tr(", comma"), ";": self.tr("; semicolon"), "\t": self.tr("tab"), "|": self.tr("| bar"),
            " ": self.tr("blanks"),
        }  # fmt: skip
        self._separator.set_choices([(key, name, "") for key, name in names.items()])
        self._decimal.set_choices([(".", self.tr(". point"), ""), (",", self.tr(", comma"), "")])
        self._fill_encodings(self._reading.encoding if self._reading is not None else "")
        self._header.setText(self.tr("first row has the names"))
        for box, text in zip((self._separator, self._encoding, self._decimal), texts, strict=True):
            box.setAccessibleName(text)
