"""Typed lines: every command reads its own line back, variants say the same, and nothing is done half."""

from __future__ import annotations

import ast
from contextlib import suppress

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

import resources
from core import commands
from core.commands import (
    AddRows,
    Assign,
    AssignWeight,
    BuildLayer,
    CallLayer,
    ClearSession,
    Command,
    Compile,
    ConnectLayer,
    CreateInput,
    CreateLayer,
    CreateScaling,
    DefineTensor,
    Evaluate,
    Fit,
    Forget,
    HandStep,
    LoadWeights,
    MakeModel,
    MakeSequential,
    OpenedWeights,
    Predict,
    PredictInTape,
    RebuildFromConfig,
    RecordTape,
    RemoveRows,
    Reset,
    SaveWeights,
    SetActivation,
    SetBatchSize,
    SetCells,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetSeed,
    SetTrainable,
    SetWeights,
    Show,
    ShowEach,
    Step,
    StopEarly,
    TapeStep,
    UpdateByHand,
    UseData,
)
from core.commands.values import ASSIGNING
from core.data.built_in import NotebookBatch, Plane
from core.design.compile_spec import CompileSpec
from core.design.losses import LOSSES
from core.design.network_spec import MAX_INPUTS, MAX_UNITS, LayerSpec
from core.design.optimizers import OPTIMIZERS, optimizer
from core.design.rates import LARGEST_RATE, SMALLEST_RATE
from core.design.seeds import LARGEST_SEED
from core.intents.typed import AssignTo, FreezeEach, SetWeightsOf
from core.lessons.reader import load
from core.problems.problem import Problem
from core.script.line_calls import KERAS_BATCH
from core.script.line_reader import EXAMPLES, read_line
from core.script.source import Source
from tests.core.helpers.benches import TWO_LAYERS, bench_with, examples, weights
from tests.core.helpers.scripts import assert_tells_the_truth, run
from tests.core.helpers.typing import one_of, type_in

pytestmark = pytest.mark.usefixtures("without_xla")  # what is compared runs the same graph

names = st.sampled_from(["hidden_1", "h", "Z1", "a_b", "은닉", "tail"])
rates = st.floats(SMALLEST_RATE, LARGEST_RATE)
activations = st.sampled_from(["relu", "linear", "tanh", "sigmoid", "softmax"])
keys = st.sampled_from([kind.key for kind in OPTIMIZERS])
losses = st.sampled_from([kind.key for kind in LOSSES])
numbers = st.floats(allow_nan=False, allow_infinity=False, width=32)
rows = st.integers(1, 4).flatmap(lambda n: st.lists(st.tuples(*[numbers] * n), min_size=1, max_size=3)).map(tuple)
expressions = st.sampled_from(
    [
        "model.summary()",
        "hidden_1.kernel.shape",
        'model.get_layer("hidden_2") is hidden_2',
        "(model.get_weights()[0] == weights[0]).all()",
        "not hidden_1.built",
        "hidden_1(X)",
        "1 + 2",
        "hidden_1.kernel.numpy()[0, 1:]",
        "model.predict(X)",
        "'loss: ', loss",
        "f'{loss:.3f}', Y_true",
        "[layer.name for layer in model.layers]",
    ]
)
values = st.sampled_from(
    ["0.5 * gradient", "[np.zeros((3, 5)), np.zeros(5)]", "h(g(X))", "tf.reduce_mean((a - b) ** 2)"]
)

