"""The slots of a Keras optimizer: the variables that it keeps for each variable of a model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.design.optimizers import Optimizer
from core.learning.flat import FlatReading
from core.snapshot.snapshot import Slots


def slots_of(optimizer: Any, kind: Optimizer, variables: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """Find the optimizer's slots for each of `variables`: by the path of the variable, then by the slot's name.

    They are found by the names that Keras gives them, e.g. "hidden_1_kernel_momentum": their order differs from
    optimizer to optimizer, and some have further variables that belong to none.

    Raises:
        KeyError: the optimizer was not built for one of the variables.
    """
    named = {variable.name: variable for variable in optimizer.variables}
    return {
        variable.path: {slot.name: named[f"{variable.path.replace('/', '_')}_{slot.name}"] for slot in kind.slots}
        for variable in variables
    }


def slot_numbers(reading: FlatReading, optimizer: Any, kind: Optimizer, variables: Iterable[Any]) -> Slots:
    """Copy the numbers of the optimizer's slots for each of `variables`."""
    found = slots_of(optimizer, kind, variables)
    numbers = iter(reading.numbers(slot for own in found.values() for slot in own.values()))
    return {path: {name: next(numbers) for name in own} for path, own in found.items()}
