"""Which actions can be done now. What trains says why it cannot be clicked while nothing can be trained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.problems.layer_texts import WHY_NO_STEP
from core.snapshot.place import Place
from gui.actions.table import Actions
from gui.look import i18n

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

TRAINS = "step step_many play slow_motion"
NEEDS_KERAS = (
    "previous_sample next_sample unit_up unit_down copy_code design build_network start_unbuilt compile fit predict "
    "step_by_hand"
)
NEEDS_A_MODEL = "reset toggle_model save_weights rebuild load_weights"


@dataclass(frozen=True)
class Situation:
    """What decides which actions can be done.

    Attributes:
        ready: whether TensorFlow is loaded and the network built.
        finite: whether the loss is; from another one only a reset leads on.
        reason: why no step can be taken, a key of `WHY_NO_STEP`; "" if one can.
        in_model: whether the selected place is in a layer of the model.
    """

    ready: bool = False
    finite: bool = True
    reason: str = ""
    in_model: bool = False

    @classmethod
    def of(cls, ready: bool, snapshot: Snapshot | None, place: Place) -> Situation:
        """Return the situation while a place of a snapshot is selected."""
        if snapshot is None:
            return cls(ready)
        layer = snapshot.layer(place.layer) if place.layer is not None else None
        return cls(ready, snapshot.finite, snapshot.why_no_step, layer is not None and layer.in_model)


class Availability:
    """Enables and disables actions, and gives those that train the reason as their tooltip.

    Args:
        actions: the window's actions.
    """

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        self._shown: Situation | None = None

    def show(self, now: Situation) -> None:
        """Show which actions can be done in a situation."""
        if now == self._shown:
            return
        self._shown = now
        self._actions.set_enabled(TRAINS, now.ready and now.finite and not now.reason)
        self._actions.set_enabled(NEEDS_KERAS, now.ready)
        self._actions.set_enabled(NEEDS_A_MODEL, now.ready and now.reason != "model")
        self._actions.set_enabled("freeze", now.ready and now.in_model)
        self.write_tips()

    def write_tips(self) -> None:
        """Set the tooltips, in the language in use."""
        reason = self._shown.reason if self._shown is not None else ""
        for name in TRAINS.split():
            self._actions[name].setToolTip(reason_text(reason) or self._actions.tip(name))


def reason_text(reason: str) -> str:
    """Say why no step can be taken, in the language in use; "" if one can."""
    return i18n.translate(WHY_NO_STEP[reason]) if reason else ""
