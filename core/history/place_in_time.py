"""The present place in the history, as frozen facts for a view."""

from __future__ import annotations

from dataclasses import dataclass

from core.history.difference import NO_DIFFERENCE, Difference


@dataclass(frozen=True)
class BranchInfo:
    """One branch, for a list of them.

    Attributes:
        number: 0, 1, 2, ... in the order in which they began.
        parent: the branch it left, or None.
        run: branches of the same run began from the same initial weights, and share steps.
        first_step: where it left its parent.
        last_step: where it ends.
        difference: from its parent.
    """

    number: int
    parent: int | None
    run: int
    first_step: int
    last_step: int
    difference: Difference = NO_DIFFERENCE


@dataclass(frozen=True)
class PlaceInTime:
    """The place in the history that is shown.

    Attributes:
        branch: its branch's number.
        step: the step shown.
        last_step: the last step of the branch.
        in_past: whether steps were taken after the place that is shown.
        branches: all that can be visited, in the order in which they began.
        not_shown: the step that was asked for, if it lies between steps of `fit` that cannot be taken again one by
            one and the nearest one before it is shown instead; else None.
        undo, redo: the label of the command that would be undone or done again; empty if there is none.
    """

    branch: int = 0
    step: int = 0
    last_step: int = 0
    in_past: bool = False
    branches: tuple[BranchInfo, ...] = (BranchInfo(0, None, 0, 0, 0),)
    undo: str = ""
    redo: str = ""
    not_shown: int | None = None
