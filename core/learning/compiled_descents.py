"""Takes steps with compiled descents, and keeps what is slow to make: descents, optimizers, mini-batches."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import tensorflow as tf

from core.design.optimizers import Optimizer
from core.learning.descent import RUN, MiniBatches, make_descent
from core.problems.problem import Problem
from core.snapshot.snapshot import Array

if TYPE_CHECKING:
    from core.workbench.workbench import Workbench

MOST_DESCENTS = 12
"""How many compiled descents are kept. Each belongs to a model, an optimizer, a loss, a batch and its activations."""


class Runner:
    """Takes steps for a workbench.

    What a learner returns to need not be compiled again: an optimizer that is chosen anew is the same Keras object,
    with everything that it remembered forgotten. That is what a new one would be.
    """

    def __init__(self) -> None:
        self._descents: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._optimizers: dict[tuple[int, str], tuple[Any, Any]] = {}
        self._batches: dict[tuple[int, int, int], MiniBatches] = {}

    def optimizer(self, model: Any, kind: Optimizer, learning_rate: float) -> Any:
        """An optimizer for all variables of a model, which remembers nothing."""
        key = id(model), kind.key
        if key not in self._optimizers:
            made = kind.make(learning_rate)
            made.build(model.variables)
            self._optimizers[key] = model, made  # the model too, so that its id stays its own
        made = self._optimizers[key][1]
        for variable in made.variables:
            variable.assign(tf.zeros_like(variable))
        made.learning_rate = learning_rate
        return made

    def batches(self, samples: int, size: int, seed: int) -> MiniBatches:
        """Mini-batches, at the first."""
        made = self._batches.setdefault((samples, size, seed), MiniBatches(samples, size, seed))
        made.step = 0
        return made

    def descent(self, bench: Workbench) -> Any:
        """The compiled descent for what the workbench holds now."""
        model, optimizer, constants = bench.model, bench.optimizer, bench.constants
        if constants is None:
            raise Problem("data.missing")
        activations = tuple(id(getattr(layer, "activation", None)) for layer in model.layers)
        key = (id(model), id(optimizer), bench.loss_key, id(constants), id(bench.batches), activations)
        if key not in self._descents:
            X, Y_true = constants
            made = make_descent(model, optimizer, bench.loss_fn, X, Y_true, bench.batches)
            self._descents[key] = made, constants  # kept alive with all else that an id stands for
        self._descents.move_to_end(key)
        while len(self._descents) > MOST_DESCENTS:
            self._descents.popitem(last=False)
        return self._descents[key][0]

    def run(self, bench: Workbench, steps: int) -> Array:
        """Take at most RUN steps; returns the loss before each of them, finite or not."""
        losses: Array = self.descent(bench)(steps).numpy()[:steps].copy()
        return losses

    def retake(self, bench: Workbench, steps: int) -> None:
        """Take steps again that were taken before."""
        descent = self.descent(bench)
        for first in range(0, steps, RUN):
            descent(min(RUN, steps - first))
