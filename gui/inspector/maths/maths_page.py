"""The inspector's page Maths: every number of the selected unit or weight, term by term, beside Keras's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.explain.gradient_check import GradientCheck
from core.intents.questions import NextStep, Question
from core.snapshot.preview import Preview
from gui.inspector.maths.check_view import CheckView
from gui.inspector.maths.unit_maths import UnitMaths
from gui.inspector.maths.weight_maths import WeightMaths
from gui.inspector.pages.page import InspectorPage, View
from gui.look import theme
from gui.widgets.source_line import SourceLine
from gui.widgets.throttle import Throttle

if TYPE_CHECKING:
    from core.explain.weight_update import Weight
    from core.snapshot.snapshot import LayerSnapshot, Snapshot

REFRESH_MS = 120
DRAG_MS = 120
STILL_MS = 300
"""How long the network must stay unchanged before questions are asked, so that none are asked while playing."""


class MathsPage(InspectorPage):
    """z, activation and delta of a unit; for a weight also its gradient, its update and the numeric check.

    While playing, it refreshes at most every `REFRESH_MS` and asks nothing.

    Signals:
        question_asked(object): a Question whose answer `set_answer` waits for.
    """

    question_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("maths")
        self.hint = self.add_label("small")
        self.unit, self.weight, self.check = UnitMaths(), WeightMaths(), CheckView()
        self.source = SourceLine()
        for widget in (self.unit, self.weight, self.check):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.column.addWidget(self.source)
        self.unit.place_clicked.connect(self.place_clicked)
        self.unit.place_hovered.connect(self.place_hovered)
        self.check.eps_changed.connect(self._eps_changed)
        self._latest: View | None = None
        self._preview: tuple[object, Preview] | None = None
        self._asked: tuple[object, Weight] | None = None
        self._follow_slowly = Throttle(self, REFRESH_MS)
        self._follow_slowly.due.connect(self._show_latest)
        self._ask, self._ask_check = Throttle(self, STILL_MS), Throttle(self, DRAG_MS)
        self._ask.due.connect(self._ask_both)
        self._ask_check.due.connect(self._ask_for_check)
        self._later = QTimer(self, singleShot=True, interval=0)  # once the parts have their new size
        self._later.timeout.connect(self._scroll_to_weight)
        self.retranslate()
        self.restyle()

    # ---- what is shown --------------------------------------------------------------------------------------

    def set_view(self, view: View) -> None:
        before, self._latest = self._latest, view
        if before is None or (before.place, before.sample) != (view.place, view.sample):
            self._follow_slowly.ask_now()
            if view.place.is_weight and (before is None or before.place != view.place):
                self._later.start()
        else:
            self._follow_slowly.ask()

    def _show_latest(self) -> None:
        if self._latest is not None:
            super().set_view(self._latest)

    def input_text(self, view: View) -> str:
        return self.tr("The input layer computes nothing. It hands the samples on to {layer} as they are.").format(
            layer=view.source
        )

    def show_layer(self, view: View, layer: LayerSnapshot) -> None:
        unit, weight = view.place.unit, self._weight(view)
        sample = min(view.sample, view.snapshot.batch.samples - 1)
        shown = unit is not None and unit < layer.units and sample >= 0
        self.hint.setVisible(weight is None)
        self.unit.setVisible(shown)
        self.source.setVisible(shown)
        for part in (self.weight, self.check):
            part.setVisible(shown and weight is not None)
        if unit is None or not shown:
            self.hint.setText(self.tr("Click a unit to see how its numbers come about, or one of its weights."))
            return
        self.hint.setText(self.tr("Click a weight, here or in the network, to see its gradient and its update."))
        self.unit.show_unit(view, layer, unit, sample)
        bias = f" + {layer.written}.bias" if len(layer.bias) else ""
        self.source.set_expression(f"x @ {layer.written}.kernel{bias}")
        if weight is not None:
            self._show_weight(view, layer, weight)

    def _show_weight(self, view: View, layer: LayerSnapshot, weight: Weight) -> None:
        state = _state_of(view.snapshot)
        known = self._preview[1] if self._preview is not None and self._preview[0] == state else None
        self.weight.show_weight(view, layer, weight, known)
        self.check.set_step(view.snapshot.step)
        if self._asked is None or self._asked[1] != weight:
            self.check.set_checked(None)
            self._ask.ask_now()
        elif self._asked[0] != state:
            self._ask.ask_later()

    # ---- questions ------------------------------------------------------------------------------------------

    def _ask_both(self) -> None:
        """Ask for the next step's update and for the gradient check."""
        weight = self._weight(self.view) if self.view is not None else None
        if weight is not None and self.view is not None:
            state = _state_of(self.view.snapshot)
            self._asked = (state, weight)
            self._ask_for_check()  # first: the next step may have to be compiled, which takes seconds
            if self._preview is None or self._preview[0] != state:
                self.question_asked.emit(NextStep())

    def _ask_for_check(self) -> None:
        weight = self._weight(self.view) if self.view is not None else None
        if weight is not None:
            self.question_asked.emit(self._question(weight))

    def _question(self, weight: Weight) -> GradientCheck:
        return GradientCheck(weight.layer, weight.row, weight.unit, self.check.eps.eps)

    def _eps_changed(self, _eps: float) -> None:
        self._ask_check.ask()

    def set_answer(self, question: Question, answer: object) -> None:
        """Take in an answer about the view that was set last, whoever asked the question."""
        if self._latest is None or not self.isVisible():
            return
        weight = self._weight(self._latest)
        if isinstance(answer, Preview) and answer.step == self._latest.snapshot.step:
            self._preview = (_state_of(self._latest.snapshot), answer)
            self._follow_slowly.ask_now()
        elif weight is not None and question == self._question(weight):
            self.check.set_checked(answer)  # type: ignore[arg-type]

    # ---- inside ---------------------------------------------------------------------------------------------

    def _weight(self, view: View) -> Weight | None:
        """Return the selected weight, if there is one."""
        from core.explain.weight_update import Weight

        place, layer = view.place, view.layer
        if view.snapshot.why_no_step or layer is None or not layer.in_model:
            return None
        if place.row is None or place.unit is None or place.unit >= layer.units:
            return None
        there = place.row < len(layer.kernel) if place.row >= 0 else bool(len(layer.bias))
        return Weight(layer.name, place.row, place.unit) if there else None

    def _scroll_to_weight(self) -> None:
        """Scroll to the weight's part when another weight is selected."""
        page = self.area.widget()
        if page is not None and self.weight.isVisible():
            top = self.weight.mapTo(page, self.weight.rect().topLeft()).y()
            self.area.verticalScrollBar().setValue(top - theme.current().px(8))

    def restyle(self) -> None:
        super().restyle()
        self.column.setSpacing(theme.current().px(12))


def _state_of(snapshot: Snapshot) -> tuple[object, ...]:
    """Return what must be equal in two snapshots for the same answers to hold: weights, data and settings."""
    weights = tuple(array.tobytes() for layer in snapshot.layers for array in (layer.kernel, layer.bias))
    settings = (snapshot.run, snapshot.step, snapshot.learning_rate, snapshot.optimizer, snapshot.loss_kind)
    learns = tuple(snapshot.learns(layer) for layer in snapshot.layers)
    return (*settings, snapshot.batch_size, snapshot.batch, learns, weights)
