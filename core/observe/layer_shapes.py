"""Which shapes the layers of a model return that was only read from a file.

Keras says it of its own plain layers. Each is made anew from numbers and short texts only, without weights: nothing of
the file is deserialized, so there is no class, no Lambda and no code of a stranger to run.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import keras

from core.design.model_boxes import KNOWN, OF_KERAS, PLAIN_KINDS, Box, Shape

LONGEST_TEXT = 60
NOT_FOR_SHAPES = ("name", "dtype", "activation", "recurrent_activation")


def output_shapes(boxes: tuple[Box, ...]) -> tuple[Shape | None, ...]:
    """Return what each layer returns, as Keras says it or, where it is not asked, as the file does."""
    known: dict[str, Shape | None] = {}
    for box in boxes:
        inputs = [known.get(source) for source in box.sources] or [box.input_shape]
        computed = _computed(box, [shape for shape in inputs if shape is not None])
        known[box.name] = computed if computed is not None else box.shape
    return tuple(known.values())


def _computed(box: Box, inputs: list[Shape]) -> Shape | None:
    """Return the shape that Keras computes for a plain layer; None if it cannot."""
    if box.origin not in (KNOWN, OF_KERAS) or box.kind not in PLAIN_KINDS or len(inputs) != max(len(box.sources), 1):
        return None
    made = getattr(keras.layers, box.kind)
    try:
        layer = made(**_plain(box.config, made), name="box")
        shape = layer.compute_output_shape(inputs if len(inputs) > 1 else inputs[0])
        return tuple(None if size is None else int(size) for size in shape)
    except Exception:  # a config from a stranger may be refused in any way; the file's own word is left then
        return None


def _plain(config: Mapping[str, Any], made: type) -> dict[str, Any]:
    """Return the arguments of a layer that are numbers, texts or lists of them."""
    takes = inspect.signature(made).parameters
    return {key: value for key, value in config.items()
            if key in takes and key not in NOT_FOR_SHAPES and _is_plain(value)}  # fmt: skip


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, (bool, int, float)) or (
        isinstance(value, str) and len(value) <= LONGEST_TEXT
    )  # fmt: skip
