"""Long helper functions in the code, folded to their first line until they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtGui import QTextDocument

LONG = 8
"""A helper with more lines than this below its first one is folded."""


class Folds:
    """Hide the lines of helpers. The text of the document stays whole, so copying gives all of it.

    Args:
        document: whose lines are hidden.
    """

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._ranges: dict[int, int] = {}  # the first line of each helper, and its last one
        self._open: set[str] = set()  # the first lines of those that were unfolded

    @property
    def folded(self) -> Mapping[int, int]:
        """How many lines are hidden below each line that stands for them."""
        return {first: last - first for first, last in self._ranges.items() if not self._is_open(first)}

    def set_ranges(self, ranges: Mapping[int, int]) -> None:
        """Fold these helpers, of which some may be unfolded already."""
        self._ranges = dict(ranges)
        for first in ranges:
            self._show(first, self._is_open(first))

    def toggle(self, line: int) -> bool:
        """Fold or unfold the helper that begins in a line; return whether one does."""
        if line not in self._ranges:
            return False
        self._open ^= {self._text(line)}
        self._show(line, self._is_open(line))
        return True

    def _is_open(self, line: int) -> bool:
        return self._text(line) in self._open

    def _text(self, line: int) -> str:
        return self._document.findBlockByNumber(line).text()

    def _show(self, first: int, visible: bool) -> None:
        """Show or hide all lines of a helper but the first."""
        block = self._document.findBlockByNumber(first + 1)
        start = block.position()
        if not block.isValid() or block.isVisible() == visible:
            return
        while block.isValid() and block.blockNumber() <= self._ranges[first]:
            block.setVisible(visible)
            block.setLineCount(1 if visible else 0)
            block = block.next()
        end = block.position() if block.isValid() else self._document.characterCount() - 1
        self._document.markContentsDirty(start, max(end - start, 0))


def helpers_in(lines: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
    """Return the first and the last line of each long function or class at the margin.

    Args:
        lines: some lines of code.
        start: the number of the first of them.
    """
    number = 0
    while number < len(lines):
        first = number
        number += 1
        if not lines[first].startswith(("def ", "class ")):
            continue
        while number < len(lines) and (not lines[number].strip() or lines[number].startswith(" ")):
            number += 1
        last = number - 1
        while not lines[last].strip():
            last -= 1
        if last - first > LONG:
            yield start + first, start + last
