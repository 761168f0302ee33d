"""Descriptions of the map of the prediction: for the hover card, and for a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.outputs.words import class_result
from gui.canvas.paint.marks import tr
from gui.canvas.place_words import Facts
from gui.look import number_text
from gui.look.class_marks import marked

if TYPE_CHECKING:
    from gui.canvas.layout.canvas_maps import CanvasMaps

MOST_HELD = 4
"""How many of the held inputs a card lists."""


def point_facts(maps: CanvasMaps, row: int, column: int) -> Facts:
    """Return the inputs of a computed point, and what the model returns for them."""
    assert maps.output is not None
    values = maps.values_at(row, column)
    rows = [(name, number_text.signed(value)) for name, value, held in values if not held]
    held = [(name, value) for name, value, is_held in values if is_held]
    rows += [(tr("{input} (held)").format(input=name), number_text.signed(value)) for name, value in held[:MOST_HELD]]
    if len(held) > MOST_HELD:
        rows.append((tr("{count} others held").format(count=len(held) - MOST_HELD), ""))
    return Facts(_value_at(maps, row, column), tuple(rows))


def _value_at(maps: CanvasMaps, row: int, column: int) -> str:
    """Return what the model gives at a computed point: the predicted class and its probability, or a number."""
    assert maps.output is not None
    assert maps.maps is not None
    value, classes = float(maps.output.values[row, column]), maps.batch.classes
    if not classes or (len(classes) == 2 and maps.is_curve) or value != value:
        number = number_text.signed(value, 3)
        several = len(maps.batch.targets) > 1 and not classes
        return f"{maps.batch.targets[maps.unit]} {number}" if several else tr("output {value}").format(value=number)
    outputs = maps.maps.output[row, column].tolist()
    shares = outputs if len(outputs) > 1 else (1 - outputs[0], outputs[0])
    return f"{marked(classes, int(value))}, p = {number_text.plain(shares[int(value)], 3)}"


def sample_facts(state: CanvasState, sample: int) -> Facts:
    """Return the target of a sample, and what the model predicts for it."""
    snapshot = state.snapshot
    assert snapshot is not None
    title, classes = tr("sample {number}").format(number=number_text.count(sample + 1)), snapshot.batch.classes
    result, unit = class_result(snapshot, sample), state.shown_output
    if result is not None:
        rows = (tr("true class"), marked(classes, result.true)), (tr("predicted"), marked(classes, result.predicted))
        return Facts(title, (*rows, ("p", number_text.plain(result.probability, 3))))
    targets, predictions = snapshot.batch.Y_true[sample], snapshot.prediction[sample]
    return Facts(
        title,
        (
            (tr("target"), number_text.plain(float(targets[min(unit, len(targets) - 1)]), 3)),
            (tr("prediction"), number_text.plain(float(predictions[unit]), 3)),
        ),
    )


def read_aloud(state: CanvasState) -> str:
    """Return a sentence about the map: over which inputs, where the others are held, and the chosen sample."""
    maps, snapshot = state.maps, state.snapshot
    if maps is None or maps.output is None or snapshot is None or snapshot.why_no_step:
        return tr("output: no prediction yet")
    regions = maps.batch.classes and not (len(maps.batch.classes) == 2 and maps.is_curve)
    first = tr("predicted class over {inputs}") if regions else tr("output over {inputs}")
    parts = [first.format(inputs=_and(maps.names))]
    parts += [tr("{input} held at {value}").format(input=name, value=_spoken(value)) for name, value in _listed(maps)]
    if len(maps.held) > MOST_HELD:
        parts.append(tr("{count} others held").format(count=len(maps.held) - MOST_HELD))
    if maps.output.level is not None and not maps.is_curve:
        parts.append(tr("{level} line").format(level=f"{maps.output.level:g}"))
    sample = state.shown_sample
    text = tr("sample {number}: {value}")
    value = number_text.plain(float(snapshot.prediction[sample, state.shown_output]), 3)
    if regions and (result := class_result(snapshot, sample)) is not None:
        text = tr("sample {number}: {true}, predicted {predicted}, {value}")
        value = number_text.plain(result.probability, 3)
        named = {"true": snapshot.batch.classes[result.true], "predicted": snapshot.batch.classes[result.predicted]}
        return ", ".join([*parts, text.format(number=sample + 1, value=_as_spoken(value), **named)])
    return ", ".join([*parts, text.format(number=sample + 1, value=_as_spoken(value))])


def _listed(maps: CanvasMaps) -> tuple[tuple[str, float], ...]:
    return maps.held[:MOST_HELD]


def _and(names: tuple[str, ...]) -> str:
    return tr("{one} and {other}").format(one=names[0], other=names[1]) if len(names) > 1 else names[0]


def _spoken(value: float) -> str:
    return _as_spoken(number_text.plain(value))


def _as_spoken(text: str) -> str:
    """Return a number's text with its sign as a word: a screen reader skips "−"."""
    return text.replace(number_text.MINUS, tr("minus") + " ")
