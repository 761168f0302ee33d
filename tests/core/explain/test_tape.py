"""The tape's rows are what TensorFlow really runs under a tape; what it goes back through is what the parts say."""

from __future__ import annotations

from contextlib import contextmanager

import keras
import pytest
import tensorflow as tf
from tensorflow.python.framework import op_callbacks

from core.commands import SetTrainable
from core.design.network_spec import FOUR_LAYERS, LayerSpec, NetworkSpec
from core.explain.step_parts import Moment, What, parts_of
from core.explain.tape import TapeRecord, gives
from core.intents.questions import NextStep
from tests.core.helpers.benches import NO_BIAS, ONE_UNIT, SLOPE, bench_with
from tests.core.helpers.typing import type_in

ALL = ("hidden_1", "hidden_2", "hidden_3", "output")
FROZEN = [(), ("hidden_1",), ("hidden_2",), ("hidden_1", "hidden_2"), ("hidden_1", "hidden_3"), ALL[:3], ALL]
UNRECORDED = {"ReadVariableOp", "Const", "Identity", "Prod", "Cast", "Shape"}
"""Reading, handing on, and counting the samples, which depends on no variable."""


@contextmanager
def heard():
    """The types of the operations that TensorFlow runs eagerly meanwhile, with the shapes of their outputs."""
    ops: list[tuple[str, tuple[int, ...]]] = []

    def note(op_type, inputs, attrs, outputs, op_name=None, graph=None):
        ops.append((op_type.decode() if isinstance(op_type, bytes) else op_type, tuple(outputs[0].shape.as_list())))

    op_callbacks.add_op_callback(note)
    try:
        yield ops
    finally:
        op_callbacks.remove_op_callback(note)


@pytest.fixture(scope="module")
def four():
    return bench_with(FOUR_LAYERS)


@pytest.fixture
def frozen_four(four, request):
    four.do([SetTrainable(None, True), *(SetTrainable(name, name not in request.param) for name in ALL)])
    return four


def eager_loss(bench):
    return bench.network.training.loss_fn(
        tf.constant(bench.network.batch.Y_true), bench.network.model(tf.constant(bench.network.batch.X))
    )


@pytest.mark.parametrize(("spec", "source"), [(FOUR_LAYERS, None), (NO_BIAS, None), (ONE_UNIT, SLOPE)])
def test_that_the_rows_are_the_operations_that_run_eagerly_under_a_tape(spec, source):
    bench = bench_with(spec, source)
    tape = TapeRecord(bench.network.batch.samples).answer(bench.network)
    with heard() as ops, tf.GradientTape():
        eager_loss(bench)
    assert [(row.op, row.output) for row in tape.rows] == [op for op in ops if op[0] not in UNRECORDED]


def test_that_a_row_names_what_it_was_given():
    first, second, third, *_ = TapeRecord(3).answer(bench_with(FOUR_LAYERS).network).rows
    assert [(given.name, given.shape) for given in first.inputs] == [("X", (3, 3)), ("hidden_1/kernel", (3, 5))]
    assert [(given.name, given.shape) for given in second.inputs] == [("MatMul", (3, 5)), ("hidden_1/bias", (5,))]
    assert [(row.op, row.role) for row in (first, second, third)] == [
        ("MatMul", "kernel"), ("BiasAdd", "bias"), ("Relu", "activation")]  # fmt: skip


def test_that_the_loss_of_the_bench_is_traced():
    bench = bench_with(ONE_UNIT, SLOPE)
    bench.network.training.loss_fn = keras.losses.MeanAbsoluteError()
    rows = [row for row in TapeRecord(bench.network.batch.samples).answer(bench.network).rows if not row.layer]
    assert "Abs" in [row.op for row in rows]
    assert all(row.role == "loss" for row in rows)
    # what a tape does not record, e.g. the count of the samples, is no row
    assert "Prod" not in [row.op for row in rows]
    with heard() as ops:
        bench.network.training.loss_fn(tf.constant(bench.network.batch.Y_true), tf.constant(bench.network.batch.Y_true))
    assert "Prod" in [op for op, _ in ops]


def test_that_the_crossentropy_of_a_sigmoid_goes_past_its_output():
    bench = bench_with(NetworkSpec(3, (LayerSpec("output", 1, "sigmoid"),)))
    bench.network.training.loss_fn = keras.losses.BinaryCrossentropy()
    rows = TapeRecord(3).answer(bench.network).rows
    assert [row.op for row in rows if not row.leads] == ["Sigmoid"]
    with tf.GradientTape() as tape:
        Y_pred = bench.network.model(tf.constant(bench.network.batch.X))
        loss = bench.network.training.loss_fn(tf.constant(bench.network.batch.Y_true), Y_pred)
    assert tape.gradient(loss, Y_pred) is None
    moment = Moment(bench.snapshot(), NextStep().answer(bench.network))
    assert gives(next(row for row in rows if row.op == "Sigmoid"), moment) == ()


