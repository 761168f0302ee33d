"""Models that cannot be trained here: read as boxes, with the shapes that Keras gives, and no code of theirs is run."""

from __future__ import annotations

import json
import random
import sys
import zipfile
from pathlib import Path
from typing import Any

import keras
import pytest

from core.design.model_boxes import FOREIGN, KNOWN, LAMBDA, OF_KERAS, ModelBoxes
from core.files.model_boxes import open_model
from core.files.model_file import read_model
from core.intents.design_questions import OutputShapes
from core.intents.plans import TakeModel
from core.network.network import Network
from core.problems.problem import Problem
from core.problems.session_texts import WHY_BOX, WHY_BOXES

layers = keras.layers


def images() -> keras.Model:
    inputs = keras.Input((28, 28, 1), name="images")
    x = layers.Conv2D(4, 3, strides=2, padding="same", activation="relu", name="conv")(inputs)
    y = layers.BatchNormalization(name="norm")(layers.DepthwiseConv2D(3, padding="same", name="deep")(x))
    x = layers.Flatten(name="flat")(layers.Add(name="add")([x, layers.ReLU(name="relu")(y)]))
    return keras.Model(inputs, layers.Dense(10, "softmax", name="digits")(layers.Dropout(0.2, name="drop")(x)))


def words() -> keras.Model:
    row = [keras.Input((20,), name="words"), layers.Embedding(50, 8, name="meaning")]
    row += [layers.LSTM(6, return_sequences=True, name="read"), layers.GlobalMaxPooling1D(name="most")]
    return keras.Sequential([*row, layers.Dense(1, name="answer")])


def saved(model: keras.Model, path: Path) -> Path:
    if path.suffix == ".json":
        path.write_text(model.to_json())
    else:
        model.save(path)
    return path


def opened(path: Path) -> ModelBoxes:
    found = open_model(path)
    assert isinstance(found, ModelBoxes)
    assert found.why in WHY_BOXES
    assert {box.origin for box in found.boxes} <= set(WHY_BOX)
    return found


def shapes(boxes: ModelBoxes) -> dict[str, Any]:
    answer = OutputShapes(boxes.boxes).answer(Network())
    return {box.name: shape for box, shape in zip(boxes.boxes, answer, strict=True)}


@pytest.mark.parametrize("ending", [".keras", ".h5", ".json"])
@pytest.mark.parametrize("make", [images, words])
def test_that_boxes_have_the_config_the_sources_and_the_shapes_that_keras_gives(make, ending, tmp_path):
    model = make()
    boxes = opened(saved(model, tmp_path / f"one{ending}"))
    assert [box.name for box in boxes.boxes if box.kind != "InputLayer"] == [
        layer.name for layer in model.layers if not isinstance(layer, layers.InputLayer)
    ]
    found = shapes(boxes)
    assert all(found[layer.name] == tuple(layer.output.shape) for layer in model.layers)
    written = json.loads(json.dumps({layer.name: layer.get_config() for layer in model.layers}))
    for layer in model.layers:
        config = boxes.box(layer.name).config
        assert {key: config[key] for key in ("units", "filters", "rate") if key in written[layer.name]} == {
            key: written[layer.name][key] for key in ("units", "filters", "rate") if key in written[layer.name]
        }
    if make is images:
        assert boxes.box("add").sources == ("conv", "relu")
        assert (boxes.box("add").depth, boxes.box("relu").depth) == (5, 4)
        assert boxes.strange_kinds.startswith("Conv2D, DepthwiseConv2D")
    else:
        assert boxes.box("read").sources == ("meaning",)


@pytest.mark.parametrize("ending", [".keras", ".json"])
def test_that_an_ending_may_be_written_in_capitals(ending, tmp_path):
    path = saved(images(), tmp_path / f"one{ending}")
    assert opened(path).boxes == opened(path.rename(tmp_path / f"ONE{ending.upper()}")).boxes


