"""The calls that a typed line can contain, each read as the command that a click makes."""

from __future__ import annotations

import ast

from core.commands import (
    Assign,
    BuildLayer,
    CallLayer,
    ClearSession,
    Command,
    Compile,
    CreateInput,
    CreateLayer,
    DefineTensor,
    Evaluate,
    Fit,
    LoadWeights,
    MakeModel,
    Predict,
    RebuildFromConfig,
    Reset,
    SetBatchSize,
    SetLoss,
    SetOptimizer,
    SetSeed,
    SetTrainable,
    Step,
    StopEarly,
)
from core.commands.fitting import VERBOSE
from core.commands.refused_calls import ALL_KINDS
from core.design.compile_spec import KERAS_BATCH, CompileSpec
from core.design.dotted import dotted
from core.design.layer_kinds import LayerKind
from core.design.losses import ALL_LOSSES, LOSSES
from core.design.names import MODEL, check_variable
from core.design.network_spec import MAX_UNITS, LayerSpec
from core.design.optimizers import OPTIMIZERS
from core.problems.problem import Problem
from core.script.line_parts import Arguments, number_of, rows_of

BUILT_IN = frozenset("len float int bool abs round type loss_fn".split())
"""Functions that are no layers."""

TENSOR = "X1 = tf.constant([[0.2, 0.5, 0.7]])"
INPUT = 'inputs = keras.Input(shape=(3,), name="input")'
NEW_MODEL = 'model = keras.Model(inputs, x, name="mlp")'
CALL = "Z1 = hidden_1(X1)"
FIT = "model.fit(X, Y_true, epochs=10, batch_size=len(X), shuffle=False)"
EARLY_STOPPING = ("keras.callbacks.EarlyStopping", "callbacks.EarlyStopping", "EarlyStopping")
PRINT = 'print(hidden_1.kernel.shape)\nprint("loss: ", loss)'
CHANGING = "hidden_1.set_weights([np.zeros((3, 5)), np.zeros(5)])\nhidden_1.bias.assign([0.0, 0.0, 0.0, 0.0, 0.0])"
SETTINGS = (
    "hidden_1.trainable = False",
    "model.layers[1].trainable = False",
    "optimizer.learning_rate = 0.1",
    'model.get_layer("hidden_1").activation = keras.activations.tanh',
)
COMPILE = 'model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.05), loss="mse", metrics=["mae"])'


def tensor(variable: str, call: ast.Call) -> Command:
    """Read `X1 = tf.constant([[…]])`. Whole numbers without a dtype would make a different tensor, of int32."""
    given = Arguments(call, "value dtype", TENSOR)
    rows = rows_of(given.part("value"))
    if rows is None:
        raise given.refusal(given.part("value"))
    if "dtype" in given and dotted(given.part("dtype")) != "tf.float32":
        given.only("dtype", "float32")
    numbers = [value for row in rows for value in row]
    if "dtype" not in given and numbers and all(isinstance(value, int) for value in numbers):
        raise Problem("tensor.whole", received=ast.unparse(given.part("value")))
    return DefineTensor(variable, tuple(tuple(float(value) for value in row) for row in rows))


def is_table(call: ast.Call) -> bool:
    """Return whether the first argument is a table of numbers, or is meant as one."""
    match call.args[:1]:
        case [ast.List(elts=[ast.List() | ast.Tuple(), *_]) | ast.Tuple(elts=[ast.List() | ast.Tuple(), *_])]:
            return True
    return not call.args


def new_layer(kind: LayerKind, variable: str, call: ast.Call) -> tuple[Command, ...]:
    """Read `hidden_1 = layers.Dense(5, …)`. Without a name of its own the layer is called like its variable."""
    given = Arguments(call, f"{kind.parameters} trainable", kind.example)
    check_variable(variable)
    units, activation = given.whole("units"), None
    if not 1 <= units <= MAX_UNITS:
        raise Problem("units.out_of_range", received=units, largest=MAX_UNITS)
    if "activation" in given and not _is_none(given.part("activation")):
        activation = activation_of(given.part("activation")) or given.word("activation", "")
    name = given.word("name", variable)
    check_variable(name)
    spec = LayerSpec(name, units, activation, given.flag("use_bias", True))
    freeze = () if given.flag("trainable", True) else (SetTrainable(variable, False, by_variable=True),)
    return CreateLayer(spec, None if name == variable else variable), *freeze


def activation_of(node: ast.AST) -> str:
    """Return the name in `keras.activations.relu`; empty for anything else."""
    module, _, name = dotted(node).rpartition(".")
    return name if module in ("keras.activations", "activations") else ""


def new_input(variable: str, call: ast.Call) -> Command:
    """Read `inputs = keras.Input(shape=(3,))`."""
    given = Arguments(call, "shape * name", INPUT)
    shape = given.part("shape")
    size = number_of(shape.elts[0]) if isinstance(shape, (ast.Tuple, ast.List)) and len(shape.elts) == 1 else None
    if not isinstance(size, int):
        raise given.refusal(shape)
    return CreateInput(size, variable, given.word("name", "input" if variable == "inputs" else variable))


