"""The facts about Keras that the course states, asked of Keras itself; and that both languages state them.

Keras of today is asked. What the pages say of earlier versions was read in their sources: models that begin in the
middle are cloned since 2.7, and a second `build` replaced the weights up to 2.x.
"""

from __future__ import annotations

import json
import math
import re
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

import resources
from core.commands import CallLayer, HandStep
from core.design.network_spec import FOUR_LAYERS
from tests.core.helpers.lessons import course, do, opened

COURSE = course()
PAGES = {page.number: page for page in COURSE.pages}
LANGUAGES = ("en", "ko")
X1 = np.array([[0.2, 0.5, 0.7], [0.3, 0.6, 0.2], [0.1, -0.3, -0.2]], np.float32)
Y_TRUE = np.array([[1], [0], [0]], np.float32)


class Chain:
    """The four layers of the course, connected, with their symbolic tensors and the model of all."""

    def __init__(self) -> None:
        import keras

        keras.utils.set_random_seed(20)
        self.layers = [keras.layers.Dense(5, "relu", name=f"hidden_{i}") for i in (1, 2, 3)]
        self.layers.append(keras.layers.Dense(1, name="output"))
        self.inputs = keras.Input((3,))
        self.tensors = [self.inputs]
        for layer in self.layers:
            self.tensors.append(layer(self.tensors[-1]))
        self.model = keras.Model(self.inputs, self.tensors[-1], name="mlp")


@pytest.fixture
def chain() -> Chain:
    return Chain()


def dense(units: int = 5, activation: str | None = "relu", **more: Any) -> Any:
    import keras

    return keras.layers.Dense(units, activation, **more)


def quotes(number: str, language: str) -> list[str]:
    """Return what stands between backticks in a page's prose."""
    return re.findall("`([^`]+)`", PAGES[number].prose[language])


def check_said(number: str, **texts: str) -> None:
    """Check that a page says a text in each language."""
    for language, text in texts.items():
        assert text in PAGES[number].prose[language]


def check_quoted(number: str, *texts: str) -> None:
    """Check that a page quotes texts in both languages."""
    for language in LANGUAGES:
        assert set(texts) <= set(quotes(number, language)), language


# 1 Layer


def test_that_a_config_holds_defaults_and_no_weight():
    import keras

    layer = dense()
    layer.build((None, 3))
    config = layer.get_config()
    assert config["kernel_initializer"]["class_name"] == "GlorotUniform"
    assert config["bias_initializer"]["class_name"] == "Zeros"
    assert not any(isinstance(entry, np.ndarray | keras.Variable) for entry in config.values())
    check_quoted("1.3", "units", "activation", "use_bias", "GlorotUniform", "Zeros")


def test_that_a_config_differs_from_keras_2_as_the_page_says():
    config = dense().get_config()
    assert "quantization_config" in config
    assert "activity_regularizer" not in config
    assert "activity_regularizer" in dense(activity_regularizer="l2").get_config()
    assert isinstance(config["dtype"], dict)
    assert len(config) == 13, "as many as in Keras 2: not a few more"
    check_quoted("1.3", "quantization_config", "activity_regularizer", "dtype")


def test_that_a_layer_from_a_config_has_other_random_numbers():
    import keras

    keras.utils.set_random_seed(20)
    layer = dense()
    other = type(layer).from_config(layer.get_config())
    layer.build((None, 3))
    other.build((None, 3))
    assert layer.kernel.shape == other.kernel.shape
    assert (layer.kernel.numpy() != other.kernel.numpy()).any()


