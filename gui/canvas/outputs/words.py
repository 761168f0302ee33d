"""The result of a sample in words: what was predicted, what was right, and by how much it is off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from gui.look import number_text

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot


def tr(text: str) -> str:
    """Return a text of the canvas in the language in use."""
    return QCoreApplication.translate("NetworkCanvas", text)


@dataclass(frozen=True)
class ClassResult:
    """What a network says of one sample of classes.

    Attributes:
        true, predicted: the numbers of the classes.
        probability: that of the predicted class, as the last layer gives it.
    """

    true: int
    predicted: int
    probability: float

    @property
    def right(self) -> bool:
        """Whether the true class is predicted."""
        return self.true == self.predicted


def class_result(snapshot: Snapshot, sample: int) -> ClassResult | None:
    """Return the result of a sample; None if the targets are no classes, or nothing finite is predicted."""
    from core.snapshot.validation import predicted_classes  # numpy, which is loaded by now

    batch = snapshot.batch
    prediction = snapshot.prediction[sample : sample + 1]
    outputs = 1 if len(batch.classes) == 2 and not batch.one_hot else len(batch.classes)
    if not batch.classes or prediction.shape != (1, outputs) or not _all_finite(prediction[0].tolist()):
        return None
    predicted = int(predicted_classes(prediction)[0])
    p = float(prediction[0, predicted]) if outputs > 1 else float(prediction[0, 0])
    shown = p if outputs > 1 or predicted else 1 - p
    return ClassResult(int(batch.labels[sample, 0]), predicted, shown)


def number_rows(snapshot: Snapshot, sample: int, unit: int, roomy: bool) -> tuple[tuple[str, str], ...]:
    """Return prediction, target and error of one output, each with its word; of several outputs its name first."""
    prediction, error = float(snapshot.prediction[sample, unit]), float(snapshot.error[sample, unit])
    target = float(snapshot.batch.wanted[sample, unit])
    first = tr("prediction") if roomy else tr("pred.")
    named = ((snapshot.batch.targets[unit], ""),) if len(snapshot.batch.targets) > 1 else ()
    rows = (first, _short(prediction)), (tr("target"), _short(target)), (tr("error"), _short(error, signed=True))
    return *named, *rows


def _short(value: float, signed: bool = False) -> str:
    write = number_text.signed if signed else number_text.plain
    return write(value, 3) if abs(value) < 1e5 else number_text.scientific(value)


def _all_finite(values: list[float]) -> bool:
    return all(value - value == 0 for value in values)
