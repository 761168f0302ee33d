"""The progress of `fit`, a bar, a sentence and a Stop button, and the log of its epochs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui.look import i18n, number_text, theme
from gui.look.why_not import allow
from gui.tables.number_cells import NumberCells
from gui.widgets.alignment import RIGHT
from gui.widgets.fitted_label import FittedLabel
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.records import EpochLog, Progress

SCROLL_BAR = 14
NOT_RUNNING = i18n.tr("fit is not running.")
Index = QModelIndex | QPersistentModelIndex


class FitProgress(Panel):
    """A progress bar while `fit` runs, and its result afterwards.

    Signals:
        stop_clicked(): end `fit` after the present epoch; the steps taken so far stay.
    """

    stop_clicked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=name)
        self._progress: Progress | None = None
        self._last: EpochLog | None = None
        self.bar = QProgressBar(textVisible=False, objectName=f"{name}_bar")
        self._text = FittedLabel(objectName=f"{name}_text")
        self.stop = QPushButton(objectName=f"{name}_stop")
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self._text)
        left.addWidget(self.bar)
        row.addLayout(left, 1)
        row.addWidget(self.stop)
        self.retranslate()
        self.restyle()

    @property
    def text(self) -> str:
        return self._text.texts[0]

    def set_progress(self, progress: Progress | None) -> None:
        """Show the progress, or with None that `fit` has not run."""
        self._progress = progress
        if progress is None:
            self._last = None
            self.bar.reset()
            allow(self.stop, NOT_RUNNING)
            self._write()
            return
        if progress.logs:
            self._last = progress.logs[-1]
        elif progress.begins:
            self._last = None
        self.bar.setRange(0, progress.epochs)
        self.bar.setValue(progress.epoch)
        if not progress.epoch or not progress.running:
            allow(self.stop, "" if progress.running else NOT_RUNNING)
        self._write()

    def _stop(self) -> None:
        allow(self.stop, i18n.tr("fit ends after this epoch."))
        self.stop_clicked.emit()

    def _write(self) -> None:
        progress = self._progress
        if progress is None:
            self._text.set_texts(self.tr("fit has not run yet."))
            return
        stopped = not progress.running and progress.epoch < progress.epochs
        text = self.tr("epoch {epoch} of {epochs}, stopped") if stopped else self.tr("epoch {epoch} of {epochs}")
        epoch, epochs = number_text.count(progress.epoch), number_text.count(progress.epochs)
        text = text.format(epoch=epoch, epochs=epochs)
        if self._last is None:
            self._text.set_texts(text, f"{epoch} / {epochs}")
            return
        loss = number_text.loss(self._last.logs["loss"])
        texts = [f"{text} · loss {loss}", f"{epoch} / {epochs} · loss {loss}", f"{epoch}/{epochs} · {loss}"]
        if "val_loss" in self._last.logs:
            texts.insert(0, f"{texts[0]} · val_loss {number_text.loss(self._last.logs['val_loss'])}")
        self._text.set_texts(*texts)

    def retranslate(self) -> None:
        self.stop.setText(self.tr("Stop"))
        self.stop.setToolTip(self.tr("End fit after this epoch; the steps taken so far stay"))
        if self._progress is None:
            allow(self.stop, NOT_RUNNING)
        self.bar.setAccessibleName(self.tr("Epochs done"))
        self._write()

    def restyle(self) -> None:
        now = theme.current()
        self._text.setFont(now.font("small"))
        self.stop.setFixedHeight(now.px(28))


class LogModel(QAbstractTableModel):
    """The epochs of the last `fit`, with the logs that Keras reported at the end of each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._logs: list[EpochLog] = []
        self._names: tuple[str, ...] = ("loss",)

    def add(self, logs: tuple[EpochLog, ...]) -> None:
        """Append epochs."""
        if not logs:
            return
        names = tuple(logs[0].logs)
        names = ("loss", *(name for name in names if name != "loss"))
        if names != self._names:
            self.beginResetModel()
            self._names = names
            self.endResetModel()
        self.beginInsertRows(QModelIndex(), len(self._logs), len(self._logs) + len(logs) - 1)
        self._logs += logs
        self.endInsertRows()

    def clear(self) -> None:
        """Forget all epochs."""
        self.beginResetModel()
        self._logs = []
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 (Qt's name and default)
        return 0 if parent.isValid() else len(self._logs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 (Qt's name and default)
        return 0 if parent.isValid() else 1 + len(self._names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        log = self._logs[index.row()]
        if not index.column():
            return number_text.count(log.epoch)
        return number_text.loss(log.logs.get(self._names[index.column() - 1], float("nan")))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return ("epoch", *self._names)[section]  # as Keras prints them


class FitLog(Panel):
    """The strip of the Variables page about `fit`: its progress, and a table of its epochs.

    Attributes:
        progress: the bar and Stop.
        table: epoch, loss and metrics.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="fit_log")
        self.progress = FitProgress("fit_progress")
        self._model = LogModel(self)
        self.table = QTableView(objectName="epochs")
        self.table.setModel(self._model)
        self.table.setItemDelegate(NumberCells(self.table))
        self.table.setShowGrid(False)
        self.table.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionsClickable(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.progress)
        column.addWidget(self.table, 1)
        self.retranslate()
        self.restyle()

    @property
    def has_run(self) -> bool:
        """Whether `fit` was called at all."""
        return self._model.rowCount() > 0

    def set_progress(self, progress: Progress) -> None:
        """Append the new epochs; begin a new log for a new `fit`."""
        if progress.begins:
            self._model.clear()
        self._add(progress.logs)
        self.progress.set_progress(progress)
        if progress.logs:
            self.table.scrollToBottom()

    def show_fit(self, progress: Progress | None) -> None:
        """Show another `fit` as far as it is known, with all its logs; None if there was none."""
        self._model.clear()
        self._add(progress.logs if progress is not None else ())
        self.progress.set_progress(progress)

    def _add(self, logs: tuple[EpochLog, ...]) -> None:
        before = self._model.columnCount()
        self._model.add(logs)
        if self._model.columnCount() != before:
            self._widen()

    def _widen(self) -> None:
        """Take the room that the names of the columns need."""
        header = self.table.horizontalHeader()
        widths = [header.sectionSizeHint(column) for column in range(self._model.columnCount())]
        self.table.setMinimumWidth(sum(widths) + theme.current().px(SCROLL_BAR))

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Epochs of fit"))

    def restyle(self) -> None:
        now = theme.current()
        self.table.setFont(now.font("small", mono=True))
        self.table.verticalHeader().setMinimumSectionSize(now.px(20))  # else that of whatever font it has now
        self.table.verticalHeader().setDefaultSectionSize(now.px(20))
        self.table.horizontalHeader().setFont(now.font("small", mono=True))  # the style sheet would put it back
        self.table.horizontalHeader().setFixedHeight(now.px(24))
        self._widen()
