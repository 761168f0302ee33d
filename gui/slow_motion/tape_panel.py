"""The Tape panel: what the GradientTape has recorded in slow motion, and which gradient is taken now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from core.explain.step_parts import Phase, What
from core.explain.tape import gives
from gui.look import theme
from gui.tables import cells
from gui.tables.cells import Role
from gui.widgets.alignment import LEFT, RIGHT
from gui.widgets.panel import Panel
from gui.widgets.source_line import SourceLine
from gui.widgets.tabs import EmptyCard

if TYPE_CHECKING:
    from core.explain.step_parts import Moment, Part
    from core.explain.tape import Tape, TapeRow

NUMBER, LAYER, OP, INPUTS, OUTPUT, GRADIENT = range(6)
NAMES = {What.DY: "∂L/∂Y", What.DZ: "∂L/∂z", What.DW: "∂L/∂kernel", What.DB: "∂L/∂bias"}
GRADIENT_WIDTH = 170
SOURCE = "tape.gradient(loss, model.trainable_variables)"


class TapePanel(Panel):
    """A row per recorded operation, the newest below; in the backward phase a mark goes up the rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="tape")
        self._moment: Moment | None = None
        self._tape: Tape | None = None
        self._empty = EmptyCard()
        self._table = QTableWidget(0, 6, objectName="tape_rows", focusPolicy=Qt.FocusPolicy.TabFocus)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setShowGrid(False)
        self._table.setWordWrap(False)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._table.horizontalHeader().setSectionsClickable(False)
        self._table.horizontalHeader().setHighlightSections(False)
        self._table.horizontalHeader().setStretchLastSection(True)
        self._count = QLabel(objectName="tape_count")
        self._source = SourceLine(SOURCE)
        self._lay_out()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        page = QWidget()
        below = QHBoxLayout()
        below.setContentsMargins(10, 2, 6, 2)
        below.addWidget(self._count, 1)
        below.addWidget(self._source)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(0)
        column.addWidget(self._table, 1)
        column.addLayout(below)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(page)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._pages)

    # ---- in -------------------------------------------------------------------------------------------------

    def set_moment(self, moment: Moment | None, tape: Tape | None) -> None:
        """Show what is recorded at a moment; None without slow motion."""
        self._moment = moment
        if tape is not self._tape:
            self._tape = tape
            self._write()
        self._refresh()

    @property
    def rows(self) -> tuple[TapeRow, ...]:
        """The operations recorded so far."""
        if self._tape is None or self._moment is None:
            return ()
        return self._tape.rows[: self._tape.recorded(self._moment)]

    # ---- inside ---------------------------------------------------------------------------------------------

    def _write(self) -> None:
        """Set the texts that stay the same through a step."""
        rows = self._tape.rows if self._tape is not None else ()
        self._table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            inputs = ", ".join(f"{given.name} {given.shape or ''}".strip() for given in row.inputs)
            layer = row.layer or self.tr("loss")
            texts = (str(number + 1), layer, row.op, inputs, str(row.output), "")
            for column, text in enumerate(texts):
                cells.write(self._table, number, column, text)
                cells.write(self._table, number, column, RIGHT if column == NUMBER else LEFT, Role.TextAlignmentRole)
                cells.write(self._table, number, column, text if column == INPUTS else "", Role.ToolTipRole)
        self._resize_columns()

    def _refresh(self) -> None:
        moment, tape = self._moment, self._tape
        live = moment is not None and tape is not None
        self._pages.setCurrentIndex(1 if live else 0)
        if moment is None or tape is None:
            return
        recorded, marked = tape.recorded(moment), -1
        for number, row in enumerate(tape.rows):
            self._table.setRowHidden(number, number >= recorded)
            now = self._show_row(number, row, moment)
            marked = number if now and (marked < 0 or moment.part.phase != Phase.BACKWARD) else marked
        if marked >= 0:
            self._table.updateGeometries()  # rows have appeared, which Qt would notice only later
            self._table.scrollTo(self._table.model().index(marked, OP))
        text = self.tr("{count} operations recorded, {watched} variables watched")
        self._count.setText(text.format(count=recorded, watched=len(tape.watched)))

    def _show_row(self, number: int, row: TapeRow, moment: Moment) -> bool:
        """Show the state of a row, and return whether it is being recorded or its gradient taken."""
        now, part = theme.current(), moment.part
        takes = gives(row, moment)
        written = part.phase in (Phase.FORWARD, Phase.LOSS) and row.layer == part.layer
        taken = part in takes
        cells.write(self._table, number, GRADIENT, self._gradient_words(takes, row, moment))
        for column in range(6):
            tint = "accent.soft" if written or taken else "bg.sunken" if number % 2 else "bg.panel"
            quiet = column == NUMBER or (column == GRADIENT and not taken)
            ink = "text.secondary" if quiet else "text.primary"
            font = now.font("small" if column == INPUTS else "body", mono=True, bold=taken or column == OP)
            cells.write(self._table, number, column, QBrush(now.color(tint)), Role.BackgroundRole)
            cells.write(self._table, number, column, QBrush(now.color(ink)), Role.ForegroundRole)
            cells.write(self._table, number, column, font, Role.FontRole)
        return written or taken

    def _gradient_words(self, takes: tuple[Part, ...], row: TapeRow, moment: Moment) -> str:
        """Name the gradients of a row: with an arrow while they are taken, with a tick once all are."""
        if moment.part.phase in (Phase.FORWARD, Phase.LOSS):
            return ""
        if not row.leads:
            return self.tr("the loss is taken from z, past it")
        if not takes:
            return self.tr("not asked for")
        texts = []
        for part in takes:
            # the product with a kernel also passes the gradient to the layer before
            words = NAMES[part.what] + (f" ({part.layer})" if part.what == What.DY else "")
            if part == moment.part:
                texts.insert(0, f"← {words}")  # first, where it is visible however narrow the column is
            elif moment.parts.index(part) < moment.index:
                texts.append(f"✓ {words}")
        return "  ".join(texts) or self.tr("waits")

    def _resize_columns(self) -> None:
        """Fit every column to its content, with some more for the gradients; the inputs may be elided."""
        now, table = theme.current(), self._table
        table.verticalHeader().setDefaultSectionSize(now.px(24))
        head = QFontMetrics(now.font())
        for column in range(GRADIENT):
            font = now.font("small" if column == INPUTS else "body", mono=True, bold=True)
            metrics = QFontMetrics(font)
            widths = [metrics.horizontalAdvance(cells.text(table, row, column)) for row in range(table.rowCount())]
            title = head.horizontalAdvance(cells.title(table, column))
            table.setColumnWidth(column, max([title + now.px(10), *widths]) + now.px(18))
        others = sum(table.columnWidth(column) for column in range(GRADIENT) if column != INPUTS)
        space = self.width() - others - now.px(GRADIENT_WIDTH)
        table.setColumnWidth(INPUTS, max(min(table.columnWidth(INPUTS), space), now.px(120)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._resize_columns()

    # ---- language and look ----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        titles = (
            "#",
            self.tr("Layer"),
            self.tr("Operation"),
            self.tr("Inputs"),
            self.tr("Output"),
            self.tr("Gradient"),
        )
        cells.write_titles(self._table, titles, right=(NUMBER,))
        self._table.setAccessibleName(self.tr("Operations on the tape"))
        text = self.tr("In slow motion (S) you see here what a GradientTape records, operation by operation.")
        self._empty.set_text("person-simple-walk-bold", text)
        self._write()
        self._refresh()

    def restyle(self) -> None:
        now = theme.current()
        self._source.setFixedWidth(now.px(380))  # on one line
        self._table.setStyleSheet(f"QTableWidget::item {{ padding-left: {now.px(6)}px; }}")
        self._count.setFont(now.font("small"))
        self._resize_columns()
        self._refresh()
