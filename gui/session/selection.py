"""The selection: one place in the network and one sample, shared by all views."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.snapshot.place import NOWHERE, Place


class Selection(QObject):
    """The selected place and the sample that the canvas shows.

    Signals:
        changed(Place): another place was selected.
        sample_changed(int): another sample, 0-based, was chosen.
    """

    changed = Signal(object)
    sample_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = NOWHERE
        self._sample = 0

    @property
    def place(self) -> Place:
        return self._place

    @property
    def sample(self) -> int:
        return self._sample

    def select(self, place: Place) -> None:
        """Select a place, or `NOWHERE`."""
        if place != self._place:
            self._place = place
            self.changed.emit(place)

    def show_sample(self, sample: int) -> None:
        """Show a sample of the batch, 0-based."""
        if sample != self._sample:
            self._sample = sample
            self.sample_changed.emit(sample)

    def keep_within(self, units: dict[str, tuple[int, int]], samples: int) -> None:
        """Deselect what no longer exists.

        Args:
            units: the number of inputs and of units for each layer's name.
            samples: how many samples the batch has.
        """
        place = self._place
        if place.layer is not None:
            inputs, count = units.get(place.layer, (0, 0))
            if place.layer not in units or (place.unit or 0) >= count or (place.row or 0) >= max(inputs, 1):
                self.select(NOWHERE)
        if samples and self._sample >= samples:
            self.show_sample(0)
