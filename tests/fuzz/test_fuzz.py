"""Each broken input ends in a card; the learner's network and data are as they were, and no foreign code ran.

FUZZ=20000 uv run pytest -n 0 tests/fuzz        # more of them; FUZZ_SEED=7 for others
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from core.design.compile_spec import CompileSpec
from core.design.network_spec import LayerSpec
from core.files.command_table import hints_of, known_commands
from core.intents.table_plans import source_for
from core.lessons.goals import CONDITIONS
from core.lessons.grading import Grading
from core.lessons.lesson import Lesson
from core.lessons.page_opening import Opening
from core.lessons.reader import load
from core.problems.problem import Problem
from core.script.line_reader import read_line
from core.service.workspace import Workspace
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import bench_with, bits
from tests.core.helpers.compiling import quickly_compiled
from tests.core.helpers.typing import type_in
from tests.core.tables.helpers import run_lines
from tests.fuzz import inputs
from tests.fuzz.guard import Failures

pytestmark = pytest.mark.thorough

COUNT = int(os.environ.get("FUZZ", "1050"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))


@pytest.fixture(autouse=True)
def _without_xla() -> Iterator[None]:
    with quickly_compiled():
        yield


def _type(bench: Workbench, line: str) -> None:
    type_in(bench, line)


class Kept:
    """The learner's network and data, to see that they stay and to put them back."""

    def __init__(self) -> None:
        self.bench = bench_with()
        self._state = self.bench.network.state()
        self.known = self.now()

    def now(self) -> tuple[object, ...]:
        network = self.bench.network
        data = [np.array(part).tobytes() for part in network.names.samples]
        return bits(network.model), data, sorted(network.names.all), network.step, len(self.bench.history.entries)

    def renew(self) -> None:
        """Start again after something was done."""
        self.__init__()  # type: ignore[misc]


def report(failures: Failures) -> None:
    print(f"{failures.cards} cards, {failures.accepted} accepted, slowest {failures.slowest:.2f} s")
    assert not failures.found, f"{len(failures.found)}:\n" + "\n".join(failures.found[:20])


def test_that_every_broken_table_ends_in_a_card(tmp_path):
    failures, kept, path = Failures(), Kept(), tmp_path / "data.csv"
    for number, content in enumerate(inputs.csv_files(COUNT // 3, SEED)):
        path.write_bytes(content)
        name = f"csv {number} {content[:200]!r}"
        source = failures.attempt(name, lambda: source_for(str(path), {}))
        failures.expect(f"{name}: something was changed", kept.now() == kept.known)
        batch = failures.attempt(name, source.load) if source is not None else None
        if batch is not None:
            lines = run_lines(source.lines())
            failures.expect(f"{name}: other numbers", np.array_equal(lines["X"], batch.X))
            failures.expect(f"{name}: not finite", bool(np.isfinite(batch.X).all()))
    report(failures)


def test_that_every_broken_line_ends_in_a_card(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where a line that wrote a file would write it
    failures, kept = Failures(), Kept()
    for number, line in enumerate(inputs.typed_lines(COUNT // 3, SEED)):
        name = f"line {number} {line[:200]!r}"
        cards = failures.cards
        failures.attempt(name, partial(_type, kept.bench, line))
        if failures.cards > cards:
            failures.expect(f"{name}: something was changed", kept.now() == kept.known)
        else:
            failures.attempt(f"{name}: snapshot", kept.bench.snapshot)
            kept.renew()
    failures.expect("a file was written", not list(tmp_path.iterdir()))
    report(failures)


def test_that_every_kind_of_value_is_used_or_refused_in_every_line():
    failures, kept = Failures(), Kept()
    for kind, use in inputs.uses(COUNT // 3, SEED):
        for line in ("free = layers.Dense(4)", 'model.compile("sgd", "mse")', "values = 1"):
            type_in(kept.bench, line)
        for line in inputs.DEFINED[kind]:
            failures.attempt(f"{kind}: {line[:99]!r}", partial(_type, kept.bench, line))
        name, before, cards = f"{kind}: {use!r}", kept.now(), failures.cards
        failures.attempt(name, partial(_type, kept.bench, use))
        if failures.cards > cards and "\n" not in use:
            failures.expect(f"{name}: something was changed", kept.now() == before)
        failures.attempt(f"{name}: snapshot", kept.bench.snapshot)
        kept.renew()
    report(failures)


def test_that_every_command_that_can_name_a_value_is_typed_with_one():
    typed = {type(intent).__name__ for use in inputs.USES for intent in read_line(use, 3)}
    parts = ("expression", "argument", "x", "y", "owner", "names", "source", "outputs")
    naming = {name for name, fields in inputs.FIELDS.items() if {one.split(" =")[0] for one in fields} & {*parts}}
    assert naming - typed == {"ConnectLayer", "HandStep", "UseData"}  # none of a value in a variable


def test_that_every_broken_lesson_ends_in_a_card(tmp_path):
    failures, kept = Failures(), Kept()
    for kind in (*known_commands().values(), *CONDITIONS.values(), CompileSpec, LayerSpec):
        hints_of(kind)  # Python evaluates our own annotations when they are first asked for
    write(tmp_path, inputs.LESSON)
    _walk(failures, "the right one", load(tmp_path), True)
    assert not failures.cards
    for number, files in enumerate(inputs.lessons(COUNT // 3, SEED)):
        write(tmp_path, files)
        broken = {file: content[-300:] for file, content in files.items() if content != inputs.LESSON[file]}
        name = f"lesson {number} {broken}"
        lesson = failures.attempt(name, lambda: load(tmp_path))
        if lesson is not None:
            _walk(failures, name, lesson, look=not number % 10)  # looking compiles for each network anew
    failures.expect("the learner's own network was changed", kept.now() == kept.known)
    report(failures)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for file, content in files.items():
        (folder / file).write_bytes(content)


def test_that_every_command_is_tried():
    assert set(inputs.FIELDS) == set(known_commands())


def _walk(failures: Failures, name: str, lesson: Lesson, look: bool) -> None:
    """Open the pages, do all that they do, look at the goals, and grade the question."""
    for page in lesson.pages:
        space = Workspace(Workbench)
        opening = Opening(lesson.commands_before(page), page.conditions, page.name)
        failures.attempt(f"{name}: opened", partial(space.open, opening))
        for deed in page.deeds:
            failures.attempt(f"{name}: {deed}", partial(space.bench.do, [deed.command]))
        failures.attempt(f"{name}: goals", space.reached)
        if look:
            failures.attempt(f"{name}: snapshot", space.bench.snapshot)
        if look and page.question is not None:
            grading = Grading(lesson.commands_to(page, page.question), page.question.answer)
            failures.attempt(f"{name}: graded", partial(grading.answer, space.bench.network))


def test_that_the_watch_sees_what_is_forbidden(tmp_path):
    failures = Failures()
    for action in (
        lambda: exec("1 + 1"),
        lambda: (tmp_path / "x").write_text("a"),
        lambda: os.system("true"),
        lambda: (_ for _ in ()).throw(ValueError),
    ):
        before = len(failures.found)
        failures.attempt("seen", action)
        assert len(failures.found) > before
    failures.attempt("a card", lambda: (_ for _ in ()).throw(Problem("model.missing")))
    assert failures.cards == 1
