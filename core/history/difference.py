"""What a branch does otherwise than the one it left, computed from the commands of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.commands import CreateLayer, SetSeed
from core.history.branch import Branch, Entry
from core.history.marks import Mark, mark_of, topic, with_mark


@dataclass(frozen=True)
class Difference:
    """What differs after the place where a branch left another one.

    Attributes:
        own: the settings that only this branch has; besides the kinds of marks on a curve, "seed" and "design".
        missing: those that only the other one has.
    """

    own: tuple[Mark, ...] = ()
    missing: tuple[Mark, ...] = ()


NO_DIFFERENCE = Difference()


def difference(branch: Branch, parent: Branch) -> Difference:
    """Return what a branch does otherwise than its parent.

    Of a branch that starts with initial weights, settings that were in force before are none.
    """
    own, before = branch.entries[branch.shared :], branch.entries[: branch.shared]
    if branch.run == branch.number:
        return Difference(_new_run(own, before))
    marks, others = _marks(own), _marks(parent.entries[branch.shared :])
    return Difference(
        tuple(mark for mark in marks if mark not in others), tuple(mark for mark in others if mark not in marks)
    )


def _new_run(own: Sequence[Entry], before: Sequence[Entry]) -> tuple[Mark, ...]:
    """Return what a branch with initial weights of its own does otherwise than it was done before."""
    in_force = {topic(mark): mark for mark in _marks(before)}
    initial = next((i for i, done in enumerate(own) if done.command.starts_run), 0)
    settings = [*(Entry(done.command, 0) for done in own[:initial]), *own[initial:]]
    layers = _layers(own)
    other_design = bool(layers) and layers != _layers(before)[-len(layers) :]
    return (
        *([Mark(0, "design", "")] if other_design else []),
        *(mark for mark in _marks(settings) if mark.step > 0 or not _in_force(mark, in_force.get(topic(mark)))),
    )


def _in_force(mark: Mark, before: Mark | None) -> bool:
    """Return whether a mark repeats what was in force; a layer is trainable unless it was frozen."""
    return mark.kind == "unfreeze" if before is None else (mark.kind, mark.subject) == (before.kind, before.subject)


def _marks(entries: Iterable[Entry]) -> list[Mark]:
    marks: list[Mark] = []
    for done in entries:
        command = done.command
        mark = Mark(done.step, "seed", str(command.seed)) if isinstance(command, SetSeed) else mark_of(done)
        if mark is not None:
            marks = with_mark(marks, mark)
    return marks


def _layers(entries: Iterable[Entry]) -> list[object]:
    return [done.command.spec for done in entries if isinstance(done.command, CreateLayer)]
