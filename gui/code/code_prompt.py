"""The field where a learner types a line of Keras, and under it the line's output, as in a console."""

from __future__ import annotations

from itertools import chain, repeat
from textwrap import dedent

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from gui.look import theme
from gui.widgets.own_keys import ARROWS, keeps_key
from gui.widgets.panel import UNLIMITED, Panel

MARK, GOES_ON = ">>>", "..."
MOST_ABOVE = 6
"""Lines of a block above the field."""

EXAMPLE = "Z1 = hidden_1(X)"
KEEPS_FOCUS = "keeps_focus"
"""The property of a field that keeps the focus after Enter, see `gui.window.focus`."""


class CodeLine(QLineEdit):
    """A field for a line of Python, or for the last line of a block. Up and Down bring back what was typed before.

    As in a console a line that ends with a colon begins a block, and an empty one ends it; a block may also be pasted.

    Attributes:
        above: the lines of the block before the one in the field.

    Signals:
        entered(str): Enter was pressed on a line that is not blank, or at the end of a block.
        block_changed(): the lines above are others.
    """

    entered = Signal(str)
    block_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="code_line")
        self.setProperty(KEEPS_FOCUS, True)
        self.setPlaceholderText(EXAMPLE)
        self.above: tuple[str, ...] = ()
        self._typed: list[str] = []
        self._place = 0  # in what was typed before; after its last comes what is being typed
        self._draft = ""
        self._pasted = False  # whether the block was pasted, so that Enter does it
        self._kept = False  # whether it was refused, and nothing was typed since
        self.returnPressed.connect(self._enter)
        self.textEdited.connect(self._edited)

    @property
    def whole(self) -> str:
        """The line or, of a block, all lines."""
        return "\n".join((*self.above, self.text())).rstrip()

    def set_whole(self, text: str) -> None:
        """Put a line or a block into the field."""
        *above, last = text.split("\n")
        self._show(tuple(above), last)

    def clear_done(self, line: str) -> None:
        """Empty the field after its line was done, unless something else has been typed there since."""
        if self.whole == line:
            self.set_whole("")

    def keep_refused(self, line: str) -> None:
        """Keep a refused line, selected, so that it can be corrected or typed over."""
        if self.whole == line:
            self.selectAll()
            self._kept = True

    def _enter(self) -> None:
        line = self.text()
        indent = line[: len(line) - len(line.lstrip())]
        if line.rstrip().endswith(":"):
            self._show((*self.above, line), f"{indent}    ")
        elif self.above and indent and line.strip() and not (self._pasted or self._kept):
            self._show((*self.above, line), indent)
        elif self.whole.strip():
            self._submit(self.whole)

    def _submit(self, text: str) -> None:
        if self._typed[-1:] != [text]:
            self._typed.append(text)
        self._place, self._draft = len(self._typed), ""
        self.set_whole(text)
        self.entered.emit(text)

    def _show(self, above: tuple[str, ...], last: str) -> None:
        self.setText(last)
        self._pasted = self._pasted and bool(above)
        if above != self.above:
            self.above = above
            self.block_changed.emit()

    def _edited(self, text: str) -> None:
        """Spread a pasted block over the lines."""
        self._kept = False
        lines = (text if self.above else dedent(text)).strip("\n").splitlines()
        if len(lines) > 1:
            self._pasted = True
            self._show((*self.above, *lines[:-1]), lines[-1])

    def _recall(self, way: int) -> None:
        place = self._place + way
        if not 0 <= place <= len(self._typed):
            return
        if self._place == len(self._typed):
            self._draft = self.whole
        self._place = place
        self.set_whole([*self._typed, self._draft][place])

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, ARROWS, shift=True) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() == Qt.Key.Key_Up:
            self._recall(-1)
        elif event.key() == Qt.Key.Key_Down:
            self._recall(1)
        elif event.key() == Qt.Key.Key_Backspace and self.above and not self.text().strip():
            self._show(self.above[:-1], self.above[-1])
        else:
            if self.above and self._kept and event.text().isprintable() and event.text() and self.hasSelectedText():
                self._show((), self.text())  # typed over
                self.selectAll()
            super().keyPressEvent(event)


