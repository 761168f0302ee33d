"""Data that were edited by hand, sample by sample."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from core.data.built_in import Batch, Source


class Edit(Protocol):
    """A change of some samples."""

    def edited(self, batch: Batch) -> Batch:
        """Return a batch with the change."""
        ...

    def lines(self) -> tuple[str, ...]:
        """Return Python lines that change the tensors `X` and `Y_true` in the same way."""
        ...


@dataclass(frozen=True)
class Edited:
    """What was loaded from a source, and then edited.

    Args:
        base: where it came from.
        edits: the changes, in order.
    """

    base: Source
    edits: tuple[Edit, ...]

    @cached_property
    def name(self) -> str:
        return f"{self.base.name}{MARK}"

    @property
    def scale(self) -> bool:
        return self.base.scale

    def load(self) -> Batch:
        batch = self.base.load()
        for edit in self.edits:
            batch = edit.edited(batch)
        return batch

    def lines(self) -> tuple[str, ...]:
        return (*self.base.lines(), *(line for edit in self.edits for line in edit.lines()))


MARK = " *"
"""The end of the name of what was edited."""


def edited_source(source: Source, edit: Edit) -> Edited:
    """Return a source with one more change."""
    if isinstance(source, Edited):
        return Edited(source.base, (*source.edits, edit))
    return Edited(source, (edit,))
