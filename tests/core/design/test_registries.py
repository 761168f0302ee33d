"""Every entry of a registry says all that the program asks of it: each test names what an entry lacks."""

from __future__ import annotations

import ast
import inspect
import math
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

import resources
from core.commands import CreateLayer
from core.data.catalog import KNOWN
from core.design.layer_kinds import LAYER_KINDS
from core.design.losses import ALL_LOSSES, LOSSES
from core.design.network_spec import LayerSpec
from core.design.optimizers import OPTIMIZERS
from core.learning.slots import slots_of
from tests.core.helpers.typing import one_of

ROOT = Path(__file__).parents[3]
LEFT_OUT = {"name", "self"}

optimizers = pytest.mark.parametrize("kind", OPTIMIZERS, ids=lambda kind: kind.key)
losses = pytest.mark.parametrize("kind", LOSSES, ids=lambda kind: kind.key)
all_losses = pytest.mark.parametrize("kind", ALL_LOSSES, ids=lambda kind: kind.key)
registries = pytest.mark.parametrize("registry", [OPTIMIZERS, LOSSES], ids=["optimizers", "losses"])


@registries
def test_that_every_key_and_every_name_is_its_own(registry):
    for names in ([kind.key for kind in registry], [kind.name for kind in registry]):
        assert all(names)
        assert len(set(names)) == len(names)


@registries
def test_that_nobody_else_asks_which_one_it_is(registry):
    """No comparison with a key, and no table by keys, outside of the entries themselves."""
    keys = {kind.key for kind in registry} - {"momentum"}  # a slot is called so, too
    found = []
    for file in (file for folder in ("core", "gui") for file in sorted((ROOT / folder).rglob("*.py"))):
        if "design" in file.parts and "core" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if any(f'"{key}"' in text for key in keys) else ():
            parts = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
            parts += list(node.keys) if isinstance(node, ast.Dict) else []
            if not any(isinstance(part, ast.Constant) and part.value in keys for part in parts):
                continue
            if isinstance(node, ast.Dict) or any(word in ast.unparse(node) for word in ("loss", "optimizer", "kind")):
                found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert not found


# optimizers


@pytest.fixture(scope="module")
def model():
    keras.utils.set_random_seed(3)
    layers = [keras.Input((3,)), keras.layers.Dense(4, name="a"), keras.layers.Dense(2, name="a_kernel")]
    return keras.Sequential(layers, name="net")


def built(kind, model):
    made = kind.make(0.1)
    made.build(model.variables)
    return made


@optimizers
def test_that_an_optimizer_is_a_class_of_keras_with_these_hyperparameters(kind):
    parameters = inspect.signature(getattr(keras.optimizers, kind.class_name)).parameters
    names = [name for name in parameters if name not in LEFT_OUT]
    known = [name for name, _ in kind.hyperparameters]
    assert names[: 1 + len(known)] == ["learning_rate", *known], "in Keras's order, as they can be typed by place"
    config = kind.make(0.1).get_config()
    assert {name: config[name] for name in known} == dict(kind.hyperparameters)
    assert kind.keras_rate == parameters["learning_rate"].default
    assert set(kind.written) == {name for name, value in kind.hyperparameters if value != parameters[name].default}


@optimizers
def test_that_the_slots_are_those_that_keras_builds_and_begin_as_they_do(kind, model):
    found = slots_of(built(kind, model), kind, model.variables)
    assert list(found) == [variable.path for variable in model.variables]
    for variable in model.variables:
        for slot in kind.slots:
            values = found[variable.path][slot.name].numpy()
            assert values.shape == variable.shape
            np.testing.assert_array_equal(values, np.full(values.shape, slot.start, np.float32))


@optimizers
def test_that_no_other_variable_of_keras_belongs_to_a_weight(kind, model):
    """The descent takes the slots by place: after two settings, variable by variable."""
    made = built(kind, model)
    found = slots_of(made, kind, model.variables)
    slots = [slot for variable in model.variables for slot in found[variable.path].values()]
    assert [v.name for v in made.variables[2 : 2 + len(slots)]] == [slot.name for slot in slots]
    assert len(kind.slots) == (len(made.variables) - 2) // len(model.variables)
    assert all(rest.shape == () for rest in made.variables[2 + len(slots) :])


@optimizers
def test_that_the_rule_is_what_keras_does_step_after_step(kind):
    rng = np.random.default_rng(5)
    w = rng.normal(0, 1, 6)
    variable = keras.Variable(w.astype(np.float32), name="w")
    made = kind.make(0.03)
    made.build([variable])
    slots = [{slot.name: slot.start for slot in kind.slots} for _ in w]
    for t in range(1, 60):
        g = rng.normal(0, 1, 6) * 10.0 ** rng.integers(-3, 2, 6)
        made.apply([tf.constant(g, tf.float32)], [variable])
        for i in range(len(w)):
            terms = kind.rule(w[i], float(np.float32(g[i])), 0.03, t, slots[i])
            slots[i], w[i] = {name: terms.slot(name) for name in terms.slots}, w[i] + terms.change
            assert len(terms.changes) == len(kind.changes), "each term has a name"
            assert list(terms.slots) == [slot.name for slot in kind.slots]
        np.testing.assert_allclose(variable.numpy(), w, rtol=2e-5, atol=2e-5)
        for slot in kind.slots:
            kerass = slots_of(made, kind, [variable])[variable.path][slot.name].numpy()
            np.testing.assert_allclose(kerass, [each[slot.name] for each in slots], rtol=2e-5, atol=1e-9)


