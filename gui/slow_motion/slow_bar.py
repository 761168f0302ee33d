"""The bar over the canvas in slow motion: the four phases, the position, and what is being computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.explain.step_parts import Phase, What
from gui.controls.toggle_strip import ToggleStrip
from gui.look import i18n, icons, theme
from gui.look.why_not import allow
from gui.widgets.alignment import LEFT, RIGHT
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.fitted_label import FittedLabel
from gui.widgets.formula import Formula
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.explain.step_parts import Moment
    from gui.slow_motion.part_words import Caption

LOW_WINDOW = 800
"""A window lower than this, in px, leaves little space above the network."""

NARROW = 840
"""A bar narrower than this, in px, shows the numbers below the formula."""

LOOKING_AHEAD = i18n.tr("Looking ahead at the next step…")

SPEED_WORDS = {0.5: "½×", 1: "1×", 2: "2×"}


class SlowBar(Panel):
    """Pills of the phases, the position, the speed and the buttons; below, the caption of the present part.

    Signals:
        phase_clicked(Phase): go to its first part.
        next_clicked(), back_clicked(), run_clicked(), close_clicked(): the buttons.
        speed_chosen(object): run at this speed.
    """

    phase_clicked = Signal(object)
    next_clicked = Signal()
    back_clicked = Signal()
    run_clicked = Signal()
    close_clicked = Signal()
    speed_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="slow_bar")
        self._moment: Moment | None = None
        self._running = self._held = self._narrow = False
        self._pills = {phase: QPushButton(objectName=f"slow_{phase}") for phase in Phase}
        for phase, pill in self._pills.items():
            pill.setProperty("look", "pill")
            pill.clicked.connect(lambda _=False, phase=phase: self.phase_clicked.emit(phase))
        self._place = ElidedLabel(objectName="slow_place")
        self._speed = ToggleStrip(tuple(SPEED_WORDS), "slow_speed")
        self._speed.chosen.connect(self.speed_chosen)
        self._run, self._back = QToolButton(objectName="slow_run"), QToolButton(objectName="slow_back")
        self._next, self._close = QToolButton(objectName="slow_next"), QToolButton(objectName="slow_close")
        self._buttons = (self._run, self._back, self._next, self._close)
        signals = (self.run_clicked, self.back_clicked, self.next_clicked, self.close_clicked)
        for button, signal in zip(self._buttons, signals):
            button.setProperty("look", "icon")
            button.clicked.connect(signal)
        self._formula = Formula(role="strong")
        self._sentence = QLabel(objectName="slow_caption", wordWrap=True)
        self._numbers = FittedLabel(objectName="slow_numbers")
        self._numbers.setAlignment(RIGHT)
        self._lay_out()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        for pill in self._pills.values():
            self._row.addWidget(pill)
        self._row.addSpacing(6)
        self._row.addWidget(self._place, 1)
        self._row.addWidget(self._speed)
        self._row.addSpacing(6)
        for button in self._buttons:
            self._row.addWidget(button)
        self._caption = QWidget()
        self._below = QGridLayout(self._caption)
        self._below.setVerticalSpacing(0)
        for part in (self._formula, self._sentence, self._numbers):  # shares of the row, whatever they say
            part.setSizePolicy(QSizePolicy.Policy.Ignored, part.sizePolicy().verticalPolicy())
        self._below.addWidget(self._formula, 0, 0)
        self._below.addWidget(self._sentence, 0, 1)
        self._below.addWidget(self._numbers, 0, 2)
        self._share_columns()
        line = QFrame()
        line.setProperty("look", "line")
        line.setFixedHeight(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(line)
        column.addWidget(self._caption)

    # ---- setters --------------------------------------------------------------------------------------------

    def set_moment(self, moment: Moment | None, caption: Caption | None) -> None:
        """Show a moment and its caption; None while the step is being previewed."""
        self._moment = moment
        self._formula.set_formula(caption.formula if caption is not None else "")
        self._sentence.setText(caption.sentence if caption is not None else i18n.translate(LOOKING_AHEAD))
        numbers = caption.numbers if caption is not None else ""
        self._numbers.set_texts(numbers, numbers.rpartition(" → ")[2])  # the result, where there is no room for both
        self._refresh()

    def set_running(self, running: bool, held: bool, speed: float) -> None:
        """Show whether slow motion runs by itself, whether it is held, and its speed."""
        self._running, self._held = running, held
        self._speed.choose(speed)
        self._refresh()

    # ---- texts and looks ------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        tips = {
            self._back: self.tr("Previous part  ←"),
            self._next: self.tr("Next part  →"),
            self._close: self.tr("Leave slow motion  (Esc)"),
        }
        for button, text in tips.items():
            button.setToolTip(text)
            button.setAccessibleName(text)
        self.setAccessibleName(self.tr("Slow motion"))
        self._speed.setAccessibleName(self.tr("Speed"))
        tip = self.tr("How fast it runs by itself")
        self._speed.set_texts(tuple(SPEED_WORDS.values()), (tip,) * len(SPEED_WORDS), self.tr("Speed {value}"))
        self._refresh()
        self.restyle()

    def restyle(self) -> None:
        now = theme.current()
        self._row.setContentsMargins(now.px(8), now.px(4), now.px(8), now.px(5))
        self._below.setHorizontalSpacing(now.px(14))
        self._place.setFont(now.font("body", mono=True, bold=True))
        self._numbers.setFont(now.font("small", mono=True, bold=True))
        self._speed.resize_to_texts(now.font(bold=True), now.px(16))
        for button in self._speed.buttons:
            button.setMinimumHeight(now.px(28))
        self._resize_caption()
        for button, name in (
            (self._back, "caret-left-bold"),
            (self._next, "caret-right-bold"),
            (self._close, "x-bold"),
        ):
            button.setIcon(icons.icon(name, now.color("text.primary"), now.color("text.disabled"), now.px(16)))
        for button in self._buttons:
            button.setFixedSize(now.px(30), now.px(28))
        for pill in self._pills.values():
            pill.setIconSize(QSize(now.px(13), now.px(13)))
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self._resize_caption()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._resize_caption()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _resize_caption(self) -> None:
        """Reserve two lines for the caption, so that nothing below moves; use smaller lines in a low window."""
        now = theme.current()
        low, narrow = self.window().height() < now.px(LOW_WINDOW), self.width() < now.px(NARROW)
        font = now.font("small" if low else "body")
        self._sentence.setFont(font)
        height = 2 * QFontMetrics(font).lineSpacing() + now.px(4 if low else 8)
        if narrow != self._narrow:
            self._narrow = narrow
            left = LEFT if narrow else RIGHT
            self._numbers.setAlignment(left)
            self._below.addWidget(self._numbers, *((1, 0) if narrow else (0, 2)))
            self._below.addWidget(self._sentence, 0, 1, 2 if narrow else 1, 1)
            self._share_columns()
        self._caption.setFixedHeight(max(height, now.px(42)) if narrow else height)
        self._below.setContentsMargins(now.px(12), 0, now.px(12), 0)

    def _share_columns(self) -> None:
        """Give formula, sentence and numbers fixed shares, so that no sentence jumps sideways."""
        for column, share in enumerate((2, 3, 0) if self._narrow else (3, 5, 3)):
            self._below.setColumnStretch(column, share)

    def _refresh(self) -> None:
        moment, now = self._moment, theme.current()
        waiting = LOOKING_AHEAD if moment is None else ""
        order = list(Phase)
        at = order.index(moment.part.phase) if moment is not None else -1
        for number, (phase, pill) in enumerate(self._pills.items()):
            progress = "now" if number == at else "done" if number < at else "waits"
            words = self._phase_words()[phase]
            pill.setText(words if progress == "done" else f"{number + 1} {words}")
            done = {"done": self.tr("done"), "now": self.tr("now"), "waits": self.tr("waits")}[progress]
            pill.setAccessibleName(f"{words}, {done}")
            tick = icons.icon("check-bold", now.color("accent"), size=now.px(13))
            pill.setIcon(tick if progress == "done" else QIcon())
            allow(pill, waiting)
            if pill.property("progress") != progress:
                pill.setProperty("progress", progress)
                pill.style().unpolish(pill)
                pill.style().polish(pill)
        self._place.setText(self._place_words())
        for button in (self._run, self._next):
            allow(button, waiting)
        first = moment is not None and moment.first
        allow(self._back, waiting or (i18n.tr("This is the first part of the step.") if first else ""))
        text = self.tr("Pause  (Space)") if self._running else self.tr("Run by itself  (Space)")
        self._run.setToolTip(text)
        self._run.setAccessibleName(text)
        icon = "pause-fill" if self._running else "play-fill"
        self._run.setIcon(icons.icon(icon, now.color("text.primary"), now.color("text.disabled"), now.px(16)))

    def _phase_words(self) -> dict[Phase, str]:
        return {
            Phase.FORWARD: self.tr("Forward"),
            Phase.LOSS: self.tr("Loss"),
            Phase.BACKWARD: self.tr("Backward"),
            Phase.UPDATE: self.tr("Update"),
        }

    def _place_words(self) -> str:
        if self._moment is None:
            return ""
        part = self._moment.part
        if self._running and self._held:
            return self.tr("paused while you point")
        return self.tr("at the loss") if part.what == What.LOSS else self.tr("at {layer}").format(layer=part.layer)
