"""The numbers behind a table or a chart, as CSV or with tabs between them, as spreadsheets take them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

Rows = list[list[Any]]
MOST_ROWS = 1_000_000


def has_numbers(widget: QWidget) -> bool:
    """Return whether there is a table or a chart whose numbers can be taken."""
    return hasattr(widget, "numbers") or _model_of(widget) is not None


def numbers_of(widget: QWidget) -> Iterable[Sequence[Any]]:
    """Return the rows of what is shown in a widget; none if there are no numbers to take.

    A chart says them itself, in a method `numbers`; of tables the first one that is visible is taken.
    """
    own: Callable[[], Iterable[Sequence[Any]]] | None = getattr(widget, "numbers", None)
    if own is not None:
        return own()
    model = _model_of(widget)
    return _table(model) if model is not None else []


def _model_of(widget: QWidget) -> QAbstractItemModel | None:
    views = [view for view in widget.findChildren(QAbstractItemView) if view.isVisibleTo(widget)]
    views += [widget] if isinstance(widget, QAbstractItemView) else []
    models = (view.model() for view in views)
    return next((model for model in models if _is_table(model)), None)


def _is_table(model: QAbstractItemModel | None) -> bool:
    """Tell whether a model has columns. A list does not even say how many: PySide hides its `columnCount`."""
    return model is not None and not isinstance(model, QAbstractListModel) and model.columnCount() > 1


def as_text(rows: Iterable[Sequence[Any]], separator: str = ",") -> str:
    """Return rows as text, a line each."""
    text = StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _table(model: QAbstractItemModel) -> Rows:
    columns = range(model.columnCount())
    head = [model.headerData(column, Qt.Orientation.Horizontal) or "" for column in columns]
    return [head, *_rows(model, QModelIndex())]


def _rows(model: QAbstractItemModel, parent: QModelIndex) -> Rows:
    """Return the rows below an entry, each followed by those below it."""
    rows: Rows = []
    for number in range(min(model.rowCount(parent), MOST_ROWS)):
        entries = [model.index(number, column, parent) for column in range(model.columnCount(parent))]
        rows.append([model.data(entry) if model.data(entry) is not None else "" for entry in entries])
        if entries:
            rows += _rows(model, entries[0])
    return rows
