"""What a GradientTape records of one forward pass and the loss, read from TensorFlow's trace of the real model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.design.losses import loss
from core.explain.step_parts import What
from core.intents.questions import Question

if TYPE_CHECKING:
    from core.explain.step_parts import Moment, Part
    from core.network.network import Network

Shape = tuple[int, ...]

KERNEL, BIAS, ACTIVATION, LOSS = "kernel", "bias", "activation", "loss"
"""What the gradient of an operation is for: the roles of a `TapeRow`."""


@dataclass(frozen=True)
class TapeInput:
    """One input of an operation.

    Attributes:
        name: "X", "Y_true", a variable's path, the layer whose output it is, the type of the operation it comes from,
            or the text of a constant.
        shape: e.g. (3, 5); () for one number.
    """

    name: str
    shape: Shape


@dataclass(frozen=True)
class TapeRow:
    """One operation on the tape.

    Attributes:
        op: TensorFlow's name of its type, e.g. "MatMul".
        layer: the layer that called it, or "" for the loss.
        role: "kernel" or "bias" if it reads that variable, "activation" for anything else in a layer, "loss" for
            anything after the last layer.
        inputs: its inputs.
        output: the shape of its output.
        leads: whether the loss depends on it. Keras computes the binary crossentropy of a sigmoid from z, not from Y.
    """

    op: str
    layer: str
    role: str
    inputs: tuple[TapeInput, ...]
    output: Shape
    leads: bool = True


@dataclass(frozen=True)
class Tape:
    """The record of a tape.

    Attributes:
        rows: in the order in which they were recorded.
        watched: the paths of the variables that the tape watched by itself. TensorFlow ignores Keras's `trainable`:
            a frozen layer's variables are watched, and its operations are recorded, too.
    """

    rows: tuple[TapeRow, ...]
    watched: tuple[str, ...]

    def recorded(self, moment: Moment) -> int:
        """Return how many rows are recorded up to the present part."""
        computed = {part.layer for part in moment.parts[: moment.index + 1] if part.what in (What.Y, What.LOSS)}
        return sum(row.layer in computed for row in self.rows)


def gives(row: TapeRow, moment: Moment) -> tuple[Part, ...]:
    """Return the parts of the backward pass that take the gradient of a row, in order; none if it is not asked for."""
    return tuple(part for part in moment.parts if row.leads and _takes(part, row, moment))


def _takes(part: Part, row: TapeRow, moment: Moment) -> bool:
    names, last = [layer.name for layer in moment.snapshot.layers], moment.snapshot.layers[-1]
    past_activation = loss(moment.snapshot.loss_kind).merged_with(last.activation_name) is not None
    if part.layer == last.name and part.what in (What.DY, What.DZ) and past_activation:
        return row.role == LOSS and part.what == What.DZ
    if part.what == What.DY:
        after = names[names.index(part.layer) + 1 :]
        return (row.role == LOSS) if not after else (row.layer == after[0] and row.role == KERNEL)
    role = {What.DZ: ACTIVATION, What.DW: KERNEL, What.DB: BIAS}.get(part.what)
    return row.layer == part.layer and row.role == role


@dataclass(frozen=True)
class TapeRecord(Question):
    """What does a GradientTape record of the forward pass and the loss? The answer is a Tape.

    The real layers and the loss are traced once under a real tape. A tape records an operation if one of its inputs
    is watched or was recorded itself. Variables that are read are named as inputs and get no row of their own.

    Attributes:
        samples: the number of samples that the step learns from.
    """

    needs_step = True
    samples: int

    def answer(self, network: Network) -> Tape:
        import tensorflow as tf  # imported here, because the window makes this question before TensorFlow is loaded

        assert network.batch is not None
        batch, model, ends = network.batch, network.model, dict[str, int]()
        scale = network.scaling
        layers = [layer for layer in model.layers if layer.weights and layer is not scale]
        watched: list[str] = []

        def forward(X: Any, Y_true: Any) -> Any:
            graph = tf.compat.v1.get_default_graph()
            with tf.GradientTape() as tape:
                x = X if scale is None else scale(X)
                for layer in layers:
                    x = layer(x)
                    ends[layer.name] = len(graph.get_operations())
                loss = network.training.loss_fn(Y_true, x)
            handles = {id(variable) for variable in tape.watched_variables()}
            watched.extend(v.path for v in model.variables if id(v.value) in handles)
            return loss

        specs = [tf.TensorSpec((self.samples, array.shape[1]), tf.float32) for array in (batch.X, batch.Y_true)]
        graph = tf.function(forward, autograph=False).get_concrete_function(*specs).graph
        return Tape(_rows(graph, model, ends, watched), tuple(watched))


def _rows(graph: Any, model: Any, ends: dict[str, int], watched: list[str]) -> tuple[TapeRow, ...]:
    """Return the operations of a trace that a tape records."""
    import tensorflow as tf

    leading = _leading(graph)
    read_from = {graph.capture(v.value.handle).name: v.path for v in model.variables}
    names = {tensor.name: name for tensor, name in zip(graph.inputs, ("X", "Y_true"))}
    paths: dict[str, str] = {}
    on_tape: set[str] = set()
    rows: list[TapeRow] = []
    for number, op in enumerate(graph.get_operations()):
        if op.type == "ReadVariableOp":
            path = read_from[op.inputs[0].name]
            paths[op.outputs[0].name] = names[op.outputs[0].name] = path
            if path in watched:
                on_tape.add(op.outputs[0].name)
        if op.type in ("ReadVariableOp", "Identity") or not any(tensor.name in on_tape for tensor in op.inputs):
            # an Identity returns its input unchanged
            _hand_on(op, names, on_tape)
            continue
        layer = next((name for name, end in ends.items() if number < end), "")
        inputs = tuple(
            TapeInput(names.get(t.name) or _constant(tf.get_static_value(t), t), tuple(t.shape.as_list()))
            for t in op.inputs
        )
        read = next((paths[t.name] for t in op.inputs if t.name in paths), "")
        output = tuple(op.outputs[0].shape.as_list())
        rows.append(TapeRow(op.type, layer, _role(layer, read), inputs, output, op.name in leading))
        for tensor in op.outputs:
            on_tape.add(tensor.name)
            names[tensor.name] = layer if number == _last(graph, ends, layer) else op.type
    return tuple(rows)


def _leading(graph: Any) -> set[str]:
    """Return the names of the operations that the result of a trace depends on."""
    found: set[str] = set()
    waiting = [tensor.op for tensor in graph.outputs]
    while waiting:
        op = waiting.pop()
        if op.name not in found:
            found.add(op.name)
            waiting += [tensor.op for tensor in op.inputs]
    return found


def _hand_on(op: Any, names: dict[str, str], on_tape: set[str]) -> None:
    if op.type == "Identity":
        source, target = op.inputs[0].name, op.outputs[0].name
        names[target] = names.get(source, op.type)
        if source in on_tape:
            on_tape.add(target)


def _last(graph: Any, ends: dict[str, int], layer: str) -> int:
    """Return the index of a layer's last operation, whose result is the layer's output."""
    return ends[layer] - 1 if layer else -1


def _constant(value: Any, tensor: Any) -> str:
    """Write a constant as text, or else return the type of the operation that gives it."""
    if value is None or value.size > 4:
        return str(tensor.op.type)
    return f"{value.item():.4g}" if value.ndim == 0 else str(value.tolist())


def _role(layer: str, path: str) -> str:
    if not layer:
        return LOSS
    return {"kernel": KERNEL, "bias": BIAS}.get(path.rsplit("/", 1)[-1], ACTIVATION)
