"""Movements and marks by the answers that come, with a clock that the test turns; a worker answers when told."""

from __future__ import annotations

import numpy as np
import pytest

import gui.session.exchange
from core.commands import Reset, Step
from core.history.history import Entry
from core.intents.questions import WeightsOverTime
from core.snapshot.place import NOWHERE, Place
from gui.session.session import Session
from gui.session.weights import Movements, WeightLines
from tests.gui.helpers.clocks import Clock
from tests.gui.session.test_session import FakeWorker, tick


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(qtbot, monkeypatch, clock):
    """A session whose worker answers when told, its movements with the test's clock."""
    monkeypatch.setattr(gui.session.exchange, "Worker", FakeWorker)
    monkeypatch.setattr("gui.session.session.Movements", lambda exchange, owner: Movements(exchange, owner, clock))
    made = Session()
    made.start()
    made._exchange.worker.answer()
    yield made
    made.close()


def answer(session, step: int, taken: int, eager: bool = False) -> np.ndarray:
    """Answer the request in flight with a snapshot after `taken` steps; return the kernel of hidden_2."""
    events = (Entry(Step(taken), step - taken),) if taken else ()
    session._exchange.worker.answer(seed=step, step=step, eager=eager, events=events)
    tick(session)
    return session.snapshot.layer("hidden_2").kernel


def share(now: np.ndarray, then: np.ndarray) -> float:
    return float(np.linalg.norm(now.astype(float) - then) / np.linalg.norm(then.astype(float)))


def next_frame(qtbot, session) -> None:
    worker = session._exchange.worker
    qtbot.waitUntil(lambda: len(worker.requests) > worker.answers)


def test_that_it_tells_four_times_a_second_what_moved_in_a_second_of_play(qtbot, session, clock):
    told: list[float] = []
    kernels = [session.snapshot.layer("hidden_2").kernel]
    session.play()
    session.movements.changed.connect(lambda: told.append(clock.now))
    for step in range(1, 17):
        next_frame(qtbot, session)
        clock.now += 0.125
        kernels.append(answer(session, step, 1))
        moved = session.movements.movements["hidden_2"].share
        assert moved == pytest.approx(share(kernels[-1], kernels[max(0, step - 8)]), rel=1e-9)
    assert np.diff(told).tolist() == [0.25] * 7
    next_frame(qtbot, session)
    session.pause()
    clock.now += 60.0
    last = answer(session, 17, 1)  # the frame that was in flight; the clock stood still
    assert session.movements.movements["hidden_2"].share == pytest.approx(share(last, kernels[8]), rel=1e-9)


def test_that_marks_follow_steps_that_are_seen_and_go(qtbot, session, clock):
    session.set_tempo(600)
    session.play()
    next_frame(qtbot, session)
    clock.now += 1.0
    answer(session, 1, 1)
    assert session.movements.changed_most is None
    session.set_tempo(10)
    next_frame(qtbot, session)
    clock.now += 1.0
    before, now = session.snapshot.layer("hidden_2").kernel, answer(session, 2, 1)
    marked = [cell for cell in session.movements.changed_most["hidden_2"] if cell[0] >= 0]
    change = np.abs(now.astype(float) - before)
    assert 1 <= len(marked) <= 4
    assert all(change[cell] >= 0.6 * change.max() for cell in marked)
    qtbot.waitUntil(lambda: session.movements.changed_most == {})
    qtbot.waitUntil(lambda: session.movements.changed_most is None)
    session.pause()


def test_that_a_reset_and_another_place_in_time_are_no_movement(session):
    session.step(5)
    answer(session, 5, 5, eager=True)
    assert session.movements.movements["hidden_2"].steps == 5
    session.go_to(2)
    answer(session, 2, 0, eager=True)
    assert session.movements.movements == {}
    session.step()
    answer(session, 3, 1, eager=True)
    assert session.movements.movements["hidden_2"].steps == 1
    session.reset()
    session._exchange.worker.answer(run=2, events=(Entry(Reset(), 3),))
    assert session.movements.movements == {}


def test_that_the_weights_over_time_are_asked_for_at_once_and_then_along(session):
    lines, worker = session.weight_lines, session._exchange.worker
    assert isinstance(lines, WeightLines)
    lines.watch(Place("hidden_2", 1))
    asked = WeightsOverTime(Place("hidden_2", 1))
    assert worker.last == [asked]
    answer(session, 0, 0, eager=True)
    session.step()
    assert worker.last == [Step(1), asked]
    answer(session, 1, 1, eager=True)
    lines.watch(NOWHERE)
    session.step()
    assert worker.last == [Step(1)]
