"""What printing a value prints, cut before it is made."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView, ValuesView
from typing import Any

from core.sizes.limits import LONGEST_TEXT


def text_of(*values: Any, most: int = LONGEST_TEXT, written: bool = False) -> str:
    """Return what printing values prints, or the first `most` letters of it and "…"; the others are not made.

    Args:
        written: whether a text is put in quotation marks, as `repr` does.

    Example:
        >>> text_of([1, "a"], (2,)), text_of([0] * 10**6, most=5)
        ("[1, 'a'] (2,)", '[0, 0…')
    """
    found: list[str] = []
    length = 0
    for number, value in enumerate(values):
        if number:
            found.append(" ")
            length += 1
        for piece in _pieces(value, most) if written else _shown(value, most):
            found.append(piece)
            length += len(piece)
            if length > most:
                return f"{''.join(found)[:most]}…"
    return "".join(found)


def _shown(value: Any, most: int) -> Iterable[str]:
    """Return a value in pieces, as `str` writes it."""
    if isinstance(value, str):
        return (value[: most + 1],)
    return (
        _pieces(value, most)
        if isinstance(value, (list, tuple, dict, KeysView, ValuesView, ItemsView))
        else (str(value),)
    )


def _pieces(value: Any, most: int) -> Iterator[str]:
    """Return a value in pieces, as `repr` writes it."""
    writes: object = type(value).__repr__
    if writes is list.__repr__:
        yield from _between("[", value, "]", most)
    elif writes is tuple.__repr__:
        yield from _between("(", value, ",)" if len(value) == 1 else ")", most)
    elif writes is dict.__repr__:
        yield "{"
        for number, (key, entry) in enumerate(value.items()):
            yield ", " if number else ""
            yield from _pieces(key, most)
            yield ": "
            yield from _pieces(entry, most)
        yield "}"
    elif isinstance(value, (KeysView, ValuesView, ItemsView)):
        yield from _between(f"{type(value).__name__}([", value, "])", most)
    elif writes is str.__repr__:
        yield repr(value[: most + 1])
    else:
        yield repr(value)


def _between(opening: str, entries: Iterable[Any], closing: str, most: int) -> Iterator[str]:
    yield opening
    for number, entry in enumerate(entries):
        yield ", " if number else ""
        yield from _pieces(entry, most)
    yield closing
