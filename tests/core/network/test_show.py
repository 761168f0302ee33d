"""Expressions to show: what they give, and that a stranger's expression can do no harm."""

from __future__ import annotations

import numpy as np
import pytest

from core.commands import Assign, CallLayer, CreateLayer, SaveWeights, Show, ShowEach
from core.data.built_in import InsideSphere, NotebookBatch
from core.design.network_spec import LayerSpec
from core.problems.layer_texts import TOO_LARGE
from core.problems.problem import Problem
from core.sizes.limits import LONGEST_TEXT
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import TWO_LAYERS, bench_with
from tests.core.helpers.typing import type_in


@pytest.fixture(scope="module")
def bench() -> Workbench:
    """A model, an unbuilt layer, a tensor, and a config that was kept."""
    more = CreateLayer(LayerSpec("spare", 2)), CallLayer("hidden", "X", "Z"), SaveWeights()
    return bench_with(TWO_LAYERS, NotebookBatch(), *more)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('model.get_layer("hidden") is hidden', True),
        ('model.get_layer("output") is not hidden', True),
        ("hidden.units", 4),
        ("hidden.get_config()['activation']", "relu"),
        ("spare.get_weights()", []),
        ("spare.built", False),
        ("model.count_params()", 21),
        ("len(model.trainable_variables)", 4),
        ("len(model.non_trainable_variables) == 0", True),
        ("type(hidden).__name__", "Dense"),
        ("hidden.kernel.shape[0]", 3),
        ("tuple", None),
        ("model.layers[1:][0].name", "hidden"),
        ("-1 + 2 * 3", 5),
        ("not spare.built and hidden.built", True),
        ("1 < 2 < 3", True),
        ("'hidden' in model.to_json()", True),
        ("hidden.kernel.dtype", "float32"),
        ("weights[1].tolist()", [0.0, 0.0, 0.0, 0.0]),
        ("config['name']", "mlp"),
        ("(model(X).numpy() - model.predict(X)).max() < 0.001", True),
        ("[hidden.units, (1, 2)]", [4, (1, 2)]),
        ("[*[1, 2], 3] + [4]", [1, 2, 3, 4]),
        ("[x + 1 for x in (1, 2) if x > 1]", [3]),
        ("[layer.name for layer in model.layers[1:]]", ["hidden", "output"]),
        ("f'{1.26:.1f} {hidden.name!r} {hidden.units:3}'", "1.3 'hidden'   4"),
        ("f'{[hidden.name, 1]} {(1,)!s:>6} {hidden.name!a} {X[0, 0] - X[0, 0]}'", "['hidden', 1]   (1,) 'hidden' 0.0"),
        ("2 ** 3", 8),
        ("float(tf.reduce_mean((X - X) ** 2))", 0.0),
        ("tf.square(X - X).numpy().sum()", 0.0),
        ("np.zeros((2, 2)).sum()", 0.0),
        ("np.zeros((2, 3)).shape", (2, 3)),
        ("float(loss_fn(Y_true, Y_true))", 0.0),
        ("round(1.26, 1)", 1.3),
        ("X.shape[0] == Y_true.shape[0]", True),
    ],
)
def test_that_an_expression_gives_what_python_gives(bench, expression, value):
    if value is None:
        with pytest.raises(Problem) as caught:
            bench.network.evaluate(expression)
        assert caught.value.kind == "name.unknown"
    else:
        assert bench.network.evaluate(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        "().__class__.__bases__[0].__subclasses__()",
        "hidden.__class__",
        "hidden._tracker",
        "hidden.build((None, 3))",
        "spare(X)",
        "model.set_weights(weights)",
        "hidden.trainable.__init__",
        "model.save('x.keras')",
        "__import__('os')",
        "open('/etc/passwd')",
        "type('T', (), {})",
        "type(hidden).from_config(config)",
        "type(hidden).get_config(hidden)",
        "[x for x in range(9)]",
        "[y for x in (1, 2) for y in (x, x)]",
        "[[y for y in (x, x)] for x in (1, 2)]",
        "(x for x in (1, 2))",
        "[x for x in X]",
        "lambda: 1",
        "f'{1.5:99999999}'",
        "f'{1:{2}}{3:{99999999}}'",
        "tf.io.read_file('x')",
        "np.load('x.npy')",
        "np.zeros((9999, 9999))",
        "np.full((1000, 1001), 0)",
        "tf.matmul(np.ones((1001, 1)), np.ones((1, 1000)))",
        "np.ones((1001, 1)) @ np.ones((1, 1000))",
        "10 ** 65",
        "2.0 ** 2000",
        "keras.Model(model.inputs[0], model.outputs[0])",
        "hidden.kernel.value.assign(weights[0])",
        "[*model]",
        "spare(X) + 1",
        "(y := 1)",
        "{'a': 1}",
        "9 ** 9 ** 9",
        "'a' * 10",
        "[0] * 1000",
        "hidden.get_config(*weights)",
        "model.predict(**config)",
        "hidden(model.inputs[0])",
        "config.update(config)",
        "config.pop('name')",
        "hidden.kernel.assign(weights[0])",
        "hidden.trainable = False",
        "import os",
        "",
        "x" * 501,
        "(" * 300 + ")" * 300,
        "round(1, -999999999)",
        "round(X.numpy()[0, 0], ndigits=10 * 9)",
        "model.to_json(indent=99999999)",
        "model.to_json(-1)",
        "hidden.get_weights()[0].round(0, weights[0])",
        "hidden.get_weights()[0].sum(0, None, weights[1])",
        "hidden.get_weights()[0].max(axis=0, out=weights[1])",
        "hidden.get_weights()[0].sum(axis=10 * 10 * 10)",
        "weights[0].all(0, 1)",
        "round(1.5, 1, 2)",
        "len(X, X)",
        "int('9', 36)",
    ],
)
def test_that_nothing_but_reading_is_done(bench, expression):
    before = [weight.copy() for weight in bench.network.model.get_weights()]
    with pytest.raises(Problem) as caught:
        bench.network.evaluate(expression)
    assert caught.value.kind in ("show.refused", "name.unknown", "keras.refused", "value.too_large")
    assert str(caught.value)
    for one, other in zip(before, bench.network.model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert not bench.network.names.layers["spare"].built


@pytest.mark.parametrize(
    "expression",
    [
        "X.numpy()[:, None, None, :] * X.numpy()[None, :, None, :] * X.numpy()[None, None, :, :]",
        "X.numpy()[:, None, None, :] == X.numpy()[None, :, None, :] + X.numpy()[None, None, :, :]",
        "X.numpy().tolist()",
    ],
)
def test_that_a_result_of_many_numbers_is_refused_before_it_is_computed(expression):
    many = bench_with(TWO_LAYERS, InsideSphere(4000, 3))
    with pytest.raises(Problem) as caught:
        many.network.evaluate(expression)
    assert caught.value.kind == "value.too_large"
    assert caught.value.fields["received"] > caught.value.fields["expected"]


def test_that_what_is_printed_ends_somewhere(bench):
    bench.do([Assign("letters", f"f'{'a' * 1900}'"), Show(", ".join(["letters"] * 60))])
    (shown,) = bench.network.names.take_shown()
    assert len(shown.text) == LONGEST_TEXT + 1
    assert shown.text.endswith("a…")


def test_that_a_summary_is_the_one_that_keras_prints(bench, capsys):
    text = bench.network.evaluate("model.summary()")
    bench.network.model.summary()
    assert text.strip() == capsys.readouterr().out.strip()
    assert Show("model.summary()").lines() == ("model.summary()",)
    assert Show("model.name").lines() == ("print(model.name)",)


LARGE = (
    ("a", f"[{', '.join(['1'] * 600)}]"),
    ("b", f"[{', '.join(['a'] * 30)}]"),
    ("s", f"f'{'a' * 1900}'"),
    ("t", f"f'{'{s}' * 50}'"),
    ("q", "(2 ** 64) ** 64"),
    ("A", "np.zeros((10000, 1))"),
    ("B", "np.zeros((1, 10000))"),
    ("M", "np.zeros((1000000,))"),
    ("L", "tf.constant('ab')"),
)
"""Variables that are just small enough."""


@pytest.fixture(scope="module")
def large() -> Workbench:
    return bench_with(TWO_LAYERS, NotebookBatch(), *(Assign(variable, value) for variable, value in LARGE))


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("[b, b]", "entries"),
        ("[*b, b] + [a]", "entries"),
        ("(b, (b,))", "entries"),
        ("[[x, x, x, x] for x in b]", "entries"),
        ("[[y, y] for y in [[x, x, x, x] for x in b]]", "entries"),
        ("[t, s, s, s]", "letters"),
        ("f'{t}{s}{s}{s}'", "letters"),
        ("f'{b}{b}{b}'", "letters"),
        ("f'{b!r}{b!s}{b!a}'", "letters"),
        (f"[{', '.join(['q'] * 90)}]", "letters"),
        ("np.zeros((7, 7, 7, 7, 7, 7, 7))", "axes"),
        ("np.zeros((9, 9, 9, 1, 1, 1)) * np.zeros((9, 9, 9))", "axes"),
        ("q * q * q", "bits"),
        ("(2 ** 64) ** 64 * (2 ** 64) ** 64 * (2 ** 64) ** 64 * (2 ** 64) ** 64", "bits"),
        ("[q * q * q for x in a]", "bits"),
        ("-q * q * -q", "bits"),
        ("np.allclose(A, B)", "numbers"),
        ("np.allclose(a=A, b=B)", "numbers"),
        ("np.array_equal([A], a2=[B])", "numbers"),
        ("keras.losses.mean_squared_error(y_true=A, y_pred=B)", "numbers"),
        ("[A] == [B]", "numbers"),
        ("[1, [A]] == [1, [B]]", "numbers"),
        ("A in [B]", "numbers"),
        ("np.sum([np.zeros((1000000,)) for i in (1, 2)])", "numbers"),
        ("np.array([M, M])", "numbers"),
        ("np.array(object=[M, M])", "numbers"),
        ("tf.constant([M, M])", "numbers"),
        ("M[[0, 1, *a]][[0, 1]] + B[[0, *a]]", "numbers"),
        ("np.array([s, *a])", "numbers"),
        ("[M + i for i in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21)]", "work"),
        ("[np.zeros((1000000,)) for i in a]", "work"),
        ("[len([*b]) for i in a]", "work"),
        (f"[len([{', '.join(['i'] * 500)}]) for i in a]", "work"),
        ("[model.predict(X) for i in a]", "work"),
        ("[i for i in [x for x in a] + a]", "rounds"),
        (f"[len(a), {'1' * 2000}]", "letters"),
    ],
)
def test_that_what_would_be_too_large_is_refused_with_what_there_is_too_much_of(large, expression, reason, monkeypatch):
    monkeypatch.setattr(type(large.network.model), "predict", lambda *given, **named: X_PREDICTED)
    with pytest.raises(Problem) as caught:
        large.do([Show(expression)])
    large.network.names.take_shown()
    assert caught.value.kind == "value.too_large"
    assert caught.value.fields["reason"] == TOO_LARGE[reason]
    assert caught.value.fields["received"] > caught.value.fields["expected"]


