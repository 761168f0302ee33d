"""Show the layers of a model that cannot be trained here, and lead back to the learner's own network."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.design.model_boxes import KNOWN, ModelBoxes
from core.intents.design_questions import OutputShapes
from core.intents.questions import Question
from core.service.messages import Answer
from gui.actions.shell import Shell
from gui.boxes.box_details import BoxDetails
from gui.boxes.boxes_page import BoxesPage
from gui.session.session import Session


class BoxesPresenter(QObject):
    """Nothing of the learner's network is touched: whatever is done to it, or undo, ends the reading.

    Args:
        page: the boxes.
        details: shows the layer that is chosen.
        inspector: makes room for the details.

    Signals:
        reading_changed(bool): boxes are shown from now on, or not any more.
    """

    reading_changed = Signal(bool)

    def __init__(
        self, page: BoxesPage, details: BoxDetails, inspector: QWidget, session: Session, shell: Shell
    ) -> None:
        super().__init__(shell.dialog_parent)
        self.page, self._details, self._inspector = page, details, inspector
        self._session, self._shell = session, shell
        self._model: ModelBoxes | None = None
        self._shapes: dict[str, Any] = {}
        self._current, self._where = "", session.network.where
        page.banner.back_clicked.connect(self.leave)
        page.view.picture.chosen.connect(self._choose)
        session.question_answered.connect(self._take_answer)
        session.reported.connect(self._follow)
        session.workspace_changed.connect(self.leave)

    def show(self, model: ModelBoxes) -> None:
        """Show a model in place of the network."""
        self._session.pause()
        self._model, self._where = model, self._session.network.where
        self._shapes = {box.name: box.shape for box in model.boxes}
        self.page.banner.set_model(model)
        self.page.banner.show()
        self.page.view.picture.set_boxes(model.boxes)
        self.page.place()
        self.page.show()
        self.page.raise_()
        self._inspector.hide()
        self._details.show()
        self._choose(next((box.name for box in model.boxes if box.origin != KNOWN), model.boxes[0].name))
        self.page.view.picture.setFocus()
        self.reading_changed.emit(True)
        self._session.ask(OutputShapes(model.boxes))

    def leave(self) -> bool:
        """Show the learner's own network; return whether a model was shown."""
        if self._model is None:
            return False
        self._model = None
        self.page.hide()
        self._details.hide()
        self._inspector.show()
        self._shell.focus_home()
        self.reading_changed.emit(False)
        return True

    def _choose(self, name: str) -> None:
        box = self._model.box(name) if self._model is not None else None
        if box is not None:
            self._current = name
            self.page.view.set_current(name)
            self._details.set_box(box, self._shapes[name])

    def _take_answer(self, question: Question, answer: Any) -> None:
        model = self._model
        if model is not None and question == OutputShapes(model.boxes):
            self._shapes = {box.name: shape for box, shape in zip(model.boxes, answer, strict=True)}
            self.page.view.picture.set_shapes(self._shapes)
            self._choose(self._current)

    def _follow(self, answer: Answer) -> None:
        """Show the learner's network again as soon as something is done to it."""
        if answer.commands or self._session.network.where != self._where:
            self.leave()
