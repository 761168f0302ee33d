"""The toolbar at the bottom, from which every step that was taken can be visited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.controls.choice_box import ChoiceBox
from gui.history.branch_words import branch_text, branch_tip
from gui.history.timeline_slider import TimelineSlider
from gui.look import theme
from gui.widgets.panel import Panel
from gui.widgets.throttle import Throttle

if TYPE_CHECKING:
    from core.history.loss_curve import LossCurve
    from core.history.place_in_time import PlaceInTime

HEIGHT = 50
MARKS_MS = 150
NARROWEST_LIST, WIDEST_LIST = 175, 280


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
        self._branches.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._branches.chosen.connect(self.branch_chosen)
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
        if where is None:
            return
        self.slider.set_steps(where.step, where.last_step, where.in_past)  # it may have been dragged meanwhile
        if where == self._where:
            return
        listed = self._where is None or where.branches != self._where.branches
        self._where = where
        self._mark_live(not where.in_past)
        if listed:
            self._list_branches()
        self._branches.choose(where.branch)
        self._name_slider()

    def set_curve(self, curve: LossCurve | None, layers: Sequence[str]) -> None:
        """Show the marks of a curve, a few times a second at most."""
        self._curve, self._layers = curve, tuple(layers)
        self._throttle.ask()

    def set_presenting(self, on: bool) -> None:
        """Leave out the list of branches, or show it."""
        self._branches.setVisible(not on)

    # ---- inside ---------------------------------------------------------------------------------------------

    @Slot()
    def _show_marks(self) -> None:
        if self._curve is not None and self._where is not None:
            marks = self._curve.marks
            self.slider.set_marks(marks.shown, marks.frozen_spans(self._where.last_step, self._layers))

    def _mark_live(self, live: bool) -> None:
        """Show by the button's look whether the last step is shown."""
        if self._live.property("live") is not live:
            self._live.setProperty("live", live)
            self._live.style().unpolish(self._live)
            self._live.style().polish(self._live)

    def _list_branches(self) -> None:
        assert self._where is not None
        branches = self._where.branches
        choices = [(info.number, branch_text(info), branch_tip(info)) for info in branches]
        self._branches.set_choices(choices)
        self._set_list_width([text for _, text, _ in choices])

    def _set_list_width(self, texts: Sequence[str]) -> None:
        """Make the list as wide as its texts, within limits; the list that drops down shows them in full."""
        now, metrics = theme.current(), self._branches.fontMetrics()
        longest = max((metrics.horizontalAdvance(text) for text in texts), default=0) + now.px(40)
        self._branches.setFixedWidth(min(max(longest, now.px(NARROWEST_LIST)), now.px(WIDEST_LIST)))
        self._branches.view().setMinimumWidth(longest)

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
        self._branches.setToolTip(self.tr("Every branch is kept here"))
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
        if self._where is None:
            self._set_list_width(())
        else:
            self._list_branches()
        self.slider.update()
