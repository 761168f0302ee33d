"""Calls that learners know from courses and that nothing here does, and the problem that each gets."""

from __future__ import annotations

import ast
from collections.abc import Collection
from contextlib import suppress

from core.design.dotted import dotted
from core.design.layer_kinds import LAYER_KINDS
from core.design.model_boxes import OTHER_KINDS, PLAIN_KINDS
from core.problems.problem import Problem
from core.sizes.limits import MOST_CODE

LAYERS = ("keras.layers", "layers")
INPUTS = ("Input", "keras.Input", "keras.layers.Input", "layers.Input")
ALL_KINDS = PLAIN_KINDS | OTHER_KINDS
"""Layers of Keras by the names of their classes."""

MADE_HERE = frozenset(kind.class_name for kind in LAYER_KINDS)
SAVING = frozenset("save save_weights save_model export".split())
OPENING = frozenset("load_model load_weights".split())


def check_calls(expression: str, known: Collection[str] = ()) -> None:
    """Raise the Problem of the first call in an expression that is known not to be done here.

    Args:
        known: the variables that there are; a call of one of them is the learner's own.
    """
    if len(expression) > MOST_CODE:
        return  # whoever evaluates it says so
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):  # likewise
        for node in ast.walk(ast.parse(expression.strip(), mode="eval")):
            if isinstance(node, ast.Call) and dotted(node.func).partition(".")[0] not in known:
                check_layer(node)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                _check_file(node, node.func.attr)


def check_layer(call: ast.Call) -> None:
    """Raise a Problem if a call makes a layer: of a kind that cannot be made here, or one without a variable."""
    function = dotted(call.func)
    module, _, kind = function.rpartition(".")
    if function in INPUTS or (kind in MADE_HERE and module in ("", *LAYERS)):
        variable = "inputs" if function in INPUTS else "hidden_1"
        raise Problem("layer.no_variable", received=ast.unparse(call), call=f"{variable} = {ast.unparse(call)}")
    if module in LAYERS or (not module and kind in ALL_KINDS):
        raise other_kind(kind)


def other_kind(kind: str) -> Problem:
    """Make the Problem that layers of a kind cannot be made here."""
    return Problem(
        "layer.other_kind", received=kind, kinds=", ".join(sorted(MADE_HERE)), expected=LAYER_KINDS[0].example
    )


def _check_file(call: ast.Call, method: str) -> None:
    if method in SAVING:
        raise Problem("file.saved_by_line", received=ast.unparse(call))
    if method in OPENING:
        raise Problem("file.opened_by_line", received=ast.unparse(call))
