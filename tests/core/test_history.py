"""The list of commands: what says one thing together is kept as one, and nothing is lost."""

from __future__ import annotations

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from core.commands import Reset, SetLearningRate, SetTrainable, Step
from core.history import Done, History

commands = st.one_of(
    st.integers(1, 50).map(Step),
    st.sampled_from([Reset(), SetLearningRate(0.1), SetLearningRate(0.2)]),
    st.sampled_from([SetTrainable("hidden", False), SetTrainable("hidden", True)]),
)


@given(st.lists(commands, max_size=30))
def test_that_neighbours_of_one_kind_become_one_entry(done):
    history, expected = History(), []
    for place, command in enumerate(done):
        history.append(command, place)
    for kind, group in groupby(enumerate(done), key=lambda pair: type(pair[1])):
        members = list(group)
        first, (_, last) = members[0][0], members[-1]
        if kind is SetTrainable:
            expected += [Done(command, place) for place, command in members]
        elif kind is Step:
            expected.append(Done(Step(sum(command.steps for _, command in members)), first))
        else:
            expected.append(Done(last, first))
    assert history.entries == tuple(expected)
    assert len(history) == len(expected)


def test_that_entries_are_a_picture_of_the_moment():
    history = History()
    history.append(Step(1), 0)
    before = history.entries
    history.append(Step(2), 1)
    history.append(Reset(), 3)
    assert before == (Done(Step(1), 0),)


def test_that_restoring_goes_back_and_on_from_there():
    history = History()
    history.append(Step(1), 0)
    before = history.entries
    history.append(Reset(), 1)
    history.restore(before)
    assert history.entries == before
    history.append(Step(4), 1)
    assert history.entries == (Done(Step(5), 0),)
    assert before == (Done(Step(1), 0),)


def test_that_a_new_history_is_empty():
    assert (len(History()), History().entries) == (0, ())