def test_that_a_layer_gets_its_weights_once_from_build_or_from_the_first_call():
    layer, called = dense(), dense()
    assert layer.get_weights() == []
    layer.build((None, 3))
    assert tuple(layer.kernel.shape) == (3, 5)
    with pytest.raises(ValueError):
        layer.build((None, 5))
    assert tuple(layer.kernel.shape) == (3, 5)
    called(X1)
    assert tuple(called.kernel.shape) == (3, 5)
    check_quoted("1.4", "[]", "build((None, 3))", "(3, 5)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_the_message_of_a_wrong_shape_is_the_one_on_the_page(language):
    layer = dense(name="hidden_1")
    layer.build((None, 3))
    before = layer.get_weights()
    with pytest.raises(ValueError) as refusal:
        layer(np.ones((3, 4), np.float32))
    quoted = [quote for quote in quotes("1.5", language) if " shape " in quote or " … " in quote]
    assert len(quoted) == 2
    for part in (part for quote in quoted for part in quote.split(" … ")):
        assert part in str(refusal.value)
    assert all(np.array_equal(a, b) for a, b in zip(before, layer.get_weights(), strict=True))


def test_that_a_layer_is_the_function_on_the_page_with_the_same_kernel_in_every_call():
    layer = dense(bias_initializer="ones")
    Z1 = layer(X1)
    kernel = layer.kernel
    assert np.allclose(Z1, np.maximum(X1 @ kernel.numpy() + layer.bias.numpy(), 0), atol=1e-6)
    layer(X1[::-1])
    assert layer.kernel is kernel
    check_quoted("1.6", "activation(X @ kernel + bias)")


def test_that_relu_gives_0_for_a_sum_of_0_as_well_as_for_a_negative_one():
    layer = dense(1, kernel_initializer="ones")
    assert layer(np.array([[0.0], [-1.0], [2.0]], np.float32)).numpy().ravel().tolist() == [0, 0, 2]
    check_said("1.6", en="whose sum was zero or negative gives 0", ko="합이 0 이하인 ReLU 유닛은 0을")


def test_that_dense_computes_each_row_on_its_own_and_not_every_layer_does():
    import keras

    first, other = X1[:2], np.stack([X1[0], 100 * X1[2]])
    layer, normalized = dense(), keras.layers.BatchNormalization()
    assert np.allclose(layer(first)[0], layer(other)[0], atol=1e-6)
    assert not np.allclose(normalized(first, training=True)[0], normalized(other, training=True)[0], atol=0.1)
    question = PAGES["1.6"].question
    assert question is not None
    assert all("Dense" in question.why[language] for language in LANGUAGES)


def test_that_a_unit_that_is_off_for_one_batch_is_not_called_dead():
    """On page 1.6 a unit gives 0 for all of X2, and another number for X1."""
    workspace = opened(COURSE, PAGES["1.6"])
    for deed in PAGES["1.6"].deeds:
        do(workspace, deed)
    tensors = workspace.bench.network.names.tensors
    off = (tensors["Z2"].numpy() == 0).all(axis=0)
    assert (off & (tensors["Z1"].numpy() != 0).any(axis=0)).any()
    assert all(layer.dead_units == () for layer in workspace.bench.snapshot().loose)


def test_that_the_steps_by_hand_change_the_digits_that_the_page_names():
    """The decimal place of the largest change of any weight, step by step; and which loss is printed."""
    page = PAGES["1.8"]
    workspace = opened(COURSE, page)
    bench, chain = workspace.bench, ("X", "a", "b", "c", "d")
    X, Y_true = (tensor.numpy() for tensor in bench.network.training.samples)
    names = ("hidden_1", "hidden_2", "hidden_3", "output")
    bench.do([CallLayer(name, *ends) for name, ends in zip(names, pairwise(chain), strict=True)])

    def weights() -> list[Any]:
        return [array for name in names for array in bench.network.names.layers[name].get_weights()]

    def loss() -> float:
        kernels = weights()
        hidden = np.maximum(X @ kernels[0] + kernels[1], 0)
        hidden = np.maximum(hidden @ kernels[2] + kernels[3], 0)
        hidden = np.maximum(hidden @ kernels[4] + kernels[5], 0)
        return float(np.mean((Y_true - (hidden @ kernels[6] + kernels[7])) ** 2))

    places: dict[float, set[int]] = {}
    losses = [loss()]
    for command in (deed.command for deed in page.deeds):
        if not isinstance(command, HandStep):
            continue
        before = weights()
        bench.do([command])
        change = max(float(np.abs(a - b).max()) for a, b in zip(before, weights(), strict=True))
        places.setdefault(command.rate, set()).add(-math.floor(math.log10(change)))
        assert float(bench.network.names.tensors["loss"]) == pytest.approx(losses[-1], rel=1e-4), "of before the update"
        losses.append(loss())
    assert losses == sorted(losses, reverse=True)
    assert places == {0.0001: {5}, 0.1: {2}}
    check_said("1.8", en="At a rate of `1e-4` the weights change in the fifth decimal place")
    check_said("1.8", en="At `0.1` they change in the second", ko="`0.1`이면 둘째 자리에서 바뀝니다")
    check_said("1.8", ko="학습률이 `1e-4`이면 가중치는 소수점 다섯째 자리에서 바뀝니다")
    check_said("1.8", en="The `loss` of a step is computed before its update", ko="`loss`는 업데이트하기 전에")


# 2 Model


def test_that_a_keras_tensor_has_a_name_of_keras_a_shape_and_a_dtype_and_no_number(chain):
    hidden1 = chain.tensors[1]
    assert type(hidden1).__name__ == "KerasTensor"
    assert re.fullmatch(r"keras_tensor(_\d+)?", hidden1.name), "not that of a variable"
    assert (hidden1.shape, hidden1.dtype) == ((None, 5), "float32")
    assert hidden1._keras_history.operation is chain.layers[0]
    assert chain.layers[0].built
    assert not hasattr(hidden1, "numpy")
    check_quoted("2.1", "(None, 5)")
    check_said("2.1", en="with a name made up by Keras", ko="Keras가 지어 준 이름")


def test_that_a_model_collects_the_layers_between_its_ends_and_copies_none(chain):
    import keras

    for length in (1, 2, 3, 4):
        model = keras.Model(chain.inputs, chain.tensors[length])
        assert model.layers[1:] == chain.layers[:length]


def test_that_a_model_from_the_middle_quietly_gets_a_new_input_layer(chain):
    import keras

    part = keras.Model(chain.tensors[1], chain.tensors[4])
    assert isinstance(part.layers[0], keras.layers.InputLayer)
    assert part.layers[0] is not chain.model.layers[0]
    assert part.layers[1:] == chain.layers[1:]
    check_said("2.2", en="a new InputLayer before `hidden_2`; up to version 2.6 (2021)", ko="2.6 버전(2021년)까지")


def test_that_get_layer_returns_the_layer_and_an_unknown_name_lists_the_names(chain):
    assert chain.model.get_layer("hidden_2") is chain.layers[1]
    with pytest.raises(ValueError) as refusal:
        chain.model.get_layer("hidden_9")
    assert all(layer.name in str(refusal.value) for layer in chain.model.layers)


def test_that_output_is_the_tensor_of_the_first_call(chain):
    import keras

    again = chain.layers[1](keras.Input((5,)))
    assert chain.layers[1].output is chain.tensors[2]
    assert again is not chain.tensors[2]
    keras.Model(chain.inputs, chain.tensors[1])
    assert len(chain.layers[0]._inbound_nodes) == 1, "in two models, and called once"
    check_said("2.4", en="if the layer was called more than once", ko="레이어를 여러 번 호출했다면 첫 번째 호출에서")


def test_that_a_config_gives_other_numbers_and_the_weights_give_them_back(chain):
    model, weights = chain.model, chain.model.get_weights()
    rebuilt = type(model).from_config(model.get_config())
    assert rebuilt.get_layer("hidden_2") is not chain.layers[1]
    assert (rebuilt.get_layer("output").kernel.numpy() != weights[6]).any()
    rebuilt.set_weights(weights)
    assert all(np.array_equal(a, b) for a, b in zip(rebuilt.get_weights(), weights, strict=True))


def test_that_freezing_moves_variables_between_the_lists_and_none_is_lost(chain):
    model = chain.model
    model.trainable = False
    assert (len(model.trainable_variables), len(model.non_trainable_variables)) == (0, 8)
    model.trainable = True
    chain.layers[1].trainable = False
    assert (len(model.trainable_variables), len(model.non_trainable_variables)) == (6, 2)
    assert len(model.get_weights()) == 8
    check_said("2.5", en="moves all eight at once", ko="8개를 한꺼번에 옮기고")


def test_that_the_tape_watches_predict_and_the_array_cuts_the_gradients(chain):
    import tensorflow as tf

    model = chain.model
    with tf.GradientTape() as tape:
        Y_array = model.predict(X1, verbose=0)
        loss = tf.reduce_mean((Y_TRUE - Y_array) ** 2)
    assert isinstance(Y_array, np.ndarray)
    assert tf.is_tensor(model(X1))
    assert np.allclose(model(X1), Y_array, atol=1e-6)
    assert len(tape.watched_variables()) == 8, "the computation inside predict is watched"
    assert tape.gradient(loss, model.trainable_weights) == [None] * 8
    check_said("2.6", en="It even watches the computation inside `predict`", ko="`predict` 안의 계산도 지켜보지만")


def test_that_compile_computes_nothing_and_can_be_called_again(chain):
    model, before = chain.model, chain.model.get_weights()
    model.compile("sgd", "mse")
    first = model.optimizer
    assert not first.built
    model.compile("adam", "mae")
    assert model.optimizer is not first
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    check_said("2.7", en="`compile` stores three choices in the model", ko="`compile`은 세 가지 선택을 모델에 저장")
    check_said("2.7", en="you can call it again", ko="다시 호출할 수 있습니다")


def moves(chain: Chain, batch_size: int) -> bool:
    """Fit once more; return whether hidden_1 moved."""
    before = chain.layers[0].get_weights()[0]
    chain.model.fit(X1, Y_TRUE, batch_size=batch_size, shuffle=False, verbose=0)
    return bool((chain.layers[0].get_weights()[0] != before).any())


def test_that_the_same_fit_moves_a_frozen_layer_and_one_of_another_batch_size_does_not(chain):
    chain.model.compile("sgd", "mse")
    assert moves(chain, 3)
    chain.layers[0].trainable = False
    assert moves(chain, 3)
    assert not moves(chain, 2), "traced anew"
    assert moves(chain, 3), "so it stood still by accident"
    before = chain.model.get_weights()
    chain.model.compile("sgd", "mse")
    assert all(np.array_equal(a, b) for a, b in zip(before, chain.model.get_weights(), strict=True))
    assert not moves(chain, 3)
    check_said("2.9", en="call the same `fit` again: the layer still moves", ko="똑같은 `fit`을 다시 호출하면")
    check_said("2.9", en="A batch of another size is traced again", ko="배치 크기가 달라지면 함수를 새로 만들므로")


def test_that_there_is_no_trap_where_nothing_is_traced(chain):
    chain.model.compile("sgd", "mse", run_eagerly=True)
    assert moves(chain, 3)
    chain.layers[0].trainable = False
    assert not moves(chain, 3)


def test_that_sgd_in_compile_stands_for_a_rate_of_a_hundredth(chain):
    chain.model.compile(optimizer="sgd", loss="mean_squared_error")
    assert float(chain.model.optimizer.learning_rate) == pytest.approx(0.01)
    check_said("2.7", en="a rate of 0.01", ko="학습률 0.01")


def test_that_a_keras_file_is_an_archive_of_config_weights_and_a_note(chain, tmp_path):
    def saved() -> tuple[dict, set[str]]:
        """What `compile` was given, and what weights there are beside those of layers."""
        chain.model.save(tmp_path / "mlp.keras")
        with zipfile.ZipFile(tmp_path / "mlp.keras") as archive:
            assert set(archive.namelist()) == {"metadata.json", "config.json", "model.weights.h5"}
            assert set(json.loads(archive.read("metadata.json"))) == {"keras_version", "date_saved"}
            config = json.loads(archive.read("config.json"))
            with h5py.File(BytesIO(archive.read("model.weights.h5"))) as weights:
                return config["compile_config"], set(weights)

    assert saved() == ({}, {"layers", "vars"})
    chain.model.compile("adam", "mse")
    given, kept = saved()
    assert (given["optimizer"]["class_name"], given["loss"]) == ("Adam", "mse")
    assert kept == {"layers", "optimizer", "vars"}
    check_quoted("2.4", ".keras")
    check_said("2.4", en="of a compiled model, `compile`'s arguments and the optimizer's state")
    check_said("2.4", ko="`compile`한 모델이라면 그 인수와 옵티마이저의 상태도")


def test_that_the_slope_of_the_loss_is_the_gradient_of_the_tape(chain):
    """By plain Keras: the bias of output moved to both sides, and the tape's gradient."""
    import tensorflow as tf

    bias, losses = chain.layers[-1].bias, []
    for shift in (-0.01, 0.01):
        bias.assign_add([shift])
        losses.append(float(np.mean((Y_TRUE - chain.model(X1).numpy()) ** 2)))
        bias.assign_sub([shift])
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((Y_TRUE - chain.model(X1)) ** 2)
    assert (losses[1] - losses[0]) / 0.02 == pytest.approx(float(tape.gradient(loss, bias)[0]), abs=1e-3)
    assert len([weight for array in chain.model.get_weights() for weight in array.ravel()]) == 86
    check_said("1.7", en="all 86 weights this would take 172", ko="가중치 86개를 모두 이렇게 구하려면 순전파를 172번")


# 3 Learning


def after_do_it(number: str) -> Any:
    """Return the network of a page after "Do it", and the loss after every command."""
    workspace, losses = opened(COURSE, PAGES[number]), []
    for deed in PAGES[number].deeds:
        do(workspace, deed)
        losses.append(workspace.bench.network.training.loss())
    return workspace.bench.network, losses


@pytest.mark.usefixtures("without_xla")
def test_that_the_rates_of_the_page_crawl_learn_jump_and_overflow():
    network, losses = after_do_it("3.1")
    crawl, well, jump = losses[1], losses[4], losses[7]
    assert well < 0.005 < 0.05 < jump < crawl
    assert network.training.bad_step == pytest.approx(30, abs=3)
    check_said("3.1", en="after 30 steps the numbers no longer fit", ko="30스텝 만에 값이 float32의 범위를")


@pytest.mark.usefixtures("without_xla")
def test_that_a_dead_layer_leaves_the_mean_and_its_variance():
    _, losses = after_do_it("3.2")
    assert np.mean(Y_TRUE) == pytest.approx(1 / 3)
    assert losses[1] == pytest.approx(losses[4], abs=1e-4), "a thousand steps change nothing"
    assert losses[-1] < 1e-9
    Y_true = opened(COURSE, PAGES["3.2"]).bench.network.training.samples[1].numpy()
    assert losses[4] == pytest.approx(float(np.var(Y_true)), abs=1e-4)
    assert f"{losses[4]:.4f}" == "0.4822"
    check_said("3.2", en="stands at 0.4822", ko="0.4822에서 멈춥니다")


@pytest.mark.usefixtures("without_xla")
def test_that_linear_layers_multiply_out_to_a_single_one():
    _, losses = after_do_it("3.4")
    assert losses[1] == pytest.approx(0.25, abs=1e-4)
    assert losses[-1] < 1e-3
    bench = opened(COURSE, PAGES["3.4"]).bench
    kernels = bench.network.model.get_weights()
    X = bench.network.training.samples[0].numpy()
    one = kernels[0] @ kernels[2] @ kernels[4] @ kernels[6]
    assert np.allclose(bench.network.model(X).numpy(), X @ one, atol=1e-5), "all biases are 0 at the start"


@pytest.mark.thorough
@pytest.mark.usefixtures("without_xla")
def test_that_the_race_ends_as_the_page_says():
    _, losses = after_do_it("3.5")
    deeds = PAGES["3.5"].deeds
    ends = [loss for deed, loss in zip(deeds, losses, strict=True) if getattr(deed.command, "steps", 0) == 950]
    sgd, momentum, rmsprop, adam = ends
    assert max(momentum, adam) < rmsprop < sgd
    question = PAGES["3.5"].question
    assert question is not None
    assert all("RMSprop" in question.why[language] for language in LANGUAGES)


# README


@pytest.mark.parametrize(
    ("file", "picture", "body", "pages"),
    [
        ("README.md", "a network of four layers with", "network of four layers (3 inputs", "Twenty-two pages"),
        ("README.ko.md", "4층 신경망, 선과", "4층 신경망(입력", "22페이지"),
    ],
)
def test_that_the_readme_counts_layers_and_pages(file, picture, body, pages):
    text = (Path(resources.ROOT).parent / file).read_text(encoding="utf-8")
    assert len(FOUR_LAYERS.layers) == 4
    assert len(COURSE.pages) == 22
    for said in (picture, body, pages):
        assert said in text
