"""The file of a saved session: whole or not there at all, and whatever else it holds, a card."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.commands import SetLearningRate, SetTrainable, Step
from core.data.built_in import Plane
from core.design.network_spec import NetworkSpec
from core.files.saved_lesson import SavedLesson
from core.files.saved_session import SavedSession, saved_curves
from core.files.session_file import read_session, write_session
from core.history.loss_curves import LossCurves
from core.intents.moves import GoTo, Redo, Undo
from core.intents.table_plans import source_for
from core.problems.problem import Problem
from core.tables import copies, table, table_file
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import TWO_LAYERS, bench_with, bits
from tests.core.helpers.compiling import quickly_compiled

ROOT = Path(__file__).parents[3]
KILLS = int(os.environ.get("KILLS", "8"))


def session_of(bench: Workbench, curves: LossCurves | None = None) -> SavedSession:
    if curves is None:
        curves = LossCurves()
        curves.fold(bench.take_events(), bench.timeline.place(), None)
    return SavedSession(bench.saved(), saved_curves(curves), SavedLesson("keras", "01_layers", ("01_layers",)))


@pytest.fixture(scope="module")
def bench() -> Workbench:
    with quickly_compiled():
        bench = bench_with(TWO_LAYERS)
        bench.do([Step(2100)])
        GoTo(1300).make(bench)
        bench.do([SetTrainable("hidden", False), Step(40)])
        GoTo(11, 1).make(bench)
        bench.snapshot()
    return bench


@pytest.fixture(scope="module")
def session(bench: Workbench) -> SavedSession:
    return session_of(bench)


def test_that_what_is_read_is_what_was_written(bench, session, tmp_path):
    path = tmp_path / "학습 1.layerscope"
    write_session(path, session)
    again = read_session(path)
    assert again.lesson == session.lesson
    assert list(again.curves) == [0, 1]
    for number, curve in session.curves.items():
        assert again.curves[number].losses.tobytes() == curve.losses.tobytes()
    curves, marks = again.loss_curves(), [(1300, "freeze", "hidden")]
    assert [(mark.step, mark.kind, mark.subject) for mark in curves.curves[1].marks.shown if mark.step] == marks
    with quickly_compiled():
        restored = Workbench.restored(again.history)
        assert restored.timeline.place() == bench.timeline.place()
        for step, number in ((0, 0), (2100, 0), (1700, 0), (1300, 1), (1340, 1), (1322, 1)):
            for one in (bench, restored):
                GoTo(step, number).make(one)
            assert bits(bench.network.model) == bits(restored.network.model)
    write_session(tmp_path / "again", again)
    assert (tmp_path / "again").read_bytes() == path.read_bytes()
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_that_what_was_undone_can_be_done_again_after_opening(tmp_path):
    path = tmp_path / "one.layerscope"
    with quickly_compiled():
        bench = bench_with(TWO_LAYERS)
        groups = ([Step(30)], [SetTrainable("hidden", False)], [Step(12)], [SetLearningRate(0.2)])
        for commands in groups:
            bench.do(commands)
        for _ in groups[1:]:
            Undo().make(bench)
        write_session(path, session_of(bench))
        restored = Workbench.restored(read_session(path).history)
        for _ in groups[1:]:
            assert restored.timeline.place() == bench.timeline.place()
            assert bits(restored.network.model) == bits(bench.network.model)
            for one in (bench, restored):
                Redo().make(one)
        assert restored.network.step == 42
        assert bits(restored.network.model) == bits(bench.network.model)
        assert not restored.timeline.place().redo
    parts = parts_of(path)
    tables = json.loads(parts["session.json"])
    assert len(tables["undone"]) == 3
    for forged in ([[0, 99, 0]], [[7, 0, 0]], [[0, -1, 0]], [[0, 1]], [["x", 1, 0]], [7], "x", [[0, 1, 10**9]]):
        write_parts(path, parts | {"session.json": json.dumps(tables | {"undone": forged}).encode()})
        assert refused(path) == "session.damaged"


def test_that_losses_that_branches_share_are_written_once(session, tmp_path):
    path = tmp_path / "one.layerscope"
    write_session(path, session)
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("losses.bin").file_size == 4 * (2100 + 40)


def test_that_a_tables_file_comes_along(tmp_path, monkeypatch):
    csv = tmp_path / "own.csv"
    csv.write_text("a,b,y\n0.5,1,2\n0.25,3,4\n")
    source = source_for(str(csv), {"validation": 0.0})
    spec = NetworkSpec(2, TWO_LAYERS.layers)
    bench = bench_with(spec, source)
    path = tmp_path / "one.layerscope"
    write_session(path, session_of(bench))
    csv.write_text("something else")
    again = read_session(path)
    with pytest.raises(Problem):
        Workbench.restored(again.history)
    monkeypatch.setattr(copies, "_copies", {})
    for content in again.copies.values():
        copies.keep_copy(content)
    table_file._batch_of.cache_clear()
    table._kept.clear()
    restored = Workbench.restored(again.history)
    assert restored.network.batch.X.tolist() == [[0.5, 1.0], [0.25, 3.0]]
    assert restored.network.batch.columns == ("a", "b")
    write_session(tmp_path / "two.layerscope", session_of(restored))
    assert read_session(tmp_path / "two.layerscope").copies == again.copies, "the copy is copied"


def test_that_validation_losses_are_kept_and_a_file_of_before_opens_without_them(without_xla, tmp_path):
    bench, curves = bench_with(TWO_LAYERS, Plane(20, validation=0.3)), LossCurves()
    for step in (1, 4, 30):
        bench.do([Step(step)])
        snapshot = bench.snapshot()
        curves.fold(bench.take_events(), bench.timeline.place(), snapshot.loss, snapshot.validation.measured)
    before = curves.current
    path = tmp_path / "one.layerscope"
    write_session(path, session_of(bench, curves))
    after = read_session(path).loss_curves().current
    for name in ("steps", "losses", "accuracies"):
        np.testing.assert_array_equal(getattr(after.validation, name), getattr(before.validation, name))
    assert (len(after.validation.steps), after.best) == (len(before.validation.steps), before.best)
    parts = parts_of(path)
    tables = json.loads(parts["session.json"]) | {"version": 1}
    for wrong in ([3], [len(after.validation.steps), 0], [-1], "x"):
        write_parts(path, parts | {"session.json": json.dumps(tables | {"validation": wrong}).encode()})
        assert refused(path) == "session.damaged"
    del tables["validation"], parts["validation.bin"]
    write_parts(path, parts | {"session.json": json.dumps(tables).encode()})
    old = read_session(path).loss_curves().current
    assert not len(old.validation.steps)
    np.testing.assert_array_equal(old.kept, before.kept)


# what is not right


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def refused(path: Path) -> str:
    """Read and restore a session that is not right; return the kind of the card, or "" if it was right after all."""
    try:
        Workbench.restored(read_session(path).history)
    except Problem as refusal:
        problem = refusal
    else:
        return ""
    assert len(str(problem)) < 2000
    return problem.kind


def test_that_files_of_other_kinds_are_refused(session, tmp_path):
    path = tmp_path / "one.layerscope"
    assert refused(path) == "session.missing"
    assert refused(tmp_path) == "session.unreadable"
    for content in (b"", b"PK\x03\x04", b"hello", b"{}", os.urandom(5000)):
        path.write_bytes(content)
        assert refused(path) == "session.foreign"
    for parts in ({}, {"a": b""}, {"session.json": b""}, {"session.json": b"[]"}, {"session.json": b"{}"},
                  {"session.json": b"[" * 100_000}, {"session.json": b'{"format": "layerscope session"}'}):  # fmt: skip
        write_parts(path, parts)
        assert refused(path) == "session.foreign"
    write_session(path, session)
    parts = parts_of(path)
    write_parts(path, parts | {"session.json": json.dumps(json.loads(parts["session.json"]) | {"version": 3}).encode()})
    assert refused(path) == "session.newer"
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == "session.unreadable"


def test_that_a_bomb_is_not_unpacked_and_no_name_leads_out_of_the_file(session, tmp_path, monkeypatch):
    path = tmp_path / "folder" / "one.layerscope"
    path.parent.mkdir()
    write_session(path, session)
    parts = parts_of(path)
    monkeypatch.setattr("core.files.session_file.MOST_MEGABYTES", {"numbers.bin": 1, "session.json": 1, "data": 1})
    write_parts(path, parts | {"numbers.bin": bytes(2**22)})
    assert refused(path) == "session.too_large"
    write_parts(path, parts | {"../evil.py": b"1", "/evil.py": b"1", "data/../../evil": b"1"})
    assert refused(path) == ""
    assert [one.name for one in tmp_path.rglob("*")] == ["folder", "one.layerscope"]


def test_that_a_file_cut_anywhere_is_refused(session, tmp_path):
    path = tmp_path / "one.layerscope"
    write_session(path, session)
    content = path.read_bytes()
    for size in random.Random(1).sample(range(len(content)), 25):
        path.write_bytes(content[:size])
        assert refused(path) == "session.foreign"


def mutated(value: Any, rng: random.Random) -> Any:
    """Change one thing somewhere in a table."""
    if isinstance(value, dict) and value and rng.random() < 0.9:
        key = rng.choice(list(value))
        if rng.random() < 0.08:
            return {name: one for name, one in value.items() if name != key}
        return value | {key: mutated(value[key], rng)}
    if isinstance(value, list) and value and rng.random() < 0.9:
        place = rng.randrange(len(value))
        if rng.random() < 0.08:
            return value[:place] + value[place + 1 :]
        return [*value[:place], mutated(value[place], rng), *value[place + 1 :]]
    near = [value + 1, value - 1, -value] if type(value) in (int, float) else []
    return rng.choice(
        [*near, None, -1, 0, 2**31, 2**63, 10**30, 1.5, float("nan"), "", "x", "a.b", [], {}, [[1]], True]
    )


@pytest.mark.parametrize("seed", range(2))
def test_that_a_forged_file_ends_in_a_card_or_is_a_session(seed, session, tmp_path):
    _forge(session, tmp_path / "one.layerscope", seed, 40)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(2, 12))
def test_that_many_forged_files_end_in_a_card_or_are_sessions(seed, session, tmp_path):
    _forge(session, tmp_path / "one.layerscope", seed, 100)


def _forge(session: SavedSession, path: Path, seed: int, count: int) -> None:
    write_session(path, session)
    parts, rng = parts_of(path), random.Random(seed)
    tables = json.loads(parts["session.json"])
    cards = 0
    for _ in range(count):
        forged = tables
        for _ in range(rng.randint(1, 3)):
            forged = mutated(forged, rng)
        write_parts(path, parts | {"session.json": json.dumps(forged).encode()})
        cards += bool(refused(path))
    assert cards > count / 3


# killed


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from core.files.saved_lesson import SavedLesson
from core.files.session_file import read_session, write_session
path = Path(sys.argv[1])
session = read_session(path)
print("ready", flush=True)
for count in range(10**9):
    write_session(path, replace(session, lesson=SavedLesson("keras", str(count), ())))
    print(count, flush=True)
"""


