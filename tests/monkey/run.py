"""One run of the monkey, in this process: choose or read actions, do them, and check every hundred.

`python -m tests.monkey.run` is what `python -m tests.monkey` starts in processes of their own.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from statistics import median
from time import perf_counter

from gui.start.app import application
from tests.core.helpers.compiling import quickly_compiled
from tests.monkey import checks
from tests.monkey.actions import Action, read
from tests.monkey.failure import Failure
from tests.monkey.generator import Generator
from tests.monkey.hands import Hands
from tests.monkey.heartbeat import Heartbeat, Memory, StandStill
from tests.monkey.watch import Watch

CHECK_EVERY = 100
BETWEEN_MS = 2
"""The event loop runs for so long after each action: some actions meet a window that is still busy."""

CHECK_SECONDS = 600.0
"""How long it may take to come to rest, or to undo everything."""

LEAST_CHECKS = 15
"""Of a quarter of the run, before its memory is compared: a window has 250 more widgets once all sheets were open.
So a run of fewer than 6,000 actions says nothing about memory.
"""

MOST_GROWTH = {"megabytes": 0.4, "objects": 20.0, "widgets": 0.1}
"""How much may be held more after every action. TensorFlow keeps what it made of every function that it traced: some
5 MB for each script that is run here, and for each network that takes a step or is fitted. That made 0.14 to 0.26 MB,
and hides what we leave behind ourselves if it is less; objects and widgets count only what is ours.
"""

Choose = Callable[[Hands], Action | None]
"""Returns the next action, or None at the end."""


@dataclass
class Report:
    """What a run saw.

    Attributes:
        actions: how many were done.
        memory: after every check, with the number of actions until then.
        longest, busiest: the longest times for which the event loop stood still, and those with most computing.
        seconds: how long the run took.
    """

    actions: int = 0
    memory: list[tuple[int, Memory]] = field(default_factory=list)
    longest: list[StandStill] = field(default_factory=list)
    busiest: list[StandStill] = field(default_factory=list)
    seconds: float = 0.0

    def check_memory(self) -> None:
        """Check that memory is flat: what was held in the last quarter of the checks is not much more than before.

        Raises:
            Failure: it grows.
        """
        quarter = len(self.memory) // 4
        if quarter < LEAST_CHECKS:
            return
        (start, before), (end, now) = (_median(self.memory[-n * quarter :][:quarter]) for n in (3, 1))
        for what, most in MOST_GROWTH.items():
            growth = (getattr(now, what) - getattr(before, what)) / (end - start)
            if growth > most:
                raise Failure(
                    f"memory grows: {what}", f"{growth:.4f} an action; after {start}: {before}, after {end}: {now}"
                )

    def lines(self) -> Iterator[str]:
        """Say it in lines."""
        yield f"{self.actions} actions in {self.seconds:.0f} s"
        for count, memory in self.memory[:: max(len(self.memory) // 20, 1)]:
            yield f"  after {count}: {memory.megabytes:.0f} MB, {memory.objects} own objects, {memory.widgets} widgets"
        if len(self.memory) // 4 < LEAST_CHECKS:
            yield f"  Too few checks to compare memory: {len(self.memory)} of {4 * LEAST_CHECKS}."
        for still in dict.fromkeys((*self.longest, *self.busiest)):
            times = f"{still.seconds:.2f} s, of them {still.computed:.2f} s computing"
            yield f"stood still for {times}: {still.action} ({still.stack})"


class Run:
    """A run of the monkey.

    Args:
        seed: of what is checked.
        hang_seconds: after how long a window that hangs ends the process; 0 for never.
        check_every: after how many actions it is checked what must hold; it is at the end, too.
        note: called with every action before it is done.
    """

    def __init__(
        self,
        seed: int,
        hang_seconds: float = 0.0,
        check_every: int = CHECK_EVERY,
        note: Callable[[Action], None] = lambda _: None,
    ) -> None:
        self.report = Report()
        self._note, self._check_every = note, check_every
        self._chance = random.Random(seed)
        self._watch, self._heartbeat, self._hands = Watch(), Heartbeat(hang_seconds), Hands(self._opened)
        self._start: checks.Bits = {}

    def go(self, choose: Choose) -> None:
        """Do what is chosen until there is no more, and check what must hold.

        Raises:
            Failure: something does not hold.
        """
        began = perf_counter()
        with tempfile.TemporaryDirectory() as folder, self._watch.on(), self._hands.at_work(Path(folder)):
            self._start = checks.start_of(self._hands.window)
            try:
                with self._heartbeat.on():
                    self._go(choose)
            finally:
                self.report.seconds = perf_counter() - began
                self.report.longest, self.report.busiest = self._heartbeat.longest, self._heartbeat.busiest
        self._watch.raise_first()

    def _go(self, choose: Choose) -> None:
        while (action := self._chosen(choose)) is not None:
            self._do(action)
            if self.report.actions % self._check_every == 0:
                self._check()
        if self.report.actions % self._check_every:
            self._check()

    def _chosen(self, choose: Choose) -> Action | None:
        with self._heartbeat.paused():
            action = choose(self._hands)
            if action is not None:
                self._note(action)
            return action

    def _do(self, action: Action) -> None:
        self._heartbeat.begin(repr(action))
        self.report.actions += 1
        action.do(self._hands)
        self._hands.rest(BETWEEN_MS)
        self._hands.reopen()
        self._watch.raise_first()

    def _check(self) -> None:
        self._heartbeat.begin("coming to rest", CHECK_SECONDS)
        checks.bring_to_rest(self._hands.window)
        if self._hands.reopen():  # it was to be closed once it was saved
            checks.bring_to_rest(self._hands.window)
        window = self._hands.window
        self._watch.raise_first()
        with self._heartbeat.paused():
            checks.check_numbers(window, self._chance)
            checks.check_script(window)
        self._heartbeat.begin("undoing everything", CHECK_SECONDS)
        checks.check_undo(window, self._start, self._chance, self._heartbeat.paused)
        self._watch.raise_first()
        with self._heartbeat.paused(), checks.keras_waiting(window):
            self.report.memory.append((self.report.actions, Memory.now()))
            self.report.check_memory()

    def _opened(self) -> None:
        self._watch.follow(self._hands.window.session)


def _median(memory: list[tuple[int, Memory]]) -> tuple[float, Memory]:
    """Return the medians of some checks."""
    counts = median(count for count, _ in memory)
    return counts, Memory(*(median(getattr(one, field.name) for _, one in memory) for field in fields(Memory)))


def at_random(seed: int, count: int) -> Choose:
    """Choose so many actions by looking at the window."""
    generator, left = Generator(seed), iter(range(count))
    return lambda hands: generator.next(hands.window) if next(left, None) is not None else None


def one_by_one(actions: list[Action]) -> Choose:
    """Choose the actions of a list."""
    left = iter(actions)
    return lambda _: next(left, None)


def main() -> int:
    """Run in this process; write every action before it is done, and the result at the end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--actions", type=int, default=1000)
    parser.add_argument("--replay", type=Path, help="do the actions of this file, one in a line")
    parser.add_argument("--hang", type=float, default=10.0, help="after how many seconds the window hangs")
    parser.add_argument("--log", type=Path, help="write every action here")
    parser.add_argument("--result", type=Path, help="write what was found here, as JSON")
    parser.add_argument("--quick", action="store_true", help="compile without XLA")
    options = parser.parse_args()
    if options.replay:
        choose = one_by_one([read(line) for line in options.replay.read_text().splitlines() if line])
    else:
        choose = at_random(options.seed, options.actions)
    faulthandler.enable()  # a crash says where
    application()
    with contextlib.ExitStack() as stack:
        if options.quick:
            stack.enter_context(quickly_compiled())
        log = stack.enter_context(options.log.open("w", buffering=1)) if options.log else None
        run = Run(options.seed, options.hang, note=lambda action: print(action, file=log) if log is not None else None)
        failure: Failure | None = None
        try:
            run.go(choose)
        except Failure as error:
            failure = error
    result = {"kind": failure.kind if failure else "", "details": failure.details if failure else ""}
    if options.result:
        options.result.write_text(json.dumps({**result, "report": list(run.report.lines())}))
    return 1 if failure else 0


if __name__ == "__main__":
    sys.exit(main())
