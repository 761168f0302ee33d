"""The parts of a typed line: names, numbers and the arguments of a call, from Python's own syntax tree."""

from __future__ import annotations

import ast
import math
from typing import TypeVar

from core.commands import Command
from core.design.rows_of_tensor import is_rows
from core.intents.plans import Plan
from core.problems.problem import Problem

_Constant = TypeVar("_Constant")
Intent = Command | Plan
"""What a typed line becomes: a command, or what decides on commands when it is carried out."""


def is_name(node: ast.AST | None, name: str) -> bool:
    """Return whether a part is just this name."""
    return isinstance(node, ast.Name) and node.id == name


def layer_of(node: ast.AST) -> str | None:
    """Return the name in `model.get_layer("hidden_1")`; None for anything else."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="model"), attr="get_layer"),
            args=[ast.Constant(value=str(name))],
            keywords=[],
        ):
            return name
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="model"), attr="get_layer"),
            args=[],
            keywords=[ast.keyword(arg="name", value=ast.Constant(value=str(name)))],
        ):
            return name
    return None


def number_of(node: ast.AST | None) -> int | float | None:
    """Return a finite number that is written out, with or without a sign; None for anything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        inner = number_of(node.operand)
        return None if inner is None else -inner if isinstance(node.op, ast.USub) else inner
    value: object = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return value if math.isfinite(float(value)) else None
    except OverflowError:
        return None


def rows_of(node: ast.AST) -> list[list[int | float]] | None:
    """Return the rows of a table of numbers that is written out, as lists or tuples; None for anything else."""
    if not isinstance(node, (ast.List, ast.Tuple)):
        return None
    rows: list[list[int | float]] = []
    for row in node.elts:
        if not isinstance(row, (ast.List, ast.Tuple)):
            return None
        values = [number_of(value) for value in row.elts]
        if any(value is None for value in values):
            return None
        rows.append([value for value in values if value is not None])
    return rows


class Arguments:
    """The arguments of one call, by the names of its parameters.

    Args:
        call: the call.
        parameters: their names, separated by spaces; those after a "*" are keyword-only.
        example: a call that can be typed, shown when one is refused.

    Raises:
        Problem: an argument is none of these parameters. An argument that is not understood is refused, never ignored.
    """

    def __init__(self, call: ast.Call, parameters: str, example: str) -> None:
        self._example, self._call = example, call
        before, _, after = parameters.partition("*")
        places, names = before.split(), [*before.split(), *after.split()]
        self._given: dict[str, ast.expr] = {}
        for place, node in enumerate(call.args):
            if isinstance(node, ast.Starred) or place >= len(places):
                raise self.refusal(node)
            self._given[places[place]] = node
        for keyword in call.keywords:
            if keyword.arg not in names or keyword.arg in self._given:
                raise self.refusal(keyword)
            self._given[keyword.arg] = keyword.value

    def __contains__(self, name: str) -> bool:
        return name in self._given

    def refusal(self, node: ast.AST | None = None) -> Problem:
        """Make the Problem that this part, or the whole call, cannot be done as it is written."""
        received = ast.unparse(self._call if node is None else node)
        return Problem("line.argument", received=received, expected=self._example)

    def part(self, name: str) -> ast.expr:
        """Return a required argument."""
        if name not in self._given:
            raise self.refusal()
        return self._given[name]

    def variable(self, name: str) -> str:
        """Return an argument that is a name."""
        node = self.part(name)
        if not isinstance(node, ast.Name):
            raise self.refusal(node)
        return node.id

    def samples(self, name: str) -> str:
        """Return an argument that is a name, or some rows of what it stands for, as in `X[:2]`."""
        return self.samples_in(self.part(name))

    def samples_in(self, node: ast.expr) -> str:
        """Return such a name, or rows, from a part of an argument."""
        written = ast.unparse(node)
        if not (isinstance(node, ast.Name) or is_rows(written)):
            raise self.refusal(node)
        return written

    def tensor(self, name: str) -> str:
        """Return an argument that is a tensor: a name, or a layer's output, as in `hidden_1.output`."""
        node = self.part(name)
        if isinstance(node, ast.Attribute) and node.attr == "output" and isinstance(node.value, ast.Name):
            return ast.unparse(node)
        return self.variable(name)

    def whole(self, name: str, default: int | None = None) -> int:
        """Return an argument that is a whole number."""
        if default is not None and name not in self:
            return default
        value = number_of(self.part(name))
        if not isinstance(value, int):
            raise self.refusal(self.part(name))
        return value

    def number(self, name: str, default: float | None = None) -> float:
        """Return an argument that is a number."""
        if default is not None and name not in self:
            return default
        value = number_of(self.part(name))
        if value is None:
            raise self.refusal(self.part(name))
        return float(value)

    def flag(self, name: str, default: bool) -> bool:
        """Return an argument that is True or False."""
        node = self._given.get(name)
        if node is None:
            return default
        if not isinstance(node, ast.Constant) or not isinstance(node.value, bool):
            raise self.refusal(node)
        return node.value

    def word(self, name: str, default: str) -> str:
        """Return an argument that is a text of letters, digits and underscores: it becomes part of the written code."""
        node = self._given.get(name)
        if node is None:
            return default
        return self.word_in(node)

    def word_in(self, node: ast.expr) -> str:
        """Return such a text from a part of an argument."""
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or not node.value.isidentifier():
            raise self.refusal(node)
        return node.value

    def one_of(self, name: str, allowed: tuple[_Constant, ...]) -> _Constant:
        """Return an argument that is one of these constants; the first of them where it is left out."""
        self.only(name, *allowed)
        node = self._given.get(name)
        return next((one for one in allowed if isinstance(node, ast.Constant) and node.value == one), allowed[0])

    def only(self, name: str, *allowed: object) -> None:
        """Raise a Problem if an argument is given and is not one of these constants."""
        node = self._given.get(name)
        if node is not None and not (isinstance(node, ast.Constant) and _is_one_of(node.value, allowed)):
            raise self.refusal(node)


def _is_one_of(value: object, allowed: tuple[object, ...]) -> bool:
    return any(type(value) is type(one) and value == one for one in allowed)
