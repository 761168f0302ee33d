"""Words about columns, rows and doubts, in the language in use."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.tables.columns import CATEGORY, COUNT, DATE, EMPTY, NUMBER, TEXT, YES_NO, Column
from gui.look import number_text


def tr(text: str) -> str:
    """Translate a text of this module."""
    return QCoreApplication.translate("open_table", text)


def kind_of(column: Column) -> str:
    """Return what a column holds, e.g. "number · 3 missing"."""
    parts = [_kind(column)]
    if column.fault is not None:
        parts.append(tr("wrong: {cell}").format(cell=column.fault.cell))
    elif column.merged:
        parts.append(tr("too close for float32"))
    if column.missing and column.kind != EMPTY:
        parts.append(tr("{count} missing").format(count=number_text.count(column.missing)))
    return " · ".join(parts)


def is_remarkable(column: Column) -> bool:
    """Return whether the learner should look at a column."""
    return bool(column.missing or column.fault is not None or column.merged)


def _kind(column: Column) -> str:
    if column.kind == COUNT:
        low, high = (number_text.count(int(value)) for value in (column.low, column.high))
        return tr("counts {first} … {last}").format(first=low, last=high)
    if column.kind == CATEGORY:
        return tr("category · {count} classes").format(count=len(column.values))
    if column.kind == NUMBER and (column.currency or column.unit.strip()):
        return tr("number · {unit}").format(unit=(column.currency or column.unit).strip())
    names = {NUMBER: tr("number"), YES_NO: tr("yes or no"), DATE: tr("date"), TEXT: tr("text"), EMPTY: tr("empty")}
    return names[column.kind]


def role_of(role: str) -> str:
    """Return the name of a role."""
    return {"input": tr("Input"), "target": tr("Target"), "out": tr("Leave out")}[role]