TYPED: dict[type[Command], st.SearchStrategy[Command]] = {
    SetSeed: st.builds(SetSeed, st.integers(0, LARGEST_SEED)),
    CreateInput: st.builds(CreateInput, st.integers(1, MAX_INPUTS), names, names),
    CreateLayer: st.builds(
        lambda *values: CreateLayer(LayerSpec(*values)),
        names.filter(str.isascii),
        st.integers(1, MAX_UNITS),
        st.none() | activations,
        st.booleans(),
    ),
    DefineTensor: st.builds(DefineTensor, names, rows),
    BuildLayer: st.builds(BuildLayer, names, st.integers(1, MAX_INPUTS)),
    CallLayer: st.builds(CallLayer, names, names, names),
    MakeModel: st.builds(MakeModel, names, names, names, names | st.just("model")),
    Show: st.builds(Show, expressions),
    SaveWeights: st.builds(SaveWeights, names | st.just("model")),
    RebuildFromConfig: st.builds(RebuildFromConfig),
    LoadWeights: st.builds(LoadWeights),
    Forget: st.builds(Forget, st.lists(names, min_size=1).map(tuple)),
    SetLearningRate: st.builds(SetLearningRate, rates),
    SetOptimizer: st.builds(SetOptimizer, keys, rates),
    SetLoss: st.builds(SetLoss, losses),
    SetActivation: st.builds(SetActivation, names, activations),
    SetBatchSize: st.builds(SetBatchSize, st.integers(1, 99), st.integers(0, 99)) | st.just(SetBatchSize(None)),
    SetTrainable: st.builds(SetTrainable, names, st.booleans(), st.booleans())
    | st.builds(SetTrainable, st.none(), st.booleans()),
    Step: st.builds(Step, st.integers(1, Step.RUN)),
    Reset: st.builds(Reset),
    Compile: st.builds(
        Compile, st.builds(CompileSpec, keys, rates, losses, st.lists(st.sampled_from(["mae", "accuracy"])).map(tuple))
    ),
    Fit: st.builds(
        Fit,
        st.integers(1, 999),
        st.none() | st.integers(1, 99),
        validation_split=st.sampled_from([0.0, 0.2]),
        validation_data=st.sampled_from([(), ("X_val", "Y_val")]),
        callbacks=st.lists(names, max_size=2).map(tuple),
    ),
    StopEarly: st.builds(
        StopEarly, names, st.sampled_from(["loss", "val_loss", "val_mae"]), st.integers(0, 99), st.booleans()
    ),
    Evaluate: st.builds(Evaluate, names, names, st.integers(1, 99), st.lists(names, max_size=2).map(tuple)),
    Predict: st.builds(Predict, names, names),
    Assign: st.builds(Assign, names, values),
    RecordTape: st.lists(st.tuples(names, values), min_size=1, max_size=3).map(
        lambda pairs: RecordTape(*map(tuple, zip(*pairs, strict=True)))
    ),
    UpdateByHand: st.builds(
        UpdateByHand,
        st.just(("weight", "gradient")),
        st.tuples(st.sampled_from(["weights", "model.trainable_weights"]), names, values),
        st.sampled_from(ASSIGNING),
    ),
    SetWeights: st.builds(SetWeights, names, values),
    AssignWeight: st.builds(
        AssignWeight, names, st.sampled_from(["kernel", "bias"]), values, st.sampled_from(ASSIGNING)
    ),
    ShowEach: st.builds(ShowEach, names, st.tuples(st.sampled_from(["model.layers[:2]", "[h]"]), expressions)),
    ClearSession: st.just(ClearSession()),
    AddRows: st.builds(AddRows, rows, rows),
    RemoveRows: st.builds(RemoveRows, st.lists(st.integers(0, 999), min_size=1, max_size=3).map(tuple)),
    SetCells: st.lists(
        st.tuples(st.tuples(st.integers(0, 999), st.integers(0, 9)), numbers), min_size=1, max_size=3
    ).map(lambda pairs: SetCells("X", *map(tuple, zip(*pairs, strict=True)))),
}
"""Every command that can be typed."""

ONE_LINE = (MakeModel, RebuildFromConfig)
"""Their second line is for the reset."""

NOT_TYPED: dict[type[Command], str] = {
    MakeSequential: "its line is read as a plan, which creates what has no variable",
    ConnectLayer: "its line is read as CallLayer, which does the same and also takes numbers and models",
    OpenedWeights: "weights are many lines",
    UseData: "data are two lines and more",
    CreateScaling: "two lines: the layer is made and adapted",
    HandStep: "its block is read line by line",
    TapeStep: "its block is read line by line",
    PredictInTape: "its block is read line by line",
}


def test_that_no_command_was_forgotten():
    kinds = {getattr(commands, name) for name in commands.__all__}
    kinds = {kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Command)} - {Command}
    assert kinds == {*TYPED, *NOT_TYPED}
    assert not set(TYPED) & set(NOT_TYPED)


