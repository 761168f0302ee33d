"""The loss curves of all branches, updated by events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.commands import SetLoss
from core.history.branch import Entry
from core.history.events import Event, Rewritten, Visited
from core.history.loss_curve import LossCurve
from core.history.place_in_time import BranchInfo, PlaceInTime
from core.snapshot.records import Recording
from core.snapshot.validation import Measured


class LossCurves:
    """One LossCurve for each branch.

    Attributes:
        current: the curve of the branch that is shown.
        where: the place in the timeline that is shown.
    """

    def __init__(self) -> None:
        self.current = LossCurve()
        self.where = PlaceInTime()
        self._curves = {0: self.current}
        self._branch = 0

    def fold(
        self, events: Iterable[Event], where: PlaceInTime, loss: float | None, validation: Measured | None = None
    ) -> None:
        """Apply events, in the order in which they happened.

        Args:
            where: the place that is shown now.
            loss: at this place, or None if there is no network to look at.
            validation: what was measured on the validation rows at this place, or None.
        """
        for event in events:
            if isinstance(event, Recording):
                self._curves[self._branch].record(event.first_step, event.losses)
                for measured in event.validation:
                    self._curves[self._branch].validation.add(measured)
            elif isinstance(event, Rewritten):
                self._rewrite(event)
            elif isinstance(event, Visited):
                self._branch = event.branch
            else:
                self._note(event)
        self._branch, self.where = where.branch, where
        self.current = self._curves[where.branch]
        if loss is not None and not where.in_past:
            self.current.set_head(where.step, loss)
        if validation is not None and validation.step == where.step:
            self.current.validation.add(validation)

    @property
    def curves(self) -> dict[int, LossCurve]:
        """The curve of every branch, by its number."""
        return dict(self._curves)

    @classmethod
    def of(cls, curves: Mapping[int, LossCurve]) -> LossCurves:
        """Return the curves of branches that were saved."""
        made = cls()
        made._curves = dict(curves)
        made.current = made._curves[0]
        return made

    def others(self) -> tuple[tuple[BranchInfo, LossCurve], ...]:
        """Return the other branches of the same run, which share steps with the one that is shown, and their curves."""
        infos = {info.number: info for info in self.where.branches}
        run = infos[self.where.branch].run
        return tuple((info, self._curves[n]) for n, info in infos.items() if info.run == run and n != self.where.branch)

    def _rewrite(self, event: Rewritten) -> None:
        parent = LossCurve() if event.parent is None else self._curves[event.parent]
        self._branch = event.branch
        self._curves[event.branch] = parent.upto(event.step, event.entries)

    def _note(self, done: Entry) -> None:
        curve, command = self._curves[self._branch], done.command
        curve.marks.add_all([done])
        if command.renews_data or command.starts_run or isinstance(command, SetLoss):
            curve.validation.cut(done.step_after)
