"""A script that is told only what changed is the one that is written from the beginning."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.commands import (
    Reset,
    SetBatchSize,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetTrainable,
    Step,
    UseData,
    build_network,
)
from core.data.built_in import NotebookBatch, Plane
from core.design.network_spec import FOUR_LAYERS
from core.history.branch import Entry
from core.script.writer import Script, passages

COMMANDS = st.one_of(
    st.integers(1, 9).map(Step),
    st.sampled_from([SetLearningRate(0.1), SetLoss("mae"), SetOptimizer("adam"), SetBatchSize(2), SetBatchSize(None)]),
    st.sampled_from([SetTrainable("hidden_1", False), Reset(), UseData(Plane()), UseData(NotebookBatch())]),
    st.just(build_network(FOUR_LAYERS, 1)[-1]),
)
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.lists(COMMANDS, max_size=5)), max_size=8)


def done_after(history: list[Entry], commands: list) -> list[Entry]:
    """What these commands are in a history, after it."""
    added: list[Entry] = []
    for command in commands:
        before = (history + added)[-1:]
        added.append(Entry(command, before[0].step_after if before else 0))
    return added


@given(CHANGES)
def test_that_a_script_changed_bit_by_bit_is_the_one_written_at_once(changes):
    script, history = Script(), []
    for share, commands in changes:
        kept = round(share * len(history))
        before = tuple(script.passages)
        added = done_after(history[:kept], commands)
        same = script.change(kept, added)
        history = [*history[:kept], *added]
        assert tuple(script.passages) == passages(history)
        assert tuple(script.passages[:same]) == before[:same]


def test_that_one_more_step_touches_only_the_last_passage():
    script = Script()
    history = done_after([], [*build_network(FOUR_LAYERS, 1), UseData(NotebookBatch()), Step(3)])
    script.change(0, history)
    count = len(script.passages)
    assert script.change(len(history) - 1, [Entry(Step(4), history[-1].step)]) == count - 1
    assert script.change(len(history), [Entry(SetLearningRate(0.1), 4)]) == count
