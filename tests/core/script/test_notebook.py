"""The notebook, typed cell by cell, beside plain Keras that runs the same cells."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from core.commands import UseData, build_network
from core.data.built_in import Plane
from core.design.network_spec import FOUR_LAYERS
from core.problems.problem import Problem
from core.workbench.workbench import Workbench
from tests.core.helpers.scripts import assert_tells_the_truth
from tests.core.helpers.typing import type_in

pytestmark = pytest.mark.numbers

SEED = 7
ROWS = "[[0.2, 0.5, 0.7], [0.3, 0.6, 0.2], [0.1, -.3, -.2]]"
OTHERS = "[[0.3, 0.6, 0.2], [0.2, 0.5, 0.7], [-.3, -.5, 0.7]]"
WIDE = "[[0.2, 0.5, 0.7, 1.2], [0.3, 0.6, 0.2, 2.3], [0.1, -.3, -.2, -.5]]"


@dataclass(frozen=True)
class Cell:
    """What one cell of the notebook does, in words of our own.

    Attributes:
        text: what is typed.
        same: expressions that must have the same value afterwards.
        problem: the card that it ends in.
        exact: whether the numbers are equal to the last bit; compiled by `fit`, they may round otherwise.
    """

    text: str
    same: Sequence[str] = ()
    problem: str = ""
    exact: bool = True


LAYERS = ("first_layer", "second_layer", "third_layer", "last_layer")
CELLS = (
    Cell("import numpy as np\nimport tensorflow as tf"),
    Cell(
        "from tensorflow.keras.layers import Dense\n\n"
        "first_layer = Dense(5, activation='relu')\n"
        "second_layer = Dense(5, activation='relu')\n"
        "third_layer = Dense(5, activation='relu')\n"
        "last_layer = Dense(1)",
        [f"{name}.units" for name in LAYERS],
    ),
    Cell("third_layer.get_config()", ["third_layer.get_config()['activation']", "third_layer.use_bias"]),
    Cell(
        "\n".join(f'print("{name}: ", {name}.get_weights())' for name in LAYERS), [f"{x}.get_weights()" for x in LAYERS]
    ),
    Cell("first_layer.build((None, 3))\n\nfirst_layer.get_weights()", ["first_layer.get_weights()"]),
    Cell(
        "first_layer.build((None, 5))\n\nfirst_layer.get_weights()",
        ["first_layer.get_weights()"],
        "layer.already_built",
    ),
    Cell("first_layer = Dense(5, activation='relu')\nfirst_layer.get_weights()", ["first_layer.get_weights()"]),
    Cell(
        f"# 샘플\nX = tf.constant({ROWS}, tf.float32)\n\nfirst_layer(X)",
        ["first_layer.get_weights()", "first_layer(X)"],
    ),
    Cell("first_layer.get_weights()", ["first_layer.get_weights()"]),
    Cell(f"too_wide = tf.constant({WIDE}, tf.float32)", ["too_wide"]),
    Cell("first_layer(too_wide)", ["first_layer.get_weights()"], "layer.wrong_shape"),
    Cell(f"X1 = tf.constant({ROWS}, tf.float32)\n\nX2 = tf.constant({OTHERS}, tf.float32)", ["X1", "X2"]),
    Cell("Z1 = first_layer(X1)\nprint(Z1)", ["Z1"]),
    Cell("Z2 = first_layer(X2)\nprint(Z2)", ["Z2"]),
    Cell(
        f"X1 = tf.constant({ROWS}, tf.float32)\nX2 = tf.constant({OTHERS}, tf.float32)\n"
        "Y_true = tf.constant([[1.2], [-0.5], [0.3]], tf.float32)",
        ["X", "X1", "Y_true"],
    ),
    Cell(
        "# 레이어\n"
        "first_layer = Dense(5, activation='relu')\n"
        "second_layer = Dense(5, activation='relu')\n"
        "third_layer = Dense(1)\n\n"
        "# 앞으로\n"
        "with tf.GradientTape() as tape:\n"
        "    Z1 = first_layer(X1)\n"
        "    Z2 = second_layer(Z1)\n"
        "    Y_pred = third_layer(Z2)    \n"
        "    \n"
        "    loss = tf.reduce_mean((Y_true - Y_pred)**2)\n\n"
        "weights = [\n"
        "    *first_layer.trainable_weights,\n"
        "    *second_layer.trainable_weights,\n"
        "    *third_layer.trainable_weights\n"
        "]    \n"
        "grads = tape.gradient(loss, weights)\n\n"
        "lr = 1e-4\n"
        "for weight, grad in zip(weights, grads):\n"
        "    weight.assign_sub(lr*grad)",
        ["Z1", "Z2", "Y_pred", "loss", "lr", "grads", "first_layer.get_weights()", "third_layer.get_weights()", "grad"],
    ),
    Cell("from tensorflow.keras.layers import Input\nfrom tensorflow.keras import backend as K"),
    Cell(
        "K.clear_session()\n\n"
        "start = Input((3,))\n\n"
        "first_layer = Dense(5, activation='relu', name='first')\n"
        "second_layer = Dense(5, activation='relu', name='second')\n"
        "third_layer = Dense(1, name='third')",
        ["first_layer.name", "third_layer.name", "start.shape"],
    ),
    Cell("h1 = first_layer(start)\nh2 = second_layer(h1)\nh3 = third_layer(h2)", ["h1.shape", "h3.shape"]),
    Cell(
        "from tensorflow.keras.models import Model\n\nmodel = Model(start, h1)\nmodel.summary()",
        ["model.count_params()", "[layer.name for layer in model.layers[1:]]", "model.get_weights()"],
    ),
    Cell("model = Model(start, h2)\nmodel.summary()", ["model.count_params()", "model.output_shape"]),
    Cell("model = Model(start, h3)\nmodel.summary()", ["model.count_params()", "model.get_weights()"]),
    Cell("Model(h1, h3)", ["first_layer.output is h1", "third_layer.output is h3"]),  # the notebook's Keras refused it
    Cell(
        "middle = Input((5,))\n\n# 연결\nh2 = second_layer(middle)\nh3 = third_layer(h2)\n\n"
        "model2 = Model(middle, h3)\n\nmodel2.summary()",
        ["model2.count_params()", "[layer.name for layer in model2.layers[1:]]", "model2.get_weights()"],
    ),
    Cell("layer = model.get_layer('second')\n\nlayer is second_layer", ["layer is second_layer", "layer.name"]),
    Cell("layer = model.get_layer('third')\n\nlayer is third_layer", ["layer is third_layer", "layer is second_layer"]),
    Cell("layer.output", ["layer.output.shape"]),
    Cell("model.get_config()", ["len(model.get_config()['layers'])"]),
    Cell(
        "model.trainable = True\n\nmodel.trainable_variables",
        ["len(model.trainable_variables)", "[variable.path for variable in model.trainable_variables]"],
    ),
    Cell("model.trainable = False\n\nmodel.trainable_variables", ["model.trainable_variables"]),
    Cell("model.non_trainable_variables", ["[variable.path for variable in model.non_trainable_variables]"]),
    Cell(
        "model.trainable = True\n"
        "model.get_layer('first').trainable = False\n"
        "model.get_layer('second').trainable = True\n"
        "model.get_layer('third').trainable = False\n\n"
        "model.summary()",
        ["[variable.path for variable in model.trainable_variables]", "[layer.trainable for layer in model.layers]"],
    ),
    Cell("model.get_weights()", ["model.get_weights()"]),
    Cell("Y_pred = model(X1)\nY_pred", ["Y_pred"]),
    Cell("model.predict(X1)", ["(model.predict(X1) - Y_pred).numpy().max() < 0.000001"]),
    Cell(
        "with tf.GradientTape() as tape:\n"
        "    # predict로는 안 됨\n"
        "    Y_pred = model(X1)\n"
        "    Loss = tf.reduce_mean((Y_pred-Y_true)**2)\n\n"
        "grads = tape.gradient(Loss, model.trainable_weights)\n\n"
        "lr = 1e-4\n"
        "for weight, grad in zip(model.trainable_weights, grads):\n"
        "    weight.assign_sub(lr*grad)",
        ["Loss", "grads", "model.get_weights()"],
    ),
    Cell("model.compile(optimizer='sgd',loss='mean_squared_error')", ["float(model.optimizer.learning_rate)"]),
    Cell("history = model.fit(X, Y_pred)", ["model.get_weights()", "history.history"], exact=False),
    Cell("history = model.fit(X1, Y_true)", ["model.get_weights()", "history.history"], exact=False),
)
"""All cells with code, in their order; of the last one also what its author meant."""


class Beside:
    """The same cells, run by Python as it stands: no part of the program takes part."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {}
        keras.utils.set_random_seed(SEED)
        for spec in FOUR_LAYERS.layers:  # the window's own network draws its seeds first
            keras.layers.Dense(spec.units)

    def run(self, text: str) -> Exception | None:
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                exec(text, self.names)
            except ValueError as error:
                return error
        return None