def new_model(variable: str, call: ast.Call) -> Command:
    """Read `model = keras.Model(inputs, x)`."""
    given = Arguments(call, "inputs outputs * name", NEW_MODEL)
    name = given.word("name", "mlp" if variable == MODEL else variable)
    return MakeModel(name, given.tensor("inputs"), given.tensor("outputs"), variable)


def from_config(variable: str, call: ast.Call) -> Command:
    """Read `model = keras.Model.from_config(config)`."""
    given = Arguments(call, "config", RebuildFromConfig().lines()[0])
    if variable != MODEL or ast.unparse(given.part("config")) not in ("config", "config.copy()"):
        raise given.refusal()
    return RebuildFromConfig()


def predict(variable: str, call: ast.Call) -> Command:
    """Read `Y_pred = model.predict(X)`."""
    given = Arguments(call, "x * verbose", Predict().lines()[0])
    return Predict(given.samples("x"), variable, given.one_of("verbose", VERBOSE))


def called(variable: str, layer: str, call: ast.Call) -> Command:
    """Read `Z1 = hidden_1(X1)`, or a call of something that is computed."""
    match call:
        case ast.Call(args=[ast.expr() as part], keywords=[]) if not isinstance(part, (ast.Name, ast.Starred)):
            if not (isinstance(part, ast.Attribute) and part.attr == "output"):
                return Assign(variable, ast.unparse(call))
    on_one = len(call.args) == 1 and not call.keywords
    if layer in BUILT_IN or (layer in ALL_KINDS and not on_one):
        return Assign(variable, ast.unparse(call))
    return CallLayer(layer, Arguments(call, "inputs", CALL).tensor("inputs"), variable)


def new_optimizer(call: ast.Call) -> Command:
    """Read `optimizer = keras.optimizers.SGD(learning_rate=0.05)`."""
    return SetOptimizer(*optimizer_of(call, SetOptimizer(OPTIMIZERS[0].key).lines()[0]))


def optimizer_of(node: ast.expr, example: str) -> tuple[str, float]:
    """Return the key and the rate of `keras.optimizers.SGD(…)`.

    Raises:
        Problem: it is not one of `core.design.optimizers`.
    """
    module, _, name = dotted(node.func).rpartition(".") if isinstance(node, ast.Call) else ("", "", "")
    kinds = [kind for kind in OPTIMIZERS if kind.class_name == name]
    if not isinstance(node, ast.Call) or module not in ("keras.optimizers", "optimizers", "") or not kinds:
        raise Problem("line.argument", received=ast.unparse(node), expected=example)
    names = [each for each, _ in kinds[0].hyperparameters]
    given = Arguments(node, " ".join(["learning_rate", *names]), example)
    rate, said = given.number("learning_rate", kinds[0].keras_rate), {n: given.number(n) for n in names if n in given}
    for kind in kinds:
        if set(kind.written) <= set(said) and said.items() <= dict(kind.hyperparameters).items():
            return kind.key, rate
    raise given.refusal()


def new_loss(call: ast.Call) -> Command:
    """Read `loss_fn = keras.losses.MeanSquaredError()`."""
    return SetLoss(loss_of(call, SetLoss(LOSSES[0].key).lines()[0]))


def loss_of(node: ast.expr, example: str) -> str:
    """Return the key of a loss, from its object or from one of Keras's names for it.

    Raises:
        Problem: it is not one of `core.design.losses`.
    """
    for known in ALL_LOSSES:
        if isinstance(node, ast.Constant) and node.value in known.names:
            return known.key
        made = dotted(node.func) if isinstance(node, ast.Call) and not (node.args or node.keywords) else ""
        if made in (f"keras.losses.{known.class_name}", f"losses.{known.class_name}", known.class_name):
            return known.key
    raise Problem("line.argument", received=ast.unparse(node), expected=example)


def mini_batches(call: ast.Call) -> Command:
    """Read `batches = MiniBatches(len(X), 2, 0)`."""
    given = Arguments(call, "samples size seed", SetBatchSize(2).lines()[0])
    if not is_length(given.part("samples")):
        raise given.refusal(given.part("samples"))
    return SetBatchSize(given.whole("size"), given.whole("seed"))


def is_length(node: ast.AST, of: str = "X") -> bool:
    """Return whether a part is `len(X)`."""
    return ast.unparse(node) == f"len({of})"


def compiled(call: ast.Call) -> Command:
    """Read `model.compile(optimizer=…, loss=…, metrics=[…])`, with Keras's own rate if only a name is given."""
    given = Arguments(call, "optimizer loss * metrics", COMPILE)
    node = given.part("optimizer")
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        found = next((kind for kind in OPTIMIZERS if kind.class_name.lower() == node.value.lower()), None)
        if found is None:
            raise given.refusal(node)
        key, rate = found.key, found.keras_rate
    else:
        key, rate = optimizer_of(node, COMPILE)
    loss, metrics = loss_of(given.part("loss"), COMPILE), given.part("metrics") if "metrics" in given else None
    if metrics is not None and not isinstance(metrics, ast.List):
        raise given.refusal(metrics)
    return Compile(CompileSpec(key, rate, loss, tuple(map(given.word_in, metrics.elts)) if metrics is not None else ()))


