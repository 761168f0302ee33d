"""The field where a learner types a line of Keras, and the line's output if that is short."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from gui.look import theme
from gui.widgets.own_keys import ARROWS, keeps_key
from gui.widgets.panel import Panel

MARK = ">>>"
EXAMPLE = "Z1 = hidden_1(X)"
KEEPS_FOCUS = "keeps_focus"
"""The property of a field that keeps the focus after Enter, see `gui.window.focus`."""


class CodeLine(QLineEdit):
    """A field for one line of Python. Up and Down bring back earlier lines.

    Signals:
        entered(str): Enter was pressed on a line that is not blank.
    """

    entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="code_line")
        self.setProperty(KEEPS_FOCUS, True)
        self.setPlaceholderText(EXAMPLE)
        self._typed: list[str] = []
        self._place = 0  # in the earlier lines; after the last one comes what is being typed
        self._draft = ""
        self.returnPressed.connect(self._enter)

    def clear_done(self, line: str) -> None:
        """Empty the field after its line was done, unless something else has been typed there since."""
        if self.text() == line:
            self.clear()

    def keep_refused(self, line: str) -> None:
        """Keep a refused line, selected, so that it can be corrected or typed over."""
        if self.text() == line:
            self.selectAll()

    def _enter(self) -> None:
        line = self.text()
        if not line.strip():
            return
        if self._typed[-1:] != [line]:
            self._typed.append(line)
        self._place, self._draft = len(self._typed), ""
        self.entered.emit(line)

    def _recall(self, way: int) -> None:
        place = self._place + way
        if not 0 <= place <= len(self._typed):
            return
        if self._place == len(self._typed):
            self._draft = self.text()
        self._place = place
        self.setText([*self._typed, self._draft][place])

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, ARROWS, shift=True) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() == Qt.Key.Key_Up:
            self._recall(-1)
        elif event.key() == Qt.Key.Key_Down:
            self._recall(1)
        else:
            super().keyPressEvent(event)


class CodePrompt(Panel):
    """A prompt, the field, and the output behind it, all in one row because the page is low.

    Attributes:
        line: the field.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = QLabel(MARK)
        self.line = CodeLine()
        self._mark.setBuddy(self.line)
        self._printed = QLabel(objectName="code_printed", textFormat=Qt.TextFormat.PlainText)
        self._printed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._printed.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._printed.setMinimumWidth(1)  # it must not widen the page
        self._printed.hide()
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._mark)
        self._row.addWidget(self.line, 1)
        self._row.addWidget(self._printed)
        self.retranslate()
        self.restyle()

    @property
    def printed(self) -> str:
        """The output that is shown behind the field."""
        return self._printed.text()

    def set_printed(self, text: str) -> None:
        """Show what a line printed; with "" the field takes the whole row."""
        self._printed.setText(text)
        self._printed.setToolTip(text)  # for a narrower window
        self._printed.setVisible(bool(text))

    def has_room_for(self, text: str) -> bool:
        """Return whether a text is one line that leaves at least half of the row to the field."""
        return "\n" not in text and self._printed.fontMetrics().horizontalAdvance(text) <= self.width() // 2

    def retranslate(self) -> None:
        name = self.tr("Type a line of Keras")
        self.line.setAccessibleName(name)
        self.line.setToolTip(self.tr("Type a line of Keras and press Enter. Up and Down bring earlier lines back."))
        self._printed.setAccessibleDescription(self.tr("What Keras printed"))

    def restyle(self) -> None:
        now = theme.current()
        for widget in (self._mark, self.line, self._printed):
            widget.setFont(now.font(mono=True))
        self._mark.setStyleSheet(f"color: {now.color('accent').name()};")
        self._row.setContentsMargins(now.px(11), now.px(3), now.px(8), now.px(3))
        self._row.setSpacing(now.px(8))
