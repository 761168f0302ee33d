"""Independent activation functions and slopes, to check what Keras gives.

None of these values enters the network. The formulas are those of `keras.activations` with its default arguments, in
float64; where a function has a corner, its slope there is the one that TensorFlow takes (0 for ReLU at 0).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

LEAK = 0.2
"""`negative_slope` of `keras.activations.leaky_relu`."""

SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805
"""From Klambauer et al., Self-Normalizing Neural Networks (2017)."""

STRAIGHT = frozenset({"linear", "relu", "leaky_relu", "relu6"})
"""Piecewise linear activations, which float32 computes without intermediate rounding."""

ROUNDING = 2.0**-22
"""How far float32 may be off where it computes through numbers around 1, e.g. elu as exp(z) - 1: two last digits."""

Function = Callable[[float], float]


def _sigmoid(z: float) -> float:
    return float(1 / (1 + np.exp(-z)))


def _softplus(z: float) -> float:
    return float(np.logaddexp(0.0, z))


def _bell(z: float) -> float:
    """Compute the share of the normal distribution below z."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


KNOWN: dict[str, tuple[Function, Function]] = {
    "linear": (lambda z: z, lambda z: 1.0),
    "relu": (lambda z: max(z, 0.0), lambda z: float(z > 0)),
    "leaky_relu": (lambda z: z if z > 0 else LEAK * z, lambda z: 1.0 if z > 0 else LEAK),
    "relu6": (lambda z: min(max(z, 0.0), 6.0), lambda z: float(0 < z < 6)),
    "elu": (lambda z: z if z >= 0 else math.expm1(z), lambda z: 1.0 if z >= 0 else math.exp(z)),
    "selu": (
        lambda z: SELU_SCALE * (z if z >= 0 else SELU_ALPHA * math.expm1(z)),
        lambda z: SELU_SCALE * (1.0 if z >= 0 else SELU_ALPHA * math.exp(z)),
    ),
    "sigmoid": (_sigmoid, lambda z: _sigmoid(z) * _sigmoid(-z)),
    "hard_sigmoid": (lambda z: min(max(z / 6 + 0.5, 0.0), 1.0), lambda z: 1 / 6 if -3 < z < 3 else 0.0),
    "tanh": (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
    "softplus": (_softplus, _sigmoid),
    "softsign": (lambda z: z / (1 + abs(z)), lambda z: (1 + abs(z)) ** -2),
    "silu": (lambda z: z * _sigmoid(z), lambda z: _sigmoid(z) * (1 + z * _sigmoid(-z))),
    "gelu": (
        lambda z: z * _bell(z),
        lambda z: _bell(z) + z * math.exp(-z * z / 2) / math.sqrt(2 * math.pi),
    ),
    "exponential": (lambda z: float(np.exp(z)), lambda z: float(np.exp(z))),
}
"""By Keras's name: the function and its slope. A function of several units at once, such as softmax, is not here."""


def value(name: str, z: float) -> float | None:
    """Compute the activation at z; return None if the formula of `name` is not known here."""
    return _at(name, 0, z)


def slope(name: str, z: float) -> float | None:
    """Compute the activation's slope at z; return None if the formula of `name` is not known here."""
    return _at(name, 1, z)


def rounding(name: str) -> float:
    """Return how far Keras's float32 value or slope may be off the formula, whatever its size."""
    return 0.0 if name in STRAIGHT else ROUNDING


def _at(name: str, which: int, z: float) -> float | None:
    if name not in KNOWN:
        return None
    with np.errstate(all="ignore"):  # exp of a large z is infinite, as it is in Keras
        return KNOWN[name][which](z)
