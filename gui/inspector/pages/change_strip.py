"""The choice between the weights and their change: what was done last, number by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.controls.toggle_strip import ToggleStrip
from gui.look import theme

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array, LayerSnapshot, Snapshot

VALUES, CHANGE = "values", "change"


class ChangeStrip(ToggleStrip):
    """Two buttons, and the change that the second one shows.

    Attributes:
        change: the snapshots before and after what changed a weight last, or None.
        on: whether the change is chosen.
    """

    def __init__(self) -> None:
        super().__init__((VALUES, CHANGE), "weights_mode")
        self.change: tuple[Snapshot, Snapshot] | None = None
        self.on = False

    def choose(self, value: object) -> None:
        super().choose(value)
        self.on = value == CHANGE

    def of(self, layer: LayerSnapshot, shown: Snapshot) -> tuple[Array, Array] | None:
        """Return by how much kernel and bias of a layer changed; None if it is not known, or of another moment.

        While the network plays, it is that of a moment ago.
        """
        import numpy as np

        before, after = (one.layer(layer.name) for one in self.change) if self.change is not None else (None, None)
        if before is None or after is None or self.change is None or before.kernel.shape != layer.kernel.shape:
            return None
        present = np.array_equal(after.kernel, layer.kernel) and np.array_equal(after.bias, layer.bias)
        if self.change[1].run != shown.run or not (present or not shown.eager):
            return None
        return after.kernel - before.kernel, after.bias - before.bias

    def words(self, known: bool) -> str:
        """Say which change is shown, or how to get one."""
        if not known or self.change is None:
            return self.tr("Take a step: then each number here is by how much that weight changed.")
        before, after = self.change[0].step, self.change[1].step
        if after == before:
            return self.tr("New weight − old weight, for what was done last.")
        if after == before + 1:
            return self.tr("New weight − old weight, for step {step}.").format(step=f"{after:,}")
        return self.tr("New weight − old weight, for the steps {first} to {last}.").format(
            first=f"{before + 1:,}", last=f"{after:,}"
        )

    def retranslate(self) -> None:
        """Set the texts in the language in use."""
        now = theme.current()
        self.set_texts((self.tr("weights"), self.tr("change")), name=self.tr("Numbers of the page: {value}"))
        self.resize_to_texts(now.font("small", bold=True), now.px(20))


def largest_of(*arrays: Array) -> float:
    """Return the largest size of a finite number, 0 where there is none."""
    import numpy as np

    both = np.concatenate([array.ravel() for array in arrays])
    finite = np.abs(both[np.isfinite(both)])
    return float(finite.max()) if finite.size else 0.0
