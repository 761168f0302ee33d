"""The state that Keras keeps between `compile`, `fit` and `predict`, and how it is restored.

`compile` gives a model an optimizer and a loss. The first `fit` after it traces a train function, which fixes the
variables that were trainable then, and the activations of that moment; a later one traces again only for batches of
another shape. `predict` has such a function as well. A traced function cannot be untraced. So a `Memory` says, as
frozen data, what a script up to here would have done to Keras's functions. If the real ones differ, e.g. after an
undo, they are rebuilt before they are used next: compiled, and traced with the same shapes and settings in the same
order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import tensorflow as tf

from core.design.compile_spec import CompileSpec
from core.design.fit_arguments import trained_rows
from core.design.losses import loss
from core.design.optimizers import optimizer
from core.learning.variables import Settings, numbers_of, set_numbers, settings_of, use_settings
from core.problems.problem import Problem
from core.snapshot.moment import TracedCall
from core.snapshot.snapshot import Array

TRAINER = (
    "compiled loss optimizer stop_training history train_function test_function predict_function steps_per_execution "
    "_compile_loss _compile_metrics _loss_tracker _compile_config _compiled_trainable_state _run_eagerly _jit_compile"
).split()
"""The attributes of a model in which `compile`, `fit` and `predict` leave something."""


@dataclass(frozen=True)
class Call:
    """A call of `fit`, `evaluate` or `predict` that traced something.

    Attributes:
        kind: "fit", "evaluate" (which `fit` calls after an epoch, too) or "predict".
        samples, batch_size: what it was called with.
        rows: the number of samples in the batches that it was traced for, or None for any.
        settings: of the model, when it was traced.
        updated: of `fit`, the paths of the variables that were trainable, which it updates from then on.
    """

    kind: str
    samples: int
    batch_size: int
    rows: int | None
    settings: Settings = ()
    updated: tuple[str, ...] = ()


STEPS = {"fit": "train_step", "evaluate": "test_step", "predict": "predict_step"}
"""The method of a model that each kind of call traces."""


@dataclass(frozen=True)
class Memory:
    """The state of a model's functions.

    Attributes:
        model: the model, or None before the first call.
        compiled: how it was compiled, or None.
        calls: the calls since `compile` that traced something.
        batch_size: what `fit` was called with last (None for all samples), if it was called since then.
        fitted: whether `fit` was called since then.
        split: the share of the samples that it did not train on.
    """

    model: Any = None
    compiled: CompileSpec | None = None
    calls: tuple[Call, ...] = ()
    batch_size: int | None = None
    fitted: bool = False
    split: float = 0.0


@dataclass(frozen=True)
class FitState:
    """The Keras objects with such state at a moment, and the numbers of the optimizer of `fit`."""

    memory: Memory
    made: Made | None
    attributes: dict[str, Any]
    numbers: tuple[Array, ...]


class Made:
    """One set of Keras's functions, and their real state; None if a refusal left it unknown."""

    def __init__(self, memory: Memory) -> None:
        self.memory: Memory | None = memory


