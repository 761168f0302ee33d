"""The card of `model.compile`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from core.commands import Compile
from core.design.compile_spec import METRICS, CompileSpec
from core.design.losses import ALL_LOSSES, LOSSES
from core.design.optimizers import OPTIMIZERS
from core.design.rates import START_RATE
from gui.controls.choice_box import ChoiceBox
from gui.controls.rate_control import RateControl
from gui.fit.call_card import CallCard
from gui.look import theme
from gui.widgets.panel import Note

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot


class CompileCard(CallCard):
    """Optimizer, rate, loss and metrics, and the line of Keras that they make; a note once that is done.

    Attributes:
        done: the note that the model is compiled this way.
        go_on: the button under it that leads to `fit`.

    Signals:
        fit_clicked(): go on to the card of `fit`.
    """

    fit_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("compile", parent)
        self._compiled: CompileSpec | None = None
        self._said: CompileSpec | None = None  # what the note is about
        self._waits_for: CompileSpec | None = None  # asked for, and not compiled yet
        self.optimizer, self.loss = ChoiceBox("compile_optimizer"), ChoiceBox("compile_loss")
        self.rate = RateControl(START_RATE)
        self.rate.slider.setObjectName("compile_rate")
        self.rate.field.setObjectName("compile_rate_field")
        self.metrics = {name: QCheckBox(name, objectName=f"metric_{name}") for name in METRICS}
        boxes = QWidget()
        row = QHBoxLayout(boxes)
        row.setContentsMargins(0, 0, 0, 0)
        for box in self.metrics.values():
            box.toggled.connect(self.show_line)
            row.addWidget(box)
        row.addStretch(1)
        fields = (self.optimizer, self.rate, self.loss, boxes)
        for field, name in zip(fields, ("optimizer", "learning_rate", "loss", "metrics")):
            self.add_row(field).setText(name)
        for choice, first in ((self.optimizer, OPTIMIZERS[0].key), (self.loss, LOSSES[0].key)):
            choice.choose(first)
            choice.chosen.connect(choice.choose)
            choice.chosen.connect(self.show_line)
        self.rate.rate_changed.connect(self.show_line)
        self.done, self.go_on = Note("done"), QPushButton(objectName="compile_go_on")
        self.go_on.clicked.connect(self.fit_clicked)
        said = QHBoxLayout()
        said.addWidget(self.done, 1)
        said.addWidget(self.go_on)
        self.column.addLayout(said)
        self._show_done(False)
        self.button.pressed.connect(self.rate.commit)
        self.asked.connect(self._wait)
        self.retranslate()
        self.restyle()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Fill the form with the arguments of the last compile, and say when what was asked for is done."""
        if self._waits_for is not None and snapshot.compiled == self._waits_for:
            self._waits_for = None
            self._show_done(True)
        if snapshot.compiled is not None and snapshot.compiled != self._compiled:
            self._compiled = compiled = snapshot.compiled
            self.optimizer.choose(compiled.optimizer)
            self.rate.set_rate(compiled.rate)
            self.loss.choose(compiled.loss)
            for name, box in self.metrics.items():
                box.setChecked(name in compiled.metrics)
            self.show_line()

    def show_line(self) -> None:
        super().show_line()
        if self._said is not None and self.command().spec != self._said:
            self._show_done(False)

    def open(self) -> None:
        self._show_done(False)
        super().open()

    def _wait(self, command: Compile) -> None:
        self._show_done(False)
        self._waits_for = command.spec

    def _show_done(self, done: bool) -> None:
        self._said = self.command().spec if done else None
        for widget in (self.done, self.go_on):
            widget.setVisible(done)

    def command(self) -> Compile:
        metrics = tuple(name for name, box in self.metrics.items() if box.isChecked())
        key, loss = self.optimizer.currentData(), self.loss.currentData()
        return Compile(CompileSpec(key or OPTIMIZERS[0].key, self.rate.rate, loss or LOSSES[0].key, metrics))

    def retranslate(self) -> None:
        self._title.setText("model.compile")
        self._sentence.setText(
            self.tr("What fit will use. Step and Play have an optimizer of their own, in the bar above.")
        )
        self.optimizer.set_choices([(kind.key, kind.name, kind.expression(START_RATE)) for kind in OPTIMIZERS])
        self.loss.set_choices([(kind.key, kind.key, f"{kind.name}: {kind.expression}") for kind in ALL_LOSSES])
        self.optimizer.setAccessibleName(self.tr("Optimizer of fit"))
        self.loss.setAccessibleName(self.tr("Loss function of fit"))
        for name, box in self.metrics.items():
            box.setAccessibleName(self.tr("metric {name}").format(name=name))
        self.button.setText(self.tr("Compile"))
        self.done.set_text(self.tr("The model is compiled; fit will use this."))
        self.go_on.setText(self.tr("Go on to fit…"))
        super().retranslate()
        self.show_line()

    def restyle(self) -> None:
        super().restyle()
        now = theme.current()
        self.rate.restyle()
        self.rate.field.setFixedWidth(now.px(90))
        for widget in (self.optimizer, self.loss, self.rate, *self.metrics.values()):
            widget.setFixedHeight(now.px(28))
