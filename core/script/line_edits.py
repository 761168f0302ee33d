"""The lines that edit samples by hand."""

from __future__ import annotations

import ast

from core.commands import AddRows, Command, RemoveRows, SetCells
from core.design.dotted import dotted
from core.design.names import SAMPLES
from core.script.line_parts import Arguments, is_name, number_of, rows_of

CELLS = "X = tf.tensor_scatter_nd_update(X, [[0, 1]], [0.5])"


def cells(variable: str, call: ast.Call) -> Command:
    """Read `X = tf.tensor_scatter_nd_update(X, [[0, 1]], [0.5])`: other numbers in some cells of X or Y_true."""
    given = Arguments(call, "tensor indices updates", CELLS)
    places, values = rows_of(given.part("indices")), rows_of(ast.List([given.part("updates")]))
    whole = places is not None and all(isinstance(part, int) and part >= 0 for place in places for part in place)
    if variable not in SAMPLES or given.variable("tensor") != variable or not whole or values is None:
        raise given.refusal()
    assert places is not None
    return SetCells(variable, tuple(tuple(map(int, place)) for place in places), tuple(map(float, values[0])))


def rows(value: ast.expr) -> Command | None:
    """Read what is assigned to `X, Y_true`: both with new rows, or both without some; None for anything else."""
    if not isinstance(value, ast.Tuple) or len(value.elts) != 2:
        return None
    added = [_added(part, name) for part, name in zip(value.elts, SAMPLES, strict=True)]
    if added[0] is not None and added[1] is not None:
        return AddRows(added[0], added[1])
    removed = [_removed(part, name) for part, name in zip(value.elts, SAMPLES, strict=True)]
    return RemoveRows(removed[0]) if removed[0] and removed[0] == removed[1] else None


def _added(call: ast.expr, name: str) -> tuple[tuple[float, ...], ...] | None:
    """Return the rows in `tf.concat([X, [[…]]], axis=0)`."""
    match call:
        case ast.Call(args=[ast.List(elts=[tensor, table])], keywords=[ast.keyword(arg="axis", value=axis)]):
            found = rows_of(table)
            if dotted(call.func) == "tf.concat" and is_name(tensor, name) and number_of(axis) == 0 and found:
                return tuple(tuple(map(float, row)) for row in found)
    return None


def _removed(call: ast.expr, name: str) -> tuple[int, ...]:
    """Return the places in `tf.constant(np.delete(X, […], axis=0))`; none if it is anything else."""
    match call:
        case ast.Call(args=[ast.Call(args=[tensor, ast.List(elts=places)], keywords=[axis]) as inner], keywords=[]):
            functions = dotted(call.func), dotted(inner.func)
            numbers = tuple(place for place in map(number_of, places) if isinstance(place, int) and place >= 0)
            first = axis.arg == "axis" and number_of(axis.value) == 0
            known = functions == ("tf.constant", "np.delete") and is_name(tensor, name) and first
            return numbers if known and len(numbers) == len(places) else ()
    return ()
