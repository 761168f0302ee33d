"""The toolbar at the top: reset, play and step, the settings of a step, and its results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QToolButton, QWidget

from core.design.rates import FIRST_RATE
from core.problems.layer_texts import WHY_NO_STEP
from gui.actions.availability import READING
from gui.controls.rate_control import RateControl
from gui.look import icons, number_text, theme
from gui.look.why_not import allow
from gui.pacing.tempo import Tempo
from gui.training.setting_boxes import SettingBoxes
from gui.training.tempo_strip import ShortfallNote, TempoStrip
from gui.training.transport import BUTTON_HEIGHT, CONTROL_HEIGHT, ReadOuts, TransportButton, column_of, style_caption
from gui.widgets.busy_mark import BusyMark
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

HEIGHT, PRESENTING_HEIGHT = 58, 62
RATE_WIDTH = 75  # wide enough for "0.000001"
TRANSPORT = ("reset", "step_back", "play", "step", "slow_motion")
WITH_SHIFT = {"step": "step_many", "step_back": "step_back_many"}
"""What a click with Shift does instead."""

MORE = {"reset": "reset_seed"}
"""What is in a button's context menu."""

ROOMY, NO_SPARKLINE, COMPACT, NARROW, NARROWER, NO_SLIDER, TIGHT, NO_STRIP, NO_CHOICES, NO_FIELDS = range(10)
"""Levels of how much the bar leaves out, from nothing to everything it can."""

BARE_FROM = {"reset": COMPACT, "step_back": COMPACT, "slow_motion": COMPACT, "step": NARROWER}
PRESENTING_BARE_FROM = {"reset": NARROWER, "step_back": NARROWER, "slow_motion": NO_SLIDER, "step": NO_SLIDER}
"""The level from which a button shows its icon alone, and that in a presentation."""

PRESENTED = ("step_back", "play", "step", "slow_motion", "reset")
"""The order of the buttons in a presentation."""

LEFT_OUT_FROM = {"tempo": NO_STRIP, "rate": NO_FIELDS, "optimizer": NO_CHOICES, "loss": NO_CHOICES, "batch": NO_CHOICES}
READ_OUT_PX, SLIDER_WIDTHS = (22, 22, 22, 20, 18, 18, 16), (48, 48, 56, 48, 32, 32, 32)
SPACING, MARGIN, TIGHT_SPACING, TIGHT_MARGIN = 6, 10, 4, 8


