"""Read many tensors in one piece: they are joined in a compiled function, copied once, and handed out as views.

Each copy of a tensor costs the same few calls of Python however small it is, and a frame of playing needs some fifty.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from math import prod
from typing import Any

import numpy as np
import tensorflow as tf

from core.learning.shared_functions import Operands, SharedFunction
from core.learning.variables import numbers_of
from core.snapshot.snapshot import Array, read_only

MOST_SETS = 4
"""How many sets of variables a `FlatReading` knows; the others are read one by one."""

READ_BEFORE = 2
"""A set is compiled when it has been read so often: most sets of a network that is being built are read once."""


class FlatFunction:
    """A compiled function from tensors to float32 tensors. It is traced at its first call, unless an equal one was.

    Args:
        function: from tensors to a list of tensors, whose first dimension may be unknown: the rows of the first
            argument.
        signature: the specs of its arguments.
        operands: what it captures, asked at the first call.
    """

    def __init__(
        self, function: Callable[..., Sequence[Any]], signature: Sequence[Any], operands: Callable[[], Operands]
    ) -> None:
        self._function = function
        self._shapes: list[tuple[int | None, ...]] = []
        self._compiled = SharedFunction(
            self._joined, operands, lambda: self._shapes, signature=signature, autograph=False
        )

    def __call__(self, *arguments: Any) -> list[Array]:
        """Return the results, as read-only views of one vector."""
        flat = read_only(self._compiled(*arguments))
        rows = arguments[0].shape[0] if arguments else 0
        found, first = [], 0
        for shape in self._compiled.facts:
            known = tuple(rows if size is None else size for size in shape)
            last = first + prod(known)
            found.append(flat[first:last].reshape(known))
            first = last
        return found

    def _joined(self, *arguments: Any) -> Any:
        results = self._function(*arguments)
        self._shapes = [tuple(result.shape) for result in results]
        return tf.concat([tf.reshape(result, [-1]) for result in results], 0)


class FlatReading:
    """Read the numbers of Keras variables. Sets of variables that are read again and again are read in one piece."""

    def __init__(self) -> None:
        self._sets: OrderedDict[tuple[int, ...], _VariableSet] = OrderedDict()

    def numbers(self, variables: Iterable[Any]) -> list[Array]:
        """Copy the numbers of some variables, in their order; the arrays are read-only."""
        wanted = tuple(variables)
        key = tuple(map(id, wanted))
        if key not in self._sets:
            self._sets[key] = _VariableSet(wanted)
        self._sets.move_to_end(key)
        while len(self._sets) > MOST_SETS:
            self._sets.popitem(last=False)
        return self._sets[key].numbers()


class _VariableSet:
    """Some variables, which it keeps alive: an id belongs to one object only while that lives."""

    def __init__(self, variables: tuple[Any, ...]) -> None:
        self._variables = variables
        joined = [i for i, variable in enumerate(variables) if variable.dtype == "float32"]  # not what counts steps
        self._joined, self._read = joined, 0
        read = [variables[i] for i in joined]
        self._flat = FlatFunction(
            lambda: [tf.convert_to_tensor(variable.value) for variable in read], (), lambda: Operands("read", read)
        )

    def numbers(self) -> list[Array]:
        self._read += 1
        if self._read <= READ_BEFORE or len(self._joined) < 2:
            return list(map(_read_alone, self._variables))
        joined = dict(zip(self._joined, self._flat(), strict=True))
        return [joined[i] if i in joined else _read_alone(one) for i, one in enumerate(self._variables)]


def _read_alone(variable: Any) -> Array:
    numbers: Array = np.asarray(numbers_of(variable))  # of a scalar, not the number itself
    numbers.flags.writeable = False
    return numbers
