"""The rows of `model.summary()`, read from a snapshot or from a design."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from core.design.layer_kinds import kind_of

if TYPE_CHECKING:
    from core.design.network_spec import NetworkSpec
    from core.snapshot.snapshot import LayerSnapshot, Snapshot

ON, PARTLY, OFF = Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Unchecked


@dataclass(frozen=True)
class SummaryRow:
    """The content of one row.

    Attributes:
        layer: the name that the row stands for; None for the model itself.
        title: name and type, e.g. "hidden_1 (Dense)".
        shape: the output's shape, or "" where nothing is built yet.
        parameters: the number of weights, or "?".
        box: the state of its switch, or None if it has none.
        trainable: the value of `trainable`.
        learns: whether the next step changes its weights. A model that is not trainable changes none at all.
        path: the paths of its variables.
        inside: False if there is a model that does not contain the layer.
    """

    layer: str | None
    title: str
    shape: str
    parameters: str
    box: Qt.CheckState | None = None
    trainable: bool = True
    learns: bool = True
    path: str = ""
    inside: bool = True


def rows_of(snapshot: Snapshot) -> tuple[SummaryRow, ...]:
    """Return the rows of the model, its input and its layers, as Keras holds them."""
    inside = [layer for layer in snapshot.columns if layer.in_model]
    on = sum(layer.trainable for layer in inside)
    # A model whose own trainable is False trains nothing, whatever its layers' values are.
    whole = OFF if not (on and snapshot.model_trainable) else ON if on == len(inside) else PARTLY
    model = SummaryRow(
        None,
        f"{snapshot.model_name} ({snapshot.model_kind})",
        str(inside[-1].output_shape) if inside else "",
        f"{snapshot.parameters:,}",
        whole,
        snapshot.model_trainable,
        snapshot.model_trainable,
    )
    source = SummaryRow(
        snapshot.input_name, f"{snapshot.input_name} ({snapshot.input_kind})", str(snapshot.input_shape), "0"
    )
    layers = tuple(_row_of(snapshot, layer) for layer in snapshot.columns)
    return (source, *layers) if snapshot.why_no_step == "model" else (model, source, *layers)


def _row_of(snapshot: Snapshot, layer: LayerSnapshot) -> SummaryRow:
    """Return a layer's row, without a switch if no model contains it: the window freezes through the model."""
    return SummaryRow(
        layer.name,
        f"{layer.name} ({layer.kind})",
        str(layer.output_shape) if layer.built else "",
        f"{layer.parameters:,}" if layer.built else "?",
        (ON if layer.trainable else OFF) if layer.in_model else None,
        layer.trainable,
        snapshot.learns(layer),
        ", ".join(layer.variables),
        layer.in_model or snapshot.why_no_step == "model",
    )


def rows_of_design(spec: NetworkSpec) -> tuple[SummaryRow, ...]:
    """Return the rows of a design before Keras is loaded; what is not built is unknown."""
    model = SummaryRow(None, f"{spec.name} (Functional)", "", "?", ON)
    source = SummaryRow("input", "input (InputLayer)", str((None, spec.inputs)), "0")
    titles = ((layer.name, f"{layer.name} ({kind_of(layer).class_name})") for layer in spec.layers)
    return (model, source, *(SummaryRow(name, title, "", "?", ON) for name, title in titles))
