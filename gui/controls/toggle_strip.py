"""A few values side by side, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QPushButton, QWidget


class ToggleStrip(QWidget):
    """Buttons in one frame. The owner sets their texts and looks, for it knows what the values mean.

    Args:
        values: from left to right; the first is chosen at first. A button shows its value until its owner sets a text.
        name: object name of the strip; a button's is `name` + "_" + its value.

    Signals:
        chosen(object): the value that was clicked, also where it was chosen already.
    """

    chosen = Signal(object)

    def __init__(self, values: Sequence[object], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=name)
        self._values = tuple(values)
        self._bold, self._air = QFont(), 0
        self._fitted = False
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        for number, value in enumerate(self._values):
            button = QPushButton(str(value), checkable=True, objectName=f"{name}_{value}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("look", "toggle")
            button.setProperty("end", number == len(self._values) - 1)
            self._group.addButton(button, number)
            self._row.addWidget(button)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self._clicked)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons from left to right."""
        return tuple(self._group.button(number) for number in range(len(self._values)))

    def choose(self, value: object) -> None:
        """Show a value as chosen without a signal; a value that is not here changes nothing."""
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)

    def choose_none(self) -> None:
        """Show none as chosen."""
        self._group.setExclusive(False)
        for button in self.buttons:
            button.setChecked(False)
        self._group.setExclusive(True)

    @property
    def upright(self) -> bool:
        """Whether the buttons are stacked."""
        return self._row.direction() == QBoxLayout.Direction.TopToBottom

    def set_upright(self, upright: bool) -> None:
        """Stack the buttons, or put them side by side."""
        if upright == self.upright:
            return
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight)
        for button in self.buttons:
            button.setProperty("end", upright or button is self.buttons[-1])
            button.style().polish(button)

    def set_texts(self, texts: Sequence[str], tips: Sequence[str] = (), name: str = "") -> None:
        """Set what is on the buttons, from left to right, and make these fit it.

        Args:
            tips: their tooltips; none where left out.
            name: how a screen reader names a button, with `{value}` for its text; where left out, by its text.
        """
        for button, text, tip in zip(self.buttons, texts, tips or [""] * len(texts), strict=True):
            button.setText(text)
            button.setToolTip(tip)
            if name:
                button.setAccessibleName(name.format(value=text))
        self._fit()

    def resize_to_texts(self, bold: QFont, air: int) -> None:
        """Make every button as wide as its text in bold, as when chosen, so that choosing moves nothing."""
        self._bold, self._air, self._fitted = bold, air, True
        self._fit()

    def _fit(self) -> None:
        if self._fitted:
            for button in self.buttons:
                button.setMinimumWidth(QFontMetrics(self._bold).horizontalAdvance(button.text()) + self._air)

    def _clicked(self, number: int) -> None:
        self.chosen.emit(self._values[number])
