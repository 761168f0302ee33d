"""Read a line of Keras that a learner types, or a block of lines, as the commands that clicks make.

The text is parsed by Python and never evaluated. A line that no command writes exactly like this is refused, so that
a typed line joins script, undo, timeline and goals like any click.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable

from core.commands import (
    Assign,
    AssignWeight,
    Command,
    Forget,
    SaveWeights,
    SetActivation,
    SetBatchSize,
    SetLearningRate,
    SetTrainable,
    SetWeights,
    Show,
)
from core.commands.values import ASSIGNING
from core.design.dotted import dotted
from core.intents.typed import AssignTo, FreezeEach, SetWeightsOf
from core.problems.problem import Problem
from core.script import line_blocks, line_calls, line_edits, line_sequential
from core.script.line_imports import check_import
from core.script.line_parts import Intent, layer_of, number_of
from core.script.source import Source
from core.sizes.limits import MOST_CODE

MOST_LETTERS, MOST_LINES, MOST_STATEMENTS = 20_000, 60, 120
"""Of a block, with the statements inside others: to parse so many letters, and to show them, takes 0.1 s."""

EXAMPLES = (
    "X1 = tf.constant([[0.2, 0.5, 0.7]])",
    'hidden_1 = layers.Dense(5, activation="relu")',
    "Z1 = hidden_1(X)",
    "model.trainable = False",
    "descend(10)",
    "print(hidden_1.kernel.shape)",
    "for layer in model.layers: layer.trainable = False",
)
"""What a refusal shows."""

FIT, EVALUATE = "model.fit", "model.evaluate"
MADE: dict[str, Callable[[str, ast.Call], Intent]] = {
    "tf.constant": line_calls.tensor,
    **dict.fromkeys(("Input", "keras.Input", "layers.Input", "keras.layers.Input"), line_calls.new_input),
    **dict.fromkeys(("Model", "keras.Model", "keras.models.Model"), line_calls.new_model),
    **dict.fromkeys(("Model.from_config", "keras.Model.from_config", "keras.models.Model.from_config"),
                    line_calls.from_config),
    "model.predict": line_calls.predict,
    EVALUATE: lambda variable, call: line_calls.evaluate(call, variable),
    **dict.fromkeys(line_calls.EARLY_STOPPING, line_calls.early_stopping),
    "tf.tensor_scatter_nd_update": line_edits.cells,
}  # fmt: skip
"""The calls whose result can get a variable of the learner's choice."""

MODELS = ("Model", "keras.Model", "keras.models.Model")
RESULTS = {
    "optimizer": "optimizer = keras.optimizers.Adam(learning_rate=0.01)",
    "loss_fn": "loss_fn = keras.losses.MeanSquaredError()",
    "batches": "batches = MiniBatches(len(X), 2, 0)",
    "model": "model = keras.Model(inputs, x)",
}
"""Variables that only certain calls may set, each with one of them."""

LAYERS = line_sequential.KINDS
METHODS: dict[str, Callable[[ast.Call], Command]] = {
    **dict.fromkeys(("keras.backend.clear_session", "keras.utils.clear_session"), line_calls.clear_session),
    "descend": line_calls.descend,
    "keras.utils.set_random_seed": line_calls.seed,
    "model.compile": line_calls.compiled,
}
"""Calls that stand alone."""


def read_line(text: str, samples: int | None = None) -> tuple[Intent, ...]:
    """Return the commands that a line, or a block of lines, stands for; none for an import.

    Args:
        text: the line, e.g. "Z1 = hidden_1(X)".
        samples: the number of samples in X, if known: `fit` without a batch size takes 32 or all of them.

    Raises:
        Problem: it is not Python, or no command does what it says.

    Example:
        >>> read_line("hidden_1.build((None, 3))")
        (BuildLayer(layer='hidden_1', inputs=3),)
    """
    block = text.strip()
    _check_size(block)
    try:
        with warnings.catch_warnings(action="ignore"):  # about an escape in a text
            body = ast.parse(block).body
        if not body:
            raise _unknown(block)
        if (received := _statements(body)) > MOST_STATEMENTS:
            raise Problem("line.statements", expected=MOST_STATEMENTS, received=received)
        reader = _LineReader(Source(block), samples)
        return tuple(intent for statement in body for intent in reader.read(statement))
    except SyntaxError as error:
        column = (error.offset or 1) + (len(text) - len(text.lstrip()) if (error.lineno or 1) == 1 else 0)
        raise Problem("line.syntax", column=column, received=error.msg) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise _unknown(f"{block[:40]}…") from error