def test_that_the_loss_of_a_softmax_gives_the_gradient_of_z():
    bench = bench_with(NetworkSpec(3, (LayerSpec("output", 3, "softmax"),)))
    type_in(bench, "Y_true = tf.constant([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])")
    type_in(bench, "loss_fn = keras.losses.CategoricalCrossentropy()")
    rows = TapeRecord(3).answer(bench.network).rows
    assert [row.op for row in rows if not row.leads] == ["Softmax"]
    moment = Moment(bench.snapshot(), NextStep().answer(bench.network))
    of_loss = [gives(row, moment) for row in rows if row.role == "loss"]
    assert {part.what for parts in of_loss for part in parts} == {What.DZ}
    assert all(of_loss)


def test_that_the_shapes_are_those_of_a_mini_batch():
    row = TapeRecord(2).answer(bench_with(ONE_UNIT, SLOPE).network).rows[0]
    assert (row.inputs[0].shape, row.output) == ((2, 1), (2, 1))


@pytest.mark.parametrize("frozen_four", FROZEN, indirect=True)
def test_that_the_tape_records_frozen_layers_too(frozen_four):
    """Keras's `trainable` decides what is asked for, not what is recorded."""
    tape = TapeRecord(3).answer(frozen_four.network)
    with tf.GradientTape() as real:
        eager_loss(frozen_four)
    watched = {id(variable) for variable in real.watched_variables()}
    assert set(tape.watched) == {v.path for v in frozen_four.network.model.variables if id(v.value) in watched}
    assert len(tape.watched) == 8
    assert len(tape.rows) == 16


def needed(graph, outputs) -> list[str]:
    """The types of the operations that a compiled graph runs: those that its outputs depend on."""
    seen, waiting = set(), [tensor.op for tensor in outputs]
    while waiting:
        op = waiting.pop()
        if op not in seen:
            seen.add(op)
            waiting += [tensor.op for tensor in op.inputs]
    return [op.type for op in graph.get_operations() if op in seen]


@pytest.mark.parametrize("frozen_four", FROZEN, indirect=True)
def test_that_a_compiled_step_goes_back_as_far_as_the_parts_do(frozen_four):
    bench = frozen_four

    @tf.function
    def gradients():
        with tf.GradientTape() as tape:
            loss = eager_loss(bench)
        return tape.gradient(loss, [v.value for v in bench.network.model.trainable_variables])

    graph = gradients.get_concrete_function().graph
    run = needed(graph, graph.outputs)
    whats = [(part.layer, part.what) for part in parts_of(bench.snapshot())]
    # each kernel's gradient is a product, and so is each gradient handed back from a layer to the one before
    products = sum(what == What.DW or (what == What.DY and layer != "output") for layer, what in whats)
    slopes = sum(what == What.DZ and layer != "output" for layer, what in whats)
    forward = 4 if len(bench.network.model.trainable_variables) else 0
    assert run.count("MatMul") - forward == products
    assert run.count("ReluGrad") == slopes
    assert run.count("BiasAddGrad") == sum(what == What.DB and layer != "output" for layer, what in whats)


def test_that_an_eager_tape_goes_back_to_the_beginning_whatever_is_frozen(four):
    """So the sentence at a stop speaks of what is asked for, and of the compiled step only."""
    counts = set()
    for frozen in FROZEN[:-1]:
        four.do([SetTrainable(None, True), *(SetTrainable(name, name not in frozen) for name in ALL)])
        with tf.GradientTape() as tape:
            loss = eager_loss(four)
        with heard() as ops:
            tape.gradient(loss, [v.value for v in four.network.model.trainable_variables])
        counts.add(sum(op == "MatMul" for op, _ in ops))
    assert counts == {7}


@pytest.mark.parametrize("frozen_four", FROZEN, indirect=True)
def test_that_each_part_of_the_backward_pass_takes_the_gradient_of_a_row(frozen_four):
    moment = Moment(frozen_four.snapshot(), NextStep().answer(frozen_four.network))
    tape = TapeRecord(3).answer(frozen_four.network)
    taken = [part for row in tape.rows for part in gives(row, moment)]
    asked = [part for part in moment.parts if part.what in (What.DY, What.DZ, What.DW, What.DB)]
    # dz of a linear layer is dY itself: no operation, so no row
    assert set(taken) == {part for part in asked if (part.layer, part.what) != ("output", What.DZ)}
    for row in tape.rows:
        assert gives(row, moment) == tuple(sorted(gives(row, moment), key=moment.parts.index))


def test_that_rows_are_recorded_layer_by_layer_and_then_the_loss(four):
    four.do([SetTrainable(None, True), *(SetTrainable(name, True) for name in ALL)])
    moment = Moment(four.snapshot(), NextStep().answer(four.network))
    tape = TapeRecord(3).answer(four.network)
    assert [tape.recorded(moment.moved(i)) for i in range(6)] == [3, 6, 9, 11, 16, 16]
    assert tape.recorded(moment.moved(1000)) == 16


def test_that_asking_changes_nothing(four):
    before = [v.numpy().tobytes() for v in four.network.model.variables], four.network.step, len(four.history.entries)
    TapeRecord(3).answer(four.network)
    assert (
        [v.numpy().tobytes() for v in four.network.model.variables],
        four.network.step,
        len(four.history.entries),
    ) == before