@pytest.mark.parametrize("kind", TYPED, ids=lambda kind: kind.__name__)
@examples(40)
@given(data=st.data())
def test_that_every_command_reads_its_own_line(kind, data):
    command = data.draw(TYPED[kind])
    assert one_of("\n".join(command.lines()[: 1 if isinstance(command, ONE_LINE) else None])) == command


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("  X1=tf.constant( [[ 1, -2.5 ], [.3, +4 ]] )  # three", DefineTensor("X1", ((1.0, -2.5), (0.3, 4.0)))),
        ("X1 = tf.constant(((1, 2), (3, 4)), dtype='float32')", DefineTensor("X1", ((1.0, 2.0), (3.0, 4.0)))),
        ("X1 = tf.constant([[1]], dtype=tf.float32)", DefineTensor("X1", ((1.0,),))),
        ("h = layers.Dense(5, activation='relu')", CreateLayer(LayerSpec("h", 5, "relu"))),
        ("h = keras.layers.Dense(units=5)", CreateLayer(LayerSpec("h", 5))),
        ("h = tf.keras.layers.Dense(5, 'tanh', False)", CreateLayer(LayerSpec("h", 5, "tanh", False))),
        ("h = Dense(5, keras.activations.relu, name='h')", CreateLayer(LayerSpec("h", 5, "relu"))),
        ("h = layers.Dense(5, activation=None, use_bias=True)", CreateLayer(LayerSpec("h", 5))),
        ("h.build([None, 3])", BuildLayer("h", 3)),
        ("h.build(input_shape=(None, 3))", BuildLayer("h", 3)),
        ("Z1 = h ( X1 )", CallLayer("h", "X1", "Z1")),
        ("Z = h(inputs=X1)", CallLayer("h", "X1", "Z")),
        ("Z = model(X)", CallLayer("model", "X", "Z")),
        ("x = h(inputs)", CallLayer("h", "inputs", "x")),
        ("inputs = keras.Input((3,))", CreateInput(3)),
        ("inputs = tf.keras.Input(shape=[3])", CreateInput(3)),
        ("tail_inputs = layers.Input(shape=(5,))", CreateInput(5, "tail_inputs", "tail_inputs")),
        ("model = keras.Model(inputs, x)", MakeModel()),
        ("tail = keras.Model(tail_inputs, tail3)", MakeModel("tail", "tail_inputs", "tail3", "tail")),
        ("model = keras.Model(inputs, hidden_2.output)", MakeModel(outputs="hidden_2.output")),
        ("Z = hidden_3(hidden_1.output)", CallLayer("hidden_3", "hidden_1.output", "Z")),
        ("m = tf.keras.models.Model(outputs=h1, inputs=inputs)", MakeModel("m", "inputs", "h1", "m")),
        ("print( h.units )", Show("h.units")),
        ("h.get_config()", Show("h.get_config()")),
        ("model.summary()", Show("model.summary()")),
        ("X1", Show("X1")),
        ("(1 + 2)", Show("1 + 2")),
        ("print('한글', )", Show("'한글'")),
        ("model.predict(X)", Show("model.predict(X)")),
        ("model.get_layer(name='h').trainable = False", SetTrainable("h", False)),
        ("h.trainable = True", SetTrainable("h", True, by_variable=True)),
        ("optimizer.learning_rate = 1", SetLearningRate(1.0)),
        ("optimizer = keras.optimizers.SGD()", SetOptimizer("sgd", 0.01)),
        ("optimizer = tf.keras.optimizers.Adam(0.1)", SetOptimizer("adam", 0.1)),
        ("optimizer = keras.optimizers.SGD(0.1, 0.9)", SetOptimizer("momentum", 0.1)),
        ("optimizer = keras.optimizers.SGD(0.1, momentum=0)", SetOptimizer("sgd", 0.1)),
        ("loss_fn = losses.Huber()", SetLoss("huber")),
        ("model.compile('adam', 'mean_squared_error')", Compile(CompileSpec("adam", 0.001, "mse"))),
        ("model.compile(loss='binary_crossentropy', optimizer='SGD')", Compile(CompileSpec("sgd", 0.01, "bce"))),
        ("model.compile('rmsprop', keras.losses.Huber(), metrics=[])", Compile(CompileSpec("rmsprop", 0.001, "huber"))),
        ("model.fit(X, Y_true)", Fit(1, None, True)),
        ("model.fit(x=X, y=Y_true, epochs=5, batch_size=2)", Fit(5, 2, True)),
        ("model.fit(X, Y_true, 2, 10, shuffle=False)", Fit(10, 2)),
        ("model.fit(X, Y_true, batch_size=7, shuffle=False, verbose=0)", Fit(1, None)),
        ("model.fit(X, Y_true, epochs=20, validation_split=0.2)", Fit(20, None, True, validation_split=0.2)),
        (
            "history = model.fit(X, Y_true, validation_data=(X_val, Y_val), callbacks=[stop])",
            Fit(1, None, True, result="history", validation_data=("X_val", "Y_val"), callbacks=("stop",)),
        ),
        ("stop = keras.callbacks.EarlyStopping(patience=5)", StopEarly("stop", patience=5)),
        ("stop = EarlyStopping('loss', 0, 3, restore_best_weights=True)", StopEarly("stop", "loss", 3, True)),
        ("model.evaluate(X_val, Y_val)", Evaluate("X_val", "Y_val")),
        ("print(model.evaluate(X, Y_true, batch_size=8, verbose=0))", Evaluate(batch_size=8)),
        (
            "model.fit(X[:2], Y_true[ : 2], batch_size=1, verbose=2)",
            Fit(1, 1, True, x="X[:2]", y="Y_true[:2]", verbose=2),
        ),
        ("Y = model.predict(X[1:3], verbose='auto')", Predict("X[1:3]", "Y", "auto")),
        ("model.evaluate(X[-1:], Y_true[-1:], verbose=1)", Evaluate("X[-1:]", "Y_true[-1:]", verbose=1)),
        ("loss, error = model.evaluate(X, Y_true)", Evaluate(results=("loss", "error"))),
        ("Y = model.predict(X)", Predict("X", "Y")),
        ("model = tf.keras.Model.from_config(config=config)", RebuildFromConfig()),
        ("config,weights=tail.get_config(),tail.get_weights()", SaveWeights("tail")),
        ("(config, weights) = (tail.get_config(), tail.get_weights())", SaveWeights("tail")),
        ("descend(5000)", Step(5000)),
        ("del h, Z1", Forget(("h", "Z1"))),
        ("h = Dense(5, 'relu', name='hidden_1')", CreateLayer(LayerSpec("hidden_1", 5, "relu"), "h")),
        ("K.clear_session()", ClearSession()),
        ("tf.keras.backend.clear_session()", ClearSession()),
        ("keras.utils.clear_session()", ClearSession()),
        ("history = model.fit(X, Y_true, epochs=2)", Fit(2, None, True, result="history")),
        ("model.fit(X1, T, epochs=2)", Fit(2, KERAS_BATCH, True, x="X1", y="T")),
        ("model.fit(X1, T, batch_size=len(X1), shuffle=False)", Fit(1, None, x="X1", y="T")),
        ("optimizer = Adam(0.1)", SetOptimizer("adam", 0.1)),
        ("a = 1", Assign("a", "1")),
        ("h2 = h1", Assign("h2", "h1")),
        ("Z = h(g(X))", Assign("Z", "h(g(X))")),
        ("Z = tf.nn.relu(X)", Assign("Z", "tf.nn.relu(X)")),
        ("one = tf.constant([1.0, 2.0])", Assign("one", "tf.constant([1.0, 2.0])")),
        ("layer = model.get_layer('h')", Assign("layer", "model.get_layer('h')")),
        ("w = [\n    *h.weights,  # its own\n    *g.weights\n]", Assign("w", "[*h.weights, *g.weights]")),
        ("Model(a, b)", Show("keras.Model(a, b)")),
        ("print('loss', a,\n      b)", Show("'loss', a, b")),
        ("model.layers[1].trainable = False", FreezeEach("[model.layers[1]]", False)),
        ("for l in model.layers[:2]: l.trainable = True", FreezeEach("model.layers[:2]", True, "l")),
        (
            "for l in model.layers:\n  if l.units > 4:\n    l.trainable = False",
            FreezeEach("model.layers", False, "l", "l.units > 4"),
        ),
        ("for _ in range(3):\n    descend(1000)", Step(3000)),
        ("model.set_weights(old)", SetWeights("model", "old")),
        ("model.layers[1].set_weights(w)", SetWeightsOf("model.layers[1]", "w")),
        ("h.weights[0].assign(w)", AssignTo("h.weights[0]", "assign", "w")),
    ],
)
def test_that_what_a_learner_types_is_the_same_command(line, command):
    assert one_of(line, samples=3) == command


