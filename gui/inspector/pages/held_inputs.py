"""Over which inputs a map is, and where the others are held: by the sample, or by a slider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSlider, QWidget

from gui.controls.choice_box import ChoiceBox
from gui.look import number_text, theme
from gui.widgets.panel import Panel

STEPS = 200
"""The slider's steps from one end of the input's range to the other."""


class MapAxes(Panel):
    """Two choices: the inputs that vary across and up.

    Signals:
        chosen(int, int): the inputs across and up, by their columns.
    """

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="map_axes")
        self._across, self._up = 0, 0
        self.across, self.up = ChoiceBox("map_across"), ChoiceBox("map_up")
        self._words = (QLabel(), QLabel())
        self.across.chosen.connect(lambda column: self.chosen.emit(column, self._up))
        self.up.chosen.connect(lambda column: self.chosen.emit(self._across, column))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for word, box in zip(self._words, (self.across, self.up), strict=True):
            row.addWidget(word)
            row.addWidget(box)
            word.setBuddy(box)
        row.addStretch(1)
        self.retranslate()
        self.restyle()

    def set_axes(self, names: Sequence[str], across: int, up: int) -> None:
        """Show the names of all inputs, and which two vary; the same twice of a network with one input."""
        self._across, self._up = across, up
        for box, column in ((self.across, across), (self.up, up)):
            box.set_choices([(number, name, "") for number, name in enumerate(names)])
            box.choose(column)
        for widget in (self._words[1], self.up):
            widget.setVisible(len(names) > 1)

    def retranslate(self) -> None:
        for word, box, text in zip(
            self._words, (self.across, self.up), (self.tr("across"), self.tr("up")), strict=True
        ):
            word.setText(text)
            box.setAccessibleName(text)

    def restyle(self) -> None:
        for box in (self.across, self.up):
            box.setMaximumWidth(theme.current().px(66))
        self.layout().setSpacing(theme.current().px(4))


class HeldInput(Panel):
    """One of the inputs that are held: its value, a slider over its range, and a box to follow the sample.

    Of several, a list chooses which.

    Signals:
        held(int, object): an input, by its column, is to be held at a number, or with None at the sample's value.
    """

    held = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="held_input")
        self._names: tuple[str, ...] = ()
        self._values: tuple[float, ...] = ()
        self._ranges: tuple[tuple[float, float], ...] = ()
        self._fixed: Mapping[int, float] = {}
        self._column: int | None = None
        self._which, self._word, self._number = ChoiceBox("held_column"), QLabel(), QLabel()
        self._which.chosen.connect(self._choose)
        self.slider = QSlider(Qt.Orientation.Horizontal, objectName="held_value", minimum=0, maximum=STEPS)
        self.slider.valueChanged.connect(self._moved)
        self.as_sample = QCheckBox(objectName="held_as_sample")
        self.as_sample.clicked.connect(self._follow_or_hold)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._which, self._word, self._number):
            row.addWidget(widget)
        row.addWidget(self.slider, 1)
        row.addWidget(self.as_sample)
        self.retranslate()
        self.restyle()

    def set_inputs(
        self,
        names: tuple[str, ...],
        values: tuple[float, ...],
        ranges: tuple[tuple[float, float], ...],
        varying: tuple[int, int],
        fixed: Mapping[int, float],
    ) -> None:
        """Show the inputs that do not vary.

        Args:
            names: of all inputs.
            values: where each is held.
            ranges: the smallest and largest value of each slider.
            varying: the columns of those that vary.
            fixed: the columns of those that do not follow the sample.
        """
        self._names, self._values, self._ranges, self._fixed = names, values, ranges, fixed
        others = [column for column in range(len(names)) if column not in varying]
        self.setVisible(bool(others))
        if not others:
            self._column = None
            return
        if self._column not in others:
            self._column = others[0]
        self._which.set_choices([(column, names[column], "") for column in others])
        self._which.choose(self._column)
        self._which.setVisible(len(others) > 1)
        self._show()

    def _show(self) -> None:
        column = self._column
        if column is None:
            return
        low, high = self._ranges[column]
        self._number.setText(number_text.plain(self._values[column]))
        if not self.slider.isSliderDown():
            with QSignalBlocker(self.slider):
                self.slider.setValue(round((self._values[column] - low) / (high - low) * STEPS))
        self.as_sample.setChecked(column not in self._fixed)
        self.retranslate()

    def _choose(self, column: int) -> None:
        self._column = column
        self._which.choose(column)
        self._show()

    def _moved(self, position: int) -> None:
        if self._column is not None:
            low, high = self._ranges[self._column]
            self.held.emit(self._column, low + position / STEPS * (high - low))

    def _follow_or_hold(self, follow: bool) -> None:
        if self._column is not None:
            self.held.emit(self._column, None if follow else self._values[self._column])

    def retranslate(self) -> None:
        self.as_sample.setText(self.tr("as sample"))
        name = self._names[self._column] if self._column is not None else ""
        several = not self._which.isHidden()
        self._word.setText(self.tr("is held at") if several else self.tr("{input} is held at").format(input=name))
        self.slider.setAccessibleName(self.tr("{input} is held at").format(input=name))

    def restyle(self) -> None:
        now = theme.current()
        self._which.setMaximumWidth(now.px(76))
        self._number.setFont(now.font("body", mono=True, bold=True))
        self._number.setFixedWidth(now.px(46))
        self.slider.setMinimumWidth(now.px(40))
        self.layout().setSpacing(now.px(5))
