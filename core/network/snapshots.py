"""Take snapshots of a network: of the model through its observer, of all other layers one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import keras
import numpy as np

from core.data.built_in import Batch
from core.design.optimizers import optimizer as optimizer_of
from core.learning.fit_memory import stale_layers
from core.learning.slots import slot_numbers
from core.learning.variables import is_scaling, learned_variables
from core.network.calls import Trace
from core.network.tensor_names import described, is_symbolic, names_of
from core.network.training import Training, validate
from core.observe import graph
from core.observe.observer import facts_of_layer, facts_of_model
from core.snapshot.snapshot import LayerSnapshot, Slots, Snapshot, SymbolicTensor, read_only


def snapshot_of(training: Training, eager: bool = True) -> Snapshot | None:
    """Take a snapshot of the network; None while there are no data.

    Args:
        eager: whether the numbers are to be those of eager calls to the last bit, which takes longer.
    """
    batch, model = training.batch, training.names.model
    if batch is None:
        return None
    settings = {
        "step": training.step,
        "run": training.run,
        "learning_rate": training.learning_rate,
        "seed": training.seed,
        "optimizer": training.optimizer_key,
        "loss_kind": training.loss_key,
        "slots": slots_now(training),
        "batch_size": training.batches.size if training.batches is not None else None,
        "epoch": _epoch(training),
        "compiled": training.memory.memory_of(model).compiled,
        "validation": validate(training, eager),
        **stale_layers(training.memory, model, batch.samples),
    }
    if training.why_no_step:
        return _without_steps(training, batch, settings)
    assert training.observer is not None
    return _with_loose(training, training.observer.observe(training.samples, batch, settings, eager))


def slots_now(training: Training) -> Slots:
    """Copy the optimizer's slots for the model's variables; none while there is no optimizer."""
    optimizer = training.names.optimizer
    if optimizer is None:
        return {}
    kind = optimizer_of(training.optimizer_key)
    return slot_numbers(training.reading, optimizer, kind, learned_variables(training.model))


def _epoch(training: Training) -> int:
    """Count how often the steps went through all samples."""
    own, batches = training.step - training.fit_steps, training.batches
    return training.fit_epochs + (own if batches is None else batches.step // batches.per_epoch)


def _with_loose(training: Training, snapshot: Snapshot) -> Snapshot:
    """Return the snapshot with the layers that the model does not contain and the tensors made by hand."""
    loose = _loose(training, {layer.name for layer in snapshot.layers})
    tensors = _tensors(training)
    return replace(snapshot, loose=loose, tensors=tensors, **names_of(training.names))


def _without_steps(training: Training, batch: Batch, settings: dict[str, Any]) -> Snapshot:
    """Take a snapshot of a network that cannot take a step: all layers are shown one by one, and there is no loss."""
    model = training.names.model
    facts = _input_facts(training, batch) if model is None else facts_of_model(model)
    inside = () if model is None else tuple(_in_model(training))
    return Snapshot(
        loss=float("nan"),
        layers=(),
        batch=batch,
        loose=inside + _loose(training, {layer.name for layer in inside}),
        tensors=_tensors(training),
        why_no_step=training.why_no_step,
        **names_of(training.names),
        **facts,
        **settings,
    )


def _input_facts(training: Training, batch: Batch) -> dict[str, Any]:
    """Return the facts of the input lane without a model: an Input, else the argument of a layer's call, or X."""
    made = [t for t in training.names.tensors.values() if is_symbolic(t) and _is_input(graph.producer(t))]
    if made:
        tensor = next((t for t in reversed(made) if t.shape[-1] == batch.inputs), made[-1])
        layer = graph.producer(tensor)
        lane = {"input_name": layer.name, "input_kind": type(layer).__name__, "input_shape": tuple(tensor.shape)}
        return lane | _given(training, tensor.shape[-1])
    given = _given(training)
    shape = given["given"].shape if given else batch.X.shape
    return {"input_name": given.get("given_name", "X"), "input_kind": "Tensor", "input_shape": shape} | given


