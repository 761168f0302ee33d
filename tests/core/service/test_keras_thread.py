"""The Keras thread: whatever happens in it, every request has its answer and the thread goes on."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from core.commands import (
    CallLayer,
    Compile,
    CreateInput,
    CreateLayer,
    Fit,
    Forget,
    MakeModel,
    SetLearningRate,
    SetTrainable,
    Step,
    UseData,
    build_network,
)
from core.data.built_in import NotebookBatch
from core.design.network_spec import FOUR_LAYERS, LayerSpec
from core.design.rates import LARGEST_RATE
from core.explain.gradient_check import GradientCheck
from core.explain.step_parts import OnRows
from core.explain.tape import TapeRecord
from core.history.branch import Entry
from core.intents.questions import NextStep
from core.lessons.page_opening import Opening
from core.service.keras_thread import KerasThread
from core.service.messages import LESSON, OWN, Answer, Request
from core.service.workspace import Workspace

pytestmark = pytest.mark.usefixtures("without_xla")  # what is done and answered, not how steps are compiled

START = (*build_network(FOUR_LAYERS, 1), UseData(NotebookBatch()))
WAIT_SECONDS = 120


class Asker:
    """A Keras thread, and the answers to what is asked."""

    def __init__(self) -> None:
        self._said: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self.thread = KerasThread(lambda name, what: self._said.put((name, what)))
        self.thread.start()
        self._wait_for("loaded")

    def ask(self, *intents: Any, workspace: str = OWN, opening: Opening | None = None) -> Answer:
        return self.answer_to(Request(1, (intents,), workspace=workspace, opening=opening))

    def answer_to(self, request: Request) -> Answer:
        self.thread.ask(request)
        return self._wait_for("answered")

    def _wait_for(self, name: str) -> Any:
        while (said := self._said.get(timeout=WAIT_SECONDS))[0] != name:
            assert said[0] != "start_failed", said[1]
        return said[1]


@pytest.fixture(scope="module")
def shared() -> Iterator[Asker]:
    asker = Asker()
    yield asker
    assert asker.thread.stop(WAIT_SECONDS)


@pytest.fixture
def asker(shared: Asker) -> Asker:
    assert shared.ask(*START).problem is None
    return shared


def test_that_an_error_in_a_lesson_is_answered_and_the_learners_network_stays(asker, monkeypatch):
    before = [weight.tobytes() for weight in asker.thread.model.get_weights()]

    def broken(*_: object) -> None:
        raise RuntimeError("not foreseen")

    with monkeypatch.context() as patch:
        patch.setattr(Workspace, "note", broken)
        answer = asker.ask(Step(1), workspace=LESSON, opening=Opening(START, (), "page"))
    assert answer.problem is not None
    assert answer.problem.kind == "unexpected"
    assert answer.snapshot is None
    again = asker.ask(workspace=OWN)
    assert again.problem is None
    assert [weight.tobytes() for weight in asker.thread.model.get_weights()] == before


def test_that_steps_that_move_a_frozen_layer_are_reported_once(asker):
    assert asker.ask(Step(1), SetTrainable("hidden_2", False), Step(2)).problem is None
    kernel = asker.thread.model.get_layer("hidden_2").kernel
    kernel.assign(kernel + 0.5)  # what no step of the program does
    answer = asker.ask(Step(1))
    assert answer.problem.kind == "frozen.moved"
    assert answer.problem.fields["layer"] == "hidden_2"
    assert answer.problem.fields["steps"] == 3
    assert answer.problem.fields["change"] == pytest.approx(0.5, abs=1e-6)
    assert asker.ask(Step(1)).problem is None
    assert asker.ask(SetTrainable("hidden_2", True), Step(1)).problem is None


def test_that_an_error_with_the_learners_own_network_loses_nothing(asker, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("not foreseen")

    with monkeypatch.context() as patch:
        patch.setattr(Workspace, "reached", broken)
        answer = asker.ask(Step(3))
    assert answer.problem is not None
    assert answer.problem.kind == "unexpected"
    assert [event.command for event in answer.events if isinstance(event, Entry)] == [Step(3)]
    again = asker.ask(Step(2))
    assert again.problem is None
    assert again.snapshot is not None
    assert again.snapshot.step == 5


def test_that_a_cut_model_that_fits_did_not_leave_the_scale(asker):
    cut = MakeModel("mlp", "inputs", "hidden_2.output")
    answer = asker.ask(cut, Compile(), Fit(2))
    assert answer.problem is None
    assert answer.snapshot is not None
    assert answer.snapshot.why_no_step == "outputs"
    assert answer.snapshot.finite


def test_that_a_model_with_a_shared_layer_that_fits_did_not_leave_the_scale(asker):
    twice = (CallLayer("square", "inputs", "once"), CallLayer("square", "once", "twice"))
    ending = (CreateLayer(LayerSpec("end", 1)), CallLayer("end", "twice", "last"))
    square, shared = CreateLayer(LayerSpec("square", 3)), MakeModel("shared", "inputs", "last")
    answer = asker.ask(CreateInput(3), square, *twice, *ending, shared, Compile(), Fit(2))
    assert answer.problem is None
    assert answer.snapshot is not None
    assert answer.snapshot.why_no_step == "chain"
    assert answer.snapshot.finite


def test_that_a_network_is_judged_by_its_weights_too(asker):
    asker.ask(SetTrainable("hidden_1", False))
    kernel = asker.thread.model.get_layer("hidden_1").kernel
    kernel.assign(kernel * float("nan"))
    answer = asker.ask(Step(1))
    assert answer.snapshot is not None
    assert not answer.snapshot.finite
    assert answer.problem is not None
    assert answer.problem.kind == "descent.not_finite"


def test_that_a_frame_that_was_sent_too_early_takes_no_steps(asker, subtests):
    next_frame = Request(1, ((Step(3),), (NextStep(),)), frame=True, continued=True)

    with subtests.test("a click comes first"):
        asker.thread.set_hurry(True)
        answer = asker.answer_to(next_frame)
        assert (answer.commands, answer.snapshot.step) == ((), 0)
        assert [type(question) for question, _ in answer.answers] == [NextStep]
        asker.thread.set_hurry(False)
        assert asker.answer_to(next_frame).commands == (Step(3),)

    with subtests.test("the one before ended with a problem"):
        asker.ask(SetLearningRate(LARGEST_RATE))
        diverged = asker.answer_to(replace(next_frame, groups=((Step(100),),)))
        assert diverged.problem is not None
        late = asker.answer_to(next_frame)
        assert (late.commands, late.problem, late.snapshot.step) == ((), None, diverged.snapshot.step)
        assert asker.answer_to(replace(next_frame, continued=False)).problem is not None, (
            "who plays again is told again"
        )


ABOUT_A_STEP = (NextStep(), OnRows((0,)), TapeRecord(3), GradientCheck("hidden_1", 0, 0, 1e-3))


@pytest.mark.parametrize("question", ABOUT_A_STEP, ids=lambda question: type(question).__name__)
def test_that_what_was_asked_of_an_earlier_network_is_not_answered_and_no_problem(asker, question):
    assert [asked for asked, _ in asker.ask(question).answers] == [question]
    asker.ask(Forget(("model",)))
    answer = asker.ask(question)
    assert (answer.answers, answer.problem) == ((), None)
