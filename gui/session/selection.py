"""What all views share: one place in the network, one sample, and the inputs that the maps are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.snapshot.place import NOWHERE, Place

if TYPE_CHECKING:
    from core.data.built_in import Batch
    from core.snapshot.response import Slice


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


class MapChoice(QObject):
    """The axes of the maps, and the inputs that do not follow the chosen sample.

    Signals:
        changed(): another choice.

    Attributes:
        across, up: the columns of X that vary. They are kept while the data have fewer columns.
        held: the values of inputs that are held elsewhere than at the sample, by column.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.across, self.up = 0, 1
        self.held: dict[int, float] = {}
        self._columns: tuple[str, ...] = ()
        self._latest: tuple[tuple[object, ...], Slice] | None = None  # it is asked for at every snapshot

    def vary(self, across: int, up: int) -> None:
        """Choose the inputs that vary. Two that are the same change places with the ones before."""
        if across == up:
            across, up = (across, self.across) if across == self.up else (self.up, up)
        if (across, up) != (self.across, self.up):
            self.across, self.up = across, up
            self.changed.emit()

    def hold(self, column: int, value: float | None) -> None:
        """Hold an input at a value, or with None at that of the chosen sample."""
        held = {other: kept for other, kept in self.held.items() if other != column}
        if value is not None:
            held[column] = value
        if held != self.held:
            self.held = held
            self.changed.emit()

    def points(self, batch: Batch, sample: int, size: int | None = None) -> Slice:
        """Return the slice through a sample of the data.

        Args:
            batch: the data. With other columns than those before, nothing is held any more, and of classes those
                inputs vary in which they lie farthest apart.
            sample: a row of it; of one that is not there, the last.
            size: the number of points along a side, or None for the usual.
        """
        from core.snapshot.response import SIDE, most_apart, slice_through  # numpy

        if batch.columns != self._columns:
            self._columns, self.held = batch.columns, {}
            if batch.classes and batch.inputs > 2:
                self.across, self.up = most_apart(batch.X, batch.labels[:, 0])
        key = (batch, sample, self.across, self.up, tuple(self.held.items()), size)
        if self._latest is None or self._latest[0] != key:
            last = batch.inputs - 1
            across, up = min(self.across, last), min(self.up, last)
            if across == up and last:
                across = up - 1
            self._latest = key, slice_through(batch.X, sample, across, up, self.held, size or SIDE)
        return self._latest[1]
