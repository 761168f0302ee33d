"""The imports that can be typed: everything they bring is there already."""

from __future__ import annotations

import ast

from core.commands.refused_calls import ALL_KINDS, other_kind
from core.design.layer_kinds import LAYER_KINDS
from core.design.losses import ALL_LOSSES
from core.design.optimizers import OPTIMIZERS
from core.problems.problem import Problem

EXAMPLES = (
    "import numpy as np",
    "import tensorflow as tf",
    "from tensorflow import keras",
    "from tensorflow.keras.layers import Dense, Input",
    "from tensorflow.keras.models import Model",
    "from tensorflow.keras import backend as K",
)
"""What a refusal shows."""

KNOWN: dict[str, tuple[str, ...]] = {
    "numpy": ("np",),
    "tensorflow": ("tf",),
    "keras": ("keras",),
    "keras.backend": ("K", "backend"),
    **{f"keras.{module}": (module,) for module in ("layers", "models", "optimizers", "losses", "callbacks", "utils")},
    "keras.callbacks.EarlyStopping": ("EarlyStopping",),
    **dict.fromkeys(("keras.Input", "keras.layers.Input"), ("Input",)),
    **dict.fromkeys(("keras.Model", "keras.models.Model"), ("Model",)),
    **dict.fromkeys(("keras.Sequential", "keras.models.Sequential"), ("Sequential",)),
    **{f"keras.layers.{kind.class_name}": (kind.class_name,) for kind in LAYER_KINDS},
    **{f"keras.optimizers.{kind.class_name}": (kind.class_name,) for kind in OPTIMIZERS},
    **{f"keras.losses.{kind.class_name}": (kind.class_name,) for kind in ALL_LOSSES},
}
"""What can be imported, each with the names that typed lines may use it by."""


def check_import(statement: ast.Import | ast.ImportFrom) -> None:
    """Raise a Problem unless all that is imported is there already, under this name."""
    source = f"{statement.module or ''}." if isinstance(statement, ast.ImportFrom) else ""
    for one in statement.names:
        path = f"{source}{one.name}".replace("tensorflow.keras", "keras", 1)
        bound = one.asname or (one.name if source else path)
        module, _, kind = path.rpartition(".")
        if module == "keras.layers" and path not in KNOWN and kind in ALL_KINDS:
            raise other_kind(kind)
        if bound not in KNOWN.get(path, ()):
            raise Problem("line.import", received=ast.unparse(statement), part=path, expected="\n".join(EXAMPLES))
