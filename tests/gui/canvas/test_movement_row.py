"""What the cards say of movement and of standing still, in words, and the length of the bar."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from core.health.movement_log import Movement
from core.snapshot.movement import SinceFreezing
from gui.canvas.layout.movement_row import GAPS, bar_length, frozen_row, movement_rows, moving_row
from tests.gui.helpers.snapshots import make_snapshot


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0"),
        (9.9e-5, "< 0.01"),
        (0.0002, "0.02"),
        (0.00994, "0.99"),
        (0.00996, "1.0"),
        (0.011, "1.1"),
        (0.5, "50.0"),
        (math.inf, "> 1,000"),
    ],
)
def test_that_a_movement_has_two_decimals_below_one_percent_and_one_from_there_on(share, text):
    assert moving_row("a", Movement(share), playing=True).texts[0] == ("moves", f"{text} %/s")
    assert moving_row("a", Movement(share), playing=False).texts[0] == ("moved in the last second", f"{text} %")
    assert moving_row("a", Movement(share, 1), playing=False).texts[0] == ("moved in this step", f"{text} %")
    assert moving_row("a", Movement(share, 1000), playing=False).texts[0] == ("moved in 1,000 steps", f"{text} %")


def test_that_the_bar_is_logarithmic_from_a_hundredth_to_a_hundred_percent():
    assert [bar_length(share) for share in (0.0, 1e-4, 1.0, 7.0, math.inf)] == [0, 0, 1, 1, 1]
    assert bar_length(0.01) == pytest.approx(0.5)
    assert pytest.approx([bar_length(share) for share in (1e-3, 1e-2, 1e-1)]) == GAPS
    assert bar_length(math.nan) == 0


def test_that_a_frozen_layer_says_for_how_long_it_is_unchanged_and_a_moved_one_how_far():
    assert frozen_row("a", SinceFreezing(1240, 0.0, True)).texts[0] == ("unchanged for 1,240 steps,", "Δ = 0")
    assert frozen_row("a", SinceFreezing(1, 0.0, True)).texts[0] == ("unchanged for 1 step,", "Δ = 0")
    broken = frozen_row("a", SinceFreezing(12, 0.25, False))
    assert (broken.look, broken.texts[0][1]) == ("broken", "Δ = 0.250")
    barely = frozen_row("a", SinceFreezing(12, 1e-9, False))
    assert barely.texts[0][1] == "Δ = 1e−9"


def test_that_a_frozen_layer_says_so_whatever_moved_before():
    snapshot = replace(make_snapshot(), frozen={"hidden_2": SinceFreezing(3, 0.0, True)})
    rows = movement_rows(snapshot, {"hidden_1": Movement(0.1), "hidden_2": Movement(0.2)}, playing=True)
    spoken = {name: row.spoken for name, row in rows.items()}
    assert spoken == {
        "hidden_1": "hidden_1 moves 10.0 percent per second",
        "hidden_2": "hidden_2 unchanged for 3 steps, difference 0",
    }


def test_that_while_fit_runs_the_rows_say_how_far_it_is_and_frozen_layers_stand_still():
    snapshot = make_snapshot()
    rows = movement_rows(snapshot, {"hidden_1": Movement(0.5)}, playing=False, fit=(3, 20))
    moving = [layer.name for layer in snapshot.layers if layer.name not in snapshot.frozen]
    assert moving
    assert all(rows[name].texts[0] == ("fit: epoch 3 of 20", "") for name in moving)
    assert all(rows[name].look == "frozen" for name in snapshot.frozen)