class TrainingBar(Panel):
    """Buttons that mirror actions, fields with captions, and read-outs that keep their width while training.

    Signals:
        learning_rate_changed(float): chosen by the learner.
        learning_rate_let_go(): its slider is not dragged any more.
        tempo_chosen(object): steps per second, or None for as many as possible.
        optimizer_chosen(object), loss_chosen(object): the key of another one.
        batch_size_chosen(object): samples per step, or None for all.
        cancel_clicked(): end the running command.
    """

    learning_rate_changed = Signal(float)
    learning_rate_let_go = Signal()
    tempo_chosen = Signal(object)
    optimizer_chosen = Signal(object)
    loss_chosen = Signal(object)
    batch_size_chosen = Signal(object)
    cancel_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training_bar")
        self._presenting, self._smallest, self._why_not = False, QSize(), ""
        self._transport = {name: TransportButton(name) for name in TRANSPORT}
        self._close = QToolButton(objectName="close_presentation", visible=False, focusPolicy=Qt.FocusPolicy.TabFocus)
        self._close.setProperty("look", "icon")
        self._rate = RateControl(FIRST_RATE)
        self._rate.rate_changed.connect(self.learning_rate_changed)
        self._rate.slider.sliderReleased.connect(self.learning_rate_let_go)
        self._tempo = TempoStrip()
        self._shortfall = ShortfallNote(self._tempo, self)
        self._tempo.chosen.connect(self.tempo_chosen)
        self._boxes = SettingBoxes(self._rate.rate, self)
        self._boxes.optimizer.chosen.connect(self.optimizer_chosen)
        self._boxes.loss.chosen.connect(self.loss_chosen)
        self._boxes.batch.chosen.connect(self.batch_size_chosen)
        self._read_outs = ReadOuts()
        self._read_outs.widened.connect(self._adapt_to_width)
        self._busy = BusyMark()
        self._busy.cancel_clicked.connect(self.cancel_clicked)
        self._busy.resized.connect(self._adapt_to_width)
        self._captions = {name: QLabel() for name in ("tempo", "rate", "optimizer", "loss", "batch")}
        self._lay_out()
        for button in self._transport.values():
            button.pressed.connect(self._rate.commit)
        self.retranslate()
        self.restyle()

    # ---- setters ----------------------------------------------------------------------------------------------

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """Set the actions that the buttons stand for, by the names in TRANSPORT and WITH_SHIFT."""
        for name, button in self._transport.items():
            button.setVisible(name in actions)
            if name in actions:
                button.set_action(actions[name], actions.get(WITH_SHIFT.get(name, "")), actions.get(MORE.get(name, "")))
        if "presentation" in actions:
            self._close.clicked.connect(actions["presentation"].trigger)
        self._adapt_to_width()

    def set_snapshot(self, snapshot: Snapshot | None, trains: bool = True) -> None:
        """Show a snapshot's step and loss, and its settings; with `trains` False there is nothing to set."""
        self._read_outs.set_snapshot(snapshot)
        no_model = snapshot is not None and snapshot.why_no_step == "model"  # a model's settings need a model
        why_not = READING if not trains else WHY_NO_STEP["model"] if no_model else ""
        if why_not != self._why_not:
            self._why_not = why_not
            for control in (self._rate.slider, self._rate.field, *self._boxes.all):
                allow(control, why_not)
        if snapshot is not None and self._boxes.set_snapshot(snapshot):
            self._adapt_to_width()

    def set_past(self, past: bool) -> None:
        """Set whether an earlier step is shown."""
        self._read_outs.set_past(past)

    def set_points(self, steps: Any, losses: Any) -> None:
        """Show the losses (n,) at the steps (n,) in the sparkline."""
        self._read_outs.set_points(steps, losses)

    def set_tempo(self, tempo: Tempo) -> None:
        """Check the button for this tempo."""
        self._tempo.choose(tempo)
        self._shortfall.place()

    def set_shortfall(self, rate: int | None) -> None:
        """Say below the chosen tempo how many steps a second are really taken, or with None nothing."""
        self._shortfall.set_text("" if rate is None else self.tr("does {rate}/s").format(rate=number_text.count(rate)))

    def set_learning_rate(self, rate: float) -> None:
        """Show the current rate, unless one is being typed or dragged."""
        self._rate.set_rate(rate)
        self._boxes.set_rate(rate)

    def set_presenting(self, on: bool) -> None:
        """Show what a class needs to see: the buttons with their words, the tempo, the read-outs, and a way out."""
        self._presenting = on
        row = self.layout()
        for index, name in enumerate(PRESENTED if on else TRANSPORT):
            row.insertWidget(index, self._transport[name])
        self._close.setVisible(on)
        self._line.setVisible(not on)
        self._busy.keep_place(not on)
        self._adapt_to_width()

    def set_busy(self, busy: bool) -> None:
        """Set whether a command is running that may take a while."""
        self._busy.set_busy(busy)

    def set_ready(self, ready: bool) -> None:
        """Set whether Keras is loaded; before that the fields work too, and their choices wait."""
        self._read_outs.set_ready(ready)

    # ---- texts and looks --------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self._close.setToolTip(self.tr("Leave the presentation  (Esc)"))
        self._close.setAccessibleName(self.tr("Leave the presentation"))
        self._tempo.retranslate()
        tempo = self.tr("tempo, steps per second")
        texts = (tempo, self.tr("learning rate"), self.tr("optimizer"), self.tr("loss"), self.tr("batch"))
        for caption, text in zip(self._captions.values(), texts):
            caption.setText(text)
        self._boxes.retranslate()
        self._adapt_to_width()

    def restyle(self) -> None:
        now = theme.current()
        height = PRESENTING_HEIGHT if self._presenting else HEIGHT
        self.setFixedHeight(now.px(height))
        self._smallest = QSize(now.px(400), now.px(height))  # what does not fit is left out
        self._close.setIcon(icons.icon("x-bold", now.color("text.primary"), size=now.px(18)))
        self._close.setFixedSize(now.px(BUTTON_HEIGHT), now.px(BUTTON_HEIGHT))
        for caption in self._captions.values():
            style_caption(caption)
        for widget in (self._rate, *self._boxes.all):
            widget.setFixedHeight(now.px(CONTROL_HEIGHT))
        self._shortfall.restyle()
        for widget in (self._rate, self._read_outs, *self._transport.values()):
            widget.restyle()
        self._line.setFixedSize(1, now.px(HEIGHT - 18))
        self._adapt_to_width()

    # ---- inside -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # what does not fit is left out instead
        for button in self._transport.values():
            row.addWidget(button)
        for name, control in self._controls.items():
            row.addSpacing(3)
            self._captions[name].setBuddy(self._rate.field if control is self._rate else control)
            column = column_of(self._captions[name], control)
            row.addLayout(column)
            if control is self._tempo:
                column.addStretch(1)  # so that its caption stays where it is
        row.addStretch(1)
        row.addWidget(self._busy)
        self._line = QFrame()
        self._line.setProperty("look", "line")
        row.addWidget(self._line)
        row.addWidget(self._read_outs)
        row.addWidget(self._close)

    @property
    def _controls(self) -> dict[str, QWidget]:
        return dict(zip(self._captions, (self._tempo, self._rate, *self._boxes.all)))

    def _adapt_to_width(self) -> None:
        """Hide as little as possible at the current width; before it is shown, nothing rests on it."""
        for level in range(ROOMY, NO_FIELDS + 1) if self.isVisible() else ():
            self._apply(level)
            for part in (self._tempo, self._rate, self._busy):  # else Qt would add up widths that they had before
                part.layout().activate()
            self.layout().invalidate()
            self.layout().activate()
            if self.layout().minimumSize().width() <= self.width():
                break
        self._shortfall.place()

    def _apply(self, level: int) -> None:
        now = theme.current()
        size, tight = min(level, TIGHT), level >= TIGHT
        for name, bare_from in (PRESENTING_BARE_FROM if self._presenting else BARE_FROM).items():
            self._transport[name].set_bare(level >= bare_from)
        self._transport["play"].set_tight(tight)
        self.layout().setSpacing(TIGHT_SPACING if tight else SPACING)
        margin = TIGHT_MARGIN if tight else MARGIN
        self.layout().setContentsMargins(margin, 7, margin, 7)
        self._tempo.set_narrow(level >= COMPACT)
        sparkline = level < NO_SPARKLINE and not self._presenting
        self._read_outs.leave_out_validation(level >= NO_FIELDS)
        self._read_outs.set_digit_size(READ_OUT_PX[size], sparkline=sparkline, roomy=not self._presenting)
        self._rate.slider.setVisible(level < NO_SLIDER)
        self._rate.slider.setFixedWidth(now.px(SLIDER_WIDTHS[size]))
        self._rate.field.setFixedWidth(now.px(RATE_WIDTH))
        for name, control in self._controls.items():
            shown = level < LEFT_OUT_FROM[name]
            control.setVisible(shown and (name == "tempo" or not self._presenting))
            self._captions[name].setVisible(shown and not self._presenting)
        self._boxes.resize(roomy=level < NARROW)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return self._smallest

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LanguageChange:  # the parts have set their texts after the bar
            self._adapt_to_width()
        return handled

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self._adapt_to_width()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._adapt_to_width()
