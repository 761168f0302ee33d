"""Count what a value holds, without computing with it, and no further than the limit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

import numpy as np

from core.sizes.limits import DEEPEST, LARGEST_ARRAY, LONGEST_TEXT, MOST_BITS, MOST_ENTRIES, MOST_PRINTED, check

Shape = tuple[int, ...]
BITS_OF_A_DIGIT = 3
EDGES = 6
"""How many rows, columns and so on numpy prints of an array that is not small."""


def entries_of(value: Any) -> int:
    """Count a value and all entries in it: one that occurs twice counts twice, as it is printed and compared twice.

    Raises:
        TooLarge: there are too many, or the texts and whole numbers among them are too long, or an array takes too
            long to be printed.
        TypeError: there is an array of Python objects, which has no largest number.
    """
    count = letters = 0
    open_lists: list[Iterator[Any]] = [iter((value,))]
    while open_lists:
        for entry in open_lists[-1]:
            count += 1
            check("entries", MOST_ENTRIES, count)
            if isinstance(entry, str):
                letters += len(entry)
                check("letters", LONGEST_TEXT, letters)
            elif isinstance(entry, int):
                check("bits", MOST_BITS, entry.bit_length())
                letters += entry.bit_length() // BITS_OF_A_DIGIT
                check("letters", LONGEST_TEXT, letters)
            elif isinstance(entry, (list, tuple, dict)):
                open_lists.append(iter(entry.values() if isinstance(entry, dict) else entry))
                check("deep", DEEPEST, len(open_lists) - 1)
                break
            elif isinstance(entry, np.ndarray) and entry.dtype == object:
                raise TypeError("an array of Python objects; only arrays of numbers can be used here")
            elif getattr(entry, "ndim", 0) > 1:
                check("axes", MOST_PRINTED, math.prod(min(size, EDGES) for size in shape_of(entry)))
        else:
            open_lists.pop()
    return count


def numbers_of(value: Any) -> int:
    """Count the numbers in an array, or in the arrays of a list."""
    if isinstance(value, (list, tuple)):
        return sum(numbers_of(entry) for entry in value if not isinstance(entry, (int, float)))
    return math.prod(shape_of(value))


def shape_of(value: Any) -> Shape:
    """Return the shape of the array that a value makes; the largest one if entries differ, which numpy refuses.

    A text takes a place for each letter. An unknown size, of a symbolic tensor, counts as 1.
    """
    if isinstance(value, str):
        return (len(value),)
    if isinstance(value, (list, tuple)):
        shapes = {shape_of(entry) for entry in value if not isinstance(entry, (int, float))}
        return (len(value), *together(shapes))
    shape = () if isinstance(value, type) else getattr(value, "shape", ())
    return tuple(size or 0 if size is not None else 1 for size in shape)


def together(shapes: Iterable[Shape]) -> Shape:
    """Return the shape to which broadcasting brings arrays; shapes that do not fit are numpy's to refuse."""
    sizes = zip_longest(*(shape[::-1] for shape in shapes), fillvalue=1)
    return tuple(max(size or 1 for size in axis) for axis in sizes)[::-1]


def check_together(*values: Any) -> int:
    """Return how many numbers values have together after broadcasting.

    Raises:
        TooLarge: they are too many.
    """
    size = math.prod(together(map(shape_of, values)))
    check("numbers", LARGEST_ARRAY, size)
    return size


def check_index(owner: Any, index: Any) -> int:
    """Return how many numbers indexing gives at most where lists or arrays choose the places; 0 where none does.

    Raises:
        TooLarge: they are too many. A place may be chosen many times.
    """
    parts = index if isinstance(index, tuple) else (index,)
    chosen = [part for part in parts if _chooses(part)]
    rest, axis = list(shape_of(owner)), 0
    if not chosen or not rest or (len(chosen) == 1 and _is_mask(chosen[0])):
        return 0
    for number, part in enumerate(parts):
        if part is Ellipsis:
            axis = len(rest) - sum(map(_axes, parts[number + 1 :]))
        elif _chooses(part):
            rest[axis : axis + _axes(part)] = [1] * _axes(part)
        axis += _axes(part)
    size = math.prod(together(map(shape_of, chosen))) * math.prod(rest)
    check("numbers", LARGEST_ARRAY, size)
    return size


def _chooses(part: Any) -> bool:
    return isinstance(part, list) or len(shape_of(part)) > 0


def _is_mask(part: Any) -> bool:
    dtype = getattr(part, "dtype", None)
    return str(getattr(dtype, "name", dtype)) == "bool"


def _axes(part: Any) -> int:
    """Return how many axes a part of an index takes."""
    return 0 if part is None or part is Ellipsis else len(shape_of(part)) if _is_mask(part) else 1
