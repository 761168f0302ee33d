"""Open a model from a file: to go on with it or, where its layers are of other kinds, to look at them as boxes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.design.model_boxes import (
    FOREIGN,
    INPUT,
    KNOWN,
    KNOWN_KINDS,
    LAMBDA,
    OF_KERAS,
    OTHER_KINDS,
    PLAIN_KINDS,
    Box,
    ModelBoxes,
    Shape,
)
from core.files.model_file import MOST_LAYERS, config_of, read_model, reading
from core.intents.plans import TakeModel
from core.problems.problem import Problem

MOST_DIMENSIONS, LONGEST_NAME = 8, 200


def open_model(path: Path) -> TakeModel | ModelBoxes:
    """Return the plan that goes on with a model or, if it cannot be trained here, its layers as boxes.

    Raises:
        Problem: it cannot be read.
    """
    try:
        return read_model(path)
    except Problem as problem:
        if problem.kind not in ("model.unknown", "session.too_large"):
            raise
        with reading(path):
            boxes = _boxes(config_of(path))
        if problem.kind == "session.too_large" and all(box.origin == KNOWN for box in boxes):
            raise
        why = str(problem.fields.get("why", "layers"))
        model = ModelBoxes(path.name, boxes, why, str(problem.fields["received"]))
        return replace(model, received=model.strange_kinds) if why == "layers" else model


def _boxes(config: Any) -> tuple[Box, ...]:
    own = config["config"]
    described = own["layers"] if isinstance(own, dict) else own
    if not isinstance(described, list) or not 1 <= len(described) <= MOST_LAYERS:
        raise ValueError(f"expected 1 to {MOST_LAYERS} layers")
    names = [_name(one) for one in described]
    if len(set(names)) != len(names):
        raise ValueError("two layers have the same name")
    in_a_row = config["class_name"] == "Sequential"
    calls = [tuple(_calls(one.get("inbound_nodes"))) for one in described]
    stated = {source: shape for call in calls for source, shape in call if shape is not None}
    depths: dict[str, int] = {}
    boxes = []
    for number, (one, name) in enumerate(zip(described, names, strict=True)):
        called_on = tuple(dict.fromkeys(source for source, _ in calls[number] if source in names))
        sources = tuple(names[number - 1 : number] if number else ()) if in_a_row else called_on
        depths[name] = max((depths.get(source, 0) + 1 for source in sources), default=0)
        following = described[number + 1] if in_a_row and number + 1 < len(described) else None
        shape = stated.get(name) or (_input_shape(following) if following is not None else None)
        boxes.append(_box(one, name, sources, depths[name], shape))
    return tuple(boxes)


def _box(one: Any, name: str, sources: tuple[str, ...], depth: int, shape: Shape | None) -> Box:
    config = one["config"] if isinstance(one["config"], dict) else {}
    kind = str(one["class_name"])[:LONGEST_NAME]
    into = _input_shape(one)
    shape = into if kind == INPUT else shape
    return Box(name, kind, _origin(kind, one), json.dumps(config), sources, depth, into, shape)


def _name(one: Any) -> str:
    """Return a layer's name; an older Keras writes it beside a config that may be without."""
    config = one["config"]
    name = (config.get("name") if isinstance(config, dict) else None) or one["name"]
    if not isinstance(name, str):
        raise ValueError("a layer without a name")
    return name[:LONGEST_NAME]


def _origin(kind: str, one: Any) -> str:
    """Return where a class comes from. None is looked up: what a file of Keras does not call its own is foreign."""
    if kind == "Lambda":
        return LAMBDA
    module = one.get("module")
    by_name = kind in (*KNOWN_KINDS, *PLAIN_KINDS, *OTHER_KINDS)
    of_keras = by_name if module is None else str(module).split(".")[0] == "keras"
    if not of_keras or one.get("registered_name") not in (None, kind):
        return FOREIGN
    return KNOWN if kind in KNOWN_KINDS else OF_KERAS


def _calls(node: Any) -> Iterator[tuple[str, Shape | None]]:
    """Find the tensors that a layer is called on: the layer that each comes from and, since Keras 3, its shape."""
    if isinstance(node, dict):
        history = node.get("config", {}).get("keras_history") if node.get("class_name") == "__keras_tensor__" else None
        if history is not None:
            yield str(history[0]), _shape(node["config"].get("shape")) if history[2] == 0 else None
            return
        for value in node.values():
            yield from _calls(value)
    elif isinstance(node, list):
        if len(node) >= 3 and isinstance(node[0], str) and type(node[1]) is int and type(node[2]) is int:
            yield node[0], None
            return
        for value in node:
            yield from _calls(value)


def _input_shape(one: Any) -> Shape | None:
    """Return the shape that a layer was built for, or that an Input has."""
    config, built = one["config"], one.get("build_config")
    for found in (built, config):
        if isinstance(found, dict):
            for key in ("input_shape", "batch_shape", "batch_input_shape"):
                shape = _shape(found.get(key))
                if shape is not None:
                    return shape
    return None


def _shape(value: Any) -> Shape | None:
    """Return a shape; None if it is none."""
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_DIMENSIONS:
        return None
    return tuple(value) if all(size is None or type(size) is int for size in value) else None
