"""Connect the Data page with the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject

from core.data.built_in import Source
from core.data.catalog import GROUPS, KNOWN
from core.intents.data_plans import ChooseData
from gui.actions.shell import Shell
from gui.actions.table import Actions
from gui.data.data_panel import DataPanel
from gui.data.fields_box import FIELDS
from gui.session.session import Session

OWN = "own"
"""The key of the group of what is in use and no built-in data set; the others are in `core.data.catalog`."""


class DataPresenter(QObject):
    """Show the samples and their source, and let another source be used.

    Attributes:
        sources: the choices: the built-in data sets, and what is in use, if it is none of them.
    """

    def __init__(self, panel: DataPanel, session: Session, actions: Actions, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        self._panel, self._session = panel, session
        self.sources: tuple[Source, ...] = KNOWN
        session.turns.follow(session.snapshot_changed, panel, panel.set_snapshot)
        session.settings_changed.connect(self._show_sources)
        session.selection.sample_changed.connect(panel.set_sample)
        panel.sample_clicked.connect(session.selection.show_sample)
        panel.sources.source_chosen.connect(self.choose)
        panel.sources.fields_chosen.connect(self._change_fields)
        panel.sources.open_clicked.connect(actions["open"].trigger)
        self._show_sources()

    def choose(self, index: int) -> None:
        """Learn from the source at this place in the list."""
        self._use(self.sources[index])

    def _change_fields(self, values: Mapping[str, float]) -> None:
        """Learn from the source in use with other values of its fields."""
        self._use(replace(self._session.network.source, **values))  # type: ignore[type-var]

    def _use(self, source: Source) -> None:
        network = self._session.network
        if source != network.source:
            network.source = source
            self._session.do_paused(ChooseData(source, network.spec, self._session.seed))

    def _show_sources(self) -> None:
        source = self._session.network.source
        groups = {key: tuple(_in_its_place(source, known) for known in group) for key, group in GROUPS.items()}
        if not any(source in group for group in groups.values()):
            groups[OWN] = (source,)
        self.sources = tuple(known for group in groups.values() for known in group)
        headings, index = {}, 0
        for key, group in groups.items():
            headings[index] = key
            index += len(group)
        self._panel.sources.set_sources(tuple(known.name for known in self.sources), source.name, headings)
        built_in = source not in groups.get(OWN, ())
        fields = {name: getattr(source, name) for name in FIELDS if built_in and hasattr(source, name)}
        self._panel.sources.set_fields(fields)


def _in_its_place(source: Source, known: Source) -> Source:
    """Return the source in use in the place of the same one with other fields."""
    return source if type(source) is type(known) and source.name == known.name else known