@pytest.mark.parametrize(
    "text",
    [
        "a = f(x, [1, 2])",
        "가중치 = f('한글', x); b = g('é𝄞', 가중치)",
        "a = f(x,\n      y)\r\nb = 1\rc = a",
        "with t() as s:\n    a = f('가')\n    b = [\n  1]",
        "a = 'x\u2028y' + b\nc = '\x0b\x0c\x85' + a",
        "\x0ca = f(x)\n\x0c\nb = 2",
    ],
)
def test_that_a_part_is_what_python_says_was_written(text):
    tree, source = ast.parse(text), Source(text)
    parts = [node for node in ast.walk(tree) if isinstance(node, (ast.expr, ast.stmt))]
    assert [source.segment(part) for part in parts] == [ast.get_source_segment(text, part) for part in parts]


def test_that_a_block_is_split_into_lines_once(monkeypatch):
    monkeypatch.delattr(ast, "get_source_segment")  # which splits all of a text for each part
    values = ", ".join(["0.12345"] * 30)
    block = "\n".join(f"T{number} = tf.constant([[{values}]])" for number in range(60))
    assert len(read_line(block)) == 60


@pytest.mark.parametrize(("samples", "size"), [(3, None), (32, 32), (33, KERAS_BATCH)])
def test_that_fit_takes_as_many_samples_as_keras(samples, size):
    assert one_of("model.fit(X, Y_true)", samples) == Fit(1, size, True)


