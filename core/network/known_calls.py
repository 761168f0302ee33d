"""What an expression may ask for: attributes, methods, functions and operators that change nothing, and how large
their arguments may be.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.sizes.limits import LARGEST_ARRAY

ATTRIBUTES = frozenset(
    "weights variables trainable_variables non_trainable_variables trainable_weights non_trainable_weights kernel bias "
    "built units use_bias activation trainable name path layers input output inputs outputs input_shape output_shape "
    "shape dtype ndim size T optimizer loss learning_rate iterations history epoch params __name__".split()
)
LONGEST_LIST = 10_000
"""The most numbers that `tolist` may spell out, and entries of a list that is put together."""

LARGEST_EXPONENT, LARGEST_BASE = 64, 2**64
"""Of a power of whole numbers, which Python computes digit by digit."""

FORMAT = re.compile(r"[<>=^+\- ]?0?\d{0,2}(\.\d{1,2})?[a-z%]?", re.IGNORECASE)
"""What may stand behind the colon in an f-string: no width that fills the memory."""

Check = Callable[[Any], bool]
Parameters = dict[str, Check]
NUMBERS = (int, float, np.ndarray, np.generic, tf.Tensor, keras.Variable)


def is_array(value: Any) -> bool:
    """Return whether a value is a tensor or an array of numbers."""
    return isinstance(value, (tf.Tensor, np.ndarray))


def has_numbers(value: Any) -> bool:
    """Return whether Python, numpy or TensorFlow computes with a value; texts in arrays would grow with each "+"."""
    dtype = getattr(value, "dtype", None)
    return isinstance(value, NUMBERS) and not str(getattr(dtype, "name", dtype)).startswith(("str", "bytes", "object"))


def _is_axis(value: Any) -> bool:
    return value is None or (isinstance(value, int) and -32 <= value < 32)


def _is_decimals(value: Any) -> bool:
    return isinstance(value, int) and -30 <= value <= 30


def _is_indent(value: Any) -> bool:
    return value is None or (isinstance(value, int) and 0 <= value <= 8)


def _is_anything(value: Any) -> bool:
    return True


def _is_shape(value: Any) -> bool:
    sizes = tuple(value) if isinstance(value, (tuple, list, tf.TensorShape)) else (value,)
    whole = all(isinstance(size, int) and 0 <= size <= LARGEST_ARRAY for size in sizes)
    return whole and len(sizes) <= 8 and math.prod(sizes) <= LARGEST_ARRAY


def _is_dtype(value: Any) -> bool:
    return value in (tf.float32, np.float32, "float32")


def _is_name_of_layer(value: Any) -> bool:
    return isinstance(value, str) or value is None


NOTHING: Parameters = {}
ALONG_AXIS: Parameters = {"axis": _is_axis}
METHODS: dict[str, Parameters] = {
    **dict.fromkeys("get_config get_weights summary count_params numpy tolist item keys values items".split(), NOTHING),
    **dict.fromkeys("all any min max sum mean".split(), ALONG_AXIS),
    "round": {"decimals": _is_decimals},
    "get_layer": {"name": _is_name_of_layer, "index": _is_axis},
    "to_json": {"indent": _is_indent},
    "predict": {"x": is_array},
    "get": {"key": _is_anything, "default": _is_anything},
}
"""The methods that change nothing, and the arguments that each may get: none that writes, or that makes it slow."""

Function = tuple[Callable[..., Any], Parameters]
VALUE: Parameters = {"value": _is_anything}
REDUCED: Parameters = {"input_tensor": _is_anything, "axis": _is_axis}
ARRAY: Parameters = {"a": _is_anything, "axis": _is_axis}
SHAPED: Parameters = {"shape": _is_shape, "dtype": _is_dtype}
PAIR: Parameters = {"y_true": _is_anything, "y_pred": _is_anything}

FUNCTIONS: dict[str, Function] = {
    **{kind.__name__: (kind, VALUE) for kind in (len, float, int, bool, abs)},
    "type": (lambda value: type(value), VALUE),
    "round": (round, {"number": _is_anything, "ndigits": _is_decimals}),
    **{f"tf.{f.__name__}": (f, REDUCED) for f in (tf.reduce_mean, tf.reduce_sum, tf.reduce_max, tf.reduce_min)},
    **{f"tf.{f.__name__}": (f, {"x": _is_anything}) for f in (tf.square, tf.sqrt, tf.exp, tf.abs, tf.tanh, tf.sigmoid)},
    "tf.nn.relu": (tf.nn.relu, {"features": _is_anything}),
    "tf.nn.softmax": (tf.nn.softmax, {"logits": _is_anything}),
    "tf.matmul": (lambda a, b: multiplied(a, b, tf.matmul), {"a": is_array, "b": _is_anything}),
    "tf.constant": (tf.constant, {"value": _is_anything, "dtype": _is_dtype}),
    "tf.zeros": (tf.zeros, SHAPED),
    "tf.ones": (tf.ones, SHAPED),
    "tf.zeros_like": (tf.zeros_like, VALUE),
    "tf.ones_like": (tf.ones_like, VALUE),
    **{f"np.{f.__name__}": (f, ARRAY) for f in (np.mean, np.sum, np.max, np.min, np.argmax, np.argmin)},
    **{f"np.{f.__name__}": (f, {"x": _is_anything}) for f in (np.square, np.sqrt, np.exp, np.tanh)},
    "np.abs": (np.abs, {"x": _is_anything}),
    "np.array": (np.array, {"object": _is_anything, "dtype": _is_dtype}),
    "np.zeros": (np.zeros, SHAPED),
    "np.ones": (np.ones, SHAPED),
    "np.full": (np.full, {"shape": _is_shape, "fill_value": has_numbers, "dtype": _is_dtype}),
    "np.zeros_like": (np.zeros_like, {"a": _is_anything}),
    "np.ones_like": (np.ones_like, {"a": _is_anything}),
    "np.array_equal": (np.array_equal, {"a1": _is_anything, "a2": _is_anything}),
    "np.allclose": (np.allclose, {"a": _is_anything, "b": _is_anything}),
    "np.round": (np.round, {"a": _is_anything, "decimals": _is_decimals}),
    "keras.losses.mean_squared_error": (keras.losses.mean_squared_error, PAIR),
    "keras.losses.mean_absolute_error": (keras.losses.mean_absolute_error, PAIR),
}
"""The functions, by what they are called in the written code."""

MODELS = ("Model", "keras.Model", "keras.models.Model")
"""What makes a model that gets no variable, where that is recorded."""

NAMED = {"tf.float32": tf.float32, "np.float32": np.float32}
"""What else of the modules has a value."""

COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}
ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.MatMult: lambda a, b: multiplied(a, b, operator.matmul),
}


def multiplied(a: Any, b: Any, multiply: Callable[[Any, Any], Any]) -> Any:
    """Multiply two matrices, if their product is not too large.

    Raises:
        ValueError: it is.
    """
    rows, columns = tuple(a.shape), tuple(b.shape)
    numbers = max(math.prod(rows[:-1]), 1) * math.prod(columns[1:])
    if multiplications(a, b) > 100 * LARGEST_ARRAY or numbers > LARGEST_ARRAY:
        raise ValueError(f"the product of {rows} and {columns} is too large to be shown")
    return multiply(a, b)


def multiplications(a: Any, b: Any = None) -> int:
    """Return how many numbers a product of two matrices multiplies."""
    return int(math.prod(getattr(a, "shape", ())) * math.prod(getattr(b, "shape", ())[1:]))


def are_known(checks: Parameters, arguments: Sequence[Any], named: Mapping[str, Any]) -> bool:
    """Return whether every argument is one that is known and small."""
    given = {**dict(zip(checks, arguments)), **named}
    return len(given) == len(arguments) + len(named) and all(n in checks and checks[n](v) for n, v in given.items())


def may_raise(base: Any, exponent: Any) -> bool:
    """Return whether a power stays small: Python's whole numbers have no limit."""
    if not (isinstance(base, int) and isinstance(exponent, int)):
        return True
    return abs(exponent) <= LARGEST_EXPONENT and abs(base) <= LARGEST_BASE
