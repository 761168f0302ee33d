"""Read a line of Keras that a learner types as the command that a click makes.

The line is parsed by Python and never evaluated. A line that no command writes exactly like this is refused, so that
a typed line joins script, undo, timeline and goals like any click.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable
from functools import partial

from core.commands import Command, Forget, SaveWeights, SetActivation, SetBatchSize, SetLearningRate, SetTrainable, Show
from core.design.layer_kinds import LAYER_KINDS
from core.problems.problem import Problem
from core.script import line_calls
from core.script.line_parts import dotted, layer_of, number_of

LONGEST = 2000
"""The most letters that a line may have."""

EXAMPLES = (
    "X1 = tf.constant([[0.2, 0.5, 0.7]])",
    'hidden_1 = layers.Dense(5, activation="relu")',
    "Z1 = hidden_1(X)",
    "model.trainable = False",
    "descend(10)",
    "print(hidden_1.kernel.shape)",
)
"""What a refusal shows."""

MODULES = frozenset("keras tf layers np".split())
MADE: dict[str, Callable[[str, ast.Call], Command]] = {
    "tf.constant": line_calls.tensor,
    **{name: partial(line_calls.new_layer, kind) for kind in LAYER_KINDS for name in kind.names},
    **dict.fromkeys(("Input", "keras.Input", "layers.Input", "keras.layers.Input"), line_calls.new_input),
    **dict.fromkeys(("Model", "keras.Model", "keras.models.Model"), line_calls.new_model),
    **dict.fromkeys(("Model.from_config", "keras.Model.from_config", "keras.models.Model.from_config"),
                    line_calls.from_config),
    "model.predict": line_calls.predict,
}  # fmt: skip
"""The calls whose result can get a variable of the learner's choice."""

METHODS: dict[str, Callable[[ast.Call], Command]] = {
    "descend": line_calls.descend,
    "keras.utils.set_random_seed": line_calls.seed,
    "model.compile": line_calls.compiled,
    "model.set_weights": line_calls.set_weights,
}
"""Calls that stand alone."""


def read_line(text: str, samples: int | None = None) -> Command:
    """Return the command that a line stands for.

    Args:
        text: the line, e.g. "Z1 = hidden_1(X)".
        samples: the number of samples in X, if known: `fit` without a batch size takes 32 or all of them.

    Raises:
        Problem: it is not Python, or no command does what it says.

    Example:
        >>> read_line("hidden_1.build((None, 3))")
        BuildLayer(layer='hidden_1', inputs=3)
    """
    line = text.strip()
    if len(line) > LONGEST:
        raise _unknown(f"{line[:40]}…")
    try:
        with warnings.catch_warnings(action="ignore"):  # about an escape in a text
            body = ast.parse(line).body
        if len(body) != 1:
            raise _unknown(line)
        return _LineReader(line, samples).read(body[0])
    except SyntaxError as error:
        column = (error.offset or 1) + len(text) - len(text.lstrip())
        raise Problem("line.syntax", column=column, received=error.msg) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise _unknown(f"{line[:40]}…") from error


def _unknown(line: str) -> Problem:
    return Problem("line.unknown", received=line, expected="\n".join(EXAMPLES))


class _LineReader:
    """Find the command for one statement."""

    def __init__(self, line: str, samples: int | None) -> None:
        self._line, self._samples = line, samples

    def read(self, statement: ast.stmt) -> Command:
        """Return the command of a statement.

        Raises:
            Problem: there is none.
        """
        match statement:
            case ast.Expr(value=ast.Call() as call):
                return self._call(call)
            case ast.Expr(value=value):
                return Show(self._text(value))
            case ast.Delete(targets=targets):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
                if len(names) == len(targets):
                    return Forget(tuple(names))
            case ast.Assign(targets=[ast.Name(id=variable)], value=value):
                return self._variable(variable, value)
            case ast.Assign(targets=[ast.Attribute(value=owner, attr=attribute)], value=value):
                return self._attribute(owner, attribute, value)
            case ast.Assign(targets=[ast.Tuple()], value=value):
                return self._both(value)
        raise _unknown(self._line)

    def _call(self, call: ast.Call) -> Command:
        """Read a call that stands alone; one that is not known may be one that can be shown."""
        function = dotted(call.func)
        if function == "print":
            return self._print(call)
        if function in METHODS:
            return METHODS[function](call)
        if function == "model.fit":
            return line_calls.fit(call, self._samples)
        owner, _, method = function.rpartition(".")
        if method == "build" and owner.isidentifier():
            return line_calls.build(owner, call)
        if (function in MADE and function != "model.predict") or function.partition(".")[0] in MODULES:
            raise _unknown(self._line)  # its result would have no name
        return Show(self._text(call))

    def _print(self, call: ast.Call) -> Command:
        """Read `print` of one thing. Printing a summary would print "None", too."""
        match call:
            case ast.Call(args=[ast.expr() as shown], keywords=[]) if not isinstance(shown, ast.Starred):
                show = Show(self._text(shown))
                if show.lines()[0].startswith("print("):
                    return show
        raise Problem("line.argument", received=ast.unparse(call), expected="print(hidden_1.kernel.shape)")

    def _text(self, node: ast.expr) -> str:
        """Return a part of the line as it was written."""
        return ast.get_source_segment(self._line, node) or ast.unparse(node)

    def _variable(self, variable: str, value: ast.expr) -> Command:
        """Read `variable = …`."""
        if variable == "batches" and isinstance(value, ast.Constant) and value.value is None:
            return SetBatchSize(None)
        if not isinstance(value, ast.Call):
            raise _unknown(self._line)
        function = dotted(value.func)
        if function in MADE:
            return MADE[function](variable, value)
        if variable == "optimizer":
            return line_calls.new_optimizer(value)
        if variable == "loss_fn":
            return line_calls.new_loss(value)
        if (variable, function) == ("batches", "MiniBatches"):
            return line_calls.mini_batches(value)
        if function.isidentifier():
            return line_calls.called(variable, function, value)
        raise _unknown(self._line)

    def _attribute(self, owner: ast.expr, attribute: str, value: ast.expr) -> Command:
        """Read `owner.attribute = …`."""
        name, layer = dotted(owner), layer_of(owner)
        if (name, attribute) == ("optimizer", "learning_rate"):
            rate = number_of(value)
            if rate is not None:
                return SetLearningRate(float(rate))
        if attribute == "trainable" and isinstance(value, ast.Constant) and isinstance(value.value, bool):
            if name == "model" or layer is not None:
                return SetTrainable(layer, value.value)
            if name.isidentifier():
                return SetTrainable(name, value.value, by_variable=True)
        if attribute == "activation" and layer is not None and (activation := line_calls.activation_of(value)):
            return SetActivation(layer, activation)
        raise _unknown(self._line)

    def _both(self, value: ast.expr) -> Command:
        """Read `config, weights = model.get_config(), model.get_weights()`."""
        name = ast.unparse(value).strip("(").partition(".")[0]
        written = ast.parse(SaveWeights(name).lines()[0]).body[0] if name.isidentifier() else None
        if written is not None and ast.unparse(written) == ast.unparse(ast.parse(self._line)):
            return SaveWeights(name)
        raise _unknown(self._line)
