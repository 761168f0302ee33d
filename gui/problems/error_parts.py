"""Parts of the error card."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.look import icons, theme
from gui.widgets.panel import Panel

BREAK = "\u200b"  # zero width: a line may break here


def breakable(text: str, most: int = 2000) -> str:
    """Let very long words, such as paths, wrap; leave out the middle of a text over `most` letters."""
    if len(text) > most:
        half = most // 2
        text = f"{text[:half]} … {text[-half:]}"
    return re.sub(r"\S{24,}", _broken, text)


def _broken(word: re.Match[str]) -> str:
    return BREAK.join(re.findall(r"[^/\\_,;:.=-]{1,16}[/\\_,;:.=-]?|.", word[0], re.DOTALL))


class Disclosure(Panel):
    """A button with a caret that unfolds a text to select and scroll; hidden while the text is empty.

    Args:
        name: object name of the text; the button's is `name` + "_button".
        wrap: False to keep the lines of the text as they are, e.g. a traceback's.

    Signals:
        toggled(): folded or unfolded.
    """

    toggled = Signal()

    def __init__(self, name: str, *, wrap: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._button = QToolButton(checkable=True, objectName=f"{name}_button")
        self._button.setProperty("look", "flat")
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.toggled.connect(self._toggled)
        self._text = _Text(wrap)
        self._text.setObjectName(name)
        self._frame = QFrame()
        self._frame.setProperty("look", "said")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(8, 6, 8, 6)
        inside.addWidget(self._text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._frame)
        self._frame.hide()
        self.restyle()

    def set_title(self, text: str) -> None:
        """Set the button's text."""
        self._button.setText(text)
        self._text.setAccessibleName(text)

    def set_text(self, text: str) -> None:
        """Set the text to unfold, which is shown verbatim; hide the whole for ""."""
        if text != self._text.toPlainText():
            self._text.setPlainText(text)
            self._text.updateGeometry()  # if it is open, it still has the height of the old text
        self.setVisible(bool(text))

    def set_open(self, is_open: bool) -> None:
        self._button.setChecked(is_open)

    @property
    def last_focus(self) -> QWidget:
        """The last widget in here that can have the focus."""
        return self._text

    def restyle(self) -> None:
        now = theme.current()
        caret = "caret-down-bold" if self._button.isChecked() else "caret-right-bold"
        self._button.setIcon(icons.icon(caret, now.color("text.secondary"), size=now.px(14)))
        self._button.setFont(now.font(bold=True))
        self._text.setFont(now.font("small", mono=True))

    def _toggled(self, is_open: bool) -> None:
        self._frame.setVisible(is_open)
        self.restyle()
        self.layout().activate()  # so that receivers can ask for the new height
        self.toggled.emit()


class ErrorTable(Panel):
    """A small table of names and values, e.g. expected and received; hidden while it is empty."""

    MOST_LETTERS = 240
    ROWS = 3

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("error_table")
        frame = QFrame()
        frame.setProperty("look", "sunken")
        table = QGridLayout(frame)
        table.setContentsMargins(12, 8, 12, 8)
        table.setHorizontalSpacing(16)
        table.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []
        for number in range(self.ROWS):
            # plain, because a cell of a file may hold anything, even "<b>"
            name, value = QLabel(), QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
            name.setProperty("look", "small")
            table.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            table.addWidget(value, number, 1)
            self._rows.append((name, value))
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        self.restyle()

    def set_facts(self, facts: list[tuple[str, str]]) -> None:
        """Show at most three names with their values; elide very long values, except in the tooltip."""
        for number, (name, value) in enumerate(self._rows):
            title, content = facts[number] if number < len(facts) else ("", "")
            name.setText(title)
            value.setText(breakable(content, self.MOST_LETTERS))
            value.setToolTip(content if len(content) > self.MOST_LETTERS else "")
            name.setVisible(bool(content))
            value.setVisible(bool(content))
        self.setVisible(bool(facts))

    @property
    def facts(self) -> dict[str, str]:
        """The facts that are shown."""
        return {name.text(): value.text().replace(BREAK, "") for name, value in self._rows if name.text()}

    def restyle(self) -> None:
        for _, value in self._rows:
            value.setFont(theme.current().font(mono=True))


class _Text(QPlainTextEdit):
    """A read-only text as high as its content, up to ten lines."""

    MOST_LINES = 10

    def __init__(self, wrap: bool) -> None:
        super().__init__(readOnly=True, frameShape=QFrame.Shape.NoFrame)
        mode = QPlainTextEdit.LineWrapMode
        self.setLineWrapMode(mode.WidgetWidth if wrap else mode.NoWrap)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setStyleSheet("background: transparent;")  # the frame around it is tinted
        self.document().setDocumentMargin(0)
        self._wrap = wrap
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if wrap:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        line = self.fontMetrics().lineSpacing()
        if self._wrap:
            ruler = QTextDocument(self.toPlainText())
            ruler.setDefaultFont(self.font())
            ruler.setDocumentMargin(0)
            ruler.setTextWidth(max(1, width - 2))
            high = ruler.size().height()
        else:
            high = line * self.blockCount() + theme.current().px(12)  # and the scroll bar below
        return round(min(high, line * self.MOST_LINES)) + 6

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        width = theme.current().px(380)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(0, self.fontMetrics().lineSpacing() * 2)
