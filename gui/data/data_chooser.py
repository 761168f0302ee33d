"""The list of data sets, in groups with headings."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from core.data.edited import MARK
from gui.look import i18n, theme

MOST_ROWS = 24
"""The rows that the open list shows at once: all groups, without scrolling."""


class DataChooser(QComboBox):
    """A combo box of data sets. Headings between them cannot be chosen.

    Signals:
        source_chosen(int): another data set was chosen, by its index in the names.
    """

    source_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="dataset")
        self._names: tuple[str, ...] = ()
        self._current = ""
        self._headings: dict[int, str] = {}
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(MOST_ROWS)
        self.activated.connect(self._choose)

    def set_sources(self, names: tuple[str, ...], current: str, headings: Mapping[int, str] | None = None) -> None:
        """Set the data sets by their English names, which one is in use, and groups by their first index."""
        given = (names, current, dict(headings or {}))
        if given != (self._names, self._current, self._headings):
            self._names, self._current, self._headings = given
            self.fill()
        self._show_current()  # even if the source is the same: the user may have chosen another

    def fill(self) -> None:
        """Write the list, in the language and colours in use."""
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        model.clear()
        now = theme.current()
        for index, name in enumerate(self._names):
            if index in self._headings:
                model.appendRow(_heading(self._heading(self._headings[index])))
            item = QStandardItem(i18n.translate(name.removesuffix(MARK)) + name[len(name.removesuffix(MARK)) :])
            item.setData(index, Qt.ItemDataRole.UserRole)
            item.setSizeHint(QSize(0, now.px(24)))
            model.appendRow(item)
        self._show_current()

    def _heading(self, group: str) -> str:
        return {"made": self.tr("Made"), "classic": self.tr("Classic"), "own": self.tr("Your own")}[group]

    def _show_current(self) -> None:
        if self._names:
            self.setCurrentIndex(self.findData(self._names.index(self._current)))

    def _choose(self, row: int) -> None:
        index = self.itemData(row)
        if index is not None:
            self.source_chosen.emit(index)


def _heading(text: str) -> QStandardItem:
    now = theme.current()
    item = QStandardItem(text)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    item.setFont(now.font("small", bold=True))
    item.setForeground(now.color("text.secondary"))
    item.setSizeHint(QSize(0, now.px(26)))
    return item
