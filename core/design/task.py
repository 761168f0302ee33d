"""What a network must end with for its targets: the units and the activation of its last layer, and the loss."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.design.losses import BCE, CATEGORICAL, MSE, SPARSE, Loss
from core.design.network_spec import NetworkSpec


@dataclass(frozen=True)
class Task:
    """What targets ask for.

    Attributes:
        units: of the last layer.
        loss: what is made small.
        metrics: what is reported besides, by Keras's names.
    """

    units: int
    loss: Loss
    metrics: tuple[str, ...] = ()

    def ending(self, spec: NetworkSpec) -> NetworkSpec:
        """Return a design with the last layer that the targets need."""
        activation = None if self.loss.activation == "linear" else self.loss.activation
        last = replace(spec.layers[-1], units=self.units, activation=activation)
        return replace(spec, layers=(*spec.layers[:-1], last))


def task_of(classes: int, targets: int = 1, present: Loss = MSE, one_hot: bool = False) -> Task:
    """Return the task of some targets.

    Args:
        classes: how many there are; 0 if the targets are numbers.
        targets: the number of columns of Y_true.
        present: the loss in use, which stays if it takes numbers.
        one_hot: whether classes have a column of Y_true each.
    """
    if classes > 2:
        return Task(classes, CATEGORICAL if one_hot else SPARSE, ("accuracy",))
    if classes:
        return Task(1, BCE, ("accuracy",))
    return Task(targets, MSE if present.probabilities or present.classes else present)
