"""Connect the Data page with the session."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.data.built_in import SOURCES, Source
from gui.actions.shell import Shell
from gui.actions.table import Actions
from gui.data.data_panel import DataPanel
from gui.session.session import Session


class DataPresenter(QObject):
    """Show the samples and their source, and let another source be used.

    Attributes:
        sources: the choices: the built-in data sets, and the file in use.
    """

    def __init__(self, panel: DataPanel, session: Session, actions: Actions, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        self._panel, self._session = panel, session
        self.sources: tuple[Source, ...] = SOURCES
        session.turns.follow(session.snapshot_changed, panel, panel.set_snapshot)
        session.settings_changed.connect(self._show_sources)
        session.selection.sample_changed.connect(panel.set_sample)
        panel.sample_clicked.connect(session.selection.show_sample)
        panel.source_chosen.connect(self.choose)
        panel.open_clicked.connect(actions["open"].trigger)
        self._show_sources()

    def choose(self, index: int) -> None:
        """Learn from the source at this place in the list."""
        if self.sources[index] != self._session.network.source:
            self._session.use(self.sources[index])

    def _show_sources(self) -> None:
        source = self._session.network.source
        self.sources = SOURCES if source in SOURCES else (*SOURCES, source)
        self._panel.set_sources(tuple(known.name for known in self.sources), source.name)
