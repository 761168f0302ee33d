"""A model of layers that cannot be trained here, as boxes: what its file says of each layer, and nothing that runs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.design.layer_kinds import LAYER_KINDS

Shape = tuple[int | None, ...]

KNOWN, OF_KERAS, LAMBDA, FOREIGN = "known", "keras", "lambda", "foreign"
"""Where a layer's class comes from: a kind that is trained here, Keras, code in the file, or code elsewhere."""

INPUT = "InputLayer"
KNOWN_KINDS = (INPUT, *(kind.class_name for kind in LAYER_KINDS))
DIMENSIONS = ("1D", "2D", "3D")
PER_DIMENSION = (
    *("Conv", "ZeroPadding", "Cropping", "UpSampling", "MaxPooling", "AveragePooling"),
    *("GlobalMaxPooling", "GlobalAveragePooling", "SpatialDropout"),
)
PLAIN_KINDS = frozenset(
    {
        *(kind.class_name for kind in LAYER_KINDS),
        *(kind + dimension for kind in PER_DIMENSION for dimension in DIMENSIONS),
        *("SeparableConv1D", "SeparableConv2D", "DepthwiseConv1D", "DepthwiseConv2D"),
        *("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"),
        *("Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"),
        *("Flatten", "Reshape", "Permute", "RepeatVector", "Masking", "Rescaling", "Embedding"),
        *("Dropout", "GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization"),
        *("BatchNormalization", "LayerNormalization", "GroupNormalization", "UnitNormalization"),
        *("SimpleRNN", "LSTM", "GRU"),
        *("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"),
    }
)
"""Layers of Keras that hold no other object and read no file: Keras may say which shapes they return."""

OTHER_KINDS = frozenset({"Functional", "Model", "Sequential", "Bidirectional", "TimeDistributed", "RNN", "ConvLSTM2D",
                         "Attention", "AdditiveAttention", "MultiHeadAttention", "Dot", "Normalization", "Resizing",
                         "TextVectorization", "StringLookup", "IntegerLookup", "CategoryEncoding",
                         "RandomFlip", "RandomRotation", "RandomZoom"})  # fmt: skip
"""Other layers of Keras, and models in models: older files give only their names."""


@dataclass(frozen=True)
class Box:
    """One layer.

    Attributes:
        name, kind: its name, and the name of its class.
        origin: where its class comes from.
        written: its config, as JSON.
        sources: the layers that it is called on.
        depth: how many layers lie before it on the longest way.
        input_shape, shape: of what goes in and what it returns, as the file or Keras says them; None if neither does.
    """

    name: str
    kind: str
    origin: str
    written: str
    sources: tuple[str, ...] = ()
    depth: int = 0
    input_shape: Shape | None = None
    shape: Shape | None = None

    @property
    def config(self) -> Mapping[str, Any]:
        """Its config."""
        config: Mapping[str, Any] = json.loads(self.written)
        return config


@dataclass(frozen=True)
class ModelBoxes:
    """A model as boxes.

    Attributes:
        file: the name of its file.
        boxes: its layers, each after those that it is called on.
        why: why it cannot be trained here, a key of `WHY_BOXES`.
        received: the fact that the reason names.
    """

    file: str
    boxes: tuple[Box, ...]
    why: str
    received: str = ""

    def box(self, name: str) -> Box | None:
        """Return the box of this name, or None."""
        return next((box for box in self.boxes if box.name == name), None)

    @property
    def strange_kinds(self) -> str:
        """The kinds that are not known here, each with its number, e.g. "Conv2D ×2, Flatten"."""
        counts = Counter(box.kind for box in self.boxes if box.origin != KNOWN)
        return ", ".join(f"{kind} ×{count}" if count > 1 else kind for kind, count in counts.items())
