"""The window's knowledge of one network."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.commands import AddRows, DefineTensor, RemoveRows, SetCells, UseData
from core.commands.start import NOTEBOOK, Start
from core.data.built_in import Source, TypedSamples
from core.data.edited import edited_source
from core.design.network_spec import NetworkSpec
from core.history.branch import Entry
from core.history.place_in_time import PlaceInTime
from core.script.readable import ReadableWriter
from core.script.writer import Script
from core.service.messages import Answer, HistoryChange
from core.snapshot.design_of import design_of
from core.snapshot.place import NOWHERE, Place
from core.tables.table_file import TableFile

if TYPE_CHECKING:
    from core.history.loss_curve import LossCurve
    from core.history.loss_curves import LossCurves
    from core.snapshot.records import Progress
    from core.snapshot.snapshot import Snapshot


class ShownNetwork:
    """One network as it is shown, and its history; put aside while another workspace is shown.

    Whatever grows with the history is updated by the changes only.

    Args:
        start: what it is taken to be until an answer says more.

    Attributes:
        start: as above.
        snapshot: the latest Snapshot, or None before there is one.
        curves: the losses of the steps taken, branch by branch, or None before the first answer.
        where: the place in the timeline that is shown, or None before the first answer.
        spec: the network as designed.
        source: the data in use, or chosen while TensorFlow is loading.
        script: the Keras lines of the commands done, spelt exactly.
        readable: the same, spelt as a person would.
        same_passages: how many passages of the script are the same as before the last change.
        fit: the progress of the last `fit` with all its logs, or None.
        place, sample: the selection when it was put aside.
    """

    def __init__(self, start: Start = NOTEBOOK) -> None:
        self.start = start
        self.snapshot: Snapshot | None = None
        self.curves: LossCurves | None = None
        self.where: PlaceInTime | None = None
        self.spec: NetworkSpec = start.spec
        self.source: Source = start.source
        self.script, self.readable = Script(), Script(ReadableWriter())
        self.same_passages = 0
        self.fit: Progress | None = None
        self.place, self.sample = NOWHERE, 0
        self._history: list[Entry] = []
        self._sources: list[tuple[int, Source]] = []  # each with its place in the history

    @property
    def history(self) -> tuple[Entry, ...]:
        """The commands and other entries that led to what is shown; a copy."""
        return tuple(self._history)

    @property
    def files(self) -> tuple[TableFile, ...]:
        """The files that the script reads."""
        return tuple(dict.fromkeys(source for _, source in self._sources if isinstance(source, TableFile)))

    @property
    def curve(self) -> LossCurve | None:
        """The losses of the branch that is shown, or None before the first answer."""
        return self.curves.current if self.curves is not None else None

    def take_in(self, answer: Answer, current: bool) -> None:
        """Take in the answer to a request; its snapshot only if it is `current`."""
        self._change_history(answer.history)
        self._fold(answer)
        if self._sources and (current or answer.problem is not None):
            self.source = self._sources[-1][1]
        if answer.snapshot is not None and current:
            self.snapshot = answer.snapshot
            if answer.snapshot.columns:
                self.spec = design_of(answer.snapshot, self.spec.name)

    def units(self) -> dict[str, tuple[int, int]]:
        """Return the number of inputs and of units for each layer's name."""
        snapshot = self.snapshot
        if snapshot is None:
            return {}
        layers = {layer.name: (len(layer.kernel), layer.units) for layer in snapshot.columns}
        return {**layers, snapshot.input_name: (0, snapshot.inputs.shape[1])}

    def first_place(self) -> Place:
        """Return the place that is selected at first: the first layer."""
        columns = self.snapshot.columns if self.snapshot is not None else ()
        return Place(columns[0].name) if columns else NOWHERE

    def _change_history(self, change: HistoryChange) -> None:
        del self._history[change.kept :]
        while self._sources and self._sources[-1][0] >= change.kept:
            self._sources.pop()
        for place, done in enumerate(change.added, change.kept):
            if isinstance(done.command, UseData):
                self._sources.append((place, done.command.source))
            elif isinstance(done.command, DefineTensor) and done.command.renews_data:
                before = self._sources[-1][1] if self._sources else None
                typed = before if isinstance(before, TypedSamples) else TypedSamples()
                self._sources.append((place, replace(typed, **{done.command.name: done.command.values})))
            elif isinstance(done.command, (AddRows, RemoveRows, SetCells)) and self._sources:
                self._sources.append((place, edited_source(self._sources[-1][1], done.command)))
        self._history += change.added
        self.same_passages = self.script.change(change.kept, change.added)
        self.readable.change(change.kept, change.added)

    def _fold(self, answer: Answer) -> None:
        """Fold the events of an answer into the curves."""
        if self.curves is None:
            from core.history.loss_curves import LossCurves  # numpy, which is loaded by now

            self.curves = LossCurves()
        snapshot = answer.snapshot
        loss = snapshot.loss if snapshot is not None and not snapshot.why_no_step else None
        validation = snapshot.validation if snapshot is not None else None
        measured = validation.measured if validation is not None else None
        self.curves.fold(answer.events, answer.where, loss, measured)
        self.where = answer.where
