"""The card that shows the progress of importing TensorFlow."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from gui.look import icons, theme
from gui.widgets.panel import Panel

STAGES = ("window", "libraries", "tensorflow", "model")
SLOW_AFTER_S = 30.0
DONE, CURRENT, TO_DO = "check-circle-fill", "circle-half-fill", "circle-bold"


class LoadingCard(Panel):
    """A card over the canvas with the stages of the start, and the seconds that the present one has taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("loading_card")
        self._current = STAGES.index("libraries")
        self._seconds = [0] * len(STAGES)
        self._clock, self._stage_clock = QElapsedTimer(), QElapsedTimer()
        self._timer = QTimer(self, interval=250)
        self._timer.timeout.connect(self._tick)
        self._title = QLabel()
        self._title.setProperty("look", "title")
        self._sentence = QLabel(wordWrap=True)
        self._sentence.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._slow = QLabel(wordWrap=True, objectName="loading_slow")
        self._bar = IndeterminateBar()
        self._marks = [QLabel() for _ in STAGES]
        self._names = [QLabel(objectName=f"stage_{stage}") for stage in STAGES]
        self._lay_out()
        self._slow.hide()
        self.retranslate()
        self.restyle()

    def set_stage(self, stage: str) -> None:
        """Show the present stage: "libraries", "tensorflow", "model", or "" when everything is done."""
        now = STAGES.index(stage) if stage else len(STAGES)
        if not self._clock.isValid():
            self._clock.start()
        if now != self._current or not self._stage_clock.isValid():
            self._current = now
            self._stage_clock.start()
        if self.isVisible():
            self._set_running(bool(stage))
        self.restyle()
        self._tick()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Starting TensorFlow…"))
        self._sentence.setText(
            self.tr("The network is drawn as designed. You can choose data, theme and language already.")
        )
        self._slow.setText(self.tr("Still working: the first start is slow."))
        self._bar.setAccessibleName(self.tr("TensorFlow is starting"))
        self.setAccessibleName(self.tr("Starting TensorFlow…"))
        self._write_stages()

    def place(self) -> None:
        """Put the card over the middle of its parent."""
        area = self.parentWidget().size()
        size = self.sizeHint().boundedTo(area - QSize(24, 24))
        self.setGeometry((area.width() - size.width()) // 2, (area.height() - size.height()) // 2, *size.toTuple())

    def restyle(self) -> None:
        now = theme.current()
        self._title.setFont(now.font("title", bold=True))
        self._slow.setFont(now.font("body", bold=True))
        for number, (mark, name) in enumerate(zip(self._marks, self._names)):
            icon = DONE if number < self._current else CURRENT if number == self._current else TO_DO
            token = "line.strong" if icon == TO_DO else "accent"
            mark.setPixmap(icons.pixmap(icon, now.color(token), now.px(16), self.devicePixelRatioF()))
            name.setFont(now.font("body", bold=number == self._current))
        self._write_stages()

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setProperty("look", "card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        for widget in (self._title, self._sentence, self._bar):
            column.addWidget(widget)
        rows = QGridLayout()
        rows.setVerticalSpacing(8)
        rows.setHorizontalSpacing(10)
        rows.setColumnStretch(1, 1)
        for number, (mark, name) in enumerate(zip(self._marks, self._names)):
            rows.addWidget(mark, number, 0)
            rows.addWidget(name, number, 1)
        column.addLayout(rows)
        column.addWidget(self._slow)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)

    def _write_stages(self) -> None:
        texts = (self.tr("window"), "numpy, matplotlib", "tensorflow, keras", self.tr("build the model"))
        states = (self.tr("done"), self.tr("now"), self.tr("to do"))
        for number, (name, text) in enumerate(zip(self._names, texts)):
            seconds = self._seconds[number]
            shown = self.tr("{stage} ({seconds} s)").format(stage=text, seconds=seconds) if seconds else text
            if name.text() != shown:
                name.setText(shown)
            state = states[0 if number < self._current else 1 if number == self._current else 2]
            name.setAccessibleName(f"{shown}, {state}")
            self._marks[number].setToolTip(state)

    def _tick(self) -> None:
        """Count the seconds of the present stage."""
        if self._current < len(STAGES) and self._stage_clock.isValid():
            self._seconds[self._current] = self._stage_clock.elapsed() // 1000
        self._slow.setVisible(self._current < len(STAGES) and self._clock.elapsed() >= SLOW_AFTER_S * 1000)
        self._write_stages()

    def _set_running(self, running: bool) -> None:
        self._bar.set_running(running)
        if running:
            self._timer.start()
        else:
            self._timer.stop()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        width = theme.current().px(420)
        return QSize(width, self.heightForWidth(width))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        if not self._clock.isValid():
            self.set_stage(STAGES[self._current])
        self._set_running(self._current < len(STAGES))
        self._tick()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        super().hideEvent(event)
        self._set_running(False)


class IndeterminateBar(QWidget):
    """A progress bar without a length: a piece moves to and fro while something is done.

    With reduced motion, the piece stays in the middle.
    """

    ROUND_S = 2.0
    PIECE = 0.36

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else each movement paints the canvas below anew
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=33)
        self._timer.timeout.connect(self.update)

    def set_running(self, running: bool) -> None:
        """Move, or stand still."""
        if running and not theme.current().reduced_motion:
            if not self._clock.isValid():
                self._clock.start()
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    @property
    def moving(self) -> bool:
        return self._timer.isActive()

    def _share(self) -> float:
        """Return the position of the piece, from 0 at the left to 1 at the right and back."""
        if not self.moving or theme.current().reduced_motion:
            return 0.5
        turn = self._clock.elapsed() / 1000 / self.ROUND_S % 1
        there_and_back = 1 - abs(2 * turn - 1)
        return there_and_back * there_and_back * (3 - 2 * there_and_back)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(theme.current().px(120), theme.current().px(8))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), now.color("bg.panel"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            high = float(min(self.height(), now.px(8)))
            track = QRectF(0.5, (self.height() - high) / 2 + 0.5, self.width() - 1, high - 1)
            painter.setPen(QPen(now.color("line.strong"), 1))
            painter.setBrush(now.color("bg.sunken"))
            painter.drawRoundedRect(track, high / 2, high / 2)
            wide = self.width() * self.PIECE
            piece = QRectF(self._share() * (self.width() - wide), track.top() - 0.5, wide, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.color("accent"))
            painter.drawRoundedRect(piece, high / 2, high / 2)
