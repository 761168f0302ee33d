"""The cells of a CSV file: a number, a word or the name of a column, and how a message shows them.

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
    """Return whether a cell is a number, finite or not."""
    return bool(_is_decimal(cell) or _is_not_finite(cell))


def is_finite(cell: str) -> bool:
    """Return whether a cell is a number that float32 can hold."""
    # strip() knows more kinds of white space than float(), and as many as np.loadtxt.
    return bool(_is_decimal(cell)) and abs(float(cell.strip())) < FLOAT32_OVERFLOW


def is_meant_as_number(cell: str) -> bool:
    """Return whether a cell was meant as a number, rightly or wrongly written.

    Decimal commas, 1_000 and foreign digits count: they are wrong where a number should be, but they are not words.
    """
    try:
        float(cell.strip().replace(",", ".", 1))
    except ValueError:
        return False
    return True


def is_word(cell: str) -> bool:
    """Return whether a cell holds text that cannot have been meant as a number."""
    return bool(cell.strip()) and not is_meant_as_number(cell)


def is_header(first: list[str], second: list[str] | None) -> bool:
    """Return whether the first row names the columns.

    A row of words does. A row of words and numbers does only if a word stands above a number: in a column of
    words throughout, the first row is a sample like the others.
    """
    if not any(map(is_word, first)):
        return False
    if not any(map(is_meant_as_number, first)):
        return True
    return any(is_word(cell) and is_number(below) for cell, below in zip(first, second or (), strict=False))


def column_names(first: list[str], header: bool) -> tuple[str, ...]:
    """Return the names of all columns, the target's last: x0, x1, ..., y where the file does not name them."""
    defaults = [*(f"x{index}" for index in range(len(first) - 1)), "y"]
    if not header:
        return tuple(defaults)
    return tuple(" ".join(cell.split()) or default for cell, default in zip(first, defaults, strict=True))


def shown(cell: str) -> str:
    """Return a cell as a message can quote it: on one line, in printable characters, and short."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(cell[:200].split()))
    return text if len(text) <= 40 else f"{text[:40]}…"
