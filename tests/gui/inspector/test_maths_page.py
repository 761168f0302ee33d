"""The inspector's page Maths: what it shows of a snapshot, that the digits add up, and that a tick can be missing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from core.explain.gradient_check import Checked, GradientCheck, Kink
from core.intents.questions import NextStep
from core.snapshot.place import BIAS, Place
from core.snapshot.preview import Preview
from core.snapshot.snapshot import read_only
from gui.inspector.maths.maths_page import REFRESH_MS
from gui.inspector.maths.sum_text import factor
from tests.gui.helpers.inspectors import MATHS, changed, show_filled, show_tab
from tests.gui.helpers.snapshots import make_snapshot

WEIGHT = Place("hidden_2", unit=3, row=1)


@pytest.fixture
def filled(qtbot):
    return show_filled(qtbot)


@pytest.fixture
def page(filled):
    return show_tab(filled, MATHS)


def number(text):
    return Decimal(text.replace("−", "-").replace("e+", "e"))


def adds_up(block):
    return sum(number(row.value) for row in block.table.rows) == number(block.box.value)


def with_true_gradients(snapshot):
    """The snapshot with the gradients that numpy finds; those of `make_snapshot` are random."""
    for layer in snapshot.layers:
        dz, x = layer.pre_activation_gradient, snapshot.inputs_of(layer.name)
        fields = {"kernel_gradient": read_only(x.T @ dz), "bias_gradient": read_only(dz.sum(axis=0))}
        snapshot = changed(snapshot, layer.name, **fields)
    return snapshot


def next_step(snapshot, rate=0.05, **fields):
    weights = {}
    for layer in snapshot.layers:
        learns = rate if layer.trainable else 0
        weights[f"{layer.name}/kernel"] = read_only(layer.kernel - learns * layer.kernel_gradient)
        weights[f"{layer.name}/bias"] = read_only(layer.bias - learns * layer.bias_gradient)
    return Preview(**{"step": snapshot.step, "weights": weights, "slots": {}, "iterations": 0, "rows": None, **fields})


# ---- a unit -------------------------------------------------------------------------------------------------


def test_that_a_unit_shows_z_term_by_term(page):
    snapshot = make_snapshot()
    x, layer = snapshot.inputs_of("hidden_2")[0], snapshot.layer("hidden_2")
    unit = page.unit
    assert unit.forward.text() == "hidden_2 unit 3: forward pass (sample 1)"
    assert [row.name for row in unit.z.table.rows] == [f"x[{i}]·W[{i},3]" for i in range(5)] + ["b[3]"]
    for row, value, weight in zip(unit.z.table.rows, x, layer.kernel[:, 3]):
        assert row.factors == f"{factor(float(value))} × {factor(float(weight))}"
        assert float(number(row.value)) == pytest.approx(float(value) * float(weight), abs=1e-3)
    assert float(number(unit.z.box.value)) == pytest.approx(float(layer.pre_activation[0, 3]), abs=5.1e-4)
    assert unit.z.box.agrees is True
    assert "Keras's pre-activation" in unit.z.box.toolTip()
    assert unit.a.label.startswith("a[3] = relu(")
    assert (unit.a.agrees, unit.delta.agrees, unit.upstream.box.agrees) == (True, True, True)
    assert page.source.expression == "x @ hidden_2.kernel + hidden_2.bias"
    assert not page.weight.isVisible()
    assert not page.check.isVisible()


@pytest.mark.sampled(5)
@pytest.mark.parametrize("seed", range(20))
def test_that_the_digits_shown_add_up(filled, page, seed):
    filled.set_snapshot(with_true_gradients(make_snapshot(seed=seed)))
    for unit in range(5):
        filled.set_place(Place("hidden_2", unit, 2))
        for block in (page.unit.z, page.unit.upstream, page.weight.gradient, page.weight.new):
            assert adds_up(block), (seed, unit, block.table.rows, block.box.value)
        for box in (page.unit.z.box, page.unit.a, page.unit.upstream.box, page.unit.delta, page.weight.gradient.box):
            assert box.agrees is True


def test_that_another_sample_is_explained(filled, page):
    filled.set_sample(2)
    z = make_snapshot().layer("hidden_2").pre_activation[2, 3]
    assert page.unit.forward.text().endswith("(sample 3)")
    assert float(number(page.unit.z.box.value)) == pytest.approx(float(z), abs=5.1e-4)


def test_that_the_last_layer_starts_from_the_loss(filled, page):
    filled.set_place(Place("output", 0))
    snapshot, unit = make_snapshot(), page.unit
    error = float(snapshot.prediction[0, 0] - snapshot.batch.Y_true[0, 0])
    assert unit.loss_formula.isVisible()
    assert not unit.upstream.isVisible()
    assert unit.loss_formula.accessibleName().endswith("(Y - Y_true)")
    assert [row.name for row in unit.loss_table.rows] == ["Y", "Y_true", "N, samples"]
    assert float(number(unit.dY.value)) == pytest.approx(2 * error / 3, abs=1e-3)
    assert (unit.dY.agrees, unit.delta.agrees) == (True, True)


def test_that_a_number_that_is_not_kerass_gets_a_cross(filled, page):
    snapshot = make_snapshot()
    z = snapshot.layer("hidden_2").pre_activation.copy()
    z[0, 3] += 0.01
    filled.set_snapshot(changed(snapshot, "hidden_2", pre_activation=read_only(z)))
    filled.set_sample(1)
    filled.set_sample(0)
    box = page.unit.z.box
    assert box.agrees is False
    assert box.difference == "differs by 0.01 from Keras's pre-activation"
    assert "Not equal" in box.toolTip()
    assert box.accessibleDescription() == box.toolTip()


def test_that_an_activation_without_a_formula_is_not_ticked(filled, page):
    filled.set_snapshot(changed(make_snapshot(), "hidden_2", activation_name="mish"))
    filled.set_place(Place("hidden_2", 2))
    assert page.unit.unknown.isVisible()
    assert page.unit.unknown.text().startswith("The formula of mish is not written down")
    assert (page.unit.a.agrees, page.unit.delta.agrees) == (None, None)


def test_that_a_layer_or_the_input_has_a_sentence(filled, page):
    filled.set_place(Place("hidden_2"))
    assert page.hint.text() == "Click a unit to see how its numbers come about, or one of its weights."
    assert not page.unit.isVisible()
    filled.set_place(Place("input", 1))
    assert page.message.text().startswith("The input layer computes nothing.")


def test_that_a_row_is_the_way_to_its_weight(filled, page, qtbot):
    filled.set_place(Place("hidden_2", 3))
    table = page.unit.z.table
    with qtbot.waitSignal(filled.place_hovered) as hovered:
        qtbot.mouseMove(table, table.row_rect(2).center())
    assert hovered.args == [Place("hidden_2", 3, 2)]
    with qtbot.waitSignal(filled.place_clicked) as clicked:
        qtbot.mouseClick(table, Qt.MouseButton.LeftButton, pos=table.row_rect(5).center())
    assert clicked.args == [Place("hidden_2", 3, BIAS)]
    table = page.unit.upstream.table
    with qtbot.waitSignal(filled.place_clicked) as clicked:
        qtbot.mouseClick(table, Qt.MouseButton.LeftButton, pos=table.row_rect(4).center())
    assert clicked.args == [Place("hidden_3", 4, 3)]


# ---- a weight -----------------------------------------------------------------------------------------------


def test_that_a_weight_asks_for_the_next_step_and_the_check(filled, page, qtbot):
    asked = []
    filled.question_asked.connect(asked.append)
    filled.set_place(WEIGHT)
    assert asked == [GradientCheck("hidden_2", 1, 3, 1e-3), NextStep()]
    filled.set_snapshot(replace(page.view.snapshot))
    qtbot.wait(500)
    assert len(asked) == 2, "an equal network has the same answers"
    filled.set_snapshot(make_snapshot(seed=1, step=1))
    qtbot.waitUntil(lambda: len(asked) == 4)


def test_that_a_network_in_motion_is_not_asked(filled, page, qtbot):
    filled.set_place(WEIGHT)
    asked = []
    filled.question_asked.connect(asked.append)
    for step in range(60):
        filled.set_snapshot(make_snapshot(seed=step, step=step))
        qtbot.wait(10)
    assert not asked
    qtbot.waitUntil(lambda: len(asked) == 2)


def test_that_a_hidden_page_asks_nothing(filled, qtbot):
    asked = []
    filled.question_asked.connect(asked.append)
    filled.set_place(WEIGHT)
    filled.set_snapshot(make_snapshot(seed=4))
    qtbot.wait(400)
    assert not asked


def test_that_the_chain_and_the_update_are_shown(filled, page):
    snapshot = with_true_gradients(make_snapshot())
    filled.set_snapshot(snapshot)
    filled.set_place(WEIGHT)
    shown = page.weight
    assert [row.name for row in shown.gradient.table.rows] == ["sample 1", "sample 2", "sample 3"]
    assert shown.gradient.box.agrees is True
    assert [row.name for row in shown.new.table.rows] == ["w", "−lr·g"]
    assert shown.new.box.agrees is None, "Keras was not heard yet"
    filled.set_answer(NextStep(), next_step(snapshot))
    assert shown.new.box.agrees is True
    assert adds_up(shown.new)
    layer = snapshot.layer("hidden_2")
    expected = layer.kernel[1, 3] - 0.05 * layer.kernel_gradient[1, 3]
    assert float(number(shown.new.box.value)) == pytest.approx(float(expected), abs=1e-4)
    filled.set_answer(NextStep(), next_step(snapshot, rate=0.06))
    assert shown.new.box.agrees is False
    filled.set_answer(NextStep(), next_step(snapshot, step=7))
    assert shown.new.box.agrees is False, "a preview of another step is none of this one"


def test_that_a_wrong_gradient_gets_a_cross(filled, page):
    filled.set_place(WEIGHT)
    assert page.weight.gradient.box.agrees is False, "the gradients of this snapshot are random"


def test_that_a_bias_is_multiplied_with_one(filled, page):
    filled.set_snapshot(with_true_gradients(make_snapshot()))
    filled.set_place(Place("hidden_2", 3, BIAS))
    assert all(row.factors.startswith("1 × ") for row in page.weight.gradient.table.rows)
    assert page.weight.gradient.box.agrees is True
    assert page.weight.title.text() == "bias[3]: its gradient, sample by sample"


def test_that_a_frozen_layers_update_does_not_happen(filled, page):
    snapshot = with_true_gradients(make_snapshot(frozen=("hidden_2",)))
    filled.set_snapshot(snapshot)
    filled.set_place(WEIGHT)
    filled.set_answer(NextStep(), next_step(snapshot))
    assert page.weight.note.isVisible()
    assert page.weight.note.text == "hidden_2 is frozen: this update does not happen, w stays as it is."
    assert [row.name for row in page.weight.new.table.rows] == ["w"]
    assert page.weight.new.box.agrees is True


def test_that_a_mini_batch_is_explained(filled, page):
    snapshot = with_true_gradients(make_snapshot(batch_size=2))
    filled.set_snapshot(snapshot)
    filled.set_place(WEIGHT)
    filled.set_answer(NextStep(), next_step(snapshot, rows=(2, 0)))
    shown = page.weight
    assert shown.caption.text().startswith("The next step learns from 2 of 3 samples only.")
    assert [row.name for row in shown.part.table.rows] == ["sample 3", "sample 1"]
    assert shown.part.box.agrees is None
    assert adds_up(shown.part)


def test_that_adam_shows_what_it_remembers(filled, page):
    snapshot = replace(with_true_gradients(make_snapshot()), optimizer="adam")
    filled.set_snapshot(snapshot)
    filled.set_place(WEIGHT)
    assert page.weight.waiting.isVisible(), "its memory is not known yet"
    assert not page.weight.new.isVisible()
    layer = snapshot.layer("hidden_2")
    g, zero = layer.kernel_gradient.astype(float), np.zeros_like(layer.kernel)
    m, v = 0.1 * g, 0.001 * g**2
    rate = 0.05 * np.sqrt(1 - float(np.float32(0.999))) / (1 - float(np.float32(0.9)))
    weights = {"hidden_2/kernel": read_only(layer.kernel - rate * m / (np.sqrt(v) + 1e-7))}
    slots = {name: (read_only(zero), read_only(after)) for name, after in (("momentum", m), ("velocity", v))}
    filled.set_answer(NextStep(), next_step(snapshot, weights=weights, slots={"hidden_2/kernel": slots}))
    shown = page.weight
    assert [block.box.label for block in shown.slots] == ["m′", "v′"]
    assert [block.box.agrees for block in (*shown.slots, shown.new)] == [True, True, True]
    [alpha] = [box for _, box in shown.coefficients if box.isVisible()]
    assert alpha.label == "α, t = 1"


def test_that_numbers_that_are_not_finite_are_shown_as_they_are(filled, page):
    snapshot = make_snapshot()
    nan = read_only(np.full((3, 5), np.nan))
    fields = {"activation": nan, "pre_activation": nan, "pre_activation_gradient": nan, "activation_gradient": nan}
    filled.set_snapshot(changed(snapshot, "hidden_2", **fields))
    filled.set_place(Place("hidden_3", 0, 2))
    assert page.unit.z.box.value == "NaN"
    assert page.unit.z.table.rows[0].value == "NaN"


# ---- the numeric check --------------------------------------------------------------------------------------


def checked(**fields):
    usual = {
        "step": 0, "weight": 0.5, "above": 0.501, "below": 0.499, "loss_above": 0.3001, "loss_below": 0.2999,
        "tape": 0.1, "kinks": (), "kink_count": 0, "loss_ulp": 3e-8,
    }  # fmt: skip
    return Checked(**{**usual, **fields})


@pytest.mark.parametrize(
    ("fields", "beginning"),
    [
        ({}, "The slope of the loss, measured, is the tape's gradient."),
        ({"tape": 0.2}, "ε is too large here"),
        ({"tape": 0.2, "loss_ulp": 2e-4}, "ε is too small here"),
        ({"above": 0.5, "below": 0.5}, "ε is so small that float32 cannot tell"),
        ({"loss_above": float("nan")}, "The loss or the gradient is not a finite number"),
        ({"tape": 0.2, "kinks": (Kink("hidden_3", 2, 1),), "kink_count": 1}, "Choose a smaller ε, so that no ReLU"),
    ],
)
def test_that_a_check_says_what_one_sees(filled, page, fields, beginning):
    filled.set_place(WEIGHT)
    assert page.check.state.text() == "Measured when training pauses."
    filled.set_answer(GradientCheck("hidden_2", 1, 3, 1e-3), checked(**fields))
    assert page.check.verdict.text().startswith(beginning)
    assert page.check.note.isVisible() == ("kinks" in fields)
    assert (page.check.error.agrees is True) == (not fields)


def test_that_a_kink_is_named(filled, page):
    filled.set_place(WEIGHT)
    kinks = (Kink("hidden_3", 2, 1), Kink("hidden_3", 2, 0))
    filled.set_answer(GradientCheck("hidden_2", 1, 3, 1e-3), checked(kinks=kinks, kink_count=7))
    assert "unit 2 of hidden_3 is on at one and off at another for sample 2" in page.check.note.text
    assert "(7 such switches in all.)" in page.check.note.text


def test_that_the_losses_are_shown_to_the_last_digit(filled, page):
    filled.set_place(WEIGHT)
    filled.set_answer(GradientCheck("hidden_2", 1, 3, 1e-3), checked())
    rows = page.check.table.rows
    assert [(row.name, row.value) for row in rows[:2]] == [("L(w + ε)", "0.3001"), ("L(w − ε)", "0.2999")]
    assert rows[0].factors == "w + ε = 0.501"
    assert [row.value for row in rows[2:]] == ["+0.100", "+0.100"]


def test_that_an_answer_for_another_weight_or_eps_is_not_shown(filled, page):
    filled.set_place(WEIGHT)
    filled.set_answer(GradientCheck("hidden_2", 1, 2, 1e-3), checked())
    filled.set_answer(GradientCheck("hidden_2", 1, 3, 1e-4), checked())
    assert page.check.checked is None


def test_that_a_check_of_another_step_says_so(filled, page, qtbot):
    filled.set_place(WEIGHT)
    filled.set_answer(GradientCheck("hidden_2", 1, 3, 1e-3), checked())
    assert not page.check.state.isVisible()
    filled.set_snapshot(make_snapshot(step=3))
    qtbot.waitUntil(page.check.state.isVisible)
    assert page.check.state.text() == "Measured at step 0; measured again when training pauses."


def test_that_the_slider_and_the_field_choose_eps(filled, page, qtbot):
    filled.set_place(WEIGHT)
    asked = []
    filled.question_asked.connect(asked.append)
    control = page.check.eps
    control.slider.setFocus()
    qtbot.keyClick(control.slider, Qt.Key.Key_PageDown)
    assert control.field.text() == "0.0001"
    assert asked == [GradientCheck("hidden_2", 1, 3, 1e-4)]
    control.field.setFocus()
    control.field.selectAll()
    qtbot.keyClicks(control.field, "0,02")
    qtbot.keyClick(control.field, Qt.Key.Key_Return)
    assert control.eps == 0.02
    qtbot.waitUntil(lambda: asked[-1] == GradientCheck("hidden_2", 1, 3, 0.02))
    for text, eps in (("5", 0.1), ("1e-9", 1e-6), ("nonsense", 1e-6), ("-1", 1e-6)):
        control.field.selectAll()
        qtbot.keyClicks(control.field, text)
        qtbot.keyClick(control.field, Qt.Key.Key_Return)
        assert control.eps == eps
    control.field.selectAll()
    qtbot.keyClicks(control.field, "0.5")
    qtbot.keyClick(control.field, Qt.Key.Key_Escape)
    assert control.field.text() == "0.000001"


def test_that_dragging_asks_now_and_then(filled, page, qtbot):
    filled.set_place(WEIGHT)
    asked = []
    filled.question_asked.connect(asked.append)
    page.area.ensureWidgetVisible(page.check.eps)
    slider = page.check.eps.slider
    middle = slider.height() // 2
    knob = round(slider.width() * (slider.value() - slider.minimum()) / (slider.maximum() - slider.minimum()))
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(knob, middle))
    for step in range(30):
        qtbot.mouseMove(slider, QPoint(knob - step, middle))
        qtbot.wait(5)
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(knob - 29, middle))
    assert page.check.eps.eps < 5e-4
    qtbot.waitUntil(lambda: asked[-1].eps == page.check.eps.eps)
    assert 1 <= len(asked) <= 8


# ---- what it costs ------------------------------------------------------------------------------------------


def test_that_it_follows_a_training_only_as_fast_as_an_eye(filled, page, qtbot):
    shown = []
    real = page.show_layer
    page.show_layer = lambda view, layer: (shown.append(view.snapshot.step), real(view, layer))
    start = perf_counter()
    for step in range(40):
        filled.set_snapshot(make_snapshot(seed=step, step=step))
        qtbot.wait(10)
    assert len(shown) <= 1000 * (perf_counter() - start) / REFRESH_MS + 1
    qtbot.waitUntil(lambda: shown[-1] == 39)