class FitMemory:
    """Compile, trace, and restore the state of Keras's functions.

    Attributes:
        memory: what a script up to here would have left in Keras's functions.
    """

    def __init__(self) -> None:
        self.memory = Memory()
        self._made: Made | None = None
        self._waiting: tuple[Array, ...] | None = None  # numbers of an optimizer that must be made anew
        self._calling: dict[str, Call] = {}  # by the methods that may be traced now
        self._traced: Call | None = None

    def memory_of(self, model: Any) -> Memory:
        """Return the memory, if it is this model's; else an empty one."""
        return self.memory if self.memory.model is model else Memory(model)

    # ---- what is done ---------------------------------------------------------------------------------------

    def compile(self, model: Any, spec: CompileSpec) -> None:
        """Call `model.compile`."""
        kind = optimizer(spec.optimizer)
        model.compile(optimizer=kind.make(spec.rate), loss=spec.loss, metrics=list(spec.metrics) or None)
        self.memory = Memory(model, spec)
        self._made, self._waiting = Made(self.memory), None

    def fit(
        self,
        model: Any,
        samples: int,
        asked: int | None,
        call: Callable[[], Any],
        split: float = 0.0,
        validated: int = 0,
    ) -> Any:
        """Call `fit` on this number of samples.

        Args:
            asked: the batch size, or None for all samples.
            call: calls `fit`.
            split: the share of the samples that it evaluates instead.
            validated: how many other samples it evaluates.
        """
        self._make_ready(model)
        self._remember(replace(self.memory, batch_size=asked, fitted=True, split=split))
        size, trained = samples if asked is None else asked, trained_rows(samples, split)
        calls = (Call("fit", trained, size, None), Call("evaluate", validated or samples - trained, size, None))
        return self._watched(model, calls, call)

    def evaluate(self, model: Any, samples: int, batch_size: int, call: Callable[[], Any]) -> Any:
        """Call `evaluate` on this number of samples."""
        self._make_ready(model)
        return self._watched(model, (Call("evaluate", samples, batch_size, None),), call)

    def predict(self, model: Any, samples: int, batch_size: int, call: Callable[[], Any]) -> Any:
        """Call `predict` on this number of samples."""
        self._make_ready(model)
        return self._watched(model, (Call("predict", samples, batch_size, None),), call)

    def note_trace(self) -> None:
        """Remember that the present call has traced something, and has run."""
        if self._traced is not None:
            self._remember(replace(self.memory, calls=(*self.memory.calls, self._traced)))
            self._traced = None

    def recall(self, model: Any, asked: int | None, traced: Sequence[TracedCall], split: float = 0.0) -> None:
        """Remember a `fit` of an earlier process; what it traced is traced again when it is needed next.

        Args:
            asked: the batch size that it was called with, or None for all samples.
            traced: what was traced after it since `compile`.
            split: the share of the samples that it evaluated.
        """
        memory = self.memory_of(model)
        settings = settings_of(model)
        new = (Call(c.kind, c.samples, c.batch_size, c.rows, settings, c.updated) for c in traced[len(memory.calls) :])
        if self._waiting is None:
            self._waiting = tuple(map(numbers_of, _optimizer_variables(model)))
        self.memory = replace(memory, calls=(*memory.calls, *new), batch_size=asked, fitted=True, split=split)

    # ---- what holds -----------------------------------------------------------------------------------------

    def updated(self, model: Any, samples: int) -> tuple[str, ...] | None:
        """Return the paths of the variables that the same `fit` would update; None if it would trace again."""
        call = self._used(model, samples)
        return call.updated if call is not None else None

    def activations(self, model: Any, samples: int) -> dict[str, Any] | None:
        """Return the activation of each layer that the same `fit` would use; None if it would trace again."""
        call = self._used(model, samples)
        if call is None:
            return None
        found = {owner.name: value for owner, name, value in call.settings if name == "activation"}
        return {layer.name: found.get(layer.name) for layer in model.layers}

    def _used(self, model: Any, samples: int) -> Call | None:
        """Return the call whose trace TensorFlow would use: the one for this very shape, else that for any number of
        rows.
        """
        memory = self.memory_of(model)
        if not memory.fitted:
            return None
        size = memory.batch_size or samples
        rows = size if trained_rows(samples, memory.split) % size == 0 else None
        calls = {call.rows: call for call in memory.calls if call.kind == "fit"}
        return calls.get(rows, calls.get(None))

    # ---- putting back ---------------------------------------------------------------------------------------

    def state(self, model: Any) -> FitState:
        """Return the state of everything at this moment."""
        attributes = {name: vars(model)[name] for name in TRAINER if name in vars(model)} if model is not None else {}
        numbers = self._waiting
        if numbers is None:
            numbers = tuple(map(numbers_of, _optimizer_variables(model)))
        return FitState(self.memory, self._made, attributes, numbers)

    def restore(self, model: Any, state: FitState) -> None:
        """Put everything back. What can be put back only by tracing waits until it is needed."""
        self.memory, self._made, self._traced = state.memory, state.made, None
        if model is None:
            return
        for name in TRAINER:
            vars(model).pop(name, None)
        vars(model).update(state.attributes)
        if self._made is not None and self._made.memory == self.memory:
            self._waiting = None
            _assign(_optimizer_variables(model), state.numbers)
        else:
            self._waiting = state.numbers

    def _make_anew(self, model: Any) -> None:
        """Bring Keras's functions into the state that a script up to here would have left."""
        memory, waiting = self.memory, self._waiting
        before = [numbers_of(variable) for variable in model.variables], settings_of(model)
        if memory.compiled is not None:
            self.compile(model, memory.compiled)
        model.predict_function = None
        for call in memory.calls:
            use_settings(call.settings)
            columns = 1 if memory.compiled is None else loss(memory.compiled.loss).columns(model.output_shape[-1])
            X, Y_true = tf.zeros((call.samples, model.input_shape[-1])), tf.zeros((call.samples, columns))
            if call.kind == "predict":
                model.predict(X, batch_size=call.batch_size, verbose=0)
            elif call.kind == "evaluate":
                model.evaluate(X, Y_true, batch_size=call.batch_size, steps=1, verbose=0)
            else:
                model.fit(X, Y_true, batch_size=call.batch_size, steps_per_epoch=1, shuffle=False, verbose=0)
        use_settings(before[1])
        _assign(model.variables, before[0])
        if waiting is not None:
            _assign(_optimizer_variables(model), waiting)
        self.memory, self._made, self._waiting = memory, Made(memory), None

    # ---- inside ---------------------------------------------------------------------------------------------

    def _make_ready(self, model: Any) -> None:
        self.memory = self.memory_of(model)
        if self._made is None or self._made.memory != self.memory:
            self._make_anew(model)

    def _watched(self, model: Any, calls: Sequence[Call], call: Callable[[], Any]) -> Any:
        """Call Keras, noting each trace: it calls `train_step` and the like from Python only while it traces."""
        self._calling, self._traced = {STEPS[one.kind]: one for one in calls}, None
        vars(model).update({name: self._tracing(model, name) for name in self._calling})
        try:
            result = call()
        except BaseException:
            if self._made is not None:
                self._made.memory = None
            raise
        finally:
            for name in self._calling:
                del vars(model)[name]
        self.note_trace()
        return result

    def _tracing(self, model: Any, name: str) -> Callable[[Any], Any]:
        """Return a method of a model that notes that it is traced; Keras keeps it for later traces."""
        real = getattr(model, name)

        def tracing_step(data: Any) -> Any:
            call = self._calling[name]
            updated = tuple(variable.path for variable in model.trainable_variables) if call.kind == "fit" else ()
            rows = (data[0] if isinstance(data, tuple) else data).shape[0]
            self._traced = replace(call, rows=rows, settings=settings_of(model), updated=updated)
            try:
                return real(data)
            except Exception as error:  # what Keras refuses while it traces
                raise Problem("keras.refused", keras_message=f"{type(error).__name__}: {error}") from error

        return tracing_step

    def _remember(self, memory: Memory) -> None:
        self.memory = memory
        if self._made is not None:
            self._made.memory = memory


