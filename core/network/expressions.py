"""Evaluate expressions over the learner's objects, for what is shown or gets a variable, and for lessons' answers.

An expression may come from a stranger's folder. It is parsed, never `eval`ed, and only what `core.network.known_calls`
lists is allowed: reading attributes, functions and methods that change nothing, calling a built layer or model on
numbers, comparing, indexing. Only what is recorded as a command of its own may build layers and connect them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any, Protocol

import keras
import tensorflow as tf

from core.design.dotted import dotted
from core.network.calls import call, explained
from core.network.known_calls import (
    ARITHMETIC,
    ATTRIBUTES,
    COMPARISONS,
    FORMAT,
    FUNCTIONS,
    LONGEST_LIST,
    METHODS,
    MODELS,
    NAMED,
    are_known,
    has_numbers,
    is_array,
    may_raise,
    multiplications,
)
from core.problems.problem import Problem
from core.sizes.limits import CALL, ENTRY, LONGEST_TEXT, MOST_CODE, MOST_ROUNDS, PART, PREDICTION, TooLarge, Work, check
from core.sizes.measure import check_index, check_together, entries_of, numbers_of
from core.sizes.text import text_of
from core.snapshot.printed import Printed

HINT = ("hidden_1.get_config()", "hidden_1.kernel[0]", "model(X)")
"""What a refusal shows where there is nothing nearer."""


class Effects(Protocol):
    """What an expression may do besides reading, where that is recorded."""

    def call(self, called: Any, value: Any, written: str) -> Any:
        """Call a layer or a model on a tensor, which may build or connect it."""

    def model(self, inputs: Any, outputs: Any) -> Any:
        """Make a model that gets no variable."""

    def gradient(self, tape: Any, target: Any, sources: Any) -> Any:
        """Ask a tape for gradients, which it gives once."""


class Tape:
    """A gradient tape, or None after it was asked: a tape answers once."""

    def __init__(self, recorded: tf.GradientTape | None) -> None:
        self.recorded = recorded

    def __repr__(self) -> str:
        return "<tf.GradientTape>"


def evaluate(namespace: Mapping[str, Any], expression: str, effects: Effects | None = None) -> Any:
    """Evaluate an expression over a namespace, without changing anything but by `effects`.

    Raises:
        Problem: it is not allowed, or Keras refused.

    Example:
        >>> evaluate(network.names.all, 'model.get_layer("hidden_1") is hidden_1')
        True
    """
    with _evaluating(namespace, expression, effects) as evaluator:
        return evaluator.value(ast.parse(expression.strip(), mode="eval").body)


def printed(namespace: Mapping[str, Any], expression: str, effects: Effects | None = None) -> Printed:
    """Return what printing an expression prints; several, separated by commas, as `print` does.

    Raises:
        Problem: as `evaluate`.
    """
    with _evaluating(namespace, expression, effects) as evaluator:
        values = [evaluator.value(part) for part in _arguments(expression)]
        text = text_of(*values)
    whole = len(values) == 1 and isinstance(values[0], dict) and len(text) <= LONGEST_TEXT
    return Printed(expression, text, value=values[0] if whole else None)


def printed_each(namespace: Mapping[str, Any], variable: str, values: list[Any], expression: str) -> Printed:
    """Return what a loop prints that gives a variable one value after another, a line for each.

    Raises:
        Problem: as `evaluate`; the rounds together may ask for as much as one expression.
    """
    text = ""
    with _evaluating(namespace, expression, None) as evaluator:
        check("rounds", MOST_ROUNDS, len(values))
        parts = _arguments(expression)
        for number, value in enumerate(values):
            evaluator.give(variable, value)
            line = text_of(*map(evaluator.value, parts))
            text = text_of(f"{text}\n{line}" if number else line)
    return Printed(expression, text)


def _arguments(expression: str) -> list[ast.expr]:
    """Return what is printed: "a, b" is two things and "(a, b)" one.

    Raises:
        SyntaxError: it is not what may stand between the brackets of `print`.
    """
    ast.parse(expression.strip(), mode="eval")  # or a bracket could close the call
    written = ast.parse(f"print({expression.strip()})", mode="eval").body
    assert isinstance(written, ast.Call)
    if written.keywords or any(isinstance(part, ast.Starred) for part in written.args):
        raise SyntaxError
    return written.args


@contextmanager
def _evaluating(namespace: Mapping[str, Any], expression: str, effects: Effects | None) -> Iterator[_Evaluator]:
    """Give what evaluates an expression, and raise a Problem for whatever it raises."""
    try:
        check("letters", MOST_CODE, len(expression))
        yield _Evaluator(namespace, expression, effects)
    except Problem:
        raise
    except TooLarge as error:
        raise error.in_expression(expression[:MOST_CODE]) from error
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise _refused(expression, "Python", HINT) from error
    except Exception as error:  # Keras's or numpy's own refusal is what there is to show
        raise Problem("keras.refused", keras_message=f"{type(error).__name__}: {error}") from error


def _refused(expression: str, what: str, expected: Iterable[str]) -> Problem:
    return Problem("show.refused", expression=expression, received=what, expected=", ".join(expected))


def _near(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that are most like a name, or all of them."""
    return get_close_matches(name, known, n=5, cutoff=0.5) or sorted(known)