X_PREDICTED = np.zeros((3, 1), np.float32)


@pytest.mark.parametrize(
    "expression", ["L + L", "np.array('a') + np.array('b')", "np.full((9,), s)", "q * np.array([q])"]
)
def test_that_texts_and_python_objects_do_not_grow_in_arrays(large, expression):
    with pytest.raises(Problem) as caught:
        large.network.evaluate(expression)
    assert caught.value.kind in ("show.refused", "keras.refused")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("len(f'{q}')", 1234),
        ("len(b)", 30),
        ("b == [*b]", True),
        ("a in b", True),
        ("[len(f'{x}') for x in b] == [1800 for x in b]", True),
        ("float(np.sum(a))", 600.0),
        ("M[[0, 1]].shape", (2,)),
        ("np.allclose(a=A, b=A)", True),
        ("A.sum() == B.sum()", True),
        ("len(model.to_json()) > 100", True),
    ],
)
def test_that_what_is_just_small_enough_is_computed(large, expression, value):
    assert large.network.evaluate(expression) == value


def test_that_a_loop_prints_no_more_than_one_expression(large):
    with pytest.raises(Problem, match="rounds") as caught:
        large.do([ShowEach("one", ("a + a", "one"))])
    assert caught.value.fields["reason"] == TOO_LARGE["rounds"]
    with pytest.raises(Problem) as caught:
        large.do([ShowEach("one", ("a", "len([*b]) + len([*b])"))])
    assert caught.value.fields["reason"] == TOO_LARGE["work"]
    large.do([ShowEach("one", ("b", "s, s, s"))])
    (shown,) = large.network.names.take_shown()
    assert len(shown.text) == LONGEST_TEXT + 1
    large.do([ShowEach("one", ("(1, 2)", "one, hidden.name"))])
    (shown,) = large.network.names.take_shown()
    assert shown.text == "1 hidden\n2 hidden"


def test_that_a_loop_over_layers_has_as_many_rounds(large):
    with pytest.raises(Problem, match="rounds") as caught:
        type_in(large, f"h = [{', '.join(['hidden'] * 240)}]\nfor l in [*h, *h, *h, *h, *h]: l.trainable = False")
    assert caught.value.fields["reason"] == TOO_LARGE["rounds"]
    assert large.network.model.get_layer("hidden").trainable


@pytest.mark.parametrize("value", ["5", "[1]", "X", "'a'"])
def test_that_a_variable_called_config_that_holds_none_rebuilds_nothing(value):
    bench = bench_with()
    with pytest.raises(Problem) as caught:
        type_in(bench, f"config = {value}\nmodel = keras.Model.from_config(config)")
    assert caught.value.kind == "config.missing"