@optimizers
def test_that_an_optimizer_has_all_formulas_and_words(kind):
    assert kind.formula.startswith("w' = w")
    assert kind.matrix_formula
    assert kind.changes
    assert all(slot.letter and slot.formula and all(slot.terms) for slot in kind.slots)
    for each in kind.coefficients:
        assert each.letter
        assert each.formula
        for t in (1, 2, 10, 100_000):
            assert math.isfinite(each.at(0.1, t))
    assert all(0 <= kind.doubt(t) < 1e5 for t in (1, 2, 10, 100_000))


TRANSLATED = [code for code in resources.languages() if code != resources.SOURCE_LANGUAGE]


@optimizers
@pytest.mark.parametrize("language", TRANSLATED)
def test_that_an_optimizers_sentences_are_translated(kind, language):
    texts = resources.texts(language)
    assert not [each.about for each in kind.coefficients if each.about not in texts]


# layer kinds


DESIGNS = [LayerSpec("a", 3), LayerSpec("a", 2, "relu", False), LayerSpec("a", 16, "linear")]
layer_kinds = pytest.mark.parametrize("kind", LAYER_KINDS, ids=lambda kind: kind.class_name)


@layer_kinds
@pytest.mark.parametrize("spec", DESIGNS, ids=repr)
def test_that_a_layer_its_line_and_its_config_say_the_same(kind, spec):
    made = kind.make(spec)
    assert type(made).__name__ == kind.class_name
    run = eval(kind.expression(spec), {"layers": keras.layers})
    assert run.get_config() == made.get_config()
    assert replace(kind.design("a", made.get_config()), activation=spec.activation) == spec
    assert one_of(f"a = {kind.expression(spec)}") == CreateLayer(spec)
    assert CreateLayer(spec).label == kind.class_name


@layer_kinds
def test_that_what_can_be_typed_are_parameters_of_keras_in_its_order(kind):
    known = [name for name in inspect.signature(getattr(keras.layers, kind.class_name)).parameters if name != "self"]
    by_place, by_name = (part.split() for part in kind.parameters.split("*"))
    assert known[: len(by_place)] == by_place
    assert by_name == ["name"], "a keyword of every Keras layer"
    assert all(isinstance(one_of(f"{'hidden_1'} = {name}(3)"), CreateLayer) for name in kind.names)
    assert isinstance(one_of(kind.example), CreateLayer)


def test_that_no_other_module_names_a_kind_of_layer():
    names = {kind.class_name for kind in LAYER_KINDS}
    found = []
    for file in (file for folder in ("core", "gui") for file in sorted((ROOT / folder).rglob("*.py"))):
        if file.name == "layer_kinds.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            said = node.value if isinstance(node, ast.Constant) else getattr(node, "attr", None)
            if said in names:
                found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert not found


# losses

TARGETS, PREDICTIONS = (0.0, 1.0), (0.02, 0.3, 0.7, 0.98)
FAR = (-3.0, -0.5, 1.5, 4.0)
"""Predictions that are no probabilities."""


@losses
def test_that_the_slope_of_a_loss_is_that_of_keras(kind):
    loss = getattr(keras.losses, kind.class_name)(dtype="float64")
    for target in TARGETS:
        for prediction in PREDICTIONS if kind.probabilities else PREDICTIONS + FAR:
            x = tf.constant([[prediction]], tf.float64)
            with tf.GradientTape() as tape:
                tape.watch(x)
                value = loss(tf.constant([[target]], tf.float64), x)
            slope = float(tape.gradient(value, x)[0, 0])
            assert kind.slope(prediction, target) == pytest.approx(slope, rel=1e-5)


@pytest.mark.parametrize("kind", [kind for kind in LOSSES if kind.merged], ids=lambda kind: kind.key)
def test_that_the_slope_of_a_loss_past_its_activation_is_that_of_keras(kind):
    assert kind.merged.activation == kind.activation
    activation = getattr(keras.activations, kind.merged.activation)
    for target in TARGETS:
        for z in FAR:
            x = tf.constant([[z]], tf.float32)
            with tf.GradientTape() as tape:
                tape.watch(x)
                y = activation(x)
                value = kind.make()(tf.constant([[target]]), y)
            slope = float(tape.gradient(value, x)[0, 0])
            assert kind.merged.slope(float(y[0, 0]), target) == pytest.approx(slope, rel=1e-5)


@all_losses
def test_that_a_loss_has_all_formulas_and_an_activation_of_keras(kind):
    assert kind.formula
    assert kind.slope_formula
    assert [largest for largest, _ in kind.formulas] == sorted(largest for largest, _ in kind.formulas)
    assert kind.formulas[-1][0] == math.inf, "one for every error"
    assert kind.formula_at(math.nan)
    assert callable(getattr(keras.activations, kind.activation))


@all_losses
def test_that_keras_knows_a_loss_by_its_names(kind):
    y, p = np.array([[1.0], [0.0]], np.float32), np.array([[0.7], [0.4]], np.float32)
    if kind.classes:
        p = np.array([[0.2, 0.3, 0.5], [0.9, 0.05, 0.05]], np.float32)
        y = np.float32([[0, 1, 0], [1, 0, 0]]) if kind.one_hot else y
    for name in kind.names:
        np.testing.assert_array_equal(keras.losses.get(name)(y, p).numpy().mean(), kind.make()(y, p).numpy())


# data sets


@pytest.mark.parametrize("source", KNOWN, ids=lambda source: source.name)
def test_that_a_data_set_has_a_name_in_every_language_and_lines(source):
    assert not [language for language in TRANSLATED if source.name not in resources.texts(language)]
    assert source.lines()
    assert source.load().samples
