"""What courses type besides the notebook: loops over layers, histories, weights by hand. The script says the same."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from core.commands import UseData
from core.data.built_in import NotebookBatch, Plane
from core.problems.problem import Problem
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import TWO_LAYERS, bench_with, bits
from tests.core.helpers.scripts import assert_tells_the_truth, run
from tests.core.helpers.typing import type_in

pytestmark = [pytest.mark.numbers, pytest.mark.usefixtures("without_xla")]

BY_HAND = """with tf.GradientTape() as tape:
    loss = loss_fn(Y_true, model(X))
gradients = tape.gradient(loss, model.trainable_weights)
for weight, gradient in zip(model.trainable_weights, gradients):
    weight.assign_sub(0.1 * gradient)"""
IDIOMS = (
    "for layer in model.layers: layer.trainable = False",
    "for layer in model.layers[:2]:\n    layer.trainable = False",
    "for layer in model.layers:\n    if layer.name == 'hidden': layer.trainable = False",
    "model.layers[1].trainable = False",
    "model.layers[-1].trainable = False",
    "frozen = layers.Dense(4, activation='relu', trainable=False)\nx = frozen(inputs)\nlast = Dense(1)\nx = last(x)\n"
    "model = Model(inputs, x)",
    "model.compile('adam', 'mse', metrics=['mae'])\nhistory = model.fit(X, Y_true, epochs=4, shuffle=False)\n"
    "first = history.history['loss'][0]",
    "hidden.set_weights([np.full((3, 4), 0.1), np.zeros(4)])",
    "hidden.set_weights([w * 0.5 for w in hidden.get_weights()])",
    "model.layers[2].set_weights([np.ones((4, 1)), np.zeros(1)])",
    "model.set_weights([w + 0.01 for w in model.get_weights()])",
    "hidden.kernel.assign(hidden.kernel * 2)",
    "hidden.bias.assign_add([0.1, 0.2, 0.3, 0.4])",
    "model.layers[1].weights[0].assign_sub(tf.ones((3, 4)))",
    "own = [w for w in hidden.get_weights()]\nhidden.set_weights(own)",
    BY_HAND,
    "model = keras.Sequential([keras.Input((3,)), layers.Dense(4, 'relu'), layers.Dense(1, name='end')])",
    "model = Sequential([Dense(4, activation='tanh', input_shape=(3,)), Dense(1)], name='small')",
    "small = keras.Sequential([inputs, hidden, output])",
    "model = keras.Sequential()\nmodel.add(keras.Input(shape=(3,)))\nmodel.add(Dense(4, activation='relu'))\n"
    "model.add(Dense(1))",
    "clipped = keras.layers.Dense(2, name='hidden')\nZ = clipped(X)",
    "model.compile('adam', 'mse')\nmodel.fit(X[:2], Y_true[:2], epochs=2, batch_size=1, verbose=2)\n"
    "Y_pred = model.predict(X[:1], verbose='auto')\nrest = model.evaluate(X[1:], Y_true[1:], verbose=1)",
    "a = 1; b = a + 1",
    "for _ in range(3): descend(2)",
)


def small() -> Workbench:
    bench = bench_with(TWO_LAYERS, NotebookBatch())
    type_in(bench, "descend(2)")
    return bench


@pytest.mark.sampled(5)
@pytest.mark.parametrize("idiom", IDIOMS)
def test_that_an_idiom_is_written_as_it_is_done_and_undone_to_the_last_bit(idiom):
    bench = small()
    before, names = bits(bench.network.model), set(bench.network.names.all)
    trainable = [layer.trainable for layer in bench.network.model.layers]
    type_in(bench, idiom)
    after = bits(bench.network.model)
    assert bench.snapshot() is not None
    bench.timeline.undo()
    assert (bits(bench.network.model), set(bench.network.names.all)) == (before, names)
    assert [layer.trainable for layer in bench.network.model.layers] == trainable
    bench.timeline.redo()
    assert bits(bench.network.model) == after
    type_in(bench, "descend(2)")
    assert_tells_the_truth(bench)


def test_that_some_rows_are_learned_from_and_what_keras_prints_stays_in_the_script(capsys):
    bench = small()
    type_in(bench, "model.compile('sgd', 'mse')")
    type_in(
        bench, "model.fit(X[:2], Y_true[:2], batch_size=1, epochs=3, verbose=2, validation_data=(X[2:], Y_true[2:]))"
    )
    type_in(bench, "Y_pred = model.predict(X[1:2], verbose=1)\nbest = model.evaluate(X[:1], Y_true[:1])")
    assert not capsys.readouterr().out, "the window shows the progress itself"
    network = bench.network
    (X, Y_true), model = network.training.samples, network.model
    np.testing.assert_array_equal(network.names.tensors["Y_pred"], model.predict(X[1:2], verbose=0))
    assert network.names.tensors["best"] == model.evaluate(X[:1], Y_true[:1], verbose=0)
    assert network.step == 2 + 3 * 2
    assert_tells_the_truth(bench)
    printed = capsys.readouterr().out
    assert all(f"Epoch {epoch}/3" in printed for epoch in (1, 2, 3))
    assert "1/1" in printed


def test_that_a_loop_freezes_the_layers_that_keras_freezes():
    bench = small()
    type_in(bench, "for layer in model.layers[:2]: layer.trainable = False")
    assert [layer.trainable for layer in bench.network.model.layers] == [False, False, True]
    (shown,) = type_in(bench, "for l in model.layers[:2]: print(l.name, l.trainable)")
    assert shown.text == "input False\nhidden False"
    assert bench.network.evaluate("l.name") == "hidden"


SEQUENTIALS = (
    "model = keras.Sequential([keras.layers.Dense(4, activation='relu'), keras.layers.Dense(1)])",
    "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, activation='relu'), keras.layers.Dense(1)])",
    "model = keras.Sequential()\n"
    "model.add(keras.layers.Dense(4, activation='relu', input_dim=3))\n"
    "model.add(keras.layers.Dense(1))",
)


@pytest.mark.parametrize("text", SEQUENTIALS)
def test_that_a_sequential_model_is_the_one_that_keras_makes(text):
    bench, theirs = bench_with(TWO_LAYERS, NotebookBatch()), {"keras": keras}
    keras.utils.set_random_seed(5)
    exec(text, theirs)
    type_in(bench, f"keras.utils.set_random_seed(5)\n{text}")
    X, ours = bench.network.names.samples[0], bench.network.model
    np.testing.assert_array_equal(ours(X), theirs["model"](X))
    assert type(ours) is keras.Sequential
    assert [layer.units for layer in ours.layers] == [4, 1]
    snapshot = bench.snapshot()
    assert (snapshot.model_kind, snapshot.input_kind, snapshot.parameters) == ("Sequential", "InputLayer", 21)
    np.testing.assert_array_equal(snapshot.prediction, ours(X))
    type_in(bench, "model.layers[0].trainable = False\ndescend(3)\nmodel.compile('sgd', 'mse')\nmodel.fit(X, Y_true)")
    assert not ours.layers[0].trainable
    assert_tells_the_truth(bench)


def test_that_print_prints_as_python_does(capsys):
    bench = small()
    line = "print('loss: ', float(loss_fn(Y_true, model(X))), (1, 2), [hidden.name], f'{hidden.units:>4}')"
    (shown,) = type_in(bench, line)
    script = "\n".join(line for done in bench.history.entries for line in done.command.lines()[-1:])
    assert script.splitlines()[-1] == line
    assert_tells_the_truth(bench)
    assert shown.text in capsys.readouterr().out.splitlines()


def test_that_a_step_by_hand_over_the_model_counts_and_has_its_loss():
    bench, loss = small(), small().snapshot().loss
    type_in(bench, BY_HAND)
    assert bench.network.step == 3
    assert bench.take_events()[-1].command.steps == 1
    assert float(bench.network.evaluate("loss")) == loss
    bench.timeline.go_to(2)
    assert bits(bench.network.model) == bits(small().network.model)
    type_in(bench, BY_HAND.splitlines()[0] + "\n    loss = loss_fn(Y_true, model(X))")
    type_in(bench, "gradients = tape.gradient(loss, model.trainable_weights)")
    with pytest.raises(Problem) as caught:
        type_in(bench, "gradients = tape.gradient(loss, model.trainable_weights)")
    assert "non-persistent" in str(caught.value)
    bench.timeline.undo()
    type_in(bench, "gradients = tape.gradient(loss, model.trainable_weights)")
    assert_tells_the_truth(bench)


def test_that_other_samples_can_be_typed_one_after_the_other():
    bench = bench_with(TWO_LAYERS, Plane(8))
    type_in(bench, "X = tf.constant([[0.2, 0.5, 0.7], [0.3, 0.6, 0.2]])")
    assert bench.network.training.why_no_step == "rows"
    assert bench.snapshot().batch.samples == 2
    with pytest.raises(Problem):
        type_in(bench, "descend(1)")
    type_in(bench, "Y_true = tf.constant([[1.0], [0.0]])")
    type_in(bench, "descend(3)")
    assert_tells_the_truth(bench)
    type_in(bench, "Y_true = tf.constant([[1.0, 0.0], [0.0, 1.0]])")
    assert bench.network.training.why_no_step == "outputs"
    bench.do([UseData(Plane(8))])
    type_in(bench, "descend(3)")
    assert_tells_the_truth(bench)


def test_that_a_network_for_several_targets_can_be_typed():
    bench = bench_with(TWO_LAYERS, Plane(8))
    type_in(bench, "X = tf.constant([[0.2, 0.5, 0.7], [0.3, 0.6, 0.2]])")
    type_in(bench, "Y_true = tf.constant([[1.0, -0.5], [0.0, 1.0]])")
    type_in(bench, "model = keras.Sequential([keras.Input((3,)), layers.Dense(4, 'relu'), layers.Dense(2)])")
    type_in(bench, "descend(3)")
    type_in(bench, "model.compile(optimizer='sgd', loss='mse')")
    type_in(bench, "model.fit(X, Y_true, epochs=2, verbose=0)")
    expected = np.mean((bench.network.model(bench.network.batch.X) - bench.network.batch.Y_true) ** 2)
    assert bench.snapshot().loss == pytest.approx(float(expected), rel=1e-5)
    assert_tells_the_truth(bench)


def test_that_one_hot_rows_are_classes_for_categorical_crossentropy():
    bench = bench_with(TWO_LAYERS, Plane(8))
    type_in(bench, "X = tf.constant([[0.2, 0.5, 0.7], [0.3, 0.6, 0.2]])")
    type_in(bench, "Y_true = tf.constant([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])")
    type_in(bench, "model = keras.Sequential([keras.Input((3,)), layers.Dense(4, 'relu'), layers.Dense(3, 'softmax')])")
    type_in(bench, "loss_fn = keras.losses.CategoricalCrossentropy()")
    type_in(bench, "descend(30)")
    snapshot = bench.snapshot()
    p = bench.network.model(snapshot.batch.X).numpy()
    assert snapshot.batch.classes == ("0", "1", "2")
    assert snapshot.loss == pytest.approx(-np.log(p[[0, 1], [1, 0]]).mean(), rel=1e-5)
    assert snapshot.accuracy == (p.argmax(axis=1) == [1, 0]).mean()
    type_in(bench, "model.compile('sgd', 'categorical_crossentropy', metrics=['accuracy'])")
    type_in(bench, "model.fit(X, Y_true, epochs=2, verbose=0)")
    assert_tells_the_truth(bench)


def test_that_a_call_builds_a_layer_wherever_it_stands_in_a_line():
    bench = small()
    type_in(bench, "one = Dense(2)\ntwo = Dense(3)")
    type_in(bench, "print(two(one(X)).shape)")
    assert run_of(bench)["two"].get_weights()[0].tolist() == bench.network.evaluate("two.get_weights()[0].tolist()")
    bench.timeline.undo()
    assert bench.network.evaluate("[one.built, two.built]") == [False, False]
    type_in(bench, "again = one\nagain(X)")
    assert bench.network.evaluate("again is one and one.built")
    bench.timeline.undo()
    type_in(bench, "again = one")
    assert bench.network.evaluate("again is one and not one.built")


def run_of(bench: Workbench) -> dict[str, object]:
    from core.script.writer import script

    return run(script(bench.history.entries))


def test_that_what_was_typed_is_restored_from_a_file():
    bench = small()
    for idiom in IDIOMS:
        if "model = " not in idiom:
            type_in(bench, idiom)
    restored = Workbench.restored(bench.saved())
    assert bits(restored.network.model) == bits(bench.network.model)
    assert set(restored.network.names.all) == set(bench.network.names.all)
    assert restored.network.evaluate("history.history") == bench.network.evaluate("history.history")
    np.testing.assert_array_equal(restored.network.evaluate("own[0]"), bench.network.evaluate("own[0]"))


@pytest.fixture(scope="module")
def untouched() -> Workbench:
    """A bench for lines that change nothing."""
    return bench_with(TWO_LAYERS, NotebookBatch())


@pytest.mark.parametrize(
    ("line", "kind", "received", "expected"),
    [
        ("hidden.get_wieghts()", "show.refused", "hidden.get_wieghts", "get_weights"),
        ("tf.reduce_meen(X)", "show.refused", "tf.reduce_meen", "tf.reduce_mean"),
        ("hidden.kernal", "show.refused", "hidden.kernal", "kernel"),
        ("Z = hiden(X)", "name.unknown", "hiden", "hidden"),
        ("hidden.set_weights(3)", "show.refused", "3", "["),
        ("hidden.kernel.assign('a')", "show.refused", "'a'", "["),
        ("hidden.kernel.assign([[1.0]])", "keras.refused", "", ""),
        ("hidden.set_weights([])", "keras.refused", "", ""),
        ("for w, g in zip([1], [2]): w.assign_sub(g)", "show.refused", "[1]", "weights"),
        ("for layer in model.weights[0].shape: layer.trainable = False", "show.refused", "shape", "model.layers"),
        ("X = X", "name.reserved", "X", ""),
        ("optimizer = model.optimizer", "line.unknown", "optimizer = model.optimizer", "keras.optimizers"),
        ("import pandas as pd", "line.import", "import pandas as pd", "import numpy as np"),
        *(
            (line, "layer.other_kind", "Dropout", "layers.Dense(")
            for line in (
                "d = layers.Dropout(0.5)",
                "d = keras.layers.Dropout(0.5)",
                "d = tf.keras.layers.Dropout(rate=0.5)",
                "d = Dropout(0.5)",
                "layers.Dropout(0.5)",
                "Z = keras.layers.Dropout(0.5)(X)",
                "print(Dropout(0.5)(X))",
                "model.add(layers.Dropout(0.5))",
                "model = Sequential([keras.Input((3,)), Dense(2), Dropout(0.5)])",
                "for layer in model.layers: print(layers.Dropout(0.5))",
            )
        ),
        ("b = layers.BatchNormalization()", "layer.other_kind", "BatchNormalization", "layers.Dense("),
        ("f = Flatten()", "layer.other_kind", "Flatten", "layers.Dense("),
        ("x = layers.Dense(5)(inputs)", "layer.no_variable", "layers.Dense(5)", ""),
        ("x = hidden(keras.Input((3,)))", "layer.no_variable", "keras.Input((3,))", ""),
        ("model.save('x.keras')", "file.saved_by_line", "model.save('x.keras')", ""),
        ("keras.saving.save_model(model, 'x')", "file.saved_by_line", "save_model", ""),
        ("m = keras.models.load_model('x.keras')", "file.opened_by_line", "load_model", ""),
        ("Y_pred = model.predict(Y[:1])", "tensor.unknown", "Y[:1]", "X"),
        ("Y_pred = model.predict(X[7])", "keras.refused", "", ""),
        ("Y_pred = model.predict(X[0])", "layer.one_sample", "", ""),
    ],
)
def test_that_a_refusal_names_the_part_and_what_it_would_take(line, kind, received, expected, untouched):
    bench = untouched
    before, history = bits(bench.network.model), bench.history.entries
    with pytest.raises(Problem) as caught:
        type_in(bench, line)
    assert caught.value.kind == kind
    assert received in str(caught.value.fields.get("received", ""))
    assert expected in str(caught.value.fields.get("expected", caught.value.fields.get("names", "")))
    assert (bits(bench.network.model), bench.history.entries) == (before, history)
