"""What a cell of a CSV file is: a number, a word, a name of a column; and how it is shown in a message.

What counts as a number here is what `np.loadtxt` reads as one.
"""

from __future__ import annotations

import re

FLOAT32_OVERFLOW = 2.0**128 - 2.0**103
"""The smallest number that rounds to infinity as float32."""

# float() alone would also accept 1_000 and the digits of every script, which np.loadtxt refuses.
_is_decimal = re.compile(r"\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*").fullmatch
_is_not_finite = re.compile(r"\s*[+-]?(?:nan|inf|infinity)\s*", re.ASCII | re.IGNORECASE).fullmatch


def is_number(cell: str) -> bool:
    """Whether a cell is a number, be it one that is not finite."""
    return bool(_is_decimal(cell) or _is_not_finite(cell))


def is_finite(cell: str) -> bool:
    """Whether a cell is a number that float32 can hold."""
    # strip() knows more kinds of white space than float(), and as many as np.loadtxt.
    return bool(_is_decimal(cell)) and abs(float(cell.strip())) < FLOAT32_OVERFLOW


def is_meant_as_number(cell: str) -> bool:
    """Also true of a decimal comma, 1_000 and foreign digits: wrong where a number should be, but not words."""
    try:
        float(cell.strip().replace(",", ".", 1))
    except ValueError:
        return False
    return True


def is_word(cell: str) -> bool:
    """Whether a cell says something that nobody can have meant as a number."""
    return bool(cell.strip()) and not is_meant_as_number(cell)


def is_header(first: list[str], second: list[str] | None) -> bool:
    """Whether the first row names the columns.

    A row of words does. A row of words and numbers does only where a word stands above a number: in a column
    that is words throughout, the first row is a sample like the others.
    """
    if not any(map(is_word, first)):
        return False
    if not any(map(is_meant_as_number, first)):
        return True
    return any(is_word(cell) and is_number(below) for cell, below in zip(first, second or (), strict=False))


def column_names(first: list[str], header: bool) -> tuple[str, ...]:
    """The names of all columns, the target's last: x0, x1, ..., y where the file does not say."""
    defaults = [*(f"x{index}" for index in range(len(first) - 1)), "y"]
    if not header:
        return tuple(defaults)
    return tuple(" ".join(cell.split()) or default for cell, default in zip(first, defaults, strict=True))


def shown(cell: str) -> str:
    """A cell as it may stand in a message: on one line, of printable characters, and short."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(cell[:200].split()))
    return text if len(text) <= 40 else f"{text[:40]}…"
