"""Syntax colours for Python, from Pygments' lexer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from gui.look import theme

Span = tuple[int, int, str]
"""The start of a coloured piece of a line, its length, and its colour token."""


class PythonHighlighter(QSyntaxHighlighter):
    """A highlighter that is given the lines of a document before they are inserted.

    A line alone does not show whether it is inside a multi-line string. So a passage is read as a whole,
    and `highlightBlock`, which Qt calls for each line, only looks up the result.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._spans: list[tuple[Span, ...]] = []

    def set_tail(self, first_line: int, passages: Iterable[tuple[str, ...]]) -> None:
        """Read what will follow from `first_line` on: whole passages, as tuples of lines."""
        del self._spans[first_line:]
        for lines in passages:
            self._spans.extend(spans(lines))

    def highlightBlock(self, text: str) -> None:  # noqa: N802 (Qt's name)
        number = self.currentBlock().blockNumber()
        if number >= len(self._spans):
            return
        for start, length, token in self._spans[number]:
            style = QTextCharFormat()
            style.setForeground(theme.current().color(token))
            self.setFormat(start, length, style)


@lru_cache(maxsize=512)
def spans(lines: tuple[str, ...]) -> tuple[tuple[Span, ...], ...]:
    """Return the coloured spans of each line of complete Python code. Import Pygments at the first call.

    Example:
        >>> spans(("x = 1",))
        (((4, 1, 'code.number'),),)
    """
    found: list[list[Span]] = [[] for _ in lines]
    line = column = 0
    for token, text in _tokens("\n".join(lines)):
        for number, piece in enumerate(text.split("\n")):
            if number:
                line, column = line + 1, 0
            if token and piece and line < len(found):
                found[line].append((column, len(piece), token))
            column += len(piece)
    return tuple(tuple(pieces) for pieces in found)


def _tokens(source: str) -> list[tuple[str, str]]:
    """Split the source into pieces, each with its colour token or ""."""
    from pygments.lexers.python import PythonLexer
    from pygments.token import Name

    raw = [(kind, text) for kind, text in PythonLexer(stripnl=False, ensurenl=False).get_tokens(source) if text]
    result = []
    for (kind, text), (_, after) in zip(raw, [*raw[1:], (None, "")], strict=True):
        called = kind in Name and after.startswith("(")
        result.append(("code.func" if called else _color(kind), text))
    return result


def _color(kind: Any) -> str:
    from pygments.token import Comment, Keyword, Name, Number, Operator, String

    for family, token in (
        (Comment, "code.comment"),
        (String, "code.string"),
        (Number, "code.number"),
        (Keyword, "code.keyword"),
        (Operator.Word, "code.keyword"),
        (Name.Function, "code.func"),
        (Name.Decorator, "code.func"),
    ):
        if kind in family:
            return token
    return ""
