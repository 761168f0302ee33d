"""What belongs to one network, and is put aside while the network of another room is shown."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from core.data.built_in import NotebookBatch, Source
from core.design.network_spec import FOUR_LAYERS, NetworkSpec
from core.history.branch import Done
from core.snapshot.place import NOWHERE, Place

if TYPE_CHECKING:
    from core.history.loss_curves import Curves
    from core.history.place_in_time import Whereabouts
    from core.snapshot.snapshot import Snapshot
    from gui.session.session import Session

SELECTED = ("place", "sample")
AT_FIRST = NotebookBatch()


@dataclass(frozen=True, eq=False)
class Kept:
    """The attributes of a Session that are about its network, and what is selected there. The defaults are nothing."""

    snapshot: Snapshot | None = None
    history: tuple[Done, ...] = ()
    curves: Curves | None = None
    where: Whereabouts | None = None
    spec: NetworkSpec = FOUR_LAYERS
    source: Source = AT_FIRST
    place: Place = NOWHERE
    sample: int = 0

    @classmethod
    def of(cls, session: Session) -> Kept:
        """What a session holds now."""
        values = {field.name: getattr(session, field.name) for field in fields(cls) if field.name not in SELECTED}
        return cls(**values, place=session.selection.place, sample=session.selection.sample)

    def put_into(self, session: Session) -> None:
        """Let a session hold this, and show it."""
        for field in fields(self):
            if field.name not in SELECTED:
                setattr(session, field.name, getattr(self, field.name))
        session.selection.select(NOWHERE)  # before the views know other layers and samples
        session.selection.show_sample(0)
        if self.snapshot is not None:
            session.snapshot_changed.emit(self.snapshot)
            session.selection.select(self.place)
            session.selection.show_sample(self.sample)
        session.history_changed.emit()
        session.state_changed.emit()
