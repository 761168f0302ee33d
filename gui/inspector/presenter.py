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
        session.turns.follow(session.snapshot_changed, inspector, inspector.set_snapshot, asks=True)
        session.question_answered.connect(inspector.set_answer)
        session.selection.changed.connect(inspector.set_place)
        session.selection.sample_changed.connect(inspector.set_sample)
        inspector.place_clicked.connect(session.selection.select)
        inspector.build_clicked.connect(self._build)
        inspector.question_asked.connect(session.ask)
        inspector.history_watched.connect(session.weight_lines.watch)
        inspector.weights.over_time.step_clicked.connect(session.go_to)
        session.weight_lines.changed.connect(inspector.weights.set_history)
        session.movements.changed.connect(lambda: inspector.weights.set_change(session.movements.last_change))
        self._connect_maps()

    def _connect_maps(self) -> None:
        page, session, maps = self._inspector.activations, self._session, self._session.maps
        self._watching = False
        self._inspector.map_watched.connect(self._watch_map)
        page.axes.chosen.connect(maps.choice.vary)
        page.map.held.connect(maps.choice.hold)
        page.map.sample_clicked.connect(session.selection.show_sample)
        for signal in (maps.large.changed, maps.changed):
            session.turns.follow(signal, self._inspector, self._show_maps)
        # after the canvas, whose slice it is
        session.snapshot_changed.connect(self._watch_slice)
        for signal in (session.selection.sample_changed, maps.choice.changed):
            signal.connect(self._follow_slice)

    def slots(self) -> Slots:
        """Return the slots of the actions on the inspector's pages, by the actions' names."""
        return {"next_tab": self._inspector.next_tab, "previous_tab": self._inspector.previous_tab}

    def show_maths(self, place: Place) -> None:
        """Show where a unit's or a weight's numbers come from."""
        self._session.selection.select(place)
        self._dock.show()
        self._dock.raise_()
        self._inspector.show_maths()

    def show_map(self, place: Place) -> None:
        """Show a unit's map large."""
        self._session.selection.select(place)
        self._dock.show()
        self._dock.raise_()
        self._inspector.show_map()

    def _watch_map(self, watched: bool) -> None:
        if watched != self._watching:
            self._watching = watched
            self._follow_slice()

    def _follow_slice(self) -> None:
        """Show what is known of the slice on the canvas, if a large map is shown."""
        self._watch_slice()
        self._show_maps()

    def _watch_slice(self) -> None:
        """Ask for the large maps of the slice on the canvas, if one is shown."""
        maps, snapshot = self._session.maps, self._session.snapshot
        maps.watch_large(self._watching)
        if self._watching and maps.points is not None and snapshot is not None:
            self._inspector.activations.axes.set_axes(snapshot.batch.columns, maps.points.across, maps.points.up)

    def _show_maps(self) -> None:
        """Show the large maps or, until they come, those of the canvas, of which there are fewer points."""
        maps = self._session.maps
        if self._watching:
            shown = maps.large.latest or maps.latest
            self._inspector.activations.map.set_maps(shown, maps.choice.held, announce=not self._session.playing)

    def _build(self, layer: str, inputs: int) -> None:
        snapshot = self._session.snapshot
        self._session.do(BuildLayer(layer if snapshot is None else snapshot.variable_of(layer), inputs))
