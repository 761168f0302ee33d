"""Connect the design editor with the session."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from core.design.network_spec import LayerSpec, NetworkSpec
from core.intents.design_questions import Activations, ConfigOf
from core.intents.plans import StartUnbuilt
from core.intents.questions import Question
from gui.actions.shell import Shell
from gui.actions.table import Slots
from gui.design.design_editor import DesignEditor
from gui.session.session import Session


class DesignPresenter(QObject):
    """Open the editor, and have its design built."""

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        self._session, self._shell = session, shell
        self._editor: DesignEditor | None = None  # made once Keras is there, so that the window opens sooner
        self._activations_asked = False
        session.loading_changed.connect(self._loading_changed)
        session.settings_changed.connect(self._show_seed)
        session.question_answered.connect(self._answered)

    def slots(self) -> Slots:
        """Return the slots of the actions that build, by the actions' names."""
        return {
            "design": self.open_editor,
            "build_network": lambda: self._session.build_network(self._session.network.spec),
            "start_unbuilt": self._start_unbuilt,
        }

    def open_editor(self) -> None:
        """Show the editor with the present design."""
        editor = self._made_editor()
        if not self._activations_asked:
            self._activations_asked = True
            self._session.ask(Activations())
        editor.edit(self._session.network.spec)
        editor.show()
        editor.raise_()

    def _made_editor(self) -> DesignEditor:
        """Return the editor, which is made at the first call."""
        if self._editor is None:
            self._editor = DesignEditor(self._shell.dialog_parent)
            self._editor.applied.connect(self._build)
            self._editor.seed_changed.connect(self._session.set_seed)
            self._editor.config_wanted.connect(self._want_config)
            self._show_seed()
        return self._editor

    def _build(self, spec: NetworkSpec) -> None:
        """Build a design, and close the editor, which would lie over the new network."""
        self._made_editor().close()
        self._session.build_network(spec)

    def _loading_changed(self) -> None:
        if self._session.ready:
            self._made_editor()

    def _show_seed(self) -> None:
        if self._editor is not None:
            self._editor.set_seed(self._session.seed)

    def _start_unbuilt(self) -> None:
        """Create the layers of the design, without weights and without a model."""
        self._session.do_paused(StartUnbuilt(self._session.network.spec, self._session.seed))

    def _want_config(self, spec: LayerSpec) -> None:
        self._session.ask(ConfigOf(spec))

    def _answered(self, question: Question, answer: Any) -> None:
        if self._editor is None:
            return
        if isinstance(question, Activations):
            self._editor.set_activations(answer)
        elif isinstance(question, ConfigOf):
            self._editor.set_config(question.spec, answer)
