"""What becomes of the rows: scaling, missing values, and the split into training and validation."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from core.tables.choices import Choices, can_be_classes
from core.tables.outcome import Outcome
from core.tables.table import Table
from gui.controls.number_box import SeedBox
from gui.controls.toggle_strip import ToggleStrip
from gui.look import i18n, number_text, theme
from gui.look.why_not import allow
from gui.widgets.panel import Panel

FEWEST_PERCENT = 50


class OptionsBox(Panel):
    """Choices about all columns and rows.

    Signals:
        changed(str, object): a choice, by its name in `core.tables.choices.Choices`.
    """

    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Table, Choices, Outcome] | None = None
        self._scale, self._scale_tip = QCheckBox(objectName="scale"), QLabel(wordWrap=True)
        self._shift, self._dates = QCheckBox(objectName="shift"), QCheckBox(objectName="day_first")
        self._missing_word, self._missing = QLabel(), ToggleStrip(("leave out", "fill"), "missing")
        self._rows_left = QLabel()
        self._split_word, self._split_text = QLabel(), QLabel()
        self._split = QSlider(Qt.Orientation.Horizontal, objectName="split", minimum=FEWEST_PERCENT, maximum=100)
        self._train, self._val = QLabel(), QLabel(alignment=Qt.AlignmentFlag.AlignRight)
        self._seed_word, self._seed, self._share = QLabel(), SeedBox(), QCheckBox(objectName="same_share")
        self._kind_word, self._kind = QLabel(), ToggleStrip((False, True), "target_kind")
        self._one_hot = QCheckBox(objectName="one_hot")
        self._seed_word.setBuddy(self._seed)
        for box, name in ((self._scale, "scale"), (self._shift, "shift"), (self._dates, "day_first"),
                          (self._share, "same_share"), (self._one_hot, "one_hot")):  # fmt: skip
            box.clicked.connect(lambda checked, name=name: self.changed.emit(name, checked))
        self._missing.chosen.connect(lambda value: self.changed.emit("missing", value))
        self._kind.chosen.connect(lambda value: self.changed.emit("classes", value))
        self._split.valueChanged.connect(lambda percent: self.changed.emit("validation", (100 - percent) / 100))
        self._seed.seed_changed.connect(lambda seed: self.changed.emit("seed", seed))
        self._lay_out()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setProperty("look", "question")
        column = QVBoxLayout(frame)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        for label in (self._scale_tip, self._rows_left, self._train, self._val, self._seed_word):
            label.setProperty("look", "small")
        for label in (self._missing_word, self._split_word, self._kind_word):
            label.setProperty("look", "strong")
        column.addWidget(self._scale)
        column.addWidget(self._scale_tip)
        column.addWidget(self._shift)
        column.addWidget(self._dates)
        column.addWidget(self._kind_word)
        column.addWidget(self._kind, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._one_hot)
        column.addWidget(self._missing_word)
        missing = QHBoxLayout()
        column.addLayout(missing)
        missing.addWidget(self._missing)
        missing.addWidget(self._rows_left, 1)
        split = QGridLayout()
        column.addLayout(split)
        split.addWidget(self._split_word, 0, 0)
        split.addWidget(self._split_text, 0, 1, Qt.AlignmentFlag.AlignRight)
        split.addWidget(self._split, 1, 0, 1, 2)
        split.addWidget(self._train, 2, 0)
        split.addWidget(self._val, 2, 1)
        seed = QHBoxLayout()
        column.addLayout(seed)
        seed.addWidget(self._seed_word)
        seed.addWidget(self._seed)
        seed.addSpacing(10)
        seed.addWidget(self._share, 1)
        column.addStretch()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)

    def show_choices(self, table: Table, choices: Choices, outcome: Outcome) -> None:
        """Show the choices and what they lead to."""
        self._shown = table, choices, outcome
        with QSignalBlocker(self._split), QSignalBlocker(self._seed):
            self._split.setValue(100 - round(choices.validation * 100))
            self._seed.setValue(choices.seed)
        for box, on in ((self._scale, choices.scale), (self._shift, choices.shift), (self._dates, choices.day_first),
                        (self._share, choices.same_share), (self._one_hot, choices.one_hot)):  # fmt: skip
            box.setChecked(on)
        targets = tuple(map(table.column, choices.targets))
        used = (*choices.inputs(table), *targets)
        self._shift.setVisible(any(column.merged for column in used))
        self._dates.setVisible(any(column.day_first is None and column.first for column in used))
        self._missing.choose(choices.missing)
        for widget in (self._missing_word, self._missing, self._rows_left):
            widget.setVisible(outcome.gaps > 0)
        self._kind.choose(choices.classes)
        for widget in (self._kind_word, self._kind):
            widget.setVisible(len(targets) == 1 and can_be_classes(targets[0]))
        self._one_hot.setVisible(outcome.task is not None and outcome.task.loss.classes)
        self._share.setVisible(outcome.task is not None and bool(outcome.task.metrics))
        for widget in (self._share, self._seed_word, self._seed):
            allow(widget, "" if choices.validation > 0 else i18n.tr("There are no validation rows."))
        self._write_numbers()

    def _write_numbers(self) -> None:
        if self._shown is None:
            return
        _, choices, outcome = self._shown
        count = number_text.count
        left = self.tr("leave out {count} rows").format(count=count(outcome.gaps))
        self._missing.set_texts((left, self.tr("fill with the mean")))
        rows = self.tr("{count} rows stay").format(count=count(outcome.training + outcome.validation))
        if outcome.no_target and choices.missing == "fill":
            rows += " · " + self.tr("{count} without a target are left out").format(count=count(outcome.no_target))
        self._rows_left.setText(rows)
        percent = 100 - round(choices.validation * 100)
        self._split_text.setText(f"{percent} / {100 - percent}")
        self._train.setText(self.tr("{count} rows to learn from").format(count=count(outcome.training)))
        self._val.setText(self.tr("{count} rows to check with").format(count=count(outcome.validation)))

    def retranslate(self) -> None:
        self._scale.setText(self.tr("Scale inputs: Normalization"))
        self._scale_tip.setText(self.tr("each column to mean 0 and spread 1, learned from the training rows"))
        self._shift.setText(self.tr("Count from the smallest: float32 cannot tell these numbers apart"))
        self._dates.setText(self.tr("03/04 is the third of April"))
        self._kind_word.setText(self.tr("The target is"))
        self._kind.set_texts((self.tr("a number"), self.tr("a class")))
        self._one_hot.setText(self.tr("One-hot targets: a column for each class"))
        self._missing_word.setText(self.tr("Rows with missing values"))
        self._split_word.setText(self.tr("Training and validation"))
        self._split.setAccessibleName(self.tr("Training and validation"))
        self._seed_word.setText(self.tr("shuffled, seed"))
        self._seed.setAccessibleName(self.tr("Seed"))
        self._share.setText(self.tr("same share of each class"))
        self._write_numbers()

    def restyle(self) -> None:
        now = theme.current()
        self._seed.restyle()
        self._seed.setFixedSize(now.px(80), now.px(28))
        self._split_text.setFont(now.font(mono=True, bold=True))
        for strip in (self._missing, self._kind):
            strip.resize_to_texts(now.font(bold=True), now.px(18))