def fit(call: ast.Call, samples: int | None, result: str | None = None) -> tuple[Command, ...]:
    """Read `model.fit(X, Y_true, …)`. A batch of all of X or more is written `len(X)`.

    A callback that is made in the call gets a variable of its own.
    """
    names = "x y batch_size epochs verbose callbacks validation_split validation_data shuffle"
    given = Arguments(call, names, FIT)
    x, y = given.samples("x"), given.samples("y")
    size: int | None = None
    if "batch_size" not in given or not is_length(given.part("batch_size"), x):
        size = given.whole("batch_size", KERAS_BATCH if samples is not None or x != "X" else None)
        size = None if x == "X" and samples is not None and size > samples else size
    made, callbacks = _callbacks(given)
    return *made, Fit(
        given.whole("epochs", 1),
        size,
        given.flag("shuffle", True),
        x=x,
        y=y,
        verbose=given.one_of("verbose", VERBOSE),
        result=result,
        validation_split=given.number("validation_split", 0.0),
        validation_data=_pair(given) if "validation_data" in given else (),
        callbacks=callbacks,
    )


def _pair(given: Arguments) -> tuple[str, ...]:
    """Read the two parts of `validation_data=(X_val, Y_val)`."""
    match given.part("validation_data"):
        case ast.Tuple(elts=[x, y]) | ast.List(elts=[x, y]):
            return given.samples_in(x), given.samples_in(y)
    raise given.refusal(given.part("validation_data"))


def _callbacks(given: Arguments) -> tuple[tuple[Command, ...], tuple[str, ...]]:
    """Read `callbacks=[…]`: the commands that make those without a variable, and the variables of all."""
    made: list[Command] = []
    names: list[str] = []
    entries = given.part("callbacks") if "callbacks" in given else ast.List(elts=[])
    if not isinstance(entries, ast.List):
        raise given.refusal(entries)
    for entry in entries.elts:
        if isinstance(entry, ast.Call) and dotted(entry.func) in EARLY_STOPPING and not made:
            made.append(early_stopping(StopEarly().variable, entry))
            names.append(StopEarly().variable)
        elif isinstance(entry, ast.Name):
            names.append(entry.id)
        else:
            raise given.refusal(entry)
    return tuple(made), tuple(names)


def early_stopping(variable: str, call: ast.Call) -> Command:
    """Read `early_stopping = keras.callbacks.EarlyStopping(…)`."""
    names = "monitor min_delta patience verbose mode baseline restore_best_weights"
    given, usual = Arguments(call, names, StopEarly(patience=5).lines()[0]), StopEarly()
    for name, value in (("min_delta", 0), ("verbose", 0), ("mode", "auto"), ("baseline", None)):
        given.only(name, value)
    patience, restores = given.whole("patience", usual.patience), given.flag("restore_best_weights", False)
    return StopEarly(variable, given.word("monitor", usual.monitor), patience, restores)


def evaluate(call: ast.Call, *results: str) -> Command:
    """Read `model.evaluate(X_val, Y_val)`."""
    given = Arguments(call, "x y batch_size verbose", Evaluate().lines()[0])
    x, y, size = given.samples("x"), given.samples("y"), given.whole("batch_size", KERAS_BATCH)
    return Evaluate(x, y, size, results, given.one_of("verbose", VERBOSE))


def build(layer: str, call: ast.Call) -> Command:
    """Read `hidden_1.build((None, 3))`."""
    given = Arguments(call, "input_shape", "hidden_1.build((None, 3))")
    shape = given.part("input_shape")
    match shape:
        case ast.Tuple(elts=[ast.Constant(value=None), size]) | ast.List(elts=[ast.Constant(value=None), size]):
            inputs = number_of(size)
            if isinstance(inputs, int):
                return BuildLayer(layer, inputs)
    raise given.refusal(shape)


def kept_weights(call: ast.Call) -> Command | None:
    """Read `model.set_weights(weights)`, or with `initial_weights`; None for any other list."""
    match call:
        case ast.Call(args=[ast.Name(id="weights")], keywords=[]):
            return LoadWeights()
        case ast.Call(args=[ast.Name(id="initial_weights")], keywords=[]):
            return Reset()
    return None


def clear_session(call: ast.Call) -> Command:
    """Read `K.clear_session()`."""
    Arguments(call, "", ClearSession().lines()[0])
    return ClearSession()


def descend(call: ast.Call) -> Command:
    """Read `descend(10)`."""
    return Step(Arguments(call, "n", "descend(10)").whole("n"))


def seed(call: ast.Call) -> Command:
    """Read `keras.utils.set_random_seed(20)`."""
    return SetSeed(Arguments(call, "seed", SetSeed(20).lines()[0]).whole("seed"))


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
