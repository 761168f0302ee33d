"""What trains cannot be clicked while nothing can be trained, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.problems.layer_texts import OBSTACLES
from gui.actions.table import Actions
from gui.look import i18n

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

TRAINS = "step step_many play slow_motion"
NEEDS_A_MODEL = "reset toggle_model freeze save_weights rebuild load_weights"


def reason_of(snapshot: Snapshot | None) -> str:
    """Why no step can be taken, in the language in use; "" if one can."""
    return i18n.translate(OBSTACLES[snapshot.obstacle]) if snapshot is not None and snapshot.obstacle else ""


def show_obstacle(actions: Actions, snapshot: Snapshot | None) -> None:
    """Disable the actions that a snapshot has no model for, and give their tooltips the reason."""
    obstacle = snapshot.obstacle if snapshot is not None else ""
    reason = reason_of(snapshot)
    for name in TRAINS.split():
        actions[name].setToolTip(reason or actions.tip(name))
    if obstacle:
        actions.set_enabled(TRAINS, False)
    if obstacle == "model":
        actions.set_enabled(NEEDS_A_MODEL, False)
