"""The Data panel: the inputs, targets, predictions and errors of the batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gui.controls.toggle_strip import ToggleStrip
from gui.data.confusion_view import ConfusionView
from gui.data.data_model import DataModel
from gui.data.sample_table import SampleView
from gui.data.source_bar import SourceBar
from gui.look import i18n, number_text, theme
from gui.look.why_not import allow
from gui.widgets.fitted_label import FittedLabel
from gui.widgets.panel import Panel
from gui.widgets.throttle import Throttle

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

PAGES = SAMPLES, TRAINING, VALIDATION = ("samples", "training", "validation")
"""What is shown: the samples, or the confusion matrix of the training or of the validation rows."""

REFRESH_MS = 100
"""The least time between two refreshes of the table while snapshots stream in."""


class DataPanel(Panel):
    """The samples of the batch with the model's predictions, and where they come from.

    Attributes:
        sources: the choice of a data set.
        toggle: the strip that chooses what is shown, if there are classes. An owner may take it into its row of tabs.

    Signals:
        sample_clicked(int): a sample, 0-based, was clicked or moved to.
        cell_edited(int, int, str): a text was typed into the cell of a row and column.
    """

    sample_clicked = Signal(int)
    cell_edited = Signal(int, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data")
        self._page = SAMPLES
        self._snapshot: Snapshot | None = None
        self._throttle = Throttle(self, REFRESH_MS)
        self._throttle.due.connect(self._refresh)
        self._make_widgets()
        self._lay_out()
        self.retranslate()
        self.restyle()

    def _make_widgets(self) -> None:
        self.sources = SourceBar()
        self._facts = FittedLabel(objectName="facts")
        self._facts.setProperty("look", "small")
        self._validation = QLabel(objectName="validation_facts")
        self._validation.setProperty("look", "small")
        self.toggle = QWidget()
        self._strip = ToggleStrip(PAGES, "data_page")
        self._strip.chosen.connect(self._show_page)
        self._confusion: ConfusionView | None = None  # made when it is first looked at
        self._nothing = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._model = DataModel(self)
        self._view = SampleView()
        self._view.setModel(self._model)
        self._model.edited.connect(self.cell_edited)
        self.set_row_actions = self._view.set_row_actions
        self._view.selectionModel().currentRowChanged.connect(self._row_changed)
        self._view.verticalHeader().sectionClicked.connect(self._header_clicked)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(8, 4, 8, 4)
        above.setSpacing(8)
        above.addWidget(self.sources)
        above.addWidget(self._facts, 1)
        above.addWidget(self._validation)
        above.addWidget(self.toggle)
        held = QHBoxLayout(self.toggle)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(self._strip)
        self._strip.hide()
        self._validation.hide()
        self._pages = QStackedLayout()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addLayout(above)
        around.addLayout(self._pages, 1)
        self._pages.addWidget(self._nothing)  # it shows the first one at once, which must not be a window of its own
        self._pages.addWidget(self._view)

    # ---- in -------------------------------------------------------------------------------------------------

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the samples and predictions of a snapshot; predictions at most ten times a second."""
        before, self._snapshot = self._snapshot, snapshot
        if before is None or before.batch is not snapshot.batch:
            self._throttle.ask_now()
        else:
            self._throttle.ask()

    def set_sample(self, index: int) -> None:
        """Mark the row of the sample that is shown, 0-based."""
        self._model.show_sample(index)
        self._go_to_sample()

    @property
    def current_column(self) -> int:
        """The column of the keyboard's cell."""
        return max(0, self._view.currentIndex().column())

    # ---- inside ---------------------------------------------------------------------------------------------

    @Slot()
    def _refresh(self) -> None:
        """Show the latest snapshot."""
        assert self._snapshot is not None
        other_batch = self._model.show(self._snapshot)
        if other_batch:
            self._pages.setCurrentWidget(self._view)
            self._resize_rows()
            self._go_to_sample()
        self._write_facts()
        self._show_validation()

    def _go_to_sample(self) -> None:
        """Move the keyboard's cell to the chosen sample, and scroll to it."""
        row, current = self._model.sample, self._view.currentIndex()
        if row < self._model.rowCount() and row != current.row():
            self._view.setCurrentIndex(self._model.index(row, max(0, current.column())))

    @Slot(QModelIndex, QModelIndex)
    def _row_changed(self, current: QModelIndex, before: QModelIndex) -> None:
        if current.isValid() and current.row() != self._model.sample:
            self.sample_clicked.emit(current.row())

    @Slot(int)
    def _header_clicked(self, row: int) -> None:
        column = max(0, self._view.currentIndex().column())
        self._view.setCurrentIndex(self._model.index(row, column))

    @Slot(object)
    def _show_page(self, page: str) -> None:
        """Show the samples, or which classes are taken for which."""
        self._page = page
        if page != SAMPLES and self._confusion is None:
            self._confusion = ConfusionView()
            self._confusion.matrix.walked.connect(self._walk)
            self._pages.addWidget(self._confusion)
        self._show_validation()

    def _walk(self, true: int, predicted: int, step: int) -> None:
        """Show the next or the previous of the training samples that a cell counts."""
        from core.snapshot.validation import next_of, rows_of_cell

        snapshot = self._snapshot
        if self._page != TRAINING or snapshot is None or self._confusion is None:
            return  # the canvas shows only samples that are learned from
        rows = rows_of_cell(snapshot.batch.labels, snapshot.prediction, true, predicted)
        place = next_of(rows, self._model.sample, step)
        if place is not None:
            self.sample_clicked.emit(int(rows[place]))
            self._confusion.show_walk(true, predicted, place, int(rows[place]))

    def _show_validation(self) -> None:
        """Show what the validation rows give, and the confusion matrix of the rows that are chosen."""
        from core.data.built_in import class_numbers
        from core.snapshot.validation import confusion  # numpy, which is loaded by now

        snapshot = self._snapshot
        assert snapshot is not None
        batch, validation = snapshot.batch, snapshot.validation
        classes = bool(batch.classes) and not snapshot.why_no_step
        self._strip.setVisible(classes)
        allow(self._strip.buttons[-1], "" if validation is not None else i18n.tr("There are no validation rows."))
        page = self._page if classes and (validation is not None or self._page != VALIDATION) else SAMPLES
        self._strip.choose(page)
        if self._pages.currentWidget() is not self._nothing:
            self._pages.setCurrentWidget(self._view if page == SAMPLES or self._confusion is None else self._confusion)
        self._validation.setVisible(validation is not None)
        if validation is not None:
            text = self.tr("validation loss {loss}").format(loss=number_text.loss(validation.loss))
            if validation.accuracy is not None:
                text += " · " + self.tr("accuracy {share}").format(share=number_text.plain(validation.accuracy, 3))
            self._validation.setText(text)
        if self._confusion is None:
            return
        if page == TRAINING:
            counts = confusion(batch.labels, snapshot.prediction, len(batch.classes))
            self._confusion.show_counts(batch.classes, counts, walks=True)
        elif page == VALIDATION and validation is not None and batch.Y_val is not None:
            counts = confusion(class_numbers(batch.Y_val), validation.prediction, len(batch.classes))
            self._confusion.show_counts(batch.classes, counts, walks=False)

    def _write_facts(self) -> None:
        assert self._snapshot is not None
        batch = self._snapshot.batch
        samples = self.tr("1 sample") if batch.samples == 1 else self.tr("{count} samples")
        inputs = self.tr("1 input") if batch.inputs == 1 else self.tr("{count} inputs")
        facts = [samples.format(count=number_text.count(batch.samples)), inputs.format(count=batch.inputs)]
        if self._snapshot.why_no_step:
            self._facts.set_texts(", ".join(facts))
            return
        loss = self.tr("loss ({kind}) {loss}")
        loss = loss.format(kind=self._snapshot.loss_kind, loss=number_text.loss(self._snapshot.loss))
        self._facts.set_texts(", ".join([*facts, loss]), ", ".join(facts), facts[0])

    def _resize_rows(self) -> None:
        now, view = theme.current(), self._view
        view.verticalHeader().setDefaultSectionSize(now.px(24))
        view.horizontalHeader().setMinimumSectionSize(now.px(92))
        last = self.tr("sample {number}").format(number=self._model.rowCount())
        view.verticalHeader().setFixedWidth(QFontMetrics(now.font()).horizontalAdvance(last) + now.px(24))

    # ---- language and look ----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self._strip.set_texts((self.tr("samples"), self.tr("confusion, training"), self.tr("validation")))
        self._nothing.setText(self.tr("The samples appear as soon as Keras is ready."))
        self._view.setAccessibleName(self.tr("Samples"))
        self._model.refresh_headers()
        self._resize_rows()
        if self._snapshot is not None and not self._throttle.stale:
            self._write_facts()

    def restyle(self) -> None:
        now = theme.current()
        self._strip.resize_to_texts(now.font(bold=True), now.px(14))
        self._nothing.setStyleSheet(f"color: {now.color('text.secondary').name()};")
        self._model.refresh_headers()
        self._resize_rows()
        self._view.viewport().update()
