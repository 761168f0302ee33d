"""A cache of what is slow to make: compiled descents, optimizers, mini-batches."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.design.optimizers import Optimizer
from core.learning.descent import RUN, MiniBatches, make_descent
from core.learning.shared_functions import Operands, SharedFunction, operands
from core.learning.variables import learned_variables
from core.snapshot.snapshot import Array

MOST_DESCENTS = 12
"""How many compiled descents are kept. Each belongs to a model, an optimizer, a loss, a batch and its activations."""


@dataclass(frozen=True, eq=False)
class Recipe:
    """What a descent is compiled from.

    Attributes:
        model, optimizer, loss_fn: the Keras objects; the optimizer is built on all variables of the model.
        loss_key: identifies the loss, because a loss that is chosen again is a new object.
        X, Y_true: the samples as tensors, (samples, inputs) and (samples, 1).
        batches: the mini-batches, or None if every step uses all samples.
    """

    model: Any
    optimizer: Any
    loss_fn: Any
    loss_key: str
    X: Any
    Y_true: Any
    batches: MiniBatches | None

    @property
    def operands(self) -> Operands:
        """What the compiled text captures, and what its trace depends on."""
        held = [*self.optimizer.variables, self.X, self.Y_true]
        return operands("descent", self.model, self.optimizer, self.loss_fn, held=held)

    def compiled(self, **options: Any) -> Callable[[Callable[..., Any]], SharedFunction]:
        """Compile the text's function as `tf.function` does, but none twice."""
        return lambda function: SharedFunction(function, lambda: self.operands, **options)

    @property
    def key(self) -> tuple[Any, ...]:
        """What the descent itself belongs to."""
        activations = tuple(id(getattr(layer, "activation", None)) for layer in self.model.layers)
        objects = self.model, self.optimizer, self.X, self.Y_true, self.batches
        return (*map(id, objects), self.loss_key, activations)


class CompiledDescents:
    """Take steps with compiled descents, and compile none twice.

    What a learner returns to need not be compiled again: an optimizer that is chosen again is the same Keras object,
    reset to the values that it had when it was built, which are those of a new one.
    """

    def __init__(self) -> None:
        self._descents: OrderedDict[tuple[Any, ...], tuple[Any, Recipe]] = OrderedDict()
        self._optimizers: dict[tuple[int, str], tuple[Any, Any, list[Array]]] = {}
        self._batches: dict[tuple[int, int, int], MiniBatches] = {}

    def optimizer(self, model: Any, kind: Optimizer, learning_rate: float) -> Any:
        """Return an optimizer for all variables of a model that learn, reset to its initial values."""
        key = id(model), kind.key
        if key not in self._optimizers:
            made = kind.make(learning_rate)
            made.build(learned_variables(model))
            first = [variable.numpy() for variable in made.variables]  # not always zeros: Adagrad's begin at 0.1
            self._optimizers[key] = model, made, first  # the model too, so that its id is not reused
        _, made, first = self._optimizers[key]
        for variable, value in zip(made.variables, first, strict=True):
            variable.assign(value)
        made.learning_rate = learning_rate
        return made

    def batches(self, samples: int, size: int, seed: int) -> MiniBatches:
        """Return mini-batches, reset to the first."""
        made = self._batches.setdefault((samples, size, seed), MiniBatches(samples, size, seed))
        made.step = 0
        return made

    def descent(self, recipe: Recipe) -> Any:
        """Return the compiled descent of a recipe, compiling it if it is new."""
        key = recipe.key
        if key not in self._descents:
            r = recipe
            made = make_descent(r.model, r.optimizer, r.loss_fn, r.X, r.Y_true, r.batches, compiled=r.compiled)
            self._descents[key] = made, recipe  # the recipe keeps alive whatever an id stands for
        self._descents.move_to_end(key)
        while len(self._descents) > MOST_DESCENTS:
            self._descents.popitem(last=False)
        return self._descents[key][0]

    def run(self, recipe: Recipe, steps: int) -> Array:
        """Take at most RUN steps; return the loss before each of them, finite or not."""
        losses: Array = self.descent(recipe)(steps).numpy()[:steps].copy()
        return losses

    def retake(self, recipe: Recipe, steps: int) -> None:
        """Take steps again that were taken before."""
        descent = self.descent(recipe)
        for first in range(0, steps, RUN):
            descent(min(RUN, steps - first))
