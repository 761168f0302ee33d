"""The regions in which a network predicts each class, over two inputs; over one, the probability of each class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage, QPolygonF

from gui.look import class_marks
from gui.maps.picture import MapPicture, curve_of, lines_at

if TYPE_CHECKING:
    from gui.look.theme import Theme


def regions_of(outputs: np.ndarray, now: Theme) -> MapPicture:
    """Return the picture of all classes: tints mixed by the probabilities, and lines where two are the likeliest.

    Args:
        outputs: what the model returns, (rows, columns, classes), or (rows, columns, 1) with the probability of the
            second of two; one row is a line.
        now: the theme, whose tints are mixed.
    """
    probabilities = shares_of(outputs)
    finite = np.isfinite(probabilities).all(axis=2)
    likeliest = np.where(finite, np.where(finite[..., None], probabilities, 0).argmax(axis=2), np.nan)
    if len(outputs) == 1:
        curves = [curve_of(2 * probabilities[0, :, k] - 1, 1.0) for k in range(probabilities.shape[2])]
        colors = tuple(class_marks.color_of(k) for k, curve in enumerate(curves) for _ in curve)
        return MapPicture(likeliest, 1.0, None, tuple(line for curve in curves for line in curve), colors=colors)
    return MapPicture(likeliest, 1.0, _image(probabilities[::-1], finite[::-1], now), _borders(probabilities))


def shares_of(outputs: np.ndarray) -> np.ndarray:
    """Return the share of each class, (…, classes): those of a softmax, and both of a sigmoid."""
    if outputs.shape[-1] == 1:
        return np.concatenate((1 - outputs, outputs), axis=-1)
    return outputs


def _image(probabilities: np.ndarray, finite: np.ndarray, now: Theme) -> QImage:
    """Return one pixel for each point. The outputs need not be probabilities: another last layer can be chosen."""
    known = np.clip(np.where(finite[..., None], probabilities, 0), 0, None)
    total = known.sum(axis=2, keepdims=True)
    shares = np.divide(known, total, out=np.full_like(known, 1 / known.shape[2]), where=total > 0)
    tints = [now.color(class_marks.tint_of(number)).getRgb()[:3] for number in range(known.shape[2])]
    colors = np.rint(shares @ np.array(tints, float)).astype(np.uint32)
    pixels = 0xFF000000 + (colors[..., 0] << 16) + (colors[..., 1] << 8) + colors[..., 2]
    pixels = np.where(finite, pixels, 0).astype(np.uint32)
    rows, columns = pixels.shape
    return QImage(pixels.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_ARGB32).copy()


def _borders(probabilities: np.ndarray) -> tuple[QPolygonF, ...]:
    """Return the lines where a class is as likely as the likeliest of the others."""
    lines: list[QPolygonF] = []
    for number in range(probabilities.shape[2] - 1):
        others = np.delete(probabilities, number, axis=2).max(axis=2)
        lines += lines_at(probabilities[:, :, number] - others, 0.0)
    return tuple(lines)
