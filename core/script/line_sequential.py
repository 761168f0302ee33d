"""`keras.Sequential([…])` and `model.add(…)`, as they can be typed."""

from __future__ import annotations

import ast

from core.commands import Command, CreateLayer
from core.commands.refused_calls import INPUTS, check_layer
from core.design.dotted import dotted
from core.design.layer_kinds import LAYER_KINDS
from core.design.names import MODEL
from core.design.network_spec import LayerSpec
from core.intents.plans import Plan
from core.intents.typed import ADDED, ForgetIfThere, MakeSequentialOf
from core.problems.problem import Problem
from core.script.line_calls import new_layer
from core.script.line_parts import Arguments, number_of

SEQUENTIAL = 'model = keras.Sequential([keras.Input((3,)), layers.Dense(5, activation="relu"), layers.Dense(1)])'
NAMES = ("Sequential", "keras.Sequential", "keras.models.Sequential", "models.Sequential")
KINDS = {name: kind for kind in LAYER_KINDS for name in kind.names}
Part = tuple[tuple[str, LayerSpec | None] | None, int | None]
"""A layer, if it is one, and the number of inputs, if it says one."""


def sequential(variable: str, call: ast.Call) -> tuple[Command | Plan, ...]:
    """Read `model = keras.Sequential([…])`. One without layers is nothing yet: the model that there was is gone."""
    given = Arguments(call, "layers * name", SEQUENTIAL)
    entries = given.part("layers") if "layers" in given else ast.List([], ast.Load())
    if not isinstance(entries, (ast.List, ast.Tuple)):
        raise given.refusal(entries)
    if not entries.elts:
        return (ForgetIfThere(variable),)
    parts = [_part(one) for one in entries.elts]
    return (_plan(parts, name=given.word("name", "sequential"), variable=variable),)


def added(call: ast.Call) -> Plan:
    """Read `model.add(…)`."""
    part = _part(Arguments(call, "layer", ADDED).part("layer"))
    return _plan([part], added=True)


def _plan(parts: list[Part], added: bool = False, name: str = "sequential", variable: str = MODEL) -> MakeSequentialOf:
    inputs = next((size for _, size in parts if size is not None), None)
    layers = tuple(layer for layer, _ in parts if layer is not None)
    if not layers and not added:
        raise Problem("sequential.inputs")
    return MakeSequentialOf(layers, inputs, added, name, variable)


def _part(node: ast.expr) -> Part:
    """Read one entry of the list."""
    if isinstance(node, ast.Name):
        return (node.id, None), None
    function = dotted(node.func) if isinstance(node, ast.Call) else ""
    if isinstance(node, ast.Call) and function in INPUTS:
        return None, _size(Arguments(node, "shape * name", SEQUENTIAL).part("shape"))
    if isinstance(node, ast.Call) and function not in KINDS:
        check_layer(node)
    if not isinstance(node, ast.Call) or function not in KINDS:
        raise Problem("line.argument", received=ast.unparse(node), expected=SEQUENTIAL)
    size, named = None, False
    keywords = []
    for keyword in node.keywords:
        if keyword.arg in ("input_shape", "input_dim"):
            size = _size(keyword.value)
        else:
            keywords.append(keyword)
            named |= keyword.arg == "name"
    create, *others = new_layer(KINDS[function], "dense", ast.Call(node.func, node.args, keywords))
    assert isinstance(create, CreateLayer)
    if others:
        raise Problem("line.argument", received="trainable=False", expected=SEQUENTIAL)
    return (create.spec.name if named else "", create.spec), size


def _size(node: ast.expr) -> int:
    """Return the number of inputs in `(3,)` or `3`."""
    inner = node.elts[0] if isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) == 1 else node
    size = number_of(inner)
    if not isinstance(size, int):
        raise Problem("line.argument", received=ast.unparse(node), expected=SEQUENTIAL)
    return size
