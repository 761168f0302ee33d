"""Which actions can be done now, and why the others cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.problems.layer_texts import WHY_NO_STEP
from core.snapshot.place import Place
from gui.actions.table import Actions
from gui.look import i18n
from gui.look.i18n import tr

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

TRAINS = "step step_many play slow_motion"
NEEDS_KERAS = "previous_sample next_sample unit_up unit_down copy_code"
CHANGES = (
    "design build_network start_unbuilt compile fit evaluate predict step_by_hand "
    "add_sample paste_samples remove_sample"
)
NEEDS_A_MODEL = "check_code save_model reset reset_seed toggle_model save_weights keep_weights rebuild load_weights"

LOADING = tr("TensorFlow is still loading.")
NOT_FINITE = tr("Some numbers of the network are not finite any more: reset, or go back to an earlier step.")
READING = tr("This model is only shown: it cannot be trained here. Undo leads back to your own network.")
NO_LAYER = tr("Select a layer of the model first.")


@dataclass(frozen=True)
class Situation:
    """What decides which actions can be done.

    Attributes:
        ready: whether TensorFlow is loaded and the network built.
        finite: whether all numbers of the network are; else only a reset or a step back leads on.
        reason: why no step can be taken, a key of `WHY_NO_STEP`; "" if one can.
        in_model: whether the selected place is in a layer of the model.
        reading: whether a model that cannot be trained is shown instead of the network.
    """

    ready: bool = False
    finite: bool = True
    reason: str = ""
    in_model: bool = False
    reading: bool = False

    @classmethod
    def of(cls, ready: bool, snapshot: Snapshot | None, place: Place, reading: bool = False) -> Situation:
        """Return the situation while a place of a snapshot is selected."""
        if snapshot is None:
            return cls(ready, reading=reading)
        layer = snapshot.layer(place.layer) if place.layer is not None else None
        in_model = layer is not None and layer.in_model
        return cls(ready, snapshot.finite, snapshot.why_no_step, in_model, reading)


class Availability:
    """Enable actions, or disable them with the reason as their tooltip.

    Args:
        actions: the window's actions.
    """

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        self._shown: Situation | None = None

    def show(self, now: Situation) -> None:
        """Enable the actions that can be done in a situation."""
        if now == self._shown:
            return
        self._shown = now
        loading = "" if now.ready else LOADING
        cannot = loading or (READING if now.reading else "")
        no_model = WHY_NO_STEP["model"] if now.reason == "model" else ""
        no_step = WHY_NO_STEP[now.reason] if now.reason else "" if now.finite else NOT_FINITE
        self._actions.allow(TRAINS, cannot or no_step)
        self._actions.allow(NEEDS_KERAS, loading)
        self._actions.allow(CHANGES, cannot)
        self._actions.allow(NEEDS_A_MODEL, cannot or no_model)
        self._actions.allow("freeze", cannot or ("" if now.in_model else NO_LAYER))


def reason_text(reason: str) -> str:
    """Return why no step can be taken, in the language in use; "" if one can."""
    return i18n.translate(WHY_NO_STEP[reason]) if reason else ""
