"""The validation curves of a session as bytes, and back: of each branch the steps, the losses and the accuracies."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from core.history.saved_history import check_saved
from core.history.validation_curve import ValidationCurve

MOST_POINTS = 2**16
"""Of one branch; a curve holds fewer."""


def written(curves: Iterable[ValidationCurve]) -> tuple[list[int], bytes]:
    """Return the number of points of each curve, and the numbers of all."""
    made = list(curves)
    parts = [
        array.astype(kind).tobytes()
        for curve in made
        for array, kind in ((curve.steps, "<i8"), (curve.losses, "<f4"), (curve.accuracies, "<f4"))
    ]
    return [len(curve.steps) for curve in made], b"".join(parts)


def read(counts: Iterable[int], content: bytes) -> list[ValidationCurve]:
    """Return the curves that `written` made these of.

    Raises:
        Problem: they are not those of curves.
    """
    found, at = [], 0
    for count in counts:
        check_saved(0 <= count <= MOST_POINTS and at + 16 * count <= len(content), "validation losses are missing")
        steps = np.frombuffer(content, "<i8", count, at).astype(np.int64)
        losses = np.frombuffer(content, "<f4", count, at + 8 * count).astype(np.float32)
        accuracies = np.frombuffer(content, "<f4", count, at + 12 * count).astype(np.float32)
        check_saved(not count or (steps[0] >= 0 and bool((np.diff(steps) > 0).all())), "validation losses in no order")
        found.append(ValidationCurve.of(steps, losses, accuracies))
        at += 16 * count
    check_saved(at == len(content), "more validation losses than steps")
    return found
