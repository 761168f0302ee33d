"""Models as files: `.keras`, `.h5`, a design as `.json`, weights as `.weights.h5` or `.npz`.

A file that is opened may come from a stranger. It is read as data: the design as JSON, the weights as arrays whose
shapes follow from the design. Keras itself never loads it, so there is no class, no Lambda and no code in it to run.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.design.activations import check_activation
from core.design.model_boxes import INPUT, KNOWN_KINDS
from core.design.names import IN_KERAS
from core.design.network_spec import LayerSpec, NetworkSpec
from core.files.atomic import write_bytes
from core.intents.plans import TakeModel
from core.intents.questions import Question
from core.problems.problem import Problem

if TYPE_CHECKING:
    from core.network.network import Network

ENDINGS = (".keras", ".h5", ".hdf5", ".json")
WEIGHTS, NUMPY = ".weights.h5", ".npz"
MOST_BYTES, MOST_CONFIG = 64 * 2**20, 4 * 2**20
MOST_LAYERS = 600
LONGEST_LIST = 600


# ---- writing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SaveModel(Question):
    """Save the model to a file, whose ending says how. The answer is the files that were written.

    `.keras` and `.h5` hold all of it; `.weights.h5` the weights, with the design in a `.json` beside it; `.npz` the
    weights for numpy; `.json` the design.
    """

    path: str

    def answer(self, network: Network) -> tuple[str, ...]:
        model, path = network.training.model, Path(self.path)
        name = path.name.lower()
        with tempfile.TemporaryDirectory() as folder:
            written = [(path, _content(model, name, Path(folder)))]
        if name.endswith(WEIGHTS):
            design = path.with_name(path.name[: -len(WEIGHTS)] + ".json")
            written.append((design, model.to_json(indent=2).encode("utf-8")))
        for place, content in written:
            write_bytes(place, content)
        return tuple(str(place) for place, _ in written)


def _content(model: Any, name: str, folder: Path) -> bytes:
    """Return what a file of this name, in lower case, holds, written by Keras in a folder of its own."""
    if name.endswith(".json"):
        text: str = model.to_json(indent=2)
        return text.encode("utf-8")
    if name.endswith(NUMPY):
        import numpy as np

        content = BytesIO()
        np.savez(content, **{variable.path: variable.numpy() for variable in model.variables})
        return content.getvalue()
    made = folder / f"model{next((known for known in (WEIGHTS, *ENDINGS) if name.endswith(known)), ENDINGS[0])}"
    (model.save_weights if name.endswith(WEIGHTS) else model.save)(made)
    return made.read_bytes()


# ---- reading --------------------------------------------------------------------------------------------------------


def read_model(path: Path) -> TakeModel:
    """Read a model.

    Raises:
        Problem: it cannot be read, or its layers are not of the known kinds; `why` is then a key of `WHY_BOXES`.
    """
    with reading(path):
        if not path.is_file():
            raise Problem("session.missing", path=str(path))
        if path.stat().st_size > MOST_BYTES:
            raise Problem("session.too_large", path=str(path), expected=MOST_BYTES // 2**20, received=path.name)
        return _read(path)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Say of whatever is wrong with a file that it is no model.

    Raises:
        Problem: something is wrong.
    """
    try:
        yield
    except OSError as error:  # also h5py's, of a file that is not HDF5
        raise Problem("model.foreign", path=str(path), reason=_short(error.strerror or error)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Problem("model.foreign", path=str(path), reason=_short(error)) from error
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError) as error:
        reason = f"{type(error).__name__}: {_short(error)}"
        raise Problem("model.foreign", path=str(path), reason=reason) from error


def config_of(path: Path) -> Any:
    """Return the config of a model, however large its weights are: they are not read."""
    if path.suffix.lower() == ".json":
        return json.loads(path.read_bytes())
    if path.suffix.lower() == ".keras":
        with zipfile.ZipFile(path) as archive:
            return json.loads(_part_of(archive, "config.json", MOST_CONFIG))
    import h5py

    with h5py.File(path, "r") as file:
        return json.loads(file.attrs["model_config"])


def _read(path: Path) -> TakeModel:
    design = _design(path, config_of(path))
    if path.suffix.lower() == ".json":
        return TakeModel(design.spec, frozen=design.frozen)
    import h5py

    if path.suffix.lower() == ".keras":
        with zipfile.ZipFile(path) as archive:
            content = BytesIO(_part_of(archive, "model.weights.h5", MOST_BYTES))
        with h5py.File(content, "r") as file:
            names = [f"layers/dense{f'_{number}' if number else ''}/vars" for number in range(len(design.spec.layers))]
            return _taken(design, [_arrays(file, name, ("0", "1")) for name in names])
    with h5py.File(path, "r") as file:
        names = [f"model_weights/{layer.name}/{layer.name}" for layer in design.spec.layers]
        return _taken(design, [_arrays(file, name, ("kernel", "bias")) for name in names])


