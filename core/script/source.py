"""The text of a block, as the parts of its syntax tree were written."""

from __future__ import annotations

import ast


class Source:
    """A text that is split into lines once; `ast.get_source_segment` splits all of it for each part.

    Example:
        >>> text = "a = f(x)"
        >>> Source(text).segment(ast.parse(text).body[0].value)
        'f(x)'
    """

    def __init__(self, text: str) -> None:
        self._lines = text.encode().splitlines(keepends=True)  # of bytes: at the line ends that Python knows, no others

    def segment(self, node: ast.expr | ast.stmt) -> str:
        """Return a part as it was written. Its columns count bytes of UTF-8."""
        last = node.end_lineno or node.lineno
        lines = self._lines[node.lineno - 1 : last]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return b"".join(lines).decode()