def _kill(session: SavedSession, path: Path, kills: int) -> None:
    write_session(path, session)
    rng, expected, pages = random.Random(kills), session.curves[0].losses.tobytes(), set()
    for kill in range(kills):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        for count in range(rng.randrange(3) if kill else 1):  # of the first one it is certain that it has written
            assert writer.stdout.readline() == f"{count}\n".encode()
        time.sleep(rng.uniform(0, 0.05))
        writer.kill()
        writer.wait()
        writer.stdout.close()
        again = read_session(path)
        assert again.curves[0].losses.tobytes() == expected
        assert again.lesson is not None
        pages.add(again.lesson.page)
    assert len(pages) > 1, "something was written"


def test_that_a_writer_that_is_killed_leaves_a_whole_file(session, tmp_path):
    _kill(session, tmp_path / "one.layerscope", KILLS)


@pytest.mark.thorough
def test_that_200_writers_that_are_killed_leave_a_whole_file(session, tmp_path):
    _kill(session, tmp_path / "one.layerscope", 200)


def test_that_what_cannot_be_written_leaves_the_old_file(session, tmp_path, monkeypatch):
    path = tmp_path / "one.layerscope"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(Problem) as raised:
        write_session(path, session)
    assert raised.value.kind == "file.not_written"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    monkeypatch.undo()
    with pytest.raises(Problem):
        write_session(tmp_path / "nowhere" / "one.layerscope", session)


def test_that_numbers_keep_every_bit(tmp_path, bench):
    """Also those that are not finite, and minus zero."""
    odd = np.array([np.nan, -0.0, np.inf, 1e-45], np.float32)
    numbers = bench.saved().present.numbers
    assert all(array.dtype.name in ("float32", "int64", "int32") for array in numbers)
    curves = LossCurves()
    curves.current.record(0, odd)
    session = session_of(bench_with(), curves)
    write_session(tmp_path / "a", session)
    assert read_session(tmp_path / "a").curves[0].losses.tobytes() == odd.tobytes()
