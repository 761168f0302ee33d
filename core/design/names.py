"""The names that layers, tensors and models may have in the written code."""

from __future__ import annotations

import keyword
import re
from unicodedata import normalize

from core.problems.problem import Problem

MODEL = "model"
"""The variable of the model that is shown and trained."""

SCALE = "scale"
"""The layer that scales the inputs of a network that was built at once, and its variable."""

SAMPLES = ("X", "Y_true")
"""The variables of the samples that are learned from."""

VALIDATION = ("X_val", "Y_val")
"""The variables of the rows that no step learns from."""

RESERVED = frozenset(
    "keras np tf os XLA_FLAGS layers inputs x model X Y_true data rng optimizer loss_fn batches initial_weights "
    "descend make_descent MiniBatches take_step train_step shuffled step rows losses float next plt range zip len "
    "enumerate divmod min property tape Y_pred loss trainable_weights gradients weight gradient config weights "
    "print type sha256 ValueError _ isinstance round Y pd df path open columns classes days order by_class train "
    "val X_val Y_val train_test_split load_iris load_wine load_breast_cancer load_diabetes load_digits make_moons "
    "make_circles make_blobs".split()
)
"""Names that the written code uses for other things than layers."""


TEMPORARY = frozenset("tape Y_pred loss trainable_weights gradients weight gradient config weights data rng".split())
"""Those of them that the written code sets right before it uses them, so that a learner may set them, too."""

IN_KERAS = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
"""The names of layers and models under which TensorFlow can compile them (as `안녕` it refuses, and a leading `_`)."""


def check_variable(name: str, *allowed: str) -> None:
    """Raise a Problem unless a tensor or a model can have this variable. Reserved names in `allowed` pass."""
    reserved = normalize("NFKC", name) in RESERVED and name not in allowed
    if not name.isidentifier() or keyword.iskeyword(name) or reserved:
        raise Problem("name.reserved", received=name)


def check_name(name: str) -> None:
    """Raise a Problem unless an Input or a model can have this name in Keras."""
    if not IN_KERAS.fullmatch(name):
        raise Problem("name.not_for_keras", received=name)
