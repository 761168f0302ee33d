"""A session as tables and numbers, and back. The tables are what `session.json` holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from core.commands import Fit, Step
from core.commands.fitting import VERBOSE
from core.files import validation_bytes
from core.files.command_table import command_table, plain_table, read_command
from core.files.limits import LARGEST_INTEGER, MOST_BRANCHES, MOST_COMMANDS, MOST_STEPS_IN_ALL
from core.files.saved_lesson import SavedLesson
from core.files.saved_session import SavedCurve, SavedSession
from core.files.sources import read_source, source_table
from core.files.toml_table import Table
from core.history.branch import Branch, Entry, Position
from core.history.saved_history import SavedBranch, SavedHistory, SavedKeyframe, check_saved
from core.problems.problem import Problem
from core.snapshot.moment import Moment, TracedCall
from core.tables.frames import MAX_ROWS

FORMAT, VERSION = "layerscope session", 2
"""Version 1 holds no validation losses."""

MOST_CALLS, MOST_POINTS = 1000, 2**21
TYPES = ("float32", "float64", "int32", "int64", "uint32", "bool")
WHOLE = ("step", "run", "bad_step", "fit_steps", "fit_epochs", "batch_step")
"""The counts of a moment that are whole numbers; besides them there are "diverged" and "largest_rate"."""


def pack(session: SavedSession) -> tuple[dict[str, Any], bytes, bytes, bytes]:
    """Return a session's tables, the numbers of its keyframes, its losses, and those of validation rows."""
    numbers, history = _NumberWriter(), session.history
    branches = [_branch_table(branch, numbers) for branch in history.branches]
    present = numbers.table([SavedKeyframe(history.position, history.present)])
    losses = [session.curves[branch.number] for branch in history.branches]
    shared = [_shared_points(session, branch) for branch in history.branches]
    validated, validation = validation_bytes.written(curve.validation for curve in losses)
    tables = {
        "format": FORMAT,
        "version": VERSION,
        "branches": branches,
        "present": {"branch": history.branch, "keyframes": present},
        "layouts": numbers.layouts,
        "losses": [
            {"points": len(curve.losses), "shared": first, "stride": curve.stride}
            for curve, first in zip(losses, shared)
        ],
        "validation": validated,
    }
    if history.undone:
        tables["undone"] = [[branch, place.entries, place.steps] for branch, place in history.undone]
    if session.lesson is not None:
        tables["lesson"] = plain_table(session.lesson)
    written = b"".join(curve.losses[first:].astype("<f4").tobytes() for curve, first in zip(losses, shared))
    return tables, b"".join(numbers.written), written, validation


def unpack(tables: dict[str, Any], numbers: bytes, losses: bytes, validation: bytes) -> SavedSession:
    """Return the session that `pack` made these of.

    Raises:
        Problem: they are not those of a session.
    """
    try:
        return _unpack(Table("session.json", tables, {}, most=LARGEST_INTEGER), numbers, losses, validation)
    except Problem as problem:
        if not problem.kind.startswith("lesson."):
            raise
        facts = (f"{name} {str(value)[:200]}" for name, value in problem.fields.items() if name not in ("file", "line"))
        raise Problem("session.damaged", reason=", ".join(facts)) from problem
    except (ValueError, KeyError, IndexError, TypeError, OverflowError) as error:
        raise Problem("session.damaged", reason=str(error)[:300]) from error


def _unpack(table: Table, numbers: bytes, losses: bytes, validation: bytes) -> SavedSession:
    table.get("format", str), table.get("version", int)
    reader = _NumberReader(numbers, table.get("layouts", list))
    branches = _with_steps([_read_branch(one, reader) for one in table.tables("branches", MOST_BRANCHES)])
    check_saved(sum(len(branch.entries) for branch in branches) <= MOST_COMMANDS, "too many commands")
    present = _table(table, "present")
    number, (now,) = present.get("branch", int), reader.keyframes(present)
    present.finish()
    check_saved(reader.at_end, "more numbers than places")
    curves = _read_curves(table.tables("losses", MOST_BRANCHES), branches, losses)
    validated = validation_bytes.read(table.get("validation", tuple[int, ...], (0,) * len(branches)), validation)
    curves = {n: replace(curves[n], validation=own) for n, own in zip(sorted(curves), validated, strict=True)}
    undone = _read_undone(table.get("undone", list, []))
    lesson = _read_lesson(table.table("lesson"))
    table.finish()
    return SavedSession(SavedHistory(branches, number, now.position, now.moment, undone), curves, lesson)


# ---- branches and commands ------------------------------------------------------------------------------------------


def _branch_table(branch: SavedBranch, numbers: _NumberWriter) -> dict[str, Any]:
    return {
        "number": branch.number,
        "parent": branch.parent,
        "fork": [branch.fork.entries, branch.fork.steps],
        "run": branch.run,
        "first_step": branch.first_step,
        "commands": [{**command_table(done.command, source_table), "group": done.group} for done in branch.entries],
        "traced": [{"place": p, "calls": [plain_table(call) for call in calls]} for p, calls in branch.traced.items()],
        "keyframes": numbers.table(branch.keyframes),
    }