class CodePrompt(Panel):
    """A prompt and the field, and the last output under them, as high as it needs but not higher than `most_height`.

    Attributes:
        line: the field.
        most_height: of the output, in px.
        output: what the line printed. An owner that has no room below may take it elsewhere.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.most_height = 0
        self._elsewhere = False  # whether the owner has taken the output
        self._mark = QLabel(MARK)
        self.line = CodeLine()
        self._mark.setBuddy(self.line)
        self.output = QPlainTextEdit(objectName="code_printed", readOnly=True, undoRedoEnabled=False)
        self.output.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.output.setFrameShape(QFrame.Shape.NoFrame)
        self.output.setTabChangesFocus(True)
        self.output.document().setDocumentMargin(0)
        self.output.hide()
        self._above = QLabel(objectName="code_above", textFormat=Qt.TextFormat.PlainText)
        self._above.setMinimumWidth(1)  # it must not widen the page
        self._above.hide()
        self.line.block_changed.connect(self._show_above)
        self._row = QHBoxLayout()
        self._row.addWidget(self._mark)
        self._row.addWidget(self.line, 1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self._above)
        self._column.addLayout(self._row)
        self._column.addWidget(self.output)
        self.retranslate()
        self.restyle()

    @property
    def printed(self) -> str:
        """The output under the field; "" if there is none."""
        return self.output.toPlainText()

    def set_printed(self, text: str) -> None:
        """Show what a line printed, from its beginning; with "" the output takes no room."""
        if text != self.printed:
            self.output.setPlainText(text)
            self._resize_output()
        self.output.setVisible(bool(text))

    def _show_above(self) -> None:
        """Show the lines of a block above the field, the last ones if there are many."""
        above = self.line.above
        lines = [f"{mark} {line}" for mark, line in zip(chain((MARK,), repeat(GOES_ON)), above)]
        shown = lines if len(lines) <= MOST_ABOVE else ["…", *lines[-MOST_ABOVE:]]
        self._above.setText("\n".join(shown))
        self._above.setVisible(bool(above))
        self._mark.setText(GOES_ON if above else MARK)

    def set_most_height(self, height: int) -> None:
        """Set how high the output may become, and take it back under the field."""
        self.most_height = height
        if self._elsewhere:
            self._elsewhere = False
            self._column.addWidget(self.output)
            self.output.setVisible(bool(self.printed))
        self._resize_output()

    def put_output(self, row: QHBoxLayout) -> None:
        """Put the output at the end of a row, where it may become as high as there is room."""
        if not self._elsewhere:
            self._elsewhere = True
            row.addWidget(self.output, 1)
            self.output.setVisible(bool(self.printed))
            self.output.setMinimumHeight(0)
            self.output.setMaximumHeight(UNLIMITED)

    def _resize_output(self) -> None:
        if self._elsewhere:
            return
        lines, metrics = self.output.document().blockCount(), QFontMetrics(self.output.font())
        wide = max(map(metrics.horizontalAdvance, self.printed.split("\n")))
        bar = self.output.horizontalScrollBar().sizeHint().height() if wide > self.width() else 0
        height = min(lines * metrics.lineSpacing() + bar + 2, self.most_height)
        self.output.setFixedHeight(max(height, metrics.lineSpacing() + 2))

    def retranslate(self) -> None:
        name = self.tr("Type a line of Keras")
        self.line.setAccessibleName(name)
        self.line.setToolTip(
            self.tr("Type a line of Keras and press Enter, or paste a block. Up and Down bring earlier lines back.")
        )
        self.output.setAccessibleName(self.tr("What Keras printed"))

    def restyle(self) -> None:
        now = theme.current()
        for widget in (self._mark, self._above, self.line, self.output):
            widget.setFont(now.font(mono=True))
        self._mark.setStyleSheet(f"color: {now.color('accent').name()};")
        self._row.setSpacing(now.px(8))
        self._row.setContentsMargins(0, 0, 0, 0)
        self._column.setContentsMargins(now.px(11), now.px(3), now.px(8), now.px(3))
        self._column.setSpacing(now.px(2))
        self._resize_output()