def stale_layers(memory: FitMemory, model: Any, samples: int) -> dict[str, tuple[str, ...]]:
    """Name the layers that the same `fit` would treat otherwise than their present settings say, as fields of a
    Snapshot.
    """
    updated, activations = memory.updated(model, samples), memory.activations(model, samples)
    if updated is None or activations is None:
        return {}
    trainable = {variable.path for variable in model.trainable_variables}
    owners = {layer.name: {variable.path for variable in layer.variables} for layer in model.layers}
    moving, resting = set(updated) - trainable, trainable - set(updated)
    return {
        "still_moving": tuple(name for name, own in owners.items() if own & moving),
        "still_resting": tuple(name for name, own in owners.items() if own & resting),
        "old_activation": tuple(
            layer.name
            for layer in model.layers
            if activations.get(layer.name) is not getattr(layer, "activation", None)
        ),
    }


def need_compiled(model: Any, method: str = "fit") -> None:
    """Raise a Problem with Keras's own message unless the model was compiled."""
    try:
        model._assert_compile_called(method)
    except ValueError as error:
        raise Problem("compile.missing", keras_message=f"ValueError: {error}", method=method) from error


def _optimizer_variables(model: Any) -> list[Any]:
    """Return the variables of the optimizer that the model was compiled with."""
    if model is None or not model.compiled:
        return []
    return list(model.optimizer.variables)


def _assign(variables: Iterable[Any], numbers: Iterable[Array]) -> None:
    for variable, value in zip(variables, numbers, strict=True):
        set_numbers(variable, value)
