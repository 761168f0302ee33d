"""Read a file in the background, show it on the sheet, and have it opened as it is chosen there."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QStandardPaths
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication

from core.commands import CreateScaling
from core.intents.table_plans import LearnFromTable
from core.problems.problem import Problem
from core.script.writer import SETUP
from core.tables.reading import READING
from gui.actions.shell import Shell
from gui.actions.table import Slots
from gui.look import i18n, number_text
from gui.open_table.sheet import TableSheet
from gui.open_table.table_reader import TableReader
from gui.session.session import Session

if TYPE_CHECKING:
    from core.tables.choices import Choices
    from core.tables.outcome import Outcome
    from core.tables.table import Table


class OpenTablePresenter(QObject):
    """Show the sheet for a file that was chosen, dropped or pasted."""

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        self._session, self._shell = session, shell
        self._sheet: TableSheet | None = None  # made when the first table is opened
        self._reader: TableReader | None = None
        self._path, self._reading = "", dict[str, Any]()
        self._content: bytes | None = None  # what the file is to be made of, until it was read
        self._table: Table | None = None
        self._first_rows: list[tuple[str, ...]] = []  # as they stand in its file
        self._choices: Choices | None = None
        self._outcome: Outcome | None = None
        self._gaps = self._unread = False  # whether rows with gaps are shown, and nothing of this way of reading yet
        shell.dialog_parent.setAcceptDrops(True)
        shell.dialog_parent.installEventFilter(self)
        shell.retranslated.connect(self._refresh)
        shell.closing.connect(self._end)

    def slots(self) -> Slots:
        """Return the slot of the action that pastes a table."""
        return {"paste_table": self._paste}

    def open(self, path: str, content: bytes | None = None) -> None:
        """Read a file and show the sheet. If content is given, the file is made of it first."""
        self._session.pause()
        sheet = self._made_sheet()
        self._path, self._reading = path, {}
        self._table = self._choices = self._outcome = None  # what an open list of the table before still sends is late
        self._gaps = False
        sheet.read_bar.show_reading(None)
        self._content = content
        self._read()
        sheet.place()
        sheet.show()
        sheet.raise_()
        sheet.setFocus()

    def close_sheet(self) -> bool:
        """Close the sheet, and return whether it was open."""
        if self._sheet is None or not self._sheet.isVisible():
            return False
        if self._reader is not None:
            self._reader.cancel()
        self._sheet.hide()
        self._content, self._table, self._first_rows = None, None, []  # they may be large
        self._shell.focus_home()
        return True

    # ---- files ----------------------------------------------------------------------------------------------

    def _paste(self) -> None:
        """Open the text on the clipboard, which becomes a file: the script must be able to read it."""
        content = QGuiApplication.clipboard().text().encode()
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)) / "pasted"
        path = folder / f"table-{hashlib.sha256(content).hexdigest()[:8]}.tsv"
        self.open(str(path), content)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if isinstance(event, QDragEnterEvent) and _dropped(event):
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop and _dropped(event):
            event.acceptProposedAction()
            self.open(_dropped(event))
            return True
        return super().eventFilter(watched, event)

    # ---- reading --------------------------------------------------------------------------------------------

    def _made_sheet(self) -> TableSheet:
        """Return the sheet, which is made at the first call."""
        if self._sheet is None:
            self._sheet, self._reader = TableSheet(self._shell.dialog_parent), TableReader(self)
            self._reader.progressed.connect(self._sheet.set_progress)
            self._reader.read.connect(self._take)
            self._reader.failed.connect(self._fail)
            self._sheet.accepted.connect(self._accept)
            self._sheet.cancelled.connect(self.close_sheet)
            self._sheet.gaps_asked.connect(self._show_gaps)
            self._sheet.read_bar.changed.connect(self._change_reading)
            self._sheet.preview.role_chosen.connect(self._change_role)
            self._sheet.options.changed.connect(self._change)
        return self._sheet

    def _read(self) -> None:
        assert self._sheet is not None
        assert self._reader is not None
        self._unread = True
        self._sheet.show_reading(Path(self._path).name)
        self._reader.start(self._path, dict(self._reading), self._content)

    def _take(self, table: Table) -> None:
        """Show a table with the proposed choices, or with those that were made before it was read in another way."""
        from core.tables.choices import changed, propose
        from core.tables.outcome import first_rows

        choices, before = propose(table), self._choices
        if before is not None:
            names = {column.name for column in table.columns}
            given = {name: getattr(before, name) for name in ("missing", "validation", "seed", "same_share", "one_hot")}
            if self._table is not None and names == {column.name for column in self._table.columns} and before.targets:
                given |= {"target": before.targets, "leave_out": before.leave_out}
            choices = changed(table, choices, given)
        self._table, self._choices, self._first_rows = table, choices, first_rows(table)
        self._unread, self._content = False, None
        self._refresh()

    def _fail(self, problem: Problem) -> None:
        assert self._sheet is not None
        self._sheet.show_problem(problem)

    # ---- choices --------------------------------------------------------------------------------------------

    def _change_reading(self, name: str, value: object) -> None:
        assert name in READING
        self._reading[name] = value
        if name == "decimal":
            self._reading.pop("thousands", None)
        self._read()

    def _change_role(self, name: str, role: str) -> None:
        from core.tables.choices import changed, with_target

        if self._table is None or self._choices is None:
            return
        if role == "target":
            self._choices = with_target(self._table, self._choices, name)
        else:
            targets, left = (
                [one for one in some if one != name] for some in (self._choices.targets, self._choices.leave_out)
            )
            left += [name] if role == "out" else []
            self._choices = changed(self._table, self._choices, {"target": targets, "leave_out": left})
        self._refresh()

    def _change(self, name: str, value: object) -> None:
        from core.tables.choices import changed

        if self._table is not None and self._choices is not None:
            self._choices = changed(self._table, self._choices, {name: value})
            self._refresh()

    def _show_gaps(self, gaps: bool) -> None:
        self._gaps = gaps
        self._refresh()

    # ---- showing --------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Show the table as it is chosen."""
        table, choices, sheet = self._table, self._choices, self._sheet
        if table is None or choices is None or sheet is None or self._unread:
            return
        from core.tables.outcome import outcome_of, rows_with_gaps

        self._outcome = outcome = outcome_of(table, choices)
        self._gaps = self._gaps and outcome.gaps > 0
        rows = rows_with_gaps(table, choices) if self._gaps else self._first_rows
        roles = tuple(
            "target" if c.name in choices.targets else "out" if c.name in choices.leave_out else "input"
            for c in table.columns
        )
        sheet.read_bar.show_reading(table.reading, () if self._reading else table.doubts)
        sheet.preview.show_table(table.columns, roles, rows)
        sheet.options.show_choices(table, choices, outcome)
        facts = self.tr("{rows} rows · {columns} columns · as found in the file; change what looks wrong").format(
            rows=number_text.count(table.rows), columns=len(table.columns)
        )
        arrays = [name for name in (table.reading.inputs, table.reading.targets) if name]
        if arrays:
            facts += " · " + self.tr("arrays {names}").format(names=", ".join(arrays))
        first = self.tr("Rows 1 to {last} as they stand in the file").format(last=len(rows))
        sheet.show_content(facts, self.tr("Rows with gaps") if self._gaps else first, outcome.gaps > 0)
        self._show_outcome(outcome)

    def _show_outcome(self, outcome: Outcome) -> None:
        sheet, spec = self._sheet, self._session.network.spec
        assert sheet is not None
        hidden = [(str(layer.units), layer.activation or "linear") for layer in spec.layers[:-1]]
        scaled = [("μ, σ", "scale")] if outcome.source is not None and outcome.source.scale else []
        boxes = [(str(outcome.inputs), self.tr("inputs")), *scaled, *hidden]
        if outcome.task is not None:
            boxes.append((str(outcome.task.units), outcome.task.loss.activation))
        sheet.outcome.show_network(tuple(boxes), "" if outcome.task is None else outcome.task.loss.name.lower())
        lines = outcome.source.lines() if outcome.source is not None else ()
        scale = CreateScaling().lines() if outcome.source is not None and outcome.source.scale else ()
        reads = ("df = ", "data = ")  # after the check of the hash
        first = next((i for i, line in enumerate(lines) if line.startswith(reads)), 0)
        sheet.outcome.show_code((*lines[first:], *scale), (*SETUP, "", *lines[:first]))
        reason = outcome.problem.text(i18n.translate).title if outcome.problem is not None else ""
        if outcome.problem is not None and "line" in outcome.problem.fields:
            reason += f" ({outcome.problem.text(i18n.translate).where})"
        sheet.set_reason(reason, outcome.source is not None)
        step = self._session.snapshot.step if self._session.snapshot is not None else 0
        undo = self.tr("Your present network and its {count} steps come back with Undo (Ctrl+Z).")
        sheet.set_undo(undo.format(count=number_text.count(step)))

    # ---- the end --------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        if self._outcome is None or self._outcome.source is None:
            return
        source, network = self._outcome.source, self._session.network
        self.close_sheet()
        network.source = source
        self._session.do_paused(LearnFromTable(source, network.spec, self._session.seed))

    def _end(self) -> None:
        if self._reader is not None:
            self._reader.close()


def _dropped(event: QDropEvent) -> str:
    """Return the path of the one file that is dragged, or ""."""
    urls = event.mimeData().urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""
