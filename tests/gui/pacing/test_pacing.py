"""Playing at a tempo: when frames are due and what they take, with a clock that the tests set."""

from __future__ import annotations

import pytest

from core.data.built_in import SOURCES, InsideSphere, NotebookBatch
from gui.pacing.rate_meter import RateMeter
from gui.pacing.schedule import LONGEST_DEBT, MOST_STEPS, WORK_SECONDS, Schedule
from gui.pacing.tempo import TEMPOS, check_tempo, default_tempo, faster, slower, steps_of_a_second


def play(schedule: Schedule, seconds: float, late: float = 0.0, first: float = 0.0) -> list[tuple[float, int]]:
    """Ask for every frame as soon as it is due, or so much later; return when each was asked for, and its steps."""
    now, frames = first, []
    while True:
        now = max(now, schedule.due + late)
        if now >= first + seconds:
            return frames
        frames.append((now, schedule.take(now)))


def begun(tempo: float | None, now: float = 0.0) -> Schedule:
    schedule = Schedule(tempo)
    schedule.begin(now)
    return schedule


def taken(frames: list[tuple[float, int]]) -> int:
    return sum(steps for _, steps in frames)


@pytest.mark.parametrize("late", [0.0, 0.004, 0.02, 0.2])
@pytest.mark.parametrize("tempo", [1, 7, 10, 60, 600, 6000])
def test_that_ten_minutes_at_a_tempo_take_exactly_their_steps_however_late_each_frame_is(tempo, late):
    frames = play(begun(tempo, 5.0), 600.0, late, first=5.0)
    # the first step is due at once; at the end, those of the last frame may be missing
    assert abs(taken(frames) - 600 * tempo) <= max(1, tempo / 60) + late * tempo + 1


@pytest.mark.parametrize("tempo", [1, 10, 60])
def test_that_up_to_sixty_a_second_every_step_is_a_frame(tempo):
    assert {steps for _, steps in play(begun(tempo), 30.0, late=0.03)} == {1}


def test_that_above_it_a_frame_takes_what_is_due():
    assert {steps for _, steps in play(begun(600), 10.0)} == {10}
    schedule = begun(600)
    schedule.take(0.0)
    assert schedule.take(0.1) == 10 + 50  # due at 1/60 s, and 1/12 s late


def test_that_lost_time_is_not_made_up_for():
    schedule = begun(600)
    schedule.take(0.0)
    assert schedule.take(30.0) == 10
    assert schedule.due == pytest.approx(30.0 + 1 / 60)
    slow = begun(60)
    frames = []
    now = 0.0
    while now < 10.0:  # a machine that needs 25 ms for a frame
        frames.append((now, slow.take(now)))
        now = max(now + 0.025, slow.due)
    assert taken(frames) == 400
    assert now - slow.due <= LONGEST_DEBT + 0.025


def test_that_another_tempo_counts_from_the_last_frame_and_owes_nothing():
    schedule = begun(1)
    schedule.take(0.0)
    schedule.set_tempo(10, 0.05)
    assert schedule.due == pytest.approx(0.1)
    schedule.take(0.1)
    schedule.set_tempo(1, 0.1)
    assert schedule.due == pytest.approx(1.1)
    schedule.set_tempo(600, 0.9)
    assert schedule.due == pytest.approx(0.9)
    assert schedule.take(0.9) == 10


@pytest.mark.parametrize("per_second", [300.0, 40_000.0, 240_000.0])
def test_that_without_a_tempo_a_frame_takes_what_fits_into_nine_milliseconds(per_second):
    schedule = begun(None)
    now = 0.0
    for _ in range(40):
        steps = schedule.take(now)
        schedule.note(steps, steps / per_second)
        now = schedule.due
    assert steps == pytest.approx(per_second * WORK_SECONDS, abs=1)
    assert now == pytest.approx(40 / 60)


