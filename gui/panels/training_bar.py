"""The row on top: reset, play and step, the settings of a step, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.panels.base import Panel
from gui.panels.busy_mark import BusyMark
from gui.panels.rate_control import RateControl
from gui.panels.sparkline import Sparkline
from gui.panels.training_parts import SeedBox, TransportButton

if TYPE_CHECKING:
    from core.snapshot import Snapshot

HEIGHT, CAPTION_HEIGHT, CONTROL_HEIGHT = 58, 15, 28
ROOMY_WIDTH = 1400
STEPS_PER_FRAME = (1, 10, 100, 1000)
NO_VALUE = "–"
ROOMY, COMPACT, NO_SPARKLINE, NARROW, NARROWEST = range(5)
"""How much the bar leaves out, from nothing to all that it can."""


class TrainingBar(Panel):
    """Buttons that mirror actions, fields with captions, and read-outs that never change their width while training.

    Signals:
        learning_rate_changed(float), steps_per_frame_changed(int), seed_changed(int): chosen by the learner.
        cancel_clicked(): what is being done shall end.
    """

    learning_rate_changed = Signal(float)
    steps_per_frame_changed = Signal(int)
    seed_changed = Signal(int)
    cancel_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training_bar")
        self._snapshot: Snapshot | None = None
        self._ready = True
        self._level = ROOMY
        self._digits = 7
        self._transport = {name: TransportButton(name) for name in ("reset", "play", "step")}
        self._rate = RateControl(0.05)
        self._rate.rate_changed.connect(self.learning_rate_changed)
        self._make_steps()
        self._seed = SeedBox()
        self._seed.valueChanged.connect(self.seed_changed)
        self._sparkline = Sparkline()
        self._busy = BusyMark()
        self._busy.cancel_clicked.connect(self.cancel_clicked)
        self._step = QLabel(NO_VALUE, objectName="step_count", alignment=Qt.AlignmentFlag.AlignRight)
        self._loss = QLabel(NO_VALUE, objectName="loss_value", alignment=Qt.AlignmentFlag.AlignRight)
        self._captions = {name: QLabel() for name in ("steps", "rate", "seed", "step", "loss")}
        self._lay_out()
        for button in self._transport.values():
            button.pressed.connect(self._rate.commit)
        self.retranslate()
        self.restyle()

    # ---- setters ----------------------------------------------------------------------------------------------

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """The actions "reset", "play" and "step" that the buttons stand for."""
        for name, action in actions.items():
            self._transport[name].setDefaultAction(action)
        self._fit()

    def set_snapshot(self, snapshot: Snapshot | None) -> None:
        """Show its step and its loss."""
        self._snapshot = snapshot
        if self.isVisible():
            self._write()

    def set_points(self, steps: Any, losses: Any) -> None:
        """The losses (n,) at the steps (n,), for the sparkline."""
        self._sparkline.set_points(steps, losses)

    def set_steps_per_frame(self, steps: int) -> None:
        """Check the button for so many steps."""
        button = self._steps.button(steps)
        if button is not None:
            button.setChecked(True)

    def set_learning_rate(self, rate: float) -> None:
        """The rate in force; what is being typed or dragged is left alone."""
        self._rate.set_rate(rate)

    def set_seed(self, seed: int) -> None:
        """The seed in force; what is being typed is left alone."""
        if seed != self._seed.value() and not (self._seed.hasFocus() and self._seed.lineEdit().isModified()):
            with QSignalBlocker(self._seed):
                self._seed.setValue(seed)

    def set_busy(self, busy: bool) -> None:
        """Whether something is being done that one may have to wait for."""
        self._busy.set_busy(busy)

    def set_enabled_controls(self, ready: bool) -> None:
        """Whether Keras is there. Before, the fields work too, and their choices wait."""
        if ready != self._ready:
            self._ready = ready
            self.retranslate()
            self._write()

    # ---- texts and looks --------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        texts = (
            self.tr("steps per frame"), self.tr("learning rate"), self.tr("seed"), self.tr("step"), self.tr("loss"),
        )  # fmt: skip
        for caption, text in zip(self._captions.values(), texts):
            caption.setText(text)
        waits = "" if self._ready else " " + self.tr("It is applied as soon as TensorFlow is ready.")
        for steps in STEPS_PER_FRAME:
            name = self.tr("{count} steps per frame").format(count=steps)
            self._steps.button(steps).setAccessibleName(name)
            self._steps.button(steps).setToolTip(
                self.tr("While playing, take {count} steps between two pictures").format(count=steps)
            )
        self._strip.setAccessibleName(self.tr("steps per frame"))
        self._seed.setAccessibleName(self.tr("Seed"))
        self._seed.setToolTip(
            self.tr("The initial weights are drawn from this number. Another one starts anew.") + waits
        )
        self._step.setAccessibleName(self.tr("Steps taken"))
        self._loss.setAccessibleName(self.tr("Loss of the batch"))
        self._loss.setToolTip(self.tr("Mean squared error of the whole batch, at these weights"))
        self._fit()

    def restyle(self) -> None:
        now = theme.current()
        self.setFixedHeight(now.px(HEIGHT))
        for caption in self._captions.values():
            caption.setFont(now.font("micro"))
            caption.setFixedHeight(now.px(CAPTION_HEIGHT))
        for steps in STEPS_PER_FRAME:
            button = self._steps.button(steps)
            bold = QFontMetrics(now.font(bold=True)).horizontalAdvance(button.text())  # as it is when checked
            button.setMinimumWidth(bold + now.px(18))
        for widget in (self._strip, self._rate, self._seed):
            widget.setFixedHeight(now.px(CONTROL_HEIGHT))
        for widget in (self._seed, self._rate, *self._transport.values()):
            widget.restyle()
        self._line.setFixedSize(1, now.px(HEIGHT - 18))
        self._sparkline.setFixedSize(self._sparkline.sizeHint())
        self._fit()

    # ---- inside -----------------------------------------------------------------------------------------------

    def _make_steps(self) -> None:
        self._strip = QWidget(objectName="steps_per_frame")
        row = QHBoxLayout(self._strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._steps = QButtonGroup(self)
        for steps in STEPS_PER_FRAME:
            button = QPushButton(str(steps), checkable=True, focusPolicy=Qt.FocusPolicy.TabFocus)
            button.setProperty("look", "toggle")
            button.setProperty("end", steps == STEPS_PER_FRAME[-1])
            self._steps.addButton(button, steps)
            row.addWidget(button)
        self._steps.button(10).setChecked(True)
        self._steps.idClicked.connect(self.steps_per_frame_changed)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # what does not fit is left out instead
        row.setContentsMargins(10, 7, 10, 7)
        row.setSpacing(7)
        for button in self._transport.values():
            row.addWidget(button)
        for name, control in (("steps", self._strip), ("rate", self._rate), ("seed", self._seed)):
            row.addSpacing(7)
            row.addLayout(self._field(name, control))
        row.addStretch(1)
        row.addWidget(self._busy)
        self._line = QFrame()
        self._line.setProperty("look", "line")
        row.addWidget(self._line)
        for name, read_out in (("step", self._step), ("loss", self._loss)):
            row.addSpacing(12 if name == "loss" else 5)
            self._captions[name].setAlignment(Qt.AlignmentFlag.AlignRight)
            row.addLayout(self._field(name, read_out))
        row.addSpacing(5)
        row.addWidget(self._sparkline)

    def _field(self, name: str, control: QWidget) -> QVBoxLayout:
        caption = self._captions[name]
        caption.setProperty("look", "caption")
        caption.setBuddy(self._rate.field if control is self._rate else control)
        caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the control says how wide
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(caption)
        column.addWidget(control)
        return column

    def _write(self) -> None:
        from gui import numbers

        shown = self._snapshot if self._ready else None
        step = NO_VALUE if shown is None else f"{shown.step:,}".replace(",", " ")
        self._step.setText(step)
        self._loss.setText(NO_VALUE if shown is None else numbers.loss(shown.loss))
        if len(step) > self._digits:  # once in a very long training, and never back
            self._digits = len(step) + 2
            self._fit()

    def _fit(self) -> None:
        """Leave out as little as possible for the width there is."""
        start = ROOMY if self.width() >= theme.current().px(ROOMY_WIDTH) else COMPACT
        for level in range(start, NARROWEST + 1):
            self._apply(level)
            self.layout().invalidate()
            self.layout().activate()
            if self.layout().minimumSize().width() <= self.width():
                break

    def _apply(self, level: int) -> None:
        now = theme.current()
        self._level = level
        self._transport["reset"].set_bare(level >= COMPACT)
        self._transport["step"].set_bare(level >= NARROWEST)
        font = QFont(now.font("readout", mono=True, bold=True))
        font.setPixelSize(now.px((26, 22, 22, 22, 18)[level]))
        digit = QFontMetrics(font).horizontalAdvance("0")
        for label, count in ((self._step, self._digits), (self._loss, 8)):
            label.setFont(font)
            label.setFixedSize(digit * count + now.px(2), now.px(CONTROL_HEIGHT))
        self._sparkline.setVisible(level < NO_SPARKLINE)
        self._rate.slider.setFixedWidth(now.px((110, 110, 96, 64, 40)[level]))
        self._rate.field.setFixedWidth(now.px(86 if level < NARROW else 78))
        self._rate.layout().activate()
        self._seed.setFixedWidth(now.px(112 if level < NARROW else 92))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(theme.current().px(400), theme.current().px(HEIGHT))  # what does not fit is left out

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self._write()