def _read_branch(table: Table, numbers: _NumberReader) -> SavedBranch:
    fork = table.get("fork", tuple[int, ...])
    check_saved(len(fork) == 2 and min(fork) >= 0, "a fork is a place")
    entries = tuple(_read_entry(one) for one in table.tables("commands", MOST_COMMANDS))
    check_saved(sum(done.command.steps_taken for done in entries) <= MOST_STEPS_IN_ALL, "too many steps")
    calls = ((one.get("place", int), one.tables("calls", MOST_CALLS)) for one in table.tables("traced", MOST_COMMANDS))
    traced = {place: tuple(map(_read_call, tables)) for place, tables in calls}
    branch = SavedBranch(
        table.get("number", int),
        table.get("parent", int | None),
        Position(*fork),
        table.get("run", int),
        table.get("first_step", int),
        entries,
        numbers.keyframes(table),
        traced,
    )
    table.finish()
    return branch


def _with_steps(branches: Sequence[SavedBranch]) -> tuple[SavedBranch, ...]:
    """Return branches with the step at which each command was done, which follows from the commands before it."""
    made: list[Branch] = []
    for number, saved in enumerate(branches):
        check_saved(saved.number == number and (saved.parent or 0) in range(max(number, 1)), "branches in no order")
        check_saved((saved.parent is None) == (number == 0), "branches in no order")
        branch = Branch(number, saved.parent, saved.fork)
        if saved.parent is not None:
            check_saved(
                saved.fork.entries + bool(saved.fork.steps) <= len(made[saved.parent].entries), "a fork is a place"
            )
            branch.entries = made[saved.parent].upto(saved.fork)
        for done in saved.entries:
            branch.entries.append(replace(done, step=branch.step_at(branch.end)))
        made.append(branch)
    return tuple(
        replace(saved, entries=tuple(branch.entries[branch.shared :])) for saved, branch in zip(branches, made)
    )


def _read_entry(table: Table) -> Entry:
    command, group = read_command(table, read_source), table.get("group", int)
    table.finish()
    if isinstance(command, Step):
        check_saved(command.steps >= 1, "a run of no steps")
    if isinstance(command, Fit):
        check_saved(command.batches >= 1 and 0 <= command.rest < command.batches, "a fit of no steps")
        check_saved(command.epochs >= 0 and command.steps_taken >= 1, "a fit of no steps")
        check_saved(0 <= command.validation_split < 1 and len(command.validation_data) in (0, 2), "an impossible fit")
        check_saved(command.asked >= 0 and command.verbose in VERBOSE, "an impossible fit")
    return Entry(command, 0, group)


def _read_call(table: Table) -> TracedCall:
    call = TracedCall(
        table.get("kind", str),
        table.get("samples", int),
        table.get("batch_size", int),
        table.get("rows", int | None, None),
        table.get("updated", tuple[str, ...], ()),
    )
    table.finish()
    possible = call.kind in ("fit", "evaluate", "predict") and call.batch_size >= 1 and 1 <= call.samples <= MAX_ROWS
    check_saved(possible, "an impossible call")
    return call


def _read_undone(places: list[Any]) -> tuple[tuple[int, Position], ...]:
    check_saved(len(places) <= MOST_COMMANDS, "too many places")
    whole = all(type(number) is int and number >= 0 for place in places for number in place)
    check_saved(whole and all(len(place) == 3 for place in places), "a place has a branch, commands and steps")
    return tuple((branch, Position(entries, steps)) for branch, entries, steps in places)


def _read_lesson(table: Table | None) -> SavedLesson | None:
    if table is None:
        return None
    lesson = SavedLesson(table.get("key", str), table.get("page", str), table.get("done", tuple[str, ...], ()))
    table.finish()
    return lesson


def _table(table: Table, key: str) -> Table:
    found = table.table(key)
    if found is None:
        raise table.problem("lesson.key_missing", key=key)
    return found


# ---- numbers --------------------------------------------------------------------------------------------------------


