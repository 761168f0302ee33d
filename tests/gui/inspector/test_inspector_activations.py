"""The inspector's page Activations: z and a of every sample, and X for the input layer."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.built_in import Batch
from core.snapshot.place import Place
from core.snapshot.snapshot import read_only
from gui.inspector.pages.activations_page import shown_rows
from tests.gui.helpers.inspectors import ACTIVATIONS, CONFIG, GRADIENTS, WEIGHTS, changed, click, show_filled, show_tab
from tests.gui.helpers.snapshots import make_snapshot


@pytest.fixture
def filled(qtbot):
    return show_filled(qtbot)


def test_that_activations_show_z_and_a_of_every_sample(filled):
    page, layer = show_tab(filled, ACTIVATIONS), make_snapshot().layer("hidden_2")
    assert [caption.text() for caption in page.captions] == [
        "z = x·W + b   (row: sample, column: unit)",
        "a = relu(z)   (row: sample, column: unit)",
    ]
    assert page.grids[0].value((2, 3)) == layer.pre_activation[2, 3]
    assert page.grids[1].value((2, 3)) == layer.activation[2, 3]
    assert page.grids[0].row_label(0) == "s1"
    assert page.source.expression == 'keras.Model(model.inputs, model.get_layer("hidden_2").output)(X)'
    filled.set_sample(2)
    assert [grid.marks for grid in page.grids] == [(3, None, 2)] * 2
    filled.set_place(Place("output"))
    assert page.captions[1].text().startswith("a = z ")


def test_that_a_click_on_an_activation_means_its_unit(filled, qtbot):
    with qtbot.waitSignal(filled.place_clicked) as clicked:
        click(qtbot, show_tab(filled, ACTIVATIONS).grids[1], (0, 2))
    assert clicked.args == [Place("hidden_2", unit=2)]


def test_that_dead_units_are_named(filled):
    page = show_tab(filled, ACTIVATIONS)
    alive = np.ones((3, 5), np.float32)
    filled.set_snapshot(changed(make_snapshot(), "hidden_2", activation=read_only(alive)))
    assert not page.note.isVisible()
    alive[:, 1] = 0
    filled.set_snapshot(changed(make_snapshot(), "hidden_2", activation=read_only(alive)))
    assert page.note.isVisible()
    assert page.note.text == "Unit 1 is off for all of these samples: a dead ReLU. They give it no gradient."
    alive[:, 4] = 0
    filled.set_snapshot(changed(make_snapshot(), "hidden_2", activation=read_only(alive)))
    assert page.note.text == "Units 1, 4 are off for all of these samples: dead ReLUs. They give them no gradient."


def test_that_a_large_batch_shows_the_rows_around_the_sample(filled, qtbot):
    z = read_only(np.arange(100_000 * 5).reshape(-1, 5))
    batch = Batch(np.ones((100_000, 3)), np.ones((100_000, 1)), ("a", "b", "c"), ("y",))
    snapshot = changed(make_snapshot(batch=batch), "hidden_2", pre_activation=z, activation=z)
    page = show_tab(filled, ACTIVATIONS)
    assert not page.rows.isVisible()
    filled.set_snapshot(snapshot)
    assert page.rows.text() == "samples 1–100 of 100000"
    filled.set_sample(70_000)
    grid = page.grids[0]
    assert grid.shown_rows() == range(69_950, 70_050)
    assert grid.value((70_000, 2)) == 350_002
    row = grid.cell_rect((70_000, 0))
    qtbot.waitUntil(lambda: grid.visibleRegion().boundingRect().contains(row))


@pytest.mark.parametrize(
    ("samples", "sample", "rows"),
    [(3, 1, range(3)), (100, 99, range(100)), (512, 0, range(100)), (512, 511, range(412, 512))],
)
def test_that_at_most_a_hundred_rows_are_shown(samples, sample, rows):
    assert shown_rows(samples, sample) == rows


def test_that_the_input_layer_shows_x_and_no_weights(filled, qtbot):
    filled.set_place(Place("input"))
    assert filled.header.kind.text() == "InputLayer"
    for index in (WEIGHTS, GRADIENTS, CONFIG):
        page = show_tab(filled, index)
        assert not page.body.isVisible()
        assert page.message.text().startswith("The input layer has no weights")
    page = show_tab(filled, ACTIVATIONS)
    assert page.body.isVisible()
    assert not page.grids[1].isVisible()
    assert page.grids[0].value((1, 1)) == make_snapshot().batch.X[1, 1]
    assert page.source.expression == "X"
    with qtbot.waitSignal(filled.place_clicked) as clicked:
        click(qtbot, page.grids[0], (1, 2))
    assert clicked.args == [Place("input", unit=2)]
