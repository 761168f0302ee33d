"""A list of choices with keys. A change from outside never emits."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget


class ChoiceBox(QComboBox):
    """A drop-down list that shows the choice in force and emits the one that the learner picks.

    Signals:
        chosen(object): the key of what the learner chose.
    """

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=name)
        self._key: Hashable = None
        self.activated.connect(self._activated)

    def set_choices(self, choices: Sequence[tuple[Hashable, str, str]]) -> None:
        """Set what can be chosen: key, text and tooltip of each."""
        if [self.itemData(i) for i in range(self.count())] != [key for key, _, _ in choices]:
            self.clear()
            for key, text, _ in choices:
                self.addItem(text, key)
        for index, (_, text, tip) in enumerate(choices):  # an open list stays open while its texts change
            if self.itemText(index) != text:
                self.setItemText(index, text)
            self.setItemData(index, tip, Qt.ItemDataRole.ToolTipRole)
        self.choose(self._key)

    def choose(self, key: Hashable) -> None:
        """Show the choice in force."""
        self._key = key
        if self.currentIndex() >= 0 and self.currentData() == key:
            return
        index = next((i for i in range(self.count()) if self.itemData(i) == key), -1)
        if index != self.currentIndex():
            self.setCurrentIndex(index)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        # Qt keeps this one when the texts change, in another language too
        follows = self.sizeAdjustPolicy() == QComboBox.SizeAdjustPolicy.AdjustToContents
        return self.sizeHint() if follows else super().minimumSizeHint()

    @Slot(int)
    def _activated(self, index: int) -> None:
        wanted = self.itemData(index)
        self.choose(self._key)  # the next snapshot says what came of it
        if wanted != self._key:
            self.chosen.emit(wanted)
