"""The toolbar at the bottom, from which every step that was taken can be visited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.controls.choice_box import ChoiceBox
from gui.history.timeline_slider import TimelineSlider
from gui.look import number_text, theme
from gui.widgets.panel import Panel
from gui.widgets.throttle import Throttle

if TYPE_CHECKING:
    from core.history.loss_curve import LossCurve
    from core.history.place_in_time import BranchInfo, PlaceInTime

HEIGHT = 50
MARKS_MS = 150


class TimelineBar(Panel):
    """The button to the first step, the slider, the list of branches, and the button to the last step.

    Attributes:
        slider: the track.

    Signals:
        step_chosen(int): show this step.
        branch_chosen(object): show the end of the branch of this number.
    """

    step_chosen = Signal(int)
    branch_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="timeline_bar")
        self._where: PlaceInTime | None = None
        self._curve: LossCurve | None = None
        self._layers: tuple[str, ...] = ()
        self._throttle = Throttle(self, MARKS_MS)
        self._throttle.due.connect(self._show_marks)
        self._first, self._live = QToolButton(objectName="first_button"), QToolButton(objectName="live_button")
        self.slider = TimelineSlider()
        self.slider.step_chosen.connect(self.step_chosen)
        self._branches = ChoiceBox("branches")
        self._branches.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self._branches.chosen.connect(self.branch_chosen)
        self._branches.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        row.addWidget(self._first)
        row.addWidget(self.slider, 1)
        row.addWidget(self._branches)
        row.addWidget(self._live)
        self.retranslate()
        self.restyle()

    def set_actions(self, first: QAction, live: QAction) -> None:
        """Set the actions that the buttons at the two ends stand for."""
        self._first.setDefaultAction(first)
        self._live.setDefaultAction(live)
        self._live.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.restyle()

    def set_where(self, where: PlaceInTime | None) -> None:
        """Show the place in the timeline."""
        if where is None or where == self._where:
            return
        listed = self._where is None or where.branches != self._where.branches
        self._where = where
        self.slider.set_steps(where.step, where.last_step, where.in_past)
        if listed:
            self._list_branches()
        self._branches.choose(where.branch)
        self._name_slider()

    def set_curve(self, curve: LossCurve | None, layers: Sequence[str]) -> None:
        """Show the marks of a curve, a few times a second at most."""
        self._curve, self._layers = curve, tuple(layers)
        self._throttle.ask()

    # ---- inside ---------------------------------------------------------------------------------------------

    @Slot()
    def _show_marks(self) -> None:
        from gui.plots.loss_numbers import frozen_spans  # imports numpy, which is loaded by now

        if self._curve is not None and self._where is not None:
            spans = frozen_spans(self._curve.marks, self._where.last_step, self._layers)
            self.slider.set_marks(self._curve.marks, spans)

    def _list_branches(self) -> None:
        assert self._where is not None
        branches = self._where.branches
        choices = [(info.number, self._branch_text(info), self._branch_tip(info)) for info in branches]
        self._branches.set_choices(choices)
        self._branches.setVisible(len(branches) > 1)

    def _branch_text(self, info: BranchInfo) -> str:
        text = self.tr("branch {number}: {first} → {last}")
        return text.format(
            number=info.number + 1, first=number_text.count(info.first_step), last=number_text.count(info.last_step)
        )

    def _branch_tip(self, info: BranchInfo) -> str:
        if info.parent is None:
            return self.tr("From the first initial weights")
        if info.run == info.number:
            return self.tr("From initial weights, after branch {number}").format(number=info.parent + 1)
        return self.tr("Left branch {number} at step {step}").format(
            number=info.parent + 1, step=number_text.count(info.first_step)
        )

    def _name_slider(self) -> None:
        where = self._where
        if where is None:
            name = self.tr("Timeline")
        else:
            text = self.tr("step {step} of {last}, in the past") if where.in_past else self.tr("step {step}, live")
            name = text.format(step=where.step, last=where.last_step)
        self.slider.setAccessibleName(name)

    # ---- language and look ----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self._branches.setAccessibleName(self.tr("Branches"))
        self._branches.setToolTip(self.tr("Every way that was taken stays here"))
        if self._where is not None:
            self._branches.clear()
            self._list_branches()
            self._branches.choose(self._where.branch)
        self._name_slider()

    def restyle(self) -> None:
        now = theme.current()
        self.setFixedHeight(now.px(HEIGHT))
        for button in (self._first, self._live):
            button.setIconSize(QSize(now.px(16), now.px(16)))
        self._branches.setFont(now.font("small"))
        self.slider.update()