@pytest.mark.parametrize(
    ("line", "kind", "received"),
    [
        ("Z1 = hidden_1(X1", "line.syntax", "'(' was never closed"),
        ("1 = x", "line.syntax", "assign"),
        ("", "line.unknown", ""),
        ("# nothing", "line.unknown", "# nothing"),
        ("import os", "line.import", "import os"),
        ("import tensorflow", "line.import", "import tensorflow"),
        ("import numpy as tf", "line.import", "import numpy as tf"),
        ("from os import path", "line.import", "from os import path"),
        ("from tensorflow.keras.layers import *", "line.import", "import *"),
        ("from tensorflow.keras.layers import Dropout", "layer.other_kind", "Dropout"),
        ("from keras.layers import NoLayer", "line.import", "NoLayer"),
        ("a = 1; import os", "line.import", "import os"),
        ("while True: pass", "line.unknown", "while True"),
        ("def f(): pass", "line.unknown", "def f()"),
        ("for i in range(n): descend(1)", "line.argument", "range(n)"),
        ("for i in range(3): model.fit(X, Y_true)", "line.argument", "model.fit(X, Y_true)"),
        ("for l in model.layers: l.units = 3", "line.argument", "l.units = 3"),
        ("for l in model.layers: m.trainable = False", "line.argument", "m.trainable = False"),
        ("for l in model.layers: l.trainable = off", "line.argument", "l.trainable = off"),
        ("for w, g in zip(a, b): w.assign_sub(g, True)", "line.argument", "w.assign_sub(g, True)"),
        ("for w, g in zip(a, b): g.assign_sub(w)", "line.argument", "g.assign_sub(w)"),
        ("for w, g in pairs: w.assign_sub(g)", "line.argument", "pairs"),
        ("with open('x') as f:\n    a = 1", "line.argument", "open('x')"),
        ("with tf.GradientTape(persistent=True) as tape:\n    a = 1", "line.argument", "persistent=True"),
        ("with tf.GradientTape() as tape:\n    tape.watch(X)", "line.argument", "tape.watch(X)"),
        ("with tf.GradientTape() as tape:\n    model.fit(X, Y_true)", "line.argument", "model.fit"),
        ("h.kernel.assign()", "line.argument", "h.kernel.assign()"),
        ("h.set_weights(*w)", "line.argument", "h.set_weights(*w)"),
        ("K.clear_session(False)", "line.argument", "False"),
        ("optimizer = old", "line.unknown", "optimizer = old"),
        ("model = tail", "line.unknown", "model = tail"),
        ("print()", "line.argument", "print()"),
        ("print(*a)", "line.argument", "print(*a)"),
        ("optimizer.learning_rate *= 2", "line.unknown", "*="),
        ("optimizer.learning_rate = rate", "line.unknown", "rate"),
        ("optimizer.learning_rate = True", "line.unknown", "True"),
        ("a = b = h(X)", "line.unknown", "a = b"),
        ("layers.Dense(5)", "line.unknown", "layers.Dense(5)"),
        ("keras.Input((3,))", "line.unknown", "keras.Input"),
        ("h.activation = 'relu'", "line.unknown", "h.activation"),
        ("model.get_layer('h').activation = 'relu'", "line.unknown", "'relu'"),
        ("h.trainable = 0", "line.unknown", "0"),
        ("h.units = 3", "line.unknown", "h.units"),
        ("config, weights = a.get_config(), b.get_weights()", "line.unknown", "b.get_weights"),
        ("config, weights = os.system('x'), 1", "line.unknown", "os.system"),
        ("weights, config = a.get_weights(), a.get_config()", "line.unknown", "weights, config"),
        ("del a.b", "line.unknown", "del a.b"),
        ("x" * 2001, "line.long", "2001"),
        ("[" + "\n".join(["1.0,"] * 59 * 10) + "]", "line.lines", "590"),
        ("[" + "\n".join(["1.0," * 10] * 59) + "]", "line.long", "2420"),
        ("\n".join(["X" * 1999] * 60), "line.letters", "119999"),
        ("1;" * 121, "line.statements", "121"),
        ("\n".join(["for l in x:", *["    1; 2; 3"] * 40]), "line.statements", "121"),
        ("Z = h(X, training=True)", "line.argument", "training=True"),
        ("Z = h()", "line.argument", "h()"),
        ("Z = h(*X)", "line.argument", "*X"),
        ("h = layers.Dense(5, kernel_initializer='zeros')", "line.argument", "kernel_initializer='zeros'"),
        ("h = layers.Dense(5, 'relu', True, 'zeros')", "line.argument", "'zeros'"),
        ("h = layers.Dense(5, units=6)", "line.argument", "units=6"),
        ("h = layers.Dense(**config)", "line.argument", "**config"),
        ("h = layers.Dense(5.0)", "line.argument", "5.0"),
        ("h = layers.Dense(True)", "line.argument", "True"),
        ("h = layers.Dense(5, activation='re\"lu')", "line.argument", 're"lu'),
        ("h = layers.Dense(5, activation=tf.nn.relu)", "line.argument", "tf.nn.relu"),
        ("h = layers.Dense(17)", "units.out_of_range", "17"),
        ("model = layers.Dense(5)", "name.reserved", "model"),
        ("h = layers.Dense(5, name='model')", "name.reserved", "model"),
        ("h = layers.Dense(5, name='a-b')", "line.argument", "'a-b'"),
        ("h.build((3,))", "line.argument", "(3,)"),
        ("h.build((2, 3))", "line.argument", "(2, 3)"),
        ("inputs = keras.Input(3)", "line.argument", "3"),
        ("inputs = keras.Input((3,), batch_size=2)", "line.argument", "batch_size=2"),
        ("model = keras.Model([inputs], x)", "line.argument", "[inputs]"),
        ("other = keras.Model.from_config(config)", "line.argument", "from_config"),
        ("X1 = tf.constant([[1, 2]])", "tensor.whole", "[[1, 2]]"),
        ("X1 = tf.constant([[1.0]], tf.float64)", "line.argument", "tf.float64"),
        ("X1 = tf.constant([[1e999]])", "line.argument", "1e309"),
        ("X1 = tf.constant([[True]])", "line.argument", "True"),
        ("X1 = tf.constant([[1.0]], shape=(1, 1))", "line.argument", "shape=(1, 1)"),
        ("print(a, end='')", "line.argument", "end=''"),
        ("print(model.summary())", "line.argument", "model.summary()"),
        ("model.fit(X, Y_true, verbose=3)", "line.argument", "3"),
        ("model.fit(X[:, 0], Y_true)", "line.argument", "X[:, 0]"),
        ("Y = model.predict(X[[0, 1]])", "line.argument", "X[[0, 1]]"),
        ("model.fit(X, Y_true, verbose=False)", "line.argument", "False"),
        ("model.fit(X, Y_true, callbacks=[TensorBoard()])", "line.argument", "TensorBoard()"),
        ("model.compile('sgd')", "line.argument", "model.compile('sgd')"),
        ("model.compile('ftrl', 'mse')", "line.argument", "'ftrl'"),
        ("model.compile(optimizer, 'mse')", "line.argument", "optimizer"),
        ("model.compile('sgd', 'mse', metrics='mae')", "line.argument", "'mae'"),
        ("model.compile('sgd', keras.losses.Huber(delta=2.0))", "line.argument", "delta=2.0"),
        ("optimizer = keras.optimizers.SGD(0.1, nesterov=True)", "line.argument", "nesterov=True"),
        ("optimizer = keras.optimizers.SGD(0.1, 0.5)", "line.argument", "0.5"),
        ("optimizer = keras.optimizers.Adam(0.1, 0.8)", "line.argument", "0.8"),
        ("loss_fn = keras.losses.Hinge()", "line.argument", "Hinge"),
        ("batches = MiniBatches(3, 2, 0)", "line.argument", "3"),
        ("descend(2.5)", "line.argument", "2.5"),
        ("Y = model.predict(X, batch_size=2)", "line.argument", "batch_size=2"),
    ],
)
def test_that_what_cannot_be_done_as_it_is_written_is_refused(line, kind, received):
    with pytest.raises(Problem) as caught:
        read_line(line, samples=3)
    assert caught.value.kind == kind
    assert received in str(caught.value.fields["received"])
    assert str(caught.value)


