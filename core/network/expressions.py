"""Evaluate expressions over the learner's objects, for `Show` and for the answers of lessons.

An expression may come from a stranger's folder. It is parsed, never `eval`ed, and only what is listed here is allowed:
reading attributes, calling methods that change nothing, calling a built layer or model on numbers, comparing, indexing.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.network.calls import one_sample
from core.problems.problem import Problem
from core.snapshot.printed import Printed

LONGEST = 500
"""The most letters that an expression may have."""

ATTRIBUTES = frozenset(
    "weights variables trainable_variables non_trainable_variables trainable_weights non_trainable_weights kernel bias "
    "built units use_bias trainable name path layers input output inputs outputs input_shape output_shape shape dtype "
    "ndim size optimizer learning_rate iterations __name__".split()
)
LARGEST_ARRAY = 1_000_000
"""The most numbers that a result may have; broadcasting multiplies sizes."""

LONGEST_LIST = 10_000
"""The most numbers that `tolist` may spell out."""

LONGEST_TEXT = 100_000
"""Of what is printed, in letters; the rest is left out."""

Check = Callable[[Any], bool]


def _is_axis(value: Any) -> bool:
    return value is None or (isinstance(value, int) and -32 <= value < 32)


def _is_decimals(value: Any) -> bool:
    return isinstance(value, int) and -30 <= value <= 30


def _is_indent(value: Any) -> bool:
    return value is None or (isinstance(value, int) and 0 <= value <= 8)


def _is_array(value: Any) -> bool:
    return isinstance(value, (tf.Tensor, np.ndarray))


def _is_anything(value: Any) -> bool:
    return True


NOTHING: dict[str, Check] = {}
ALONG_AXIS: dict[str, Check] = {"axis": _is_axis}
METHODS: dict[str, dict[str, Check]] = {
    **dict.fromkeys("get_config get_weights summary count_params numpy tolist item keys values items".split(), NOTHING),
    **dict.fromkeys("all any min max sum mean".split(), ALONG_AXIS),
    "round": {"decimals": _is_decimals},
    "get_layer": {"name": lambda name: isinstance(name, str) or name is None, "index": _is_axis},
    "to_json": {"indent": _is_indent},
    "predict": {"x": _is_array},
    "get": {"key": _is_anything, "default": _is_anything},
}
"""The methods that change nothing, and the arguments that each may get: none that writes, or that makes it slow."""

FUNCTIONS: dict[str, tuple[Callable[..., Any], dict[str, Check]]] = {
    **{kind.__name__: (kind, {"value": _is_anything}) for kind in (len, float, int, bool, abs)},
    "type": (lambda value: type(value), {"value": _is_anything}),
    "round": (round, {"number": _is_anything, "ndigits": _is_decimals}),
}
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
}


def evaluate(namespace: Mapping[str, Any], expression: str) -> Any:
    """Evaluate an expression over a namespace, without changing anything.

    Raises:
        Problem: it may not be shown, or Keras refused.

    Example:
        >>> evaluate(network.names.all, 'model.get_layer("hidden_1") is hidden_1')
        True
    """
    try:
        if len(expression) > LONGEST:
            raise _refused(expression, f"{LONGEST} letters")
        return _Evaluator(namespace, expression).value(ast.parse(expression.strip(), mode="eval").body)
    except Problem:
        raise
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise _refused(expression, "Python") from error
    except Exception as error:  # Keras's or numpy's own refusal is what there is to show
        raise Problem("keras.refused", keras_message=f"{type(error).__name__}: {error}") from error


def printed(namespace: Mapping[str, Any], expression: str) -> Printed:
    """Return what printing an expression prints.

    Raises:
        Problem: as `evaluate`.
    """
    value = evaluate(namespace, expression)
    text = str(value)
    text = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
    return Printed(expression, text, value=value if isinstance(value, dict) else None)


def _refused(expression: str, what: str) -> Problem:
    return Problem("show.refused", expression=expression, received=what)


def _no_such_layer(model: keras.Model, asked: str, error: ValueError) -> Problem:
    names = ", ".join(layer.name for layer in model.layers)
    return Problem("layer.unknown", keras_message=f"{type(error).__name__}: {error}", received=asked, names=names)


class _Evaluator:
    """Walk the tree of an expression, and refuse whatever is not listed."""

    def __init__(self, namespace: Mapping[str, Any], expression: str) -> None:
        self._namespace, self._expression = namespace, expression

    def value(self, node: ast.AST) -> Any:
        """Return the value of a part of the expression."""
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise self._refusal(node)
        return method(node)

    def _refusal(self, node: ast.AST) -> Problem:
        return _refused(self._expression, ast.unparse(node))

    def _constant(self, node: ast.Constant) -> Any:
        return node.value

    def _name(self, node: ast.Name) -> Any:
        if node.id not in self._namespace:
            raise Problem("name.unknown", received=node.id, names=", ".join(self._namespace) or "–")
        return self._namespace[node.id]

    def _tuple(self, node: ast.Tuple) -> Any:
        return tuple(self.value(part) for part in node.elts)

    def _list(self, node: ast.List) -> Any:
        return [self.value(part) for part in node.elts]

    def _attribute(self, node: ast.Attribute) -> Any:
        if node.attr not in ATTRIBUTES:
            raise self._refusal(node)
        return getattr(self.value(node.value), node.attr)

    def _subscript(self, node: ast.Subscript) -> Any:
        return self.value(node.value)[self.value(node.slice)]

    def _slice(self, node: ast.Slice) -> Any:
        return slice(*(None if part is None else self.value(part) for part in (node.lower, node.upper, node.step)))

    def _unaryop(self, node: ast.UnaryOp) -> Any:
        operand = self.value(node.operand)
        if isinstance(node.op, ast.Not):
            return not operand
        return -operand if isinstance(node.op, ast.USub) else +operand

    def _boolop(self, node: ast.BoolOp) -> Any:
        values = [self.value(part) for part in node.values]
        return all(values) if isinstance(node.op, ast.And) else any(values)

    def _binop(self, node: ast.BinOp) -> Any:
        compute = ARITHMETIC.get(type(node.op))
        left, right = self.value(node.left), self.value(node.right)
        numbers = (int, float, np.ndarray, np.generic, tf.Tensor)
        if compute is None or not (isinstance(left, numbers) and isinstance(right, numbers)):
            raise self._refusal(node)
        self._check_size(left, right)
        return compute(left, right)

    def _check_size(self, left: Any, right: Any) -> None:
        """Raise a Problem if two arrays together would be too large; shapes that do not fit are numpy's to refuse."""
        shapes = [tuple(getattr(value, "shape", ())) for value in (left, right)]
        size = math.prod(max(pair) for pair in zip_longest(*(shape[::-1] for shape in shapes), fillvalue=1))
        if size > LARGEST_ARRAY:
            raise _refused(self._expression, f"{size} > {LARGEST_ARRAY}")

    def _compare(self, node: ast.Compare) -> Any:
        left, result = self.value(node.left), True
        for kind, part in zip(node.ops, node.comparators, strict=True):
            right = self.value(part)
            self._check_size(left, right)
            result = COMPARISONS[type(kind)](left, right)
            if not isinstance(result, bool) or not result:
                break  # arrays compare cell by cell, so a chain of comparisons ends with them
            left = right
        return result

    def _call(self, node: ast.Call) -> Any:
        arguments = [self.value(part) for part in node.args]
        named = {part.arg: self.value(part.value) for part in node.keywords if part.arg is not None}
        if len(named) < len(node.keywords):
            raise self._refusal(node)
        function = node.func
        if isinstance(function, ast.Attribute):
            return self._call_method(node, function, arguments, named)
        if isinstance(function, ast.Name) and function.id in FUNCTIONS and function.id not in self._namespace:
            compute, checks = FUNCTIONS[function.id]
            self._check_arguments(node, checks, arguments, named)
            return compute(*arguments, **named)
        called = self.value(function)
        built = isinstance(called, keras.Layer) and called.built
        if not built or named or len(arguments) != 1 or not isinstance(arguments[0], (tf.Tensor, np.ndarray)):
            raise self._refusal(node)  # it would build a layer, or connect it
        return self._on_samples(called, node, called, arguments[0])

    def _on_samples(self, owner: Any, node: ast.Call, compute: Callable[[Any], Any], samples: Any) -> Any:
        """Call a layer or a model; one sample without its batch axis gets a Problem of its own."""
        try:
            return compute(samples)
        except ValueError as error:
            if samples.ndim != 1:
                raise
            raise one_sample(owner, ast.unparse(node.args[0]), tuple(samples.shape), error) from error

    def _check_arguments(
        self, node: ast.Call, checks: Mapping[str, Check], arguments: list[Any], named: Mapping[str, Any]
    ) -> None:
        """Raise a Problem unless every argument is one that is known and small."""
        given = {**dict(zip(checks, arguments)), **named}
        if len(given) < len(arguments) + len(named) or not all(n in checks and checks[n](v) for n, v in given.items()):
            raise self._refusal(node)

    def _call_method(self, node: ast.Call, function: ast.Attribute, arguments: list[Any], named: dict[str, Any]) -> Any:
        if function.attr not in METHODS:
            raise self._refusal(function)
        owner = self.value(function.value)
        if isinstance(owner, type):
            raise self._refusal(function)
        if function.attr == "predict":
            named.pop("verbose", None)
        self._check_arguments(node, METHODS[function.attr], arguments, named)
        if function.attr == "summary":
            lines: list[str] = []
            owner.summary(print_fn=lambda line, line_break=False: lines.append(line))
            return "\n".join(lines).strip("\n")
        if function.attr == "predict" and arguments and isinstance(owner, keras.Model):
            return self._on_samples(owner, node, lambda samples: owner.predict(samples, verbose=0), arguments[0])
        if function.attr == "tolist" and getattr(owner, "size", 0) > LONGEST_LIST:
            raise _refused(self._expression, f"{owner.size} > {LONGEST_LIST}")
        try:
            return getattr(owner, function.attr)(*arguments, **named)
        except ValueError as error:
            if function.attr != "get_layer" or not isinstance(owner, keras.Model):
                raise
            asked = ", ".join(map(repr, (*arguments, *named.values())))
            raise _no_such_layer(owner, asked, error) from error
