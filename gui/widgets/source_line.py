"""The lines below every grid: the exact value of one cell, and the Keras expression that gave all values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gui.look import icons, theme
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array

ZERO_WIDTH_SPACE = "\u200b"
THANKS_MS = 1500


class SourceLine(Panel):
    """A line of code, wrapped before its dots if it is too long, and a button that copies it unwrapped."""

    def __init__(self, expression: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._expression = ""
        frame = QFrame()
        frame.setProperty("look", "sunken")
        self._code = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._copy = QToolButton()
        self._copy.setProperty("look", "flat")
        self._copy.clicked.connect(self.copy)
        self._timer = QTimer(self, singleShot=True, interval=THANKS_MS)
        self._timer.timeout.connect(self._rest)
        self._inside = QHBoxLayout(frame)
        self._inside.addWidget(self._code, 1)
        self._inside.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        self.set_expression(expression)
        self.retranslate()
        self.restyle()

    @property
    def expression(self) -> str:
        """The code as it is copied."""
        return self._expression

    def set_expression(self, expression: str) -> None:
        """Show another expression."""
        if expression != self._expression:
            self._expression = expression
            self._code.setText(expression.replace(".", ZERO_WIDTH_SPACE + ".").replace("(", "(" + ZERO_WIDTH_SPACE))
            self._code.setAccessibleName(expression)
            self._rest()

    def copy(self) -> None:
        """Put the expression on the clipboard, and confirm it for a moment."""
        QGuiApplication.clipboard().setText(self._expression)
        self._timer.start()
        self.retranslate()
        self.restyle()

    def _rest(self) -> None:
        self._timer.stop()
        self.retranslate()
        self.restyle()

    def retranslate(self) -> None:
        self._copy.setAccessibleName(self.tr("Copy this code"))
        self._copy.setToolTip(self.tr("Copied") if self._timer.isActive() else self.tr("Copy this code"))

    def restyle(self) -> None:
        now = theme.current()
        self._inside.setContentsMargins(now.px(8), now.px(2), now.px(2), now.px(2))
        self._inside.setSpacing(now.px(4))
        self._code.setFont(now.font("micro", mono=True))
        self._code.setStyleSheet(f"color: {now.color('code.func').name()};")
        self._copy.setIconSize(QSize(now.px(16), now.px(16)))
        name = "check-bold" if self._timer.isActive() else "copy-bold"
        self._copy.setIcon(icons.icon(name, now.color("text.primary")))


class ReadOut(Panel):
    """One line with the exact value of a cell, or a hint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._label = QLabel(textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._label)
        self.restyle()

    @property
    def text(self) -> str:
        return self._label.text()

    def set_text(self, text: str) -> None:
        """Show a value, or the hint if it is empty."""
        if bool(text) != bool(self._text):
            self._text = text
            self.restyle()
        self._text = text
        self._label.setText(text or self.tr("Point at a cell to read its exact value."))

    def retranslate(self) -> None:
        self.set_text(self._text)

    def restyle(self) -> None:
        now = theme.current()
        self._label.setFont(now.font("small", mono=bool(self._text)))
        self._label.setForegroundRole(QPalette.ColorRole.Text if self._text else QPalette.ColorRole.PlaceholderText)
        self.setFixedHeight(now.px(20))


def numpy_literal(*values: Array | float) -> str:
    """Return Python text that evaluates to the same float32 numbers, bit for bit.

    Args:
        values: one number, one array of one or two dimensions, or several arrays, which become a list.
    """
    texts = [_array(value) if hasattr(value, "__len__") else _number(value) for value in values]
    return texts[0] if len(texts) == 1 else "[" + ",\n ".join(texts) + "]"


def _array(array: Array) -> str:
    rows = [_row(row) for row in array] if array.ndim == 2 else [_row(array)[1:-1]]
    return f"np.array([{(',' + chr(10) + ' ').join(rows)}], dtype=np.float32)"


def _row(row: Array) -> str:
    return "[" + ", ".join(map(_number, row)) + "]"


def _number(value: float) -> str:
    """Return the shortest text that gives the same float32 again."""
    import numpy as np

    text = str(np.float32(value))
    return text if np.isfinite(value) else text.replace("nan", "np.nan").replace("inf", "np.inf")