def test_that_fit_without_a_batch_size_needs_to_know_how_many_samples_there_are():
    with pytest.raises(Problem) as caught:
        read_line("model.fit(X, Y_true)")
    assert "batch_size=len(X)" in str(caught.value)


@pytest.mark.parametrize(("line", "column"), [("Z = h(X))", 9), ("   Z = h(X))", 12), ("x = = 2", 5)])
def test_that_a_mistake_is_named_by_its_column(line, column):
    with pytest.raises(Problem) as caught:
        read_line(line)
    assert caught.value.text().where == f"column {column}"


def test_that_what_a_refusal_shows_can_be_typed():
    for line in EXAMPLES:
        read_line(line)


@examples(300)
@given(st.text(max_size=40) | st.text("xh =().,[]{}'\"1:*#\\\n", max_size=30))
def test_that_any_text_is_a_command_or_a_problem(text):
    with suppress(Problem):
        assert isinstance(read_line(text, 3), tuple)


def test_that_all_of_the_course_but_blocks_and_data_can_be_typed():
    course = load(resources.ROOT / "lessons" / "keras")
    done = [deed.command for page in course.pages for deed in page.deeds]
    steps = [command for command in done if isinstance(command, Step)]
    assert [sum(one.steps for one in read_line("\n".join(run.lines()))) for run in steps] == [
        run.steps for run in steps
    ]
    one_line = [command for command in done if not isinstance(command, (*NOT_TYPED, Step))]
    assert [one_of(command.lines()[-1 if isinstance(command, Fit) else 0]) for command in one_line] == one_line
    assert len(one_line) > 60
    assert {type(command) for command in done} - {type(command) for command in one_line} <= {
        HandStep,
        TapeStep,
        PredictInTape,
        Step,
        UseData,
    }