def test_that_the_reason_is_named(tmp_path):
    dense, inputs = layers.Dense, keras.Input((3,))
    again = dense(3, name="twice")
    for model, why, received in (
        (keras.Sequential([inputs, dense(99)]), "settings", "Expected 1 to 16 units, received 99"),
        (keras.Sequential([keras.Input((4, 4)), dense(2)]), "inputs", "(None, 4, 4)"),
        (keras.Model(inputs, again(again(inputs))), "branches", "layers that are not one chain"),
        (keras.Sequential([inputs, dense(2), layers.Dropout(0.5), dense(2)]), "layers", "Dropout"),
    ):
        boxes = opened(saved(model, tmp_path / "one.keras"))
        assert (boxes.why, boxes.received) == (why, received)
    known = saved(keras.Sequential([inputs, dense(4)]), tmp_path / "one.keras")
    assert isinstance(open_model(known), TakeModel)


class Doubled(layers.Layer):
    def call(self, inputs: Any) -> Any:
        return inputs * 2


def test_that_lambdas_and_classes_of_others_are_not_run_and_keep_the_shapes_that_the_file_says(tmp_path, monkeypatch):
    row = [keras.Input((3,)), layers.Dense(4, name="a"), layers.Lambda(lambda x: x + 1, name="b")]
    model = keras.Sequential([*row, Doubled(name="c"), layers.Dense(2, name="d")])
    boxes = opened(saved(model, tmp_path / "one.keras"))
    assert {box.name: box.origin for box in boxes.boxes[1:]} == {"a": KNOWN, "b": LAMBDA, "c": FOREIGN, "d": KNOWN}
    assert shapes(boxes) == {
        boxes.boxes[0].name: (None, 3),
        "a": (None, 4),
        "b": (None, 4),
        "c": (None, 4),
        "d": (None, 2),
    }
    assert shapes(opened(saved(model, tmp_path / "one.h5")))["d"] is None, "an older file says no shapes"

    (tmp_path / "stranger_code.py").write_text("raise SystemExit('this was run')")
    monkeypatch.syspath_prepend(str(tmp_path))
    secret = tmp_path / "secret.txt"
    secret.write_text("a\nb")
    evil = {"module": "stranger_code", "class_name": "Evil", "config": {"name": "e"}, "registered_name": "Evil"}
    forged = [
        {"module": "keras.layers", "class_name": "StringLookup", "config": {"name": "s", "vocabulary": str(secret)}},
        evil,
        {**evil, "class_name": "Dense", "registered_name": "stranger_code>Dense", "config": {"name": "f", "units": 2}},
        {"class_name": "Dropout", "config": {"name": "g", "rate": evil, "noise_shape": evil}},
        {"class_name": "Embedding", "config": {"name": "h", "input_dim": 10**15, "output_dim": 10**15}},
    ]
    inputs = {"class_name": "InputLayer", "config": {"name": "i", "batch_shape": [None, 3]}}
    path = tmp_path / "forged.json"
    path.write_text(json.dumps({"class_name": "Sequential", "config": {"name": "m", "layers": [inputs, *forged]}}))
    boxes = opened(path)
    assert [box.origin for box in boxes.boxes[1:]] == [OF_KERAS, FOREIGN, FOREIGN, OF_KERAS, OF_KERAS]
    assert list(shapes(boxes).values()) == [(None, 3), None, None, None, None, None]
    assert "stranger_code" not in sys.modules


@pytest.mark.parametrize("make", [images, words])
def test_that_forged_models_end_in_a_card_or_in_boxes(make, tmp_path):
    from tests.core.files.test_session_file import mutated

    with zipfile.ZipFile(saved(make(), tmp_path / "one.keras")) as archive:
        config = json.loads(archive.read("config.json"))
    rng, forged, ends = random.Random(5), tmp_path / "two.json", {"card": 0, "boxes": 0}
    for _ in range(120):
        forged.write_text(json.dumps(mutated(mutated(config, rng), rng)))
        try:
            shapes(opened(forged))
            ends["boxes"] += 1
        except Problem:
            ends["card"] += 1
    assert min(ends.values()) > 5
    with pytest.raises(Problem):
        read_model(forged)