def _part_of(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Return a file of an archive that has at most so many bytes."""
    with archive.open(name) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{name} is too large")
    return content


@dataclass(frozen=True)
class _Design:
    spec: NetworkSpec
    frozen: tuple[str, ...]


def _design(path: Path, config: Any) -> _Design:
    """Return the design that a model's config describes."""
    own = config["config"]
    described = own["layers"]
    if not isinstance(described, list) or len(described) > MOST_LAYERS:
        raise ValueError(f"more than {MOST_LAYERS} layers")
    strange = [_described(one) for one in described if not _is_known(one)]
    if config["class_name"] not in ("Functional", "Model", "Sequential") or strange:
        received = ", ".join(strange)[:LONGEST_LIST] or str(config["class_name"])[:60]
        raise Problem("model.unknown", path=str(path), received=received, why="layers")
    inputs = [one["config"] for one in described if one["class_name"] == INPUT]
    layers = [one for one in described if one["class_name"] != INPUT]
    if len(inputs) != 1 or not _is_chain(described):
        raise Problem("model.unknown", path=str(path), received="layers that are not one chain", why="branches")
    shape = inputs[0].get("batch_shape") or inputs[0]["batch_input_shape"]
    if len(shape) != 2:
        raise Problem("model.unknown", path=str(path), received=str(tuple(shape))[:LONGEST_LIST], why="inputs")
    try:
        specs = tuple(_layer(one["config"]) for one in layers)
    except ValueError as error:
        raise Problem("model.unknown", path=str(path), received=_short(error).rstrip("."), why="settings") from error
    frozen = tuple(one["config"]["name"] for one in layers if one["config"].get("trainable") is False)
    name = own["name"] if isinstance(own["name"], str) and IN_KERAS.fullmatch(own["name"]) else "mlp"
    return _Design(NetworkSpec(_whole(shape[1]), specs, name), frozen)


def _is_known(one: Any) -> bool:
    """Return whether a layer is of a kind that is known here, and not a class of somebody else with its name."""
    kind = one["class_name"]
    return kind in KNOWN_KINDS and one.get("registered_name") in (None, kind)


def _is_chain(described: list[Any]) -> bool:
    """Return whether each layer is called once, on the one before; a Sequential model says nothing of calls."""
    before = described[0]["config"]["name"]
    for one in described[1:]:
        nodes = one.get("inbound_nodes")
        if nodes is not None:
            called_on = [f'"keras_history": ["{before}", 0, 0]', f'[[["{before}", 0, 0, {{}}]]]']
            if len(nodes) != 1 or not any(text in json.dumps(nodes) for text in called_on):
                return False
        before = one["config"]["name"]
    return True


def _layer(config: Any) -> LayerSpec:
    activation, name = config["activation"], config["name"]
    if not isinstance(activation, str) or not isinstance(name, str):
        raise ValueError("an activation that is not one of Keras's own")
    check_activation(activation)
    known = None if activation == "linear" else activation
    return LayerSpec(name, _whole(config["units"]), known, config["use_bias"] is True)


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise ValueError(f"expected a whole number, received {_short(value)}")
    return value


def _described(layer: Any) -> str:
    """Say of a layer that is not known what it is and of which shape."""
    name, kind, built = layer["config"]["name"], layer["class_name"], layer.get("build_config") or {}
    return f"{_short(name)} ({_short(kind)}) {_short(built.get('input_shape', ''))}".strip()


def _arrays(file: Any, place: str, names: tuple[str, ...]) -> list[Any]:
    """Return the arrays of a layer. A link that leads out of the file is not followed."""
    import h5py

    group = file
    for part in place.split("/"):
        if not isinstance(group.get(part, getlink=True), h5py.HardLink):
            raise ValueError(f"{place} is not in the file")
        group = group[part]
    found = [name for name in names if name in group]
    if any(not isinstance(group.get(name, getlink=True), h5py.HardLink) for name in found):
        raise ValueError(f"{place} leads out of the file")
    arrays = [group[name] for name in found]
    if any(array.external or array.is_virtual for array in arrays):
        raise ValueError(f"{place} leads out of the file")
    return arrays


def _taken(design: _Design, arrays: list[list[Any]]) -> TakeModel:
    """Return the plan that goes on with a model; the shapes of its arrays are compared before they are read."""
    import numpy as np

    spec, inputs = design.spec, design.spec.inputs
    shapes, values = [], []
    for layer, own in zip(spec.layers, arrays, strict=True):
        wanted = [(inputs, layer.units), *([(layer.units,)] if layer.use_bias else [])]
        if [array.shape for array in own] != wanted or any(array.dtype.kind != "f" for array in own):
            raise ValueError(f"{layer.name} has weights of other shapes")
        for array in own:
            numbers = np.asarray(array[()], np.float32)
            if not np.isfinite(numbers).all():
                raise ValueError(f"{layer.name} has weights that are not finite")
            shapes.append(numbers.shape)
            values.append(tuple(map(float, numbers.ravel())))
        inputs = layer.units
    return TakeModel(spec, tuple(shapes), tuple(values), design.frozen)


def _short(value: object) -> str:
    return str(value)[:200]