# beside Keras


def test_that_the_rates_and_the_names_of_losses_are_those_of_keras():
    for kind in OPTIMIZERS:
        compiled = one_of(f"model.compile('{kind.class_name.lower()}', 'mse')")
        meant = keras.optimizers.get(kind.class_name.lower())
        assert float(meant.learning_rate) == pytest.approx(compiled.spec.rate)
        assert type(meant) is type(optimizer(compiled.spec.optimizer).make(0.1))
        assert one_of(f"optimizer = {kind.expression(0.25)}") == SetOptimizer(kind.key, 0.25)
    y, p = np.array([[1.0], [0.0]], np.float32), np.array([[0.7], [0.4]], np.float32)
    for name in ("mean_squared_error", "mean_absolute_error", "huber", "binary_crossentropy"):
        known = next(kind for kind in LOSSES if kind.key == one_of(f"model.compile('sgd', '{name}')").spec.loss)
        np.testing.assert_array_equal(keras.losses.get(name)(y, p).numpy().mean(), known.make()(y, p).numpy())


def test_that_whole_numbers_make_another_tensor():
    assert tf.constant([[1, 2]]).dtype == tf.int32
    assert tf.constant([[1, 2.5]]).dtype == tf.float32


SESSION = (
    "keras.utils.set_random_seed(4)",
    "a = layers.Dense(4, activation='tanh')",
    "b = layers.Dense(1)",
    "T = tf.constant([[1, 2, 3.5]])",
    "a.build((None, 3))",
    "Z = a(T)",
    "inputs = keras.Input((3,))",
    "x = a(inputs)",
    "x = b(x)",
    "model = keras.Model(inputs, x)",
    "small = keras.Model(inputs, x)",
    "optimizer = keras.optimizers.Adam(0.01)",
    "descend(20)",
    "a.trainable = False",
    "descend(3)",
    "print(b.kernel.numpy())",
    "model.compile('sgd', 'mse', metrics=['mae'])",
    "model.fit(X, Y_true, epochs=4)",
    "P = model.predict(X)",
    "config, weights = model.get_config(), model.get_weights()",
    "model = keras.Model.from_config(config)",
    "model.set_weights(weights)",
    "model.get_layer('a').trainable = True",
    "optimizer = keras.optimizers.SGD(0.1)",
    "batches = MiniBatches(len(X), 2, 1)",
    "descend(5)",
)


