"""How well a network does on the rows that no step learns from, and which classes it takes for which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.float32]]
Counts = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Measured:
    """How well the network does on the validation rows at one step.

    Attributes:
        step: the step of the weights.
        loss: of all these rows.
        accuracy: the share of those whose class is predicted; None if the targets are no classes.
    """

    step: int
    loss: float
    accuracy: float | None = None


@dataclass(frozen=True, eq=False)
class Validation:
    """What the model gives for the validation rows.

    Attributes:
        measured: how well it does on them.
        prediction: (rows, outputs).
    """

    measured: Measured
    prediction: Numbers

    @property
    def loss(self) -> float:
        return self.measured.loss

    @property
    def accuracy(self) -> float | None:
        return self.measured.accuracy


def predicted_classes(prediction: Numbers) -> Counts:
    """Return the number of the predicted class of each row, from a softmax or from one sigmoid."""
    return prediction.argmax(axis=1) if prediction.shape[1] > 1 else (prediction[:, 0] > 0.5).astype(np.int64)


def confusion(labels: Numbers, prediction: Numbers, classes: int) -> Counts:
    """Count how often each class, (true, predicted), was taken for each.

    Args:
        labels: the numbers of the true classes, (rows, 1).
        prediction: what the model gives, (rows, outputs).
        classes: how many there are.
    """
    counts = np.zeros((classes, classes), np.int64)
    if np.isfinite(prediction).all():
        np.add.at(counts, (labels[:, 0].astype(int), predicted_classes(prediction)), 1)
    return counts


def rows_of_cell(labels: Numbers, prediction: Numbers, true: int, predicted: int) -> Counts:
    """Return the rows that a cell of the confusion matrix counts, from the first; see `confusion`."""
    if not np.isfinite(prediction).all():
        return np.zeros(0, np.int64)
    return np.flatnonzero((labels[:, 0] == true) & (predicted_classes(prediction) == predicted))


def next_of(rows: Counts, present: int, step: int) -> int | None:
    """Return the place in `rows` of the next row after the present one, or of the one before; None if there is none.

    Args:
        rows: in order.
        present: any row.
        step: 1 or -1; behind the last row comes the first.
    """
    if not len(rows):
        return None
    if step > 0:
        return int(np.searchsorted(rows, present, side="right")) % len(rows)
    return (int(np.searchsorted(rows, present, side="left")) - 1) % len(rows)
