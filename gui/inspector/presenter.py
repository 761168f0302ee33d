"""Connect the inspector with the session."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.commands import BuildLayer
from core.snapshot.place import Place
from gui.actions.shell import Shell
from gui.actions.table import Slots
from gui.inspector.inspector import Inspector
from gui.session.session import Session
from gui.widgets.docks import Dock


class InspectorPresenter(QObject):
    """Show the selected place, and ask the questions of the Maths page."""

    def __init__(self, inspector: Inspector, dock: Dock, session: Session, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        self._inspector, self._dock, self._session = inspector, dock, session
        inspector.set_design(session.network.spec)
        session.snapshot_changed.connect(inspector.set_snapshot)
        session.question_answered.connect(inspector.set_answer)
        session.selection.changed.connect(inspector.set_place)
        session.selection.sample_changed.connect(inspector.set_sample)
        inspector.place_clicked.connect(session.selection.select)
        inspector.build_clicked.connect(self._build)
        inspector.question_asked.connect(session.ask)
        inspector.history_watched.connect(session.weight_lines.watch)
        inspector.weights.over_time.step_clicked.connect(session.go_to)
        session.weight_lines.changed.connect(inspector.weights.set_history)

    def slots(self) -> Slots:
        """Return the slots of the actions on the inspector's pages, by the actions' names."""
        return {"next_tab": self._inspector.next_tab, "previous_tab": self._inspector.previous_tab}

    def show_maths(self, place: Place) -> None:
        """Show where a unit's or a weight's numbers come from."""
        self._session.selection.select(place)
        self._dock.show()
        self._dock.raise_()
        self._inspector.show_maths()

    def _build(self, layer: str, inputs: int) -> None:
        self._session.do(BuildLayer(layer, inputs))