class _NumberWriter:
    """Write the numbers of keyframes one after another, and say in tables where they belong.

    Attributes:
        written: the numbers so far.
        layouts: the types and shapes of a keyframe's arrays, each kind once.
    """

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.layouts: list[dict[str, Any]] = []
        self._known: dict[tuple[Any, ...], int] = {}

    def table(self, frames: Sequence[SavedKeyframe]) -> dict[str, Any]:
        """Write keyframes, and return their table: a column for each kind of fact."""
        moments = [frame.moment for frame in frames]
        return {
            "commands": [frame.position.entries for frame in frames],
            "steps": [frame.position.steps for frame in frames],
            "spaced": [frame.spaced for frame in frames],
            "layout": [self._write(moment) for moment in moments],
            **{name: [int(moment.counts[name]) for moment in moments] for name in WHOLE},
            "diverged": [bool(moment.counts["diverged"]) for moment in moments],
            "largest_rate": [float(moment.counts["largest_rate"]) for moment in moments],
        }

    def _write(self, moment: Moment) -> int:
        """Write the numbers of a moment, and return the place of their layout."""
        arrays = (*moment.numbers, *moment.fit_numbers)
        self.written += [array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes() for array in arrays]
        key = (len(moment.numbers), *((array.dtype.name, array.shape) for array in arrays))
        if key not in self._known:
            self._known[key] = len(self.layouts)
            parts = [[array.dtype.name, list(array.shape)] for array in arrays]
            count = len(moment.numbers)
            self.layouts.append({"numbers": parts[:count], "fit": parts[count:]})
        return self._known[key]


class _NumberReader:
    """Read the numbers of keyframes one after another.

    Args:
        content: all numbers.
        layouts: as `_NumberWriter` gives them.
    """

    def __init__(self, content: bytes, layouts: list[Any]) -> None:
        self._content, self._at = content, 0
        self._layouts = [tuple(list(map(_array_of, layout[part])) for part in ("numbers", "fit")) for layout in layouts]

    @property
    def at_end(self) -> bool:
        """Whether every number was read."""
        return self._at == len(self._content)

    def keyframes(self, table: Table) -> tuple[SavedKeyframe, ...]:
        """Read the keyframes whose table is at the key "keyframes"."""
        own = _table(table, "keyframes")
        columns: dict[str, tuple[Any, ...]] = {}
        for name in ("commands", "steps", "layout", *WHOLE):
            columns[name] = own.get(name, tuple[int, ...])
            check_saved(min(columns[name], default=0) >= 0, "a number below zero")
        columns |= {name: own.get(name, tuple[bool, ...]) for name in ("spaced", "diverged")}
        columns["largest_rate"] = own.get("largest_rate", tuple[float, ...])
        own.finish()
        check_saved(len({len(column) for column in columns.values()}) == 1, "columns of other lengths")
        return tuple(self._keyframe(dict(zip(columns, row))) for row in zip(*columns.values()))

    def _keyframe(self, row: dict[str, Any]) -> SavedKeyframe:
        numbers, fit = (tuple(map(self._array, part)) for part in self._layouts[row["layout"]])
        counts = {name: row[name] for name in (*WHOLE, "diverged", "largest_rate")}
        return SavedKeyframe(Position(row["commands"], row["steps"]), Moment(numbers, fit, counts), row["spaced"])

    def _array(self, kind: tuple[np.dtype[Any], tuple[int, ...], int]) -> np.ndarray[Any, np.dtype[Any]]:
        dtype, shape, size = kind
        array = np.frombuffer(self._content, dtype, size, self._at).reshape(shape)
        self._at += array.nbytes
        return array


def _array_of(written: Any) -> tuple[np.dtype[Any], tuple[int, ...], int]:
    """Return the type, the shape and the size of an array from what a layout says of it."""
    name, shape = written
    check_saved(
        name in TYPES and all(type(size) is int and 0 <= size <= 10**6 for size in shape), "an impossible array"
    )
    size = 1
    for length in shape:
        size *= length
    check_saved(size <= 10**8, "an impossible array")
    return np.dtype(name), tuple(shape), size


# ---- losses ---------------------------------------------------------------------------------------------------------


def _shared_points(session: SavedSession, branch: SavedBranch) -> int:
    """Return how many losses a branch shares with the one it left."""
    if branch.parent is None:
        return 0
    own, parent = session.curves[branch.number], session.curves[branch.parent]
    points = min(-(-branch.first_step // own.stride), len(own.losses), len(parent.losses))
    same = own.stride == parent.stride and own.losses[:points].tobytes() == parent.losses[:points].tobytes()
    return points if same else 0


def _read_curves(tables: Iterable[Table], branches: tuple[SavedBranch, ...], content: bytes) -> dict[int, SavedCurve]:
    """Read the losses of all branches, in their order."""
    losses, at = np.frombuffer(content, "<f4"), 0
    known: dict[int, SavedCurve] = {}
    for table, branch in zip(tables, branches, strict=True):
        points, shared, stride = (table.get(name, int) for name in ("points", "shared", "stride"))
        table.finish()
        possible = 0 <= shared <= points <= MOST_POINTS and 1 <= stride <= 2**40 and not stride & (stride - 1)
        check_saved(possible, "impossible losses")
        own = losses[at : at + points - shared]
        at += points - shared
        first = known[branch.parent].losses[:shared] if shared and branch.parent is not None else losses[:0]
        check_saved(len(own) + len(first) == points, "losses are missing")
        known[branch.number] = SavedCurve(np.concatenate([first, own]).astype(np.float32, copy=False), stride)
    check_saved(at == len(losses), "more losses than steps")
    return known
