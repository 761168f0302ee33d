"""The blocks that can be typed: a tape, and loops over layers, weights and steps."""

from __future__ import annotations

import ast
from collections.abc import Callable

from core.commands import RecordTape, ShowEach, Step, UpdateByHand
from core.commands.values import ASSIGNING
from core.design.dotted import dotted
from core.intents.typed import FreezeEach
from core.problems.problem import Problem
from core.script.line_calls import descend
from core.script.line_parts import Intent, is_name, number_of

TAPE = """with tf.GradientTape() as tape:
    Y_pred = model(X)
    loss = tf.reduce_mean((Y_true - Y_pred) ** 2)"""
LOOPS = (
    "for layer in model.layers[:2]: layer.trainable = False",
    "for layer in model.layers: print(layer.name, layer.trainable)",
    "for weight, gradient in zip(weights, gradients): weight.assign_sub(0.1 * gradient)",
)
Text = Callable[[ast.expr], str]


def tape(block: ast.With, text: Text) -> Intent:
    """Read `with tf.GradientTape() as tape:` with a value for a variable in each line.

    Args:
        text: gives a part as it was written.
    """
    match block.items:
        case [ast.withitem(context_expr=ast.Call(args=[], keywords=[]) as call, optional_vars=ast.Name(id=name))]:
            known = dotted(call.func) in ("tf.GradientTape", "GradientTape")
        case _:
            known, name = False, ""
    if not known:
        raise refused(block.items[0].context_expr, TAPE)
    variables, expressions = [], []
    for line in block.body:
        match line:
            case ast.Assign(targets=[ast.Name(id=variable)], value=value):
                variables.append(variable)
                expressions.append(text(value))
            case _:
                raise refused(line, TAPE)
    return RecordTape(tuple(variables), tuple(expressions), name)


def loop(block: ast.For, text: Text, shown: Callable[[ast.Call], str]) -> tuple[Intent, ...]:
    """Read a loop over layers or weights that freezes, prints, or updates; or one of steps.

    Args:
        text: gives a part as it was written.
        shown: gives what stands between the brackets of a `print`.
    """
    body = block.body[0]
    if len(block.body) > 1 and not all(map(_freezes, block.body)):
        raise refused(block.body[1], *LOOPS)
    if block.orelse:
        raise refused(block.orelse[0], *LOOPS)
    match block.target, body:
        case ast.Name(), ast.Expr(value=ast.Call() as call) if dotted(call.func) == "descend":
            return (_steps(block, call),)
        case ast.Name(id=name), ast.Expr(value=ast.Call() as call) if dotted(call.func) == "print":
            return (ShowEach(name, (text(block.iter), shown(call))),)
        case ast.Name(id=name), _ if _freezes(body):
            return tuple(_freezing(line, name, text(block.iter), text) for line in block.body)
        case ast.Tuple(elts=[ast.Name(id=weight), ast.Name(id=gradient)]), ast.Expr(value=ast.Call() as call):
            return (_update(block, weight, gradient, call, text),)
    raise refused(body, *LOOPS)


def refused(part: ast.AST, *examples: str) -> Problem:
    """Make the Problem that a part of a block is not known."""
    return Problem("line.argument", received=ast.unparse(part), expected="\n".join(examples))


def _steps(block: ast.For, call: ast.Call) -> Step:
    match block.iter:
        case ast.Call(func=ast.Name(id="range"), args=[times], keywords=[]) if isinstance(number_of(times), int):
            step = descend(call)
            assert isinstance(step, Step)
            return Step(step.steps * int(number_of(times) or 0))
    raise refused(block.iter, "for _ in range(10): descend(1000)")


def _freezes(line: ast.stmt) -> bool:
    """Return whether a line is `name.trainable = …`, perhaps behind an `if`."""
    if isinstance(line, ast.If):
        return not line.orelse and len(line.body) == 1 and _freezes(line.body[0])
    match line:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(), attr="trainable")]):
            return True
    return False


def _freezing(line: ast.stmt, variable: str, layers: str, text: Text) -> FreezeEach:
    if isinstance(line, ast.If):
        condition, inner = text(line.test), line.body[0]
        if isinstance(inner, ast.If):
            raise refused(inner, *LOOPS)
    else:
        condition, inner = None, line
    match inner:
        case ast.Assign(
            targets=[ast.Attribute(value=ast.Name(id=name))], value=ast.Constant(value=bool(trainable))
        ) if name == variable:
            return FreezeEach(layers, trainable, variable, condition)
    raise refused(line, *LOOPS)


def _update(block: ast.For, weight: str, gradient: str, call: ast.Call, text: Text) -> UpdateByHand:
    match block.iter, call:
        case (
            ast.Call(func=ast.Name(id="zip"), args=[weights, gradients], keywords=[]),
            ast.Call(func=ast.Attribute(value=owner, attr=method), args=[change], keywords=[]),
        ) if method in ASSIGNING and is_name(owner, weight):
            return UpdateByHand((weight, gradient), (text(weights), text(gradients), text(change)), method)
    raise refused(call if isinstance(block.iter, ast.Call) else block.iter, LOOPS[-1])
