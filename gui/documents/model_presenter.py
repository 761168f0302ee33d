"""Models as files, from a learner's point of view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from core.intents.plans import Plan
from core.problems.problem import Problem
from gui.actions.shell import Shell
from gui.actions.table import Slots
from gui.session.session import Session
from gui.widgets.save_dialog import ask_where

if TYPE_CHECKING:
    from core.design.model_boxes import ModelBoxes

ENDINGS = (".keras", ".h5", ".hdf5", ".json")


class ModelPresenter(QObject):
    """Save the model that is shown, and open others.

    Attributes:
        show_boxes: shows a model that cannot be trained here.
    """

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        self._session, self._window = session, shell.dialog_parent
        self.show_boxes: Callable[[ModelBoxes], None] = lambda model: None

    def slots(self) -> Slots:
        """Return the slots of the actions that save the model, or its weights."""
        return {"save_model": self._save_model, "save_weights": self._save_weights}

    def open(self, path: str) -> None:
        """Go on with the model of a file, with the weights in it, or show its layers if they cannot be trained here."""
        self._session.pause()
        self._session.files.do(partial(_read, path), self._take)

    def _take(self, outcome: Any) -> None:
        if isinstance(outcome, Problem):
            self._session.problems.show(outcome)
        elif isinstance(outcome, Plan):
            self._session.do_paused(outcome)
        else:
            self.show_boxes(outcome)

    def _save_model(self) -> None:
        kinds = self.tr("Keras models (*.keras);;Older Keras models (*.h5);;The design alone (*.json)")
        self._ask_and_save(self.tr("Save the model"), kinds)

    def _save_weights(self) -> None:
        kinds = self.tr("Config and weights apart (*.weights.h5);;Weights for numpy (*.npz)")
        self._ask_and_save(self.tr("Save the weights"), kinds)

    def _ask_and_save(self, title: str, kinds: str) -> None:
        """Ask for a file of one of these kinds, the first of which is proposed."""
        path = ask_where(self._window, title, self._session.files.name or "model", kinds)
        if path is not None:
            self.save(str(path))

    def save(self, path: str) -> None:
        """Save the model to a file, whose ending says how; see `core.files.model_file.SaveModel`."""
        from core.files.model_file import SaveModel

        self._session.do_paused(SaveModel(path))


def _read(path: str) -> Any:
    from core.files.model_boxes import open_model

    return open_model(Path(path))
