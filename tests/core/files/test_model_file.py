"""Models as files: Keras reads what is written, and what Keras wrote is read; anything else ends in a card."""

from __future__ import annotations

import json
import os
import random
import zipfile
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest

from core.commands import SetTrainable, Step
from core.data.built_in import XorOfThreeBits
from core.files.model_file import SaveModel, read_model
from core.intents.plans import ChooseLoss
from core.problems.problem import Problem
from core.script.writer import script
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import TWO_LAYERS, bench_with, bits, weights
from tests.core.helpers.compiling import quickly_compiled
from tests.core.helpers.scripts import run


@pytest.fixture(scope="module")
def bench() -> Workbench:
    with quickly_compiled():
        bench = bench_with(TWO_LAYERS, XorOfThreeBits(), seed=4)
        bench.do([Step(9), SetTrainable("hidden", False)])
    return bench


def save(bench: Workbench, path: Path) -> tuple[str, ...]:
    return SaveModel(str(path)).answer(bench.network)


@pytest.mark.parametrize("ending", [".keras", ".h5"])
def test_that_a_model_is_opened_as_keras_saved_it(ending, bench, tmp_path, without_xla):
    path = tmp_path / f"one{ending}"
    assert save(bench, path) == (str(path),)
    theirs = keras.models.load_model(path)
    assert [w.tobytes() for w in weights(theirs)] == bits(bench.network.model)
    other = bench_with(TWO_LAYERS, XorOfThreeBits(), seed=77)
    other.do([Step(3)])
    other.do(ChooseLoss("bce").commands(other.network) if ending == ".h5" else [])
    plan = read_model(path)
    other.do(plan.commands(other.network))
    assert bits(other.network.model) == bits(bench.network.model)
    configs = [[layer.get_config() for layer in one.network.model.layers] for one in (other, bench)]
    assert configs[0] == configs[1]
    assert [layer.trainable for layer in other.network.model.layers] == [True, False, True]
    assert other.network.step == 0
    left = run(script(other.history.entries))["model"]
    assert [w.tobytes() for w in weights(left)] == bits(bench.network.model), "the script holds the weights"
    restored = Workbench.restored(other.saved())
    assert bits(restored.network.model) == bits(bench.network.model)
    assert [w.tobytes() for w in restored.network.training.initial_weights] == bits(bench.network.model)


def test_that_config_and_weights_are_saved_apart_and_for_numpy(bench, tmp_path, without_xla):
    written = save(bench, tmp_path / "one.weights.h5")
    assert [Path(path).name for path in written] == ["one.weights.h5", "one.json"]
    model = keras.models.model_from_json((tmp_path / "one.json").read_text())
    model.load_weights(tmp_path / "one.weights.h5")
    assert [w.tobytes() for w in weights(model)] == bits(bench.network.model)
    save(bench, tmp_path / "one.npz")
    with np.load(tmp_path / "one.npz", allow_pickle=False) as arrays:
        assert arrays.files == ["hidden/kernel", "hidden/bias", "output/kernel", "output/bias"]
        assert [arrays[name].tobytes() for name in arrays.files] == bits(bench.network.model)
    plan = read_model(tmp_path / "one.json")
    assert (plan.spec, plan.values, plan.frozen) == (TWO_LAYERS, (), ("hidden",))
    save(bench, tmp_path / "loud.KERAS")
    assert len(read_model(tmp_path / "loud.KERAS").values) == 4
    with pytest.raises(Problem) as raised:
        save(bench, tmp_path / "nowhere" / "one.keras")
    assert raised.value.kind == "file.not_written"
    with pytest.raises(Problem):
        save(Workbench(), tmp_path / "two.keras")


def refused(path: Path) -> str:
    with pytest.raises(Problem) as raised:
        read_model(path)
    assert len(str(raised.value)) < 3000
    return raised.value.kind


def saved(tmp_path: Path, *layers: Any, shape: tuple[int, ...] = (3,)) -> Path:
    path = tmp_path / "one.keras"
    keras.Sequential([keras.Input(shape), *layers]).save(path)
    return path


def test_that_layers_that_are_not_known_are_named(tmp_path):
    dense = keras.layers.Dense
    path = saved(tmp_path, dense(4), keras.layers.Dropout(0.5, name="drop"), dense(1))
    with pytest.raises(Problem, match=r"drop \(Dropout\)"):
        read_model(path)
    for layers, shape in (((keras.layers.Lambda(lambda x: x + 1),), (3,)), ((keras.layers.Conv2D(2, 2),), (4, 4, 1))):
        assert refused(saved(tmp_path, *layers, shape=shape)) == "model.unknown"
    assert refused(saved(tmp_path, dense(2), shape=(4, 4))) == "model.unknown"
    assert refused(saved(tmp_path, dense(99))) == "model.unknown"
    inputs = keras.Input((3,))
    x = dense(3, name="one")(inputs)
    keras.Model(inputs, keras.layers.Add()([x, inputs])).save(tmp_path / "two.keras")
    assert refused(tmp_path / "two.keras") == "model.unknown"
    again = dense(3, name="twice")
    keras.Model(inputs, dense(1)(again(again(inputs)))).save(tmp_path / "two.keras")
    assert refused(tmp_path / "two.keras") == "model.unknown"
    assert read_model(saved(tmp_path, dense(4, "tanh"), dense(1, use_bias=False))).spec.layers[0].activation == "tanh"


def test_that_what_is_no_model_ends_in_a_card(bench, tmp_path):
    assert refused(tmp_path / "none.keras") == "session.missing"
    for ending in (".keras", ".h5", ".json"):
        path = tmp_path / f"one{ending}"
        for content in (b"", b"PK\x03\x04", b"\x89HDF\r\n\x1a\n", b"{}", b"[]", os.urandom(3000), b"[" * 50_000):
            path.write_bytes(content)
            assert refused(path) == "model.foreign"
    path, rng = tmp_path / "one.keras", random.Random(2)
    save(bench, path)
    whole = path.read_bytes()
    for size in rng.sample(range(len(whole)), 20):
        path.write_bytes(whole[:size])
        assert refused(path) == "model.foreign"


def test_that_forged_models_end_in_a_card_and_no_link_leads_out(bench, tmp_path):
    from tests.core.files.test_session_file import mutated

    path, forged = tmp_path / "one.keras", tmp_path / "two.keras"
    save(bench, path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    config, rng, cards = json.loads(parts["config.json"]), random.Random(3), 0
    for _ in range(150):
        with zipfile.ZipFile(forged, "w") as archive:
            archive.writestr("config.json", json.dumps(mutated(mutated(config, rng), rng)))
            archive.writestr("model.weights.h5", parts["model.weights.h5"])
        try:
            read_model(forged)
        except Problem:
            cards += 1
    assert cards > 5
    with h5py.File(tmp_path / "secret.h5", "w") as file:
        file["secret"] = np.ones((3, 4), np.float32)
    for name, link in (
        ("external", h5py.ExternalLink(str(tmp_path / "secret.h5"), "/secret")),
        ("soft", h5py.SoftLink("/")),
    ):
        weights_file = tmp_path / f"{name}.h5"
        weights_file.write_bytes(parts["model.weights.h5"])
        with h5py.File(weights_file, "a") as file:
            del file["layers/dense/vars/0"]
            file["layers/dense/vars/0"] = link
        with zipfile.ZipFile(forged, "w") as archive:
            archive.writestr("config.json", parts["config.json"])
            archive.writestr("model.weights.h5", weights_file.read_bytes())
        assert refused(forged) == "model.foreign"