def test_that_the_whole_notebook_can_be_typed_and_gives_what_keras_gives(without_xla):
    bench, beside = Workbench(), Beside()
    bench.do([*build_network(FOUR_LAYERS, SEED), UseData(Plane(40))])
    for number, cell in enumerate(CELLS):
        problem = _typed(bench, cell.text)
        assert (problem.kind if problem is not None else "") == cell.problem, f"cell {number}: {cell.text}\n{problem}"
        assert (beside.run(cell.text) is not None) == bool(cell.problem)
        assert bench.snapshot() is not None
        for expression in cell.same:
            ours, theirs = bench.network.evaluate(expression), eval(expression, beside.names)
            _assert_same(ours, theirs, f"cell {number}: {expression}", cell.exact)
    assert_tells_the_truth(bench)
    assert bench.network.step == 3, "the step by hand, and one of each fit"


def test_that_the_notebooks_slip_starts_with_a_loss_of_nothing(without_xla):
    """Fitting the model to its own prediction: what loss does it start with?"""
    bench = Workbench()
    bench.do([*build_network(FOUR_LAYERS, SEED), UseData(Plane(40))])
    type_in(bench, "Y_pred = model(X)\nmodel.compile('sgd', 'mse')\nhistory = model.fit(X, Y_pred)")
    assert bench.network.evaluate("history.history['loss'][0]") == pytest.approx(0, abs=1e-12)


def _typed(bench: Workbench, text: str) -> Problem | None:
    try:
        type_in(bench, text)
    except Problem as problem:
        return problem
    return None


def _assert_same(ours: Any, theirs: Any, what: str, exact: bool) -> None:
    assert type(ours) is type(theirs), what
    if isinstance(ours, dict):
        assert list(ours) == list(theirs), what
        ours, theirs = list(ours.values()), list(theirs.values())
    if isinstance(ours, (list, tuple)):
        assert len(ours) == len(theirs), what
        for one, other in zip(ours, theirs, strict=True):
            _assert_same(one, other, what, exact)
    elif isinstance(ours, (tf.Tensor, np.ndarray, float)):
        tolerance = 0 if exact else 1e-6
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance, err_msg=what)
    else:
        assert ours == theirs, what
