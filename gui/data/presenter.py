"""Connect the Data page with the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence

from core.data.built_in import Batch, Source
from core.data.catalog import GROUPS, KNOWN
from core.intents.data_edits import copied_sample, pasted, removed_sample, set_cell
from core.intents.data_plans import ChooseData, Edit, EditData
from core.problems.problem import Problem
from gui.actions.shell import Shell
from gui.actions.table import Actions, Slots
from gui.data.data_panel import DataPanel
from gui.data.fields_box import FIELDS
from gui.session.session import Session

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

ROW_KEYS = {"add_sample": "Ins", "paste_samples": "Ctrl+V", "remove_sample": "Del"}
"""The keys of actions while the table of samples has the focus."""

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
        self._added: int | None = None  # the row of the sample that is being added
        session.turns.follow(session.snapshot_changed, panel, panel.set_snapshot)
        session.snapshot_changed.connect(self._show_added)
        session.settings_changed.connect(self._show_sources)
        session.selection.sample_changed.connect(panel.set_sample)
        panel.sample_clicked.connect(session.selection.show_sample)
        panel.cell_edited.connect(self._edit_cell)
        panel.set_row_actions((QKeySequence(keys), actions[name]) for name, keys in ROW_KEYS.items())
        panel.sources.source_chosen.connect(self.choose)
        panel.sources.fields_chosen.connect(self._change_fields)
        panel.sources.draw_clicked.connect(actions["draw_data"].trigger)
        panel.sources.open_clicked.connect(actions["open"].trigger)
        self._show_sources()

    def slots(self) -> Slots:
        """Return the slots of the actions that edit samples."""
        return {"add_sample": self._add_sample, "remove_sample": self._remove_sample, "paste_samples": self._paste}

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

    # ---- editing --------------------------------------------------------------------------------------------

    def _edit_cell(self, row: int, column: int, text: str) -> None:
        self._edit(lambda batch: set_cell(batch, row, column, text))

    def _add_sample(self) -> None:
        """Add a copy of the chosen sample, and go to it."""
        sample = self._session.selection.sample
        if self._edit(lambda batch: copied_sample(batch, sample)):
            self._added = self._session.snapshot.batch.samples  # type: ignore[union-attr]

    def _show_added(self, snapshot: Snapshot) -> None:
        """Go to the sample that was added, once it is there."""
        if self._added is None or self._session.asked(EditData) is not None:
            return
        added, self._added = self._added, None
        if snapshot.batch.samples == added + 1:  # else it was refused, or the data are others by now
            self._session.selection.show_sample(added)

    def _remove_sample(self) -> None:
        sample = self._session.selection.sample
        self._edit(lambda batch: removed_sample(sample))

    def _paste(self) -> None:
        text, sample = QGuiApplication.clipboard().text(), self._session.selection.sample
        self._edit(lambda batch: pasted(batch, sample, self._panel.current_column, text))

    def _edit(self, edits_of: Callable[[Batch], tuple[Edit, ...]]) -> bool:
        """Edit the samples that are shown, or show why that cannot be done; return whether it is being done."""
        session = self._session
        if session.snapshot is None:
            return False
        try:
            edits = edits_of(session.snapshot.batch)
        except Problem as problem:
            session.problems.show(problem)
            return False
        if edits:
            session.do_paused(EditData(edits))
        return bool(edits)

    # ---- sources --------------------------------------------------------------------------------------------

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