def test_that_a_frame_takes_fewer_steps_while_no_answer_waits_but_never_less_than_half(subtests):
    def steps_after(ticks: int, kept: bool, tempo: float | None = None) -> int:
        schedule.set_tempo(tempo, 0.0)
        for _ in range(ticks):
            schedule.note_reserve(kept)
        schedule.set_tempo(None, 0.0)
        for _ in range(20):
            schedule.note(1000, 1000 / 200_000)
        return schedule.take(0.0)

    schedule = begun(None)
    whole = 200_000 * WORK_SECONDS
    with subtests.test("a tempo is kept whatever waits"):
        assert steps_after(1000, kept=False, tempo=60) == pytest.approx(whole, abs=1)
    with subtests.test("less"):
        assert whole / 2 < steps_after(10, kept=False) < whole
        assert steps_after(1000, kept=False) == pytest.approx(whole / 2, abs=1)
    with subtests.test("and more again"):
        assert whole / 2 < steps_after(10, kept=True) < whole
        assert steps_after(1000, kept=True) == pytest.approx(whole, abs=1)


def test_that_one_slow_frame_does_not_make_the_next_ones_tiny_and_no_frame_is_endless():
    schedule = begun(None)
    for _ in range(40):
        steps = schedule.take(0.0)
        schedule.note(steps, steps / 1e9)
    assert schedule.take(0.0) == MOST_STEPS
    schedule.note(MOST_STEPS, 0.5)  # it had to compile
    assert schedule.take(0.0) == MOST_STEPS
    schedule.note(0, 0.0)  # it was broken off before the first step
    assert schedule.take(0.0) == MOST_STEPS
    for _ in range(3):
        schedule.note(MOST_STEPS, 0.5)  # the data are larger now
    assert schedule.take(0.0) == MOST_STEPS // 2


def test_that_frames_at_a_tempo_say_nothing_of_how_many_fit():
    schedule = begun(1)
    before = Schedule(None).take(0.0)
    schedule.take(0.0)
    schedule.note(1, 0.001)
    schedule.set_tempo(None, 0.5)
    assert schedule.take(0.5) == before


# ---- how fast it really is -----------------------------------------------------------------------------------------


def measured(tempo: float | None, steps: int, every: float, seconds: float) -> float | None:
    """Return the shortfall after so many seconds with so many steps in every interval."""
    meter = RateMeter()
    for number in range(int(seconds / every) + 1):
        meter.note(number * every, steps, tempo)
    return meter.shortfall(tempo)


def test_that_a_shortfall_is_what_is_really_done_and_only_said_once_it_is_known():
    assert measured(60, 1, 1 / 41, 10.0) == pytest.approx(41)
    assert measured(60, 1, 1 / 41, 1.5) is None
    assert measured(60, 1, 1 / 60, 10.0) is None
    assert measured(60, 1, 1 / 57, 10.0) is None
    assert measured(600, 10, 1 / 41, 10.0) == pytest.approx(410)
    assert measured(1, 1, 1.0, 30.0) is None
    assert measured(1, 1, 2.0, 30.0) == pytest.approx(0.5)
    assert measured(None, 1, 1.0, 30.0) is None


def test_that_a_shortfall_is_forgotten_when_it_is_over():
    meter = RateMeter()
    for number in range(100):
        meter.note(number / 20, 1, 60)
    assert meter.shortfall(60) == pytest.approx(20)
    for number in range(150):
        meter.note(5 + number / 60, 1, 60)
    assert meter.shortfall(60) is None
    meter.begin()
    assert meter.shortfall(60) is None


# ---- tempos --------------------------------------------------------------------------------------------------------


def test_that_one_step_slower_or_faster_ends_at_the_ends():
    assert [slower(tempo) for tempo in TEMPOS] == [1, 1, 10, 60, 600]
    assert [faster(tempo) for tempo in TEMPOS] == [10, 60, 600, None, None]
    assert (slower(30), faster(30)) == (10, 60)


def test_that_a_second_is_at_least_a_step_and_at_most_a_thousand():
    assert [steps_of_a_second(tempo) for tempo in (0.2, *TEMPOS, 5000)] == [1, 1, 10, 60, 600, 1000, 1000]


def test_that_the_notebooks_batch_is_slow_and_all_others_are_not():
    assert [default_tempo(source) for source in SOURCES] == [10, 60, 60, 60]
    assert (default_tempo(NotebookBatch()), default_tempo(InsideSphere(7))) == (10, 60)


@pytest.mark.parametrize("tempo", [0, -1, 1e-300, float("nan"), float("inf")])
def test_that_no_other_number_is_a_tempo(tempo):
    with pytest.raises(ValueError, match=r"at least 0\.01"):
        check_tempo(tempo)
