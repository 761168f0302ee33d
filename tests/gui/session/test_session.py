"""Requests and answers in every order, with a worker that answers when the test says so."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Qt, QTimer, Signal

import gui.session.exchange
from core.commands import Reset, SetLearningRate, Step, UseData
from core.data.built_in import NotebookBatch, Plane
from core.history.history import Entry
from core.history.loss_curves import LossCurves
from core.history.place_in_time import PlaceInTime
from core.intents.plans import Rebuild, SwitchTrainable
from core.intents.questions import NextStep, Question, WasDone
from core.intents.saving import TakeHistory
from core.intents.table_plans import OpenTable
from core.lessons.page_opening import Opening
from core.problems.problem import Problem
from core.service.messages import LESSON, OWN, Answer, HistoryChange, Request
from core.snapshot.records import Recording
from gui.saving.session_files import Place
from gui.session.session import Session
from tests.gui.helpers.clocks import Clock
from tests.gui.helpers.snapshots import make_snapshot


class FakeWorker(QObject):
    """Collects requests; `answer` answers the one in flight."""

    stage_reached = Signal(str)
    loaded = Signal(str)
    start_failed = Signal(object)
    answered = Signal(object)
    progressed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hurry, self.model = threading.Event(), None
        self.requests: list[Request] = []
        self.answers = 0

    def start(self) -> None:
        self.loaded.emit("Keras 0")

    def ask(self, request: Request) -> None:
        self.requests.append(request)

    def set_hurry(self, hurry: bool) -> None:
        (self.hurry.set if hurry else self.hurry.clear)()

    def show_frames(self, shown: bool) -> None:
        pass

    def stop(self, timeout: float | None = None) -> bool:
        return True

    def answer(self, *, problem: Problem | None = None, events: tuple = (), **snapshot: object) -> None:
        request = self.requests[self.answers]
        questions = [one for group in request.groups for one in group if isinstance(one, Question)]
        answers, shown = tuple((question, None) for question in questions), make_snapshot(**snapshot)
        self.answers += 1
        answer = Answer(request.generation, events, HistoryChange(), PlaceInTime(), shown, problem, answers)
        self.answered.emit(replace(answer, opened=request.opening))

    @property
    def last(self) -> list:
        """The intents of the last request, one list."""
        return [intent for group in self.requests[-1].groups for intent in group]


@pytest.fixture
def session(qtbot, monkeypatch):
    monkeypatch.setattr(gui.session.exchange, "Worker", FakeWorker)
    made = Session()
    made.start()
    made._exchange.worker.answer()
    yield made
    made.close()


@pytest.fixture
def worker(session) -> FakeWorker:
    return session._exchange.worker


def test_that_one_request_is_in_flight_and_the_rest_goes_out_together(session, worker):
    session.step()
    session.step()
    session.set_trainable("output", False)
    assert len(worker.requests) == 2
    assert worker.last == [Step(1)]
    worker.answer(step=1)
    assert worker.requests[-1].groups == ((Step(1),), (SwitchTrainable("output", False),))


def test_that_the_rate_shown_is_the_one_asked_for_also_while_it_is_in_flight(session, worker):
    session.set_learning_rate(0.2)
    assert session.learning_rate == 0.2
    worker.answer(learning_rate=0.2)
    assert session.learning_rate == 0.2


def test_that_rates_dragged_in_a_row_become_one_but_never_pass_a_step(session, worker):
    session.step()
    for rate in (0.1, 0.2, 0.3):
        session.set_learning_rate(rate)
    session.step()
    session.set_learning_rate(0.4)
    worker.answer(step=1)
    assert worker.last == [SetLearningRate(0.3), Step(1), SetLearningRate(0.4)]


def test_that_every_click_on_the_seeds_arrow_counts(session, worker):
    first = session.seed
    for _ in range(3):
        session.set_seed(session.seed + 1)
    worker.answer(seed=first + 1)
    assert [intent.seed for intent in worker.last if isinstance(intent, Rebuild)] == [first + 3]
    assert session.seed == first + 3


def test_that_an_answer_from_before_a_reset_is_not_shown(session, worker, qtbot):
    session.step(1000)
    session.reset()
    with qtbot.assertNotEmitted(session.snapshot_changed):
        worker.answer(step=1000)
    worker.answer(step=0)
    assert session.snapshot.step == 0


def test_that_a_divergence_before_a_reset_raises_no_card(session, worker, qtbot):
    session.step(1000)
    session.reset()
    with qtbot.assertNotEmitted(session.problem_raised):
        worker.answer(step=12, problem=Problem("descent.not_finite", step=12, rate=10.0))
    with qtbot.assertNotEmitted(session.problem_resolved):
        worker.answer(step=0, events=(Entry(Reset(), 12),))


def test_that_a_problem_is_resolved_once_and_only_if_one_is_on_show(session, worker, qtbot):
    resolved = []
    session.problem_resolved.connect(lambda: resolved.append(True))
    session.step()
    worker.answer(step=1, problem=Problem("descent.not_finite", step=1, rate=10.0))
    assert not resolved
    for _ in range(2):
        session.reset()
        worker.answer(step=0, events=(Entry(Reset(), 1),))
    assert resolved == [True]


def test_that_another_problem_of_an_old_answer_is_still_told(session, worker, qtbot):
    session.open_table("a.csv")
    session.reset()
    with qtbot.waitSignal(session.problem_raised):
        worker.answer(problem=Problem("table.directory", path="a.csv"))


def test_that_a_problem_stops_playing(session, worker):
    session.play()
    worker_asked(session, worker)
    worker.answer(step=3, problem=Problem("descent.not_finite", step=3, rate=10.0))
    assert not session.playing


def test_that_playing_is_three_frames_ahead_of_what_is_shown_and_no_more(session, worker):
    session.set_tempo(None)
    session.play()
    asked = len(worker.requests)
    for answers in (1, 2):
        worker.answer(step=10 * answers)
        assert len(worker.requests) == asked + answers, "the Keras thread was left waiting"
    worker.answer(step=30)
    assert len(worker.requests) == asked + 2
    assert session.snapshot.step == 0, "a frame was shown before its tick"
    tick(session)
    assert session.snapshot.step == 10
    assert len(worker.requests) == asked + 3
    session.player.frames.ticked.emit()  # and the last frame was not painted
    assert session.snapshot.step == 10
    tick(session)
    assert session.snapshot.step == 20


def test_that_at_full_speed_the_keras_thread_has_its_next_frame_before_it_has_answered(session, worker):
    session.set_tempo(None)
    session.play()
    asked = len(worker.requests)
    tick(session)
    tick(session)
    assert len(worker.requests) == asked + 1
    session.set_learning_rate(0.2)
    assert worker.hurry.is_set()
    worker.answer(step=10)
    assert len(worker.requests) == asked + 1, "the click is to follow the frames that were sent"
    worker.answer(step=10)
    assert worker.last == [SetLearningRate(0.2)]
    assert not worker.hurry.is_set()
    tick(session)
    assert worker.last == [SetLearningRate(0.2)], "a frame followed something else that was not answered yet"
    session.pause()


def test_that_playing_goes_on_if_nothing_can_be_painted(session, worker, qtbot):
    session.set_tempo(None)
    session.play()
    for step in (10, 20):
        worker.answer(step=step)
    qtbot.waitUntil(lambda: session.snapshot.step == 20)


def test_that_a_pause_shows_all_frames_in_order_and_what_was_clicked_comes_after_them(session, worker):
    shown = []
    session.snapshot_changed.connect(lambda snapshot: shown.append(snapshot.step))
    session.set_tempo(None)
    session.play()
    worker.answer(step=10)
    worker.answer(step=20)
    assert not session.idle
    session.pause()
    assert shown == [10, 20]
    session.play()
    worker_asked(session, worker)
    worker.answer(step=30)
    session.set_trainable("output", False)
    worker.answer(step=40)  # the frame in flight; then the click
    worker.answer(step=40)
    assert shown == [10, 20, 30, 40, 40]
    session.pause()


def test_that_a_question_goes_along_with_a_frame_that_comes_soon_and_else_at_once(session, worker):
    session.set_tempo(None)
    session.play()
    session.ask(NextStep())
    worker.answer(step=10)
    assert [type(intent) for intent in worker.last] == [Step, NextStep]
    session.ask(NextStep())
    session.pause()
    worker.answer(step=20)
    assert worker.last == [NextStep()]
    worker.answer(step=20)
    session.set_tempo(1)
    session.play()
    worker.answer(step=21)
    session.ask(NextStep())
    assert worker.last == [NextStep()]
    session.pause()


@pytest.mark.parametrize("tempo", [None, 5])
def test_that_what_is_asked_while_playing_is_pending_until_its_answer_is_shown(session, worker, tempo):
    """An answer may be there before the frames before it are shown; who asked is not to take that for a refusal."""
    pending = []
    session.set_tempo(tempo)
    session.play()
    worker_asked(session, worker)
    session.do(WasDone(1))
    session.reported.connect(lambda answer: pending.append((bool(answer.answers), session.asked(WasDone))))
    worker.answer(step=10)
    if tempo is None:
        tick(session)  # another frame is in flight already; the one after it takes the question along
        worker.answer(step=20)
    worker.answer(step=30)
    assert session.asked(WasDone) == (WasDone(1) if tempo is None else None)
    session.pause()
    assert pending == [(False, WasDone(1))] * (2 if tempo is None else 1) + [(True, None)]


def test_that_another_workspace_is_entered_when_every_answer_of_this_one_is_shown(session, worker):
    told = []
    session.workspace_changed.connect(lambda: told.append("entered"))
    session.reported.connect(lambda answer: session.enter(LESSON) if not told else None)
    session.reported.connect(lambda answer: told.append(answer.snapshot.step))
    session.set_tempo(5)
    session.play()
    worker_asked(session, worker)
    session.do(WasDone(1))
    worker.answer(step=10)
    worker.answer(step=20)  # both are shown now
    assert told == [10, 20, "entered"]
    assert worker.requests[-1].workspace == LESSON


def test_that_what_is_done_after_a_save_is_not_taken_for_saved(session, worker):
    session.step(1000)
    session.set_trainable("output", False)
    session.do(TakeHistory(1))
    session.set_learning_rate(0.5)
    worker.answer(step=1000)
    assert worker.last[-1] == TakeHistory(1)
    assert len(worker.last) == 2
    assert session.asked(SetLearningRate) == SetLearningRate(0.5)


def test_that_frames_from_before_a_reset_are_not_shown(session, worker):
    session.set_tempo(None)
    session.play()
    worker.answer(step=10)
    session.reset()
    worker.answer(step=20)
    worker.answer(step=0, run=2)
    assert (session.snapshot.step, session.snapshot.run) == (0, 2)
    assert session.idle


def test_that_pause_interrupts_a_frame_but_not_a_step_that_was_asked_for(session, worker):
    session.step(1000)
    session.play()
    session.pause()
    assert not worker.hurry.is_set()
    worker.answer(step=1000)
    session.play()
    worker_asked(session, worker)
    session.pause()
    assert worker.hurry.is_set()


def test_that_cancel_drops_the_steps_that_wait_and_nothing_else(session, worker):
    session.step(1000)
    session.step(1000)
    session.set_learning_rate(0.5)
    session.cancel()
    assert worker.hurry.is_set()
    worker.answer(step=7)
    assert worker.last == [SetLearningRate(0.5)]


def test_that_data_refused_by_the_model_leaves_the_chosen_source(session, worker):
    before = session.network.source
    worker.requests.clear()
    worker.answers = 0
    session.use(Plane())
    assert session.network.source == Plane()
    change = HistoryChange(0, (Entry(UseData(before), 0),))
    problem = Problem("data.missing")
    worker.answered.emit(Answer(worker.requests[0].generation, (), change, PlaceInTime(), make_snapshot(), problem))
    assert session.network.source == before


def test_that_a_start_that_fails_does_not_make_one_wait(qtbot, monkeypatch):
    monkeypatch.setattr(gui.session.exchange, "Worker", FakeWorker)
    session = Session()
    session._exchange.worker.start_failed.emit(Problem("start.failed", reason="no disk"))
    assert session.loading.failed
    assert not session.wait_idle(60_000)
    session.close()


def test_that_nothing_waits_for_a_session_that_is_closed(session, worker):
    session.enter(LESSON, Opening((), (), "page"))
    worker.answer()
    session.close()
    asked = len(worker.requests)
    session.do(Step(1))
    session.enter(OWN)
    session.play()
    session.pause()
    assert len(worker.requests) == asked
    assert session.wait_idle(60_000)


def test_that_what_is_asked_while_a_workspace_is_entered_goes_out_with_the_opening(session, worker):
    session.workspace_changed.connect(lambda: session.ask(NextStep()))
    opening = Opening((), (), "page")
    session.enter(LESSON, opening)
    assert (len(worker.requests), worker.last) == (2, [NextStep()])
    assert (worker.requests[-1].workspace, worker.requests[-1].opening) == (LESSON, opening)
    worker.answer()
    assert session.idle


def test_that_a_session_is_opened_whatever_page_is_opened_right_after_it(session, worker):
    opened, path = [], Path("one.layerscope")
    session.files.opened.connect(opened.append)
    saved = SimpleNamespace(history=None, loss_curves=LossCurves)
    session.files._restore(Place(path, True), saved)  # as it does once the file is read
    session.enter(LESSON, Opening((), (), "skipped"))
    session.step()
    worker.answer()
    for name in ("skipped", "page"):
        session.enter(LESSON, Opening((), (), name))
    worker.answer(step=1)
    assert worker.requests[-1].workspace == OWN
    assert (opened, session.files.path) == ([], None), "it is not open yet"
    worker.answer()
    assert (opened, session.files.path) == ([saved], path)
    assert (worker.requests[-1].workspace, worker.requests[-1].opening.page) == (LESSON, "page")
    worker.answer()
    assert session.idle


def test_that_who_saves_is_told_when_the_history_cannot_be_taken(session, worker):
    failed = []
    session.files.failed.connect(failed.append)
    session.save("one.layerscope")
    change, problem = HistoryChange(), Problem("unexpected", reason="", details="")
    worker.answered.emit(Answer(worker.requests[-1].generation, (), change, PlaceInTime(), make_snapshot(), problem))
    assert [place.path.name for place in failed] == ["one.layerscope"]


def test_that_one_waits_for_what_is_asked_when_it_became_idle(session, worker):
    def ask_and_answer() -> None:
        session.step()
        QTimer.singleShot(50, lambda: worker.answer(step=len(worker.requests)))

    session.became_idle.connect(ask_and_answer, Qt.ConnectionType.SingleShotConnection)
    ask_and_answer()
    assert session.wait_idle(60_000)
    assert worker.answers == len(worker.requests) == 3


def test_that_opening_a_file_makes_older_answers_stale(session, worker, qtbot):
    session.step()
    session.open_table("x.csv", target="y")
    with qtbot.assertNotEmitted(session.snapshot_changed):
        worker.answer(step=1)
    assert worker.last == [OpenTable("x.csv", session.network.spec, session.seed, (("target", "y"),))]


def test_that_signals_say_only_what_has_changed(session, worker):
    said = []
    for name in ("loading", "playing", "busy", "settings", "history"):
        getattr(session, f"{name}_changed").connect(lambda *_, name=name: said.append(name))
    session.step()
    assert said == ["busy"]
    worker.answer(step=1)
    assert said == ["busy", "busy"]
    session.play()
    worker_asked(session, worker)
    worker.answer(step=11)
    assert said == ["busy", "busy", "playing"]
    said.clear()
    session.set_learning_rate(0.3)
    session.set_learning_rate(0.3)
    assert said == ["settings"]


def tick(session: Session) -> None:
    """Let the frame clock tick once the latest frame was painted."""
    session.player.note_painted()
    session.player.frames.ticked.emit()


def worker_asked(session: Session, worker: FakeWorker) -> None:
    """Let the player ask for a frame."""
    tick(session)
    assert isinstance(worker.last[-1], Step)


# ---- playing -------------------------------------------------------------------------------------------------------


@pytest.fixture
def clock(session) -> Clock:
    session.player._clock = clock = Clock()
    return clock


def test_that_playing_keeps_to_the_tempo_whatever_a_step_takes(session, worker, clock):
    session.set_tempo(10)
    session.play()
    began, before, asked = clock.now, len(worker.requests) - 1, list[float]()
    for number in range(1, 600):
        if len(worker.requests) > before + len(asked):
            asked.append(clock.now - began)
            assert worker.last == [Step(1)]
        if len(worker.requests) > worker.answers and number % 5:  # else it takes longer than a frame
            worker.answer(step=len(asked))
        clock.now = began + number / 60
        tick(session)
    assert len(asked) == 100
    assert all(-0.002 <= when - index / 10 <= 1 / 60 + 1e-6 for index, when in enumerate(asked))


def test_that_another_tempo_holds_at_once_also_while_the_next_step_is_awaited(session, worker, clock):
    session.set_tempo(1)
    session.play()
    worker.answer(step=1)
    tick(session)
    asked = len(worker.requests)
    session.set_tempo(10)
    clock.now += 0.09
    tick(session)
    assert len(worker.requests) == asked
    clock.now += 0.01
    tick(session)
    assert len(worker.requests) == asked + 1
    worker.answer(step=2)
    clock.now += 0.02
    session.set_tempo(600)
    assert worker.last == [Step(10)]
    session.pause()
    worker.answer(step=12)
    assert session.idle
    assert not session.player.frames.running


def test_that_the_tempo_follows_the_data_until_one_is_chosen(session, worker):
    assert session.player.tempo == 10  # the notebook's batch
    session.use(Plane())
    assert session.player.tempo == 60
    session.set_tempo(None)
    session.use(NotebookBatch())
    assert session.player.tempo is None
    with pytest.raises(ValueError, match=r"at least 0\.01"):
        session.set_tempo(0)


# ---- standing still ------------------------------------------------------------------------------------------------


def play_on(session: Session, worker: FakeWorker, clock: Clock, seconds: float, *events: object) -> None:
    """Play with weights that do not change: ten frames a second, each of 60 steps."""
    for number in range(round(10 * seconds)):
        if not session.playing:
            break
        clock.now += 0.1
        worker.answer(events=(*events, Recording(60 * number, np.full(60, 0.5, np.float32))))
        events = ()
        tick(session)


def test_that_play_pauses_when_nothing_has_moved_for_ten_seconds_and_a_change_begins_anew(session, worker, clock):
    watch, told = session.standstill, []
    watch._clock = clock
    watch.changed.connect(lambda: told.append((watch.still, watch.paused)))
    session.set_tempo(600)
    session.player.note_painted()
    session.play()
    play_on(session, worker, clock, 2.9)
    assert told == []
    play_on(session, worker, clock, 5.0)
    assert told == [(True, False)]
    play_on(session, worker, clock, 2.0, Entry(SetLearningRate(0.2), 0))
    assert told == [(True, False), (False, False)]
    play_on(session, worker, clock, 10.0)
    assert session.playing
    assert told[2:] == [(True, False)]
    play_on(session, worker, clock, 5.0)
    assert not session.playing
    assert told[3:] == [(True, True)]
    session.play()
    assert told[4:] == [(False, False)]


# ---- any order -----------------------------------------------------------------------------------------------------


def ask_in_turn(session: Session, worker: FakeWorker, asked: list[str]) -> list[SimpleNamespace]:
    """Do what the words say, and return the sessions that were to be opened."""
    saved: list[SimpleNamespace] = []
    does = {
        "step": session.step,
        "rate": lambda: session.set_learning_rate(0.25),
        "seed": lambda: session.set_seed(session.seed + 1),
        "go to": lambda: session.go_to(3),
        "ask": lambda: session.ask(NextStep()),
        "play": session.play,
        "pause": session.pause,
        "cancel": session.cancel,
        "tick": lambda: session.playing and tick(session),
        "page": lambda: session.enter(LESSON, Opening((), (), "page")),
        "lesson": lambda: session.enter(LESSON),
        "own": lambda: session.enter(OWN),
        "open": lambda: session.files._restore(Place(Path(f"{len(saved)}.layerscope"), True), saved[-1]),
        "answer": lambda: len(worker.requests) > worker.answers and worker.answer(step=worker.answers),
    }
    for word in asked:
        if word == "open":
            saved.append(SimpleNamespace(history=None, loss_curves=LossCurves))
        does[word]()
    return saved


WORDS = "step rate seed go_to ask play pause cancel tick tick page lesson own open answer answer answer".split()


@given(asked=st.lists(st.sampled_from([word.replace("_", " ") for word in WORDS]), max_size=60))
def test_that_whatever_is_asked_in_whatever_order_comes_to_rest(qapp, asked):
    with patch.object(gui.session.exchange, "Worker", FakeWorker):
        session = Session()
    opened: list[SimpleNamespace] = []
    session.files.opened.connect(opened.append)
    session.start()
    worker = session._exchange.worker
    worker.answer()
    saved = ask_in_turn(session, worker, asked)
    session.pause()
    while len(worker.requests) > worker.answers:
        worker.answer(step=worker.answers)
    assert session.idle
    assert session.workspace == session._exchange.workspaces._name
    assert opened[-1:] == saved[-1:], "the last session that was opened is open"
    session.close()
    session.deleteLater()