def test_that_a_whole_session_can_be_typed_and_its_script_gives_the_same_weights():
    bench = bench_with(TWO_LAYERS, NotebookBatch())
    for line in SESSION:
        type_in(bench, line)
    assert_tells_the_truth(bench)


@pytest.mark.parametrize("source", [NotebookBatch(), Plane(40)])
def test_that_fit_as_it_is_typed_gives_what_keras_gives(source):
    """Without shuffling, because that is random."""
    lines = ("model.compile('adam', keras.losses.Huber())", "model.fit(X, Y_true, epochs=3, shuffle=False)")
    bench = bench_with(TWO_LAYERS, source)
    own = keras.models.clone_model(bench.network.model)
    own.set_weights(bench.network.model.get_weights())
    batch = source.load()
    exec("\n".join(lines), {"model": own, "keras": keras, "X": batch.X, "Y_true": batch.Y_true})
    for line in lines:
        type_in(bench, line)
    for one, other in zip(weights(bench.network.model), weights(own), strict=True):
        np.testing.assert_array_equal(one, other)


def test_that_a_layer_is_frozen_by_its_variable_before_there_is_a_model_and_thawed_by_undo():
    bench = bench_with(TWO_LAYERS, None, Forget(("model",)))
    type_in(bench, "hidden.trainable = False")
    assert not bench.network.names.layers["hidden"].trainable
    with pytest.raises(Problem) as caught:
        bench.do([SetTrainable("hidden", False)])
    assert caught.value.kind == "model.missing"


def test_that_the_variable_is_meant_and_not_the_models_layer_of_the_same_name():
    bench = bench_with(TWO_LAYERS, None, CreateLayer(LayerSpec("hidden", 2)))
    type_in(bench, "hidden.trainable = False")
    assert bench.network.model.get_layer("hidden").trainable
    assert not run("\n".join(command_lines(bench)))["hidden"].trainable


def command_lines(bench) -> list[str]:
    from core.script.writer import script

    return script(bench.history.entries).splitlines()


@pytest.mark.parametrize("name", ["X", "Y_true", "optimizer", "nobody"])
def test_that_what_the_written_code_needs_cannot_be_deleted(name):
    bench = bench_with(TWO_LAYERS, None, SetOptimizer("sgd"))
    with pytest.raises(Problem) as caught:
        type_in(bench, f"del {name}")
    assert caught.value.kind == "name.unknown"
    assert "hidden, output, inputs, x, model" in str(caught.value)


@pytest.mark.parametrize("line", ["model = model.predict(X)", "X = model.predict(X)"])
def test_that_a_prediction_takes_no_name_that_is_used_otherwise(line):
    with pytest.raises(Problem) as caught:
        type_in(bench_with(TWO_LAYERS), line)
    assert caught.value.kind == "name.reserved"


def test_that_an_unknown_name_is_answered_with_those_there_are():
    bench = bench_with(TWO_LAYERS)
    for line in ("Z = hidden_9(X)", "Z = hidden(X1)", "small = keras.Model(inputs, hidden1)", "print(hidden_9)"):
        with pytest.raises(Problem) as caught:
            type_in(bench, line)
        assert caught.value.kind == "name.unknown"
        assert "hidden, output" in caught.value.fields["names"]
        assert "model" in caught.value.fields["names"]