def _given(training: Training, columns: int | None = None) -> dict[str, Any]:
    """Return what the first layer that was called on numbers was called on, so that both lanes show the same call.

    Args:
        columns: the number of columns of the input lane; None for any number.
    """
    for name in training.names.layers:
        trace = training.names.traces.get(name)
        if trace is not None and columns in (None, trace.given.shape[-1]):
            return {"given_name": trace.argument, "given": trace.given}
    return {}


def _in_model(training: Training) -> list[LayerSnapshot]:
    """Take snapshots of the model's layers, with what they return for X if they can take it."""
    accepts = training.names.samples is not None and training.why_no_step in ("outputs", "chain", "rows")
    value, found = training.names.samples[0] if accepts and training.names.samples is not None else None, []
    for layer in graph.chain(training.names.model):
        if is_scaling(layer):
            value = None if value is None else layer(value)
            continue
        trace = None
        if value is not None:
            given, value = value, layer(value)
            z = keras.ops.matmul(given, layer.kernel)
            trace = _trace_of(z + layer.bias if layer.use_bias else z, value)
        found.append(_look(training, layer, trace, in_model=True))
    return list({layer.name: layer for layer in found}.values())  # one that is called twice is one layer


def _trace_of(z: Any, activation: Any) -> Trace:
    nothing = read_only(np.zeros(0))
    return Trace("X", nothing, read_only(z), read_only(activation), nothing, nothing)


def _loose(training: Training, shown: set[str]) -> tuple[LayerSnapshot, ...]:
    """Take snapshots of the layers that were created and are not shown yet."""
    layers = {
        layer.name: name
        for name, layer in reversed(training.names.layers.items())
        if layer.name not in shown and not is_scaling(layer)
    }
    return tuple(
        _look(training, training.names.layers[name], training.names.traces.get(name), in_model=False)
        for name in training.names.layers
        if name in layers.values()
    )


def _look(training: Training, layer: Any, trace: Trace | None, in_model: bool) -> LayerSnapshot:
    """Take a snapshot of one layer by itself."""
    built, none, row = layer.built, np.zeros((0, layer.units)), np.zeros(0)
    bias = layer.bias if built and layer.use_bias else None
    gradient = trace.kernel_gradient if trace is not None and trace.kernel_gradient.ndim == 2 else none
    sources = [source.name for source in graph.sources(layer) if _is_shown(training, source)]
    return LayerSnapshot(
        kernel=read_only(layer.kernel.numpy() if built else none),
        bias=read_only(row if bias is None else bias.numpy()),
        kernel_gradient=read_only(gradient),
        bias_gradient=trace.bias_gradient if trace is not None else read_only(row),
        pre_activation=trace.pre_activation if trace is not None else read_only(none),
        activation=trace.activation if trace is not None else read_only(none),
        activation_gradient=read_only(none),
        pre_activation_gradient=read_only(none),
        trainable=layer.trainable,
        built=built,
        called=trace.argument if trace is not None else "",
        in_model=in_model,
        source=sources[-1] if sources else "",
        sources=tuple(sources),
        variable=next((name for name, one in training.names.layers.items() if one is layer), ""),
        **facts_of_layer(layer),
    )


def _tensors(training: Training) -> tuple[SymbolicTensor, ...]:
    """Describe the symbolic tensors made by hand; those of a network that was made at once are left out."""
    found = {
        name: tensor
        for name, tensor in training.names.tensors.items()
        if is_symbolic(tensor) and _is_shown(training, graph.producer(tensor))
    }
    if training.names.model is not None and not set(found) - {"inputs", "x"}:
        return ()
    return tuple(described(training.names, name, tensor) for name, tensor in found.items())


def _is_input(layer: Any) -> bool:
    return isinstance(layer, keras.layers.InputLayer)


def _is_shown(training: Training, layer: Any) -> bool:
    """Return whether a layer is drawn, and not one that was replaced."""
    model = training.names.model.layers if training.names.model is not None else ()
    inputs = [graph.producer(tensor) for tensor in training.names.tensors.values() if is_symbolic(tensor)]
    return any(layer is one for one in (*training.names.layers.values(), *model, *filter(_is_input, inputs)))