def _no_such_layer(model: keras.Model, asked: str, error: ValueError) -> Problem:
    names = ", ".join(layer.name for layer in model.layers)
    return Problem("layer.unknown", keras_message=f"{type(error).__name__}: {error}", received=asked, names=names)


class _Evaluator:
    """Walk the tree of an expression, and refuse whatever is not listed."""

    def __init__(self, namespace: Mapping[str, Any], expression: str, effects: Effects | None) -> None:
        self._namespace, self._expression, self._effects = dict(namespace), expression, effects
        self._in_loop, self._work = False, Work()

    def give(self, variable: str, value: Any) -> None:
        """Give a variable a value for what follows."""
        self._namespace[variable] = value

    def value(self, node: ast.AST) -> Any:
        """Return the value of a part of the expression."""
        self._work.add(PART)
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise self._refusal(node)
        return method(node)

    def _refusal(self, node: ast.AST, expected: Iterable[str] = HINT) -> Problem:
        return _refused(self._expression, ast.unparse(node), expected)

    # ---- names and constants ----------------------------------------------------------------------------------

    def _constant(self, node: ast.Constant) -> Any:
        return node.value

    def _name(self, node: ast.Name) -> Any:
        if node.id not in self._namespace:
            raise Problem("name.unknown", received=node.id, names=", ".join(self._namespace) or "–")
        return self._namespace[node.id]

    def _attribute(self, node: ast.Attribute) -> Any:
        if (name := dotted(node)) in NAMED:
            return NAMED[name]
        if node.attr not in ATTRIBUTES:
            raise self._refusal(node, _near(node.attr, ATTRIBUTES))
        return getattr(self.value(node.value), node.attr)

    def _subscript(self, node: ast.Subscript) -> Any:
        owner, index = self.value(node.value), self.value(node.slice)
        self._work.add(check_index(owner, index))
        found = owner[index]
        return self._measured(found) if is_array(found) else found

    def _slice(self, node: ast.Slice) -> Any:
        return slice(*(None if part is None else self.value(part) for part in (node.lower, node.upper, node.step)))

    # ---- lists and texts --------------------------------------------------------------------------------------

    def _tuple(self, node: ast.Tuple) -> Any:
        return tuple(self._entries(node.elts))

    def _list(self, node: ast.List) -> Any:
        return self._entries(node.elts)

    def _entries(self, parts: Iterable[ast.expr]) -> list[Any]:
        """Return the entries of a list; "*more" stands for those of another one."""
        found: list[Any] = []
        for part in parts:
            more = self.value(part.value) if isinstance(part, ast.Starred) else [self.value(part)]
            if not isinstance(more, (list, tuple)):
                raise self._refusal(part)
            check("entries", LONGEST_LIST, len(found) + len(more))
            found += more
        self._work.add(ENTRY * entries_of(found))
        return found

    def _measured(self, value: Any) -> Any:
        """Return a value that was made here, if it is not too large."""
        self._work.add(ENTRY * entries_of(value))
        return value

    def _listcomp(self, node: ast.ListComp) -> Any:
        match node.generators:
            case [ast.comprehension(target=ast.Name(id=variable), iter=entries, ifs=conditions, is_async=0)]:
                pass
            case _:
                raise self._refusal(node)
        values = self.value(entries)
        if self._in_loop or not isinstance(values, (list, tuple)):
            raise self._refusal(entries)
        check("rounds", MOST_ROUNDS, len(values))
        outside, found, self._in_loop = dict(self._namespace), [], True
        for value in values:
            self._namespace[variable] = value
            if all(self.value(condition) for condition in conditions):
                found.append(self.value(node.elt))
        self._namespace, self._in_loop = outside, False
        return self._measured(found)

    def _joinedstr(self, node: ast.JoinedStr) -> str:
        text = ""
        for part in node.values:
            text += self.value(part)
            check("letters", LONGEST_TEXT, len(text))
        return text

    def _formattedvalue(self, node: ast.FormattedValue) -> str:
        how = self.value(node.format_spec) if node.format_spec is not None else ""
        value = self.value(node.value)
        if not FORMAT.fullmatch(how):
            raise self._refusal(node)
        if node.conversion != -1 or isinstance(value, (list, tuple, dict)):
            value = text_of(value, written=node.conversion in (ord("r"), ord("a")))
        if node.conversion == ord("a"):
            value = value.encode("ascii", "backslashreplace").decode()
        return format(value, how)

    # ---- operators --------------------------------------------------------------------------------------------

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
        if isinstance(node.op, ast.Add) and isinstance(left, list) and isinstance(right, list):
            check("entries", LONGEST_LIST, len(left) + len(right))
            return self._measured(left + right)
        if compute is None or not (has_numbers(left) and has_numbers(right)):
            raise self._refusal(node)
        if isinstance(node.op, ast.Pow) and not may_raise(left, right):
            raise self._refusal(node)
        if isinstance(node.op, ast.MatMult):
            self._work.add(multiplications(left, right) // 10)
        else:
            self._work.add(check_together(left, right))
        return self._measured(compute(left, right))

    def _compare(self, node: ast.Compare) -> Any:
        left, result = self.value(node.left), True
        for kind, part in zip(node.ops, node.comparators, strict=True):
            right = self.value(part)
            if not isinstance(kind, (ast.Is, ast.IsNot)):
                self._work.add(check_together(left, right))
            result = COMPARISONS[type(kind)](left, right)
            if not isinstance(result, bool) or not result:
                break  # arrays compare cell by cell, so a chain of comparisons ends with them
            left = right
        return result

    # ---- calls ------------------------------------------------------------------------------------------------

    def _call(self, node: ast.Call) -> Any:
        self._work.add(CALL)
        result = self._called(node)
        self._work.add(numbers_of(result))
        return self._measured(result) if isinstance(result, int) or is_array(result) else result

    def _called(self, node: ast.Call) -> Any:
        arguments = [self.value(part) for part in node.args]
        named = {part.arg: self.value(part.value) for part in node.keywords if part.arg is not None}
        if len(named) < len(node.keywords):
            raise self._refusal(node)
        function, name = node.func, dotted(node.func)
        if name in FUNCTIONS and name not in self._namespace:
            compute, checks = FUNCTIONS[name]
            if not are_known(checks, arguments, named):
                raise self._refusal(node)
            if name == "tf.matmul":
                self._work.add(multiplications(*arguments, *named.values()) // 10)
            self._work.add(check_together(*arguments, *named.values()))
            return compute(*arguments, **named)
        if name in MODELS and name not in self._namespace:
            return self._made_model(node, arguments, named)
        if name.partition(".")[0] in ("tf", "np", "keras") and name.partition(".")[0] not in self._namespace:
            raise self._refusal(function, _near(name, FUNCTIONS))
        if isinstance(function, ast.Attribute):
            return self._call_method(node, function, arguments, named)
        return self._call_layer(node, self.value(function), arguments, named)

    def _call_layer(self, node: ast.Call, called: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        """Call a layer or a model on a tensor, or a loss on two."""
        if isinstance(called, keras.losses.Loss) and len(arguments) == 2 and not named:
            self._work.add(check_together(*arguments))
            return called(*arguments)
        if not isinstance(called, keras.Layer) or named or len(arguments) != 1:
            raise self._refusal(node)
        value, written = arguments[0], ast.unparse(node.args[0])
        if not (is_array(value) or (self._effects is not None and isinstance(value, keras.KerasTensor))):
            raise self._refusal(node)
        if self._effects is not None:
            return self._effects.call(called, value, written)
        if not called.built:
            raise self._refusal(node)
        return call(called, value, written)

    def _made_model(self, node: ast.Call, arguments: list[Any], named: dict[str, Any]) -> Any:
        """Make a model that gets no variable."""
        if self._effects is None or named or [type(end) for end in arguments] != [keras.KerasTensor] * 2:
            raise self._refusal(node)
        return self._effects.model(*arguments)

    def _on_samples(self, owner: Any, node: ast.Call, compute: Callable[[Any], Any], samples: Any) -> Any:
        """Call a model; a wrong shape gets a Problem of its own."""
        with explained(owner, samples, ast.unparse(node.args[0])):
            return compute(samples)

    def _call_method(self, node: ast.Call, function: ast.Attribute, arguments: list[Any], named: dict[str, Any]) -> Any:
        owner = self.value(function.value)
        if isinstance(owner, Tape) and function.attr == "gradient" and self._effects and len(arguments) == 2:
            return self._effects.gradient(owner, *arguments)
        if function.attr not in METHODS:
            raise self._refusal(function, _near(function.attr, METHODS))
        if isinstance(owner, type):
            raise self._refusal(function)
        if function.attr == "predict":
            named.pop("verbose", None)
        if not are_known(METHODS[function.attr], arguments, named):
            raise self._refusal(node)
        if function.attr == "summary":
            lines: list[str] = []
            owner.summary(print_fn=lambda line, line_break=False: lines.append(line))
            return "\n".join(lines).strip("\n")
        if function.attr == "predict":
            self._work.add(PREDICTION)
        if function.attr == "predict" and arguments and isinstance(owner, keras.Model):
            return self._on_samples(owner, node, lambda samples: owner.predict(samples, verbose=0), arguments[0])
        if function.attr == "tolist":
            check("entries", LONGEST_LIST, getattr(owner, "size", 0))
        try:
            return getattr(owner, function.attr)(*arguments, **named)
        except ValueError as error:
            if function.attr != "get_layer" or not isinstance(owner, keras.Model):
                raise
            asked = ", ".join(map(repr, (*arguments, *named.values())))
            raise _no_such_layer(owner, asked, error) from error
