"""Descriptions of a place: for the hover card, and for a screen reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.design.optimizers.sgd import SGD
from core.snapshot.place import BIAS, Place
from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.paint.marks import tr
from gui.look import number_text

if TYPE_CHECKING:
    from core.snapshot.snapshot import LayerSnapshot


@dataclass(frozen=True)
class Facts:
    """A title in Keras's words, rows of a word and a number, and a line below."""

    title: str
    rows: tuple[tuple[str, str], ...]
    footer: str = ""

    def read_aloud(self) -> str:
        """Return the facts as one sentence for a screen reader."""
        return ", ".join([self.title, *(f"{word} {value}".strip() for word, value in self.rows)])


def describe(state: CanvasState, place: Place) -> Facts | None:
    """Return the facts of a unit, a weight, or a layer's symbolic tensors; None if a card says it all."""
    if state.snapshot is None or place.layer is None:
        return None
    if place.unit is None:
        return _tensor_facts(state, place.layer) if state.on_chip or state.cursor == place else None
    return _weight_facts(state, place) if place.is_weight else _unit_facts(state, place)


def _tensor_facts(state: CanvasState, layer: str) -> Facts | None:
    """Return what is known of the symbolic tensors that come out of a layer."""
    lane = next((lane for lane in state.lanes if lane.name == layer), None)
    if lane is None or not lane.tensors:
        return None
    rows = tuple((lines[0], " ".join(lines[1:])) for lines in lane.tensors)
    return Facts("KerasTensor", rows, tr("a placeholder: shape only, no values"))


def _weight_facts(state: CanvasState, place: Place) -> Facts | None:
    found, snapshot = state.weight(place), state.snapshot
    if found is None or snapshot is None:
        return None
    value, gradient = found
    layer = state.layer(place.layer or "")
    frozen = layer is not None and not snapshot.learns(layer)
    names = [lane.name for lane in state.lanes]
    before = names[names.index(place.layer or "") - 1]
    bias = place.row == BIAS
    index = f"[{place.unit}]" if bias else f"[{place.row}, {place.unit}]"
    if gradient is None:
        rows: tuple[tuple[str, str], ...] = (
            (tr("weight"), number_text.exact(value)),
            (tr("gradient"), tr("no tape yet")),
        )
    else:
        shown = tr("not asked for: frozen") if frozen else number_text.exact(gradient)
        rows = ((tr("weight"), number_text.exact(value)), (tr("gradient"), shown))
        descends = snapshot.optimizer == SGD.key and snapshot.batch_size is None
        if layer in snapshot.layers and (frozen or descends):  # others have no next step, or another than −lr·gradient
            after = value if frozen else value - snapshot.learning_rate * gradient  # Keras may round otherwise
            text = number_text.exact(after) if frozen else f"≈ {number_text.signed(after, 6)}"
            rows = (*rows, (tr("after next step"), text))
    return Facts(
        title=f"{place.layer}/{'bias' if bias else 'kernel'}{index}",
        rows=rows,
        footer=f"{place.layer}[{place.unit}]" if bias else f"{before}[{place.row}] → {place.layer}[{place.unit}]",
    )


def _unit_facts(state: CanvasState, place: Place) -> Facts:
    layer, unit = state.layer(place.layer or ""), place.unit or 0
    title = f"{place.layer}[{unit}]"
    sample = tr("sample {number}").format(number=state.sample + 1)
    value = state.unit_value(place.layer or "", unit)
    if value is None:
        return Facts(title, ((f"a = {layer.activation_name}(z)" if layer else tr("input"), "?"),), _why_none(layer))
    if layer is None:
        return Facts(title, _input_rows(state, unit, value), f"{_column(state, unit)} · {sample}")
    rows = (
        (tr("z, before the activation"), number_text.exact(layer.pre_activation[state.sample, unit])),
        (f"a = {layer.activation_name}(z)", number_text.exact(layer.activation[state.sample, unit])),
    )
    dead = tr("dead: 0 for these samples") if unit in layer.dead_units else ""
    call = "" if layer.in_model else f"{layer.written}({layer.called})"
    return Facts(title, rows, " · ".join(filter(None, (call, sample, dead))))


def _input_rows(state: CanvasState, unit: int, value: float) -> tuple[tuple[str, str], ...]:
    """Return the number of an input, before and after it was scaled."""
    snapshot = state.snapshot
    assert snapshot is not None
    if snapshot.scaling is None or snapshot.shown_inputs is snapshot.inputs:
        return ((tr("input"), number_text.exact(value)),)
    raw = float(snapshot.inputs[state.sample, unit])
    return (tr("input"), number_text.exact(raw)), (f"{snapshot.scaling.name}(X)", number_text.exact(value))


def _column(state: CanvasState, unit: int) -> str:
    """Return the column that an input unit shows."""
    snapshot = state.snapshot
    assert snapshot is not None
    return snapshot.batch.columns[unit] if snapshot.given_name == "X" else f"{snapshot.given_name}[:, {unit}]"


def _why_none(layer: LayerSnapshot | None) -> str:
    """Say why a unit has no number."""
    if layer is None:
        return tr("the data have no such column")
    return tr("not called on such a sample yet") if layer.built else tr("not built")


def read_aloud(state: CanvasState, place: Place | None) -> str:
    """Write one sentence about a place for a screen reader."""
    lane = next((lane for lane in state.lanes if place is not None and lane.name == place.layer), None)
    if place is None or lane is None:
        return tr("The network")
    trainable = tr("trainable") if state.trainable(lane.name) else tr("frozen")
    layer = state.layer(lane.name)
    facts = _weight_facts(state, place)
    if facts is not None:
        kind = f"bias {place.unit}" if place.row == BIAS else f"kernel {place.row} {place.unit}"
        return tr("weight {layer} {index}, {value}, gradient {gradient}").format(
            layer=lane.name, index=kind, value=facts.rows[0][1], gradient=facts.rows[1][1]
        )
    if place.unit is not None:
        value = state.unit_value(lane.name, place.unit)
        text = "?" if value is None else number_text.plain(value)
        if not lane.rows:
            return tr("{layer} unit {unit}, value {value}").format(layer=lane.name, unit=place.unit, value=text)
        return tr("{layer} unit {unit}, activation {value}, {trainable}").format(
            layer=lane.name, unit=place.unit, value=text, trainable=trainable
        )
    parts = [lane.name, lane.kind, lane.activation, tr("{count} units").format(count=lane.units)]
    if layer is not None and layer.built:
        parts += [tr("{count} parameters").format(count=layer.parameters), trainable]
    elif lane.rows:
        parts.append(tr("not built"))
    if state.is_muted(lane):
        parts.append(tr("not in this model"))
    elif lane.name in state.rows:
        parts.append(state.rows[lane.name].spoken)
    if lane.scaled:
        parts.append(tr("scaled by {layer}").format(layer=lane.scaled))
    parts.append(lane.call)
    parts += [" ".join(("KerasTensor", *lines)) for lines in lane.tensors]
    return ", ".join(part for part in parts if part)
