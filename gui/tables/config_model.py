"""The entries of a config as Qt's item model: nested keys and values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.look import theme

Path = tuple[str, ...]
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
KEY, VALUE = range(2)


@dataclass(eq=False)
class ConfigEntry:
    """One key of a config.

    Attributes:
        path: the keys that lead to it, its own last.
        text: what is written for its value.
        token: the colour of the text.
        parent: the number of the entry that holds it, or -1.
        row: its place among the entries there.
        inside: the numbers of the entries in it.
    """

    path: Path
    text: str
    token: str
    parent: int
    row: int
    inside: list[int] = field(default_factory=list)


class ConfigModel(QAbstractItemModel):
    """A tree of keys and values. An index holds an entry's number, so that Qt never holds a Python object.

    Args:
        explain: the sentence for the entry at a path.
        parent: what owns this.
    """

    def __init__(self, explain: Callable[[Path], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explain = explain
        self._entries: list[ConfigEntry] = []
        self._top: list[int] = []

    @property
    def paths(self) -> tuple[Path, ...]:
        """The paths of all entries, from top to bottom."""
        return tuple(entry.path for entry in self._entries)

    def set_config(self, config: Mapping[str, Any]) -> None:
        """Show another config."""
        self.beginResetModel()
        self._entries.clear()
        self._top = self._add(config, (), -1)
        self.endResetModel()

    def refresh(self) -> None:
        """Update colours, fonts and sentences."""
        if self._top:
            self.dataChanged.emit(self.index(0, KEY), self.index(len(self._top) - 1, VALUE))

    def at(self, path: Path, column: int = KEY) -> QModelIndex:
        """Return the index of an entry; an invalid one if there is none at this path."""
        number = next((n for n, entry in enumerate(self._entries) if entry.path == path), None)
        return NOWHERE if number is None else self.createIndex(self._entries[number].row, column, number)

    def path(self, index: Index) -> Path | None:
        """Return the path of the entry at an index."""
        return self._entries[index.internalId()].path if index.isValid() else None

    def _add(self, config: Mapping[str, Any], path: Path, parent: int) -> list[int]:
        numbers = []
        for row, (key, value) in enumerate(config.items()):
            text, token, inside = described(value)
            entry, number = ConfigEntry((*path, str(key)), text, token, parent, row), len(self._entries)
            self._entries.append(entry)
            numbers.append(number)
            entry.inside = self._add(inside, entry.path, number)
        return numbers

    def _inside(self, parent: Index) -> list[int]:
        return self._entries[parent.internalId()].inside if parent.isValid() else self._top

    # ---- what Qt asks -----------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        numbers = self._inside(parent)
        if not (0 <= row < len(numbers) and column in (KEY, VALUE)):
            return NOWHERE
        return self.createIndex(row, column, numbers[row])

    def parent(self, index: Index = NOWHERE) -> Any:
        if not index.isValid():
            return NOWHERE
        above = self._entries[index.internalId()].parent
        return NOWHERE if above < 0 else self.createIndex(self._entries[above].row, KEY, above)

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 (Qt's name)
        return len(self._inside(parent)) if parent.column() <= KEY else 0

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 (Qt's name)
        return 2

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry, now = self._entries[index.internalId()], theme.current()
        if role == Role.DisplayRole:
            return entry.path[-1] if index.column() == KEY else entry.text
        if role == Role.FontRole:
            return now.font("small", mono=True)
        if role == Role.ForegroundRole:
            return now.color("text.primary" if index.column() == KEY else entry.token)
        if role == Role.ToolTipRole:
            return f"<p>{escape(self._explain(entry.path))}</p>"  # rich text wraps
        return None


def described(value: Any) -> tuple[str, str, Mapping[str, Any]]:
    """Return the text for a value, its colour, and the entries below it."""
    if isinstance(value, Mapping):
        if "class_name" in value:
            inside = value.get("config")
            return str(value["class_name"]), "code.func", inside if isinstance(inside, Mapping) else {}
        return "{}" if not value else "dict", "code.func", value
    if value is None or isinstance(value, bool):
        return repr(value), "code.keyword", {}
    if isinstance(value, str):
        return repr(value), "code.string", {}
    return repr(value), "code.number" if isinstance(value, int | float) else "text.primary", {}
