"""The field where a learner types a line of Keras, and under it the line's output, as in a console."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

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
    """A prompt and the field, and the last output under them, as high as it needs but not higher than `most_height`.

    Attributes:
        line: the field.
        most_height: of the output, in px.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.most_height = 0
        self._mark = QLabel(MARK)
        self.line = CodeLine()
        self._mark.setBuddy(self.line)
        self._printed = QPlainTextEdit(objectName="code_printed", readOnly=True, undoRedoEnabled=False)
        self._printed.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._printed.setFrameShape(QFrame.Shape.NoFrame)
        self._printed.setTabChangesFocus(True)
        self._printed.document().setDocumentMargin(0)
        self._printed.hide()
        self._row = QHBoxLayout()
        self._row.addWidget(self._mark)
        self._row.addWidget(self.line, 1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(self._row)
        self._column.addWidget(self._printed)
        self.retranslate()
        self.restyle()

    @property
    def printed(self) -> str:
        """The output under the field; "" if there is none."""
        return self._printed.toPlainText()

    def set_printed(self, text: str) -> None:
        """Show what a line printed, from its beginning; with "" the output takes no room."""
        if text != self.printed:
            self._printed.setPlainText(text)
            self._resize_output()
        self._printed.setVisible(bool(text))

    def set_most_height(self, height: int) -> None:
        """Set how high the output may become."""
        self.most_height = height
        self._resize_output()

    def _resize_output(self) -> None:
        lines, metrics = self._printed.document().blockCount(), QFontMetrics(self._printed.font())
        wide = max(map(metrics.horizontalAdvance, self.printed.split("\n")))
        bar = self._printed.horizontalScrollBar().sizeHint().height() if wide > self.width() else 0
        height = min(lines * metrics.lineSpacing() + bar + 2, self.most_height)
        self._printed.setFixedHeight(max(height, metrics.lineSpacing() + 2))

    def retranslate(self) -> None:
        name = self.tr("Type a line of Keras")
        self.line.setAccessibleName(name)
        self.line.setToolTip(self.tr("Type a line of Keras and press Enter. Up and Down bring earlier lines back."))
        self._printed.setAccessibleName(self.tr("What Keras printed"))

    def restyle(self) -> None:
        now = theme.current()
        for widget in (self._mark, self.line, self._printed):
            widget.setFont(now.font(mono=True))
        self._mark.setStyleSheet(f"color: {now.color('accent').name()};")
        self._row.setSpacing(now.px(8))
        self._row.setContentsMargins(0, 0, 0, 0)
        self._column.setContentsMargins(now.px(11), now.px(3), now.px(8), now.px(3))
        self._column.setSpacing(now.px(2))
        self._resize_output()
