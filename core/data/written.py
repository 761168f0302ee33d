"""Rows of numbers as lines of Python."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST_LINE = 100
"""Letters of a line of the written code: what is longer is written in several, if it can be."""


def table_lines(before: str, rows: Sequence[Sequence[float]], after: str, indent: str = "") -> tuple[str, ...]:
    """Write rows of numbers between two texts: in one line, or in several if they are many.

    Example:
        >>> table_lines("X = tf.constant(", [[1, 2.5]], ", tf.float32)")
        ('X = tf.constant([[1.0, 2.5]], tf.float32)',)
    """
    written = [f"[{', '.join(repr(float(value)) for value in row)}]" for row in rows]
    line = f"{indent}{before}[{', '.join(written)}]{after}"
    if len(line) <= LONGEST_LINE:
        return (line,)
    lines, inside = [f"{indent}{before}["], f"{indent}    "
    line = inside
    for row in written:
        if line != inside and len(line) + len(row) + 1 > LONGEST_LINE:
            lines.append(line.rstrip())
            line = inside
        line += f"{row}, "
    return (*lines, line.rstrip(), f"{indent}]{after}")
