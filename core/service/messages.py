"""The messages between the UI thread and the Keras thread: frozen, so that nothing is shared between them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.commands import Command, MakeModel, Reset, UseData
from core.history.branch import Entry
from core.intents.data_plans import ChooseData, EditData
from core.intents.moves import Move
from core.intents.plans import Plan, Rebuild, StartAgain, StartUnbuilt, TakeData, TakeModel
from core.intents.questions import Question
from core.intents.table_plans import LearnFromTable, OpenTable
from core.problems.problem import Problem
from core.snapshot.records import Recording

if TYPE_CHECKING:
    from core.history.events import Event
    from core.history.place_in_time import PlaceInTime
    from core.intents.saving import Reopening
    from core.lessons.page_opening import Opening
    from core.snapshot.printed import Printed
    from core.snapshot.snapshot import Snapshot

Intent = Command | Plan | Move | Question

STARTS_ANEW = (
    Reset,
    StartAgain,
    UseData,
    TakeData,
    ChooseData,
    EditData,
    OpenTable,
    LearnFromTable,
    MakeModel,
    Rebuild,
    StartUnbuilt,
    TakeModel,
    Move,
)
"""After these, an answer to an earlier request would show something that is no longer there."""

OWN, LESSON = "own", "lesson"
"""The workspaces: where the learner's own network is, and the lesson's."""


@dataclass(frozen=True)
class Request:
    """Intents to carry out.

    Attributes:
        generation: the session's generation when it was sent; answers to older ones are not shown.
        groups: what to do, in order; each group is done completely or not at all.
        seconds: a run of steps ends after this time, complete or not.
        frame: whether it is a frame of playing; its snapshot need not equal eager calls to the last bit.
        continued: True if it is the next frame of the same play; one undo undoes all frames.
        workspace: the workspace of the network.
        opening: the page or the saved session to open in this workspace before anything else, or None.
    """

    generation: int
    groups: tuple[tuple[Intent, ...], ...]
    seconds: float = math.inf
    frame: bool = False
    continued: bool = False
    workspace: str = OWN
    opening: Opening | Reopening | None = None


@dataclass(frozen=True, eq=False)
class HistoryChange:
    """How the list of commands that led to what is shown differs from the one of the answer before.

    Attributes:
        kept: the number of commands at its beginning that are the same.
        added: what follows them now.
    """

    kept: int = 0
    added: tuple[Entry, ...] = ()


@dataclass(frozen=True, eq=False)
class Answer:
    """The outcome of a request.

    Attributes:
        generation: the request's.
        events: the commands done and losses recorded, in order.
        history: what changed in the list of commands that led to what is shown.
        where: the place in the timeline that is shown.
        snapshot: the network now, or None while there is none to show.
        problem: what could not be done, or None.
        answers: each question with its answer.
        shown: the values of expressions, in the order in which they were shown.
        opened: the page or the saved session that was opened with it, or None.
        page: the name of the lesson's page that is open in this workspace, empty if none is.
        reached: which of the page's goals are reached.
    """

    generation: int
    events: tuple[Event, ...]
    history: HistoryChange
    where: PlaceInTime
    snapshot: Snapshot | None
    problem: Problem | None = None
    answers: tuple[tuple[Question, Any], ...] = ()
    shown: tuple[Printed, ...] = ()
    opened: Opening | Reopening | None = None
    page: str = ""
    reached: tuple[bool, ...] = ()

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands that were done, in order."""
        return tuple(event.command for event in self.events if isinstance(event, Entry))

    @property
    def recordings(self) -> tuple[Recording, ...]:
        """What was recorded of the steps, in order."""
        return tuple(event for event in self.events if isinstance(event, Recording))


def only_asks(group: tuple[Intent, ...]) -> bool:
    """Tell whether a group of intents changes nothing."""
    return all(isinstance(intent, Question) for intent in group)