def _check_size(block: str) -> None:
    """Raise a Problem if a block is too large to be parsed at once."""
    lines = block.splitlines()
    if len(block) > MOST_LETTERS:
        raise Problem("line.letters", expected=MOST_LETTERS, received=len(block))
    if len(lines) > MOST_LINES:
        raise Problem("line.lines", expected=MOST_LINES, received=len(lines))
    for line in lines:
        _check_length(line)


def _check_length(line: str) -> None:
    if len(line) > MOST_CODE:
        raise Problem("line.long", expected=MOST_CODE, received=len(line))


def _statements(body: list[ast.stmt]) -> int:
    """Count statements, with those inside of others: of a loop, or after an `else`."""
    inside = (getattr(one, part, []) for one in body for part in ("body", "orelse"))
    return len(body) + sum(map(_statements, inside))


def _unknown(part: str, *examples: str) -> Problem:
    return Problem("line.unknown", received=part, expected="\n".join(examples or EXAMPLES))


class _LineReader:
    """Find the commands for the statements of a block."""

    def __init__(self, source: Source, samples: int | None) -> None:
        self._source, self._samples, self._line = source, samples, ""

    def read(self, statement: ast.stmt) -> tuple[Intent, ...]:
        """Return the commands of a statement.

        Raises:
            Problem: there are none.
        """
        self._line = self._source.segment(statement)
        _check_length(self._line)
        match statement:
            case ast.Import() | ast.ImportFrom():
                check_import(statement)
                return ()
            case ast.With():
                return (line_blocks.tape(statement, self._text),)
            case ast.For():
                return line_blocks.loop(statement, self._text, self._shown)
            case ast.Expr(value=ast.Call() as call) if dotted(call.func) == FIT:
                return line_calls.fit(call, self._samples)
            case ast.Expr(value=ast.Call() as call):
                return (self._call(call),)
            case ast.Expr(value=value):
                return (Show(self._text(value)),)
            case ast.Delete(targets=targets):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
                if len(names) == len(targets):
                    return (Forget(tuple(names)),)
            case ast.Assign(targets=[ast.Name(id=variable)], value=value):
                return self._variable(variable, value)
            case ast.Assign(targets=[ast.Attribute(value=owner, attr=attribute)], value=value):
                return (self._attribute(owner, attribute, value),)
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=value):
                return (line_edits.rows(value) or self._several(targets, value),)
        raise _unknown(self._line)

    def _call(self, call: ast.Call) -> Intent:
        """Read a call that stands alone; one that is not known may be one that can be shown."""
        function = dotted(call.func)
        if function == "print":
            return self._print(call)
        if function in METHODS:
            return METHODS[function](call)
        if function == "model.add":
            return line_sequential.added(call)
        if function == EVALUATE:
            return line_calls.evaluate(call)
        owner, _, method = function.rpartition(".")
        if method == "build" and owner.isidentifier():
            return line_calls.build(owner, call)
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("set_weights", *ASSIGNING):
            return self._changing(call.func, call)
        if function in LAYERS or (function in MADE and function not in ("model.predict", *MODELS)):
            raise _unknown(self._line, f"hidden_1 = {self._line}")  # its result would have no name
        if function in MODELS:
            return Show(f"keras.Model({', '.join(map(self._text, call.args))})" if not call.keywords else self._line)
        return Show(self._text(call))

    def _changing(self, method: ast.Attribute, call: ast.Call) -> Intent:
        """Read `hidden_1.set_weights([…])` or `hidden_1.kernel.assign(…)`."""
        if dotted(call.func) == "model.set_weights" and (kept := line_calls.kept_weights(call)) is not None:
            return kept
        owner, given = method.value, self._text(call.args[0]) if len(call.args) == 1 else ""
        if not given or call.keywords or isinstance(call.args[0], ast.Starred):
            raise Problem("line.argument", received=ast.unparse(call), expected=line_calls.CHANGING)
        if method.attr == "set_weights":
            variable = dotted(owner)
            return SetWeights(variable, given) if variable.isidentifier() else SetWeightsOf(self._text(owner), given)
        match owner:
            case ast.Attribute(value=ast.Name(id=layer), attr="kernel" | "bias" as weight):
                return AssignWeight(layer, weight, given, method.attr)
        return AssignTo(self._text(owner), method.attr, given)

    def _print(self, call: ast.Call) -> Command:
        """Read `print`. Printing a summary would print "None", too."""
        match call:
            case ast.Call(args=[ast.Call() as shown], keywords=[]) if dotted(shown.func) == EVALUATE:
                return line_calls.evaluate(shown)
        show = Show(self._shown(call))
        if not show.lines()[0].startswith("print("):
            raise Problem("line.argument", received=ast.unparse(call), expected="model.summary()")
        return show

    def _shown(self, call: ast.Call) -> str:
        """Return what stands between the brackets of a `print`."""
        if call.keywords:
            raise Problem("line.argument", received=ast.unparse(call.keywords[0]), expected=line_calls.PRINT)
        if not call.args or any(isinstance(part, ast.Starred) for part in call.args):
            raise Problem("line.argument", received=ast.unparse(call), expected=line_calls.PRINT)
        return ", ".join(map(self._text, call.args))

    def _text(self, node: ast.expr) -> str:
        """Return a part as it was written, but in one line."""
        written = self._source.segment(node)
        return written if "\n" not in written else ast.unparse(node)

    def _variable(self, variable: str, value: ast.expr) -> tuple[Intent, ...]:
        """Read `variable = …`."""
        if variable == "batches" and isinstance(value, ast.Constant) and value.value is None:
            return (SetBatchSize(None),)
        if isinstance(value, ast.Call):
            function = dotted(value.func)
            if function in line_sequential.NAMES:
                return line_sequential.sequential(variable, value)
            if function in LAYERS:
                return line_calls.new_layer(LAYERS[function], variable, value)
            if function == FIT:
                return line_calls.fit(value, self._samples, variable)
            if (command := self._made(variable, function, value)) is not None:
                return (command,)
        if variable in RESULTS:
            raise _unknown(self._line, *RESULTS.values())
        return (Assign(variable, self._text(value)),)

    def _made(self, variable: str, function: str, call: ast.Call) -> Intent | None:
        """Read a call that has a command of its own; None for any other."""
        if function == "tf.constant" and not line_calls.is_table(call):
            return None
        if function in MADE:
            return MADE[function](variable, call)
        if variable == "optimizer":
            return line_calls.new_optimizer(call)
        if variable == "loss_fn":
            return line_calls.new_loss(call)
        if (variable, function) == ("batches", "MiniBatches"):
            return line_calls.mini_batches(call)
        return line_calls.called(variable, function, call) if function.isidentifier() else None

    def _attribute(self, owner: ast.expr, attribute: str, value: ast.expr) -> Intent:
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
            return FreezeEach(f"[{self._text(owner)}]", value.value)
        if attribute == "activation" and layer is not None and (activation := line_calls.activation_of(value)):
            return SetActivation(layer, activation)
        raise _unknown(self._line, *line_calls.SETTINGS)

    def _several(self, targets: list[ast.expr], value: ast.expr) -> Command:
        """Read `loss, accuracy = model.evaluate(…)`, or `config, weights = model.get_config(), model.get_weights()`."""
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        if isinstance(value, ast.Call) and dotted(value.func) == EVALUATE and len(names) == len(targets):
            return line_calls.evaluate(value, *names)
        name = ast.unparse(value).strip("(").partition(".")[0]
        written = ast.parse(SaveWeights(name).lines()[0]).body[0] if name.isidentifier() else None
        if written is not None and ast.unparse(written) == ast.unparse(ast.parse(self._line)):
            return SaveWeights(name)
        raise _unknown(self._line, SaveWeights().lines()[0])
