"""The networks of the workspaces, one of which is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.commands import start
from core.intents.saving import Reopening
from core.lessons.page_opening import Opening
from core.service.messages import OWN, Answer
from core.snapshot.place import NOWHERE
from core.snapshot.records import Progress
from gui.session.selection import Selection
from gui.session.shown_network import ShownNetwork


class Workspaces(QObject):
    """Keep the network of each workspace up to date, and report changes of the one that is shown.

    Attributes:
        shown: the network that is shown.
        selection: the selected place and sample in it.

    Signals:
        snapshot_changed(Snapshot): there is a new snapshot of the network that is shown.
        history_changed(): commands were done, or another place of the history is shown.
        workspace_changed(): another workspace's network is shown, or the lesson's starts out empty.
    """

    snapshot_changed = Signal(object)
    history_changed = Signal()
    workspace_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = ShownNetwork(start.START)
        self.selection = Selection(self)
        self._name = OWN
        self._put_aside: dict[str, ShownNetwork] = {}

    @property
    def own(self) -> ShownNetwork:
        """The learner's own network, which may be put aside."""
        return self.shown if self._name == OWN else self._put_aside[OWN]

    def take_in(self, answer: Answer, current: bool) -> None:
        """Take in the answer to a request, and report what changed."""
        network, before = self.shown, self.shown.where
        first = network.snapshot is None
        network.take_in(answer, current)
        if answer.snapshot is not None and current:
            self.selection.keep_within(network.units(), answer.snapshot.samples)
            self.snapshot_changed.emit(answer.snapshot)
            if first and self.selection.place == NOWHERE:
                self.selection.select(network.first_place())
        if answer.events or answer.history.added or (before is not None and network.where != before):
            self.history_changed.emit()

    def take_progress(self, progress: Progress, current: bool) -> None:
        """Show the progress of `fit`."""
        self.shown.fit = progress.after(self.shown.fit)
        if progress.snapshot is not None and current:
            self.shown.snapshot = progress.snapshot
            self.snapshot_changed.emit(progress.snapshot)

    def enter(self, name: str, opening: Opening | Reopening | None) -> None:
        """Put the network that is shown aside, and show another workspace's.

        Args:
            opening: what is opened there, for which the workspace starts out empty; or None.
        """
        left, selection = self.shown, self.selection
        left.place, left.sample = selection.place, selection.sample
        if name != self._name:
            self._put_aside[self._name] = left
        known = None if opening is not None else self._put_aside.get(name)
        self._name, self.shown = name, known or ShownNetwork()
        if isinstance(opening, Reopening):
            self.shown.curves = opening.curves
        self.shown.same_passages = 0
        self.workspace_changed.emit()
        selection.select(NOWHERE)  # before the views know other layers and samples
        selection.show_sample(0)
        if self.shown.snapshot is not None:
            self.snapshot_changed.emit(self.shown.snapshot)
            selection.select(self.shown.place)
            selection.show_sample(self.shown.sample)
        self.history_changed.emit()
