"""The buttons at the bottom of the error card: what can be done now, and a link that copies the details."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QPushButton, QWidget

from gui.look import icons, theme
from gui.widgets.panel import Panel

COPIED_MS = 2000


@dataclass(frozen=True)
class CardAction:
    """A button of the card.

    Attributes:
        key: the argument of `ErrorCard.action_chosen` when it is clicked.
        text: the label in the language in use.
        primary: whether this is the most likely repair.
    """

    key: str
    text: str
    primary: bool = False


class Answers(Panel):
    """A row of buttons, stacked where the row is too wide.

    Signals:
        chosen(str): the key of the action that was clicked.
        copy_clicked(): copy the details; the link says at once that they are copied.
    """

    chosen = Signal(str)
    copy_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions: tuple[CardAction, ...] = ()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._clicked)
        self._copied = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._copied.timeout.connect(self.retranslate)
        self._copy = QPushButton(objectName="copy_details")
        self._copy.setProperty("look", "link")
        self._copy.clicked.connect(self._copy_clicked)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._row.addWidget(self._copy)
        self.retranslate()
        self.restyle()

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons from the first answer to the link."""
        return (*(self._group.button(number) for number in range(len(self._actions))), self._copy)

    def set_actions(self, actions: tuple[CardAction, ...]) -> None:
        """Replace the buttons by one per action."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._actions = actions
        for number, action in enumerate(actions):
            button = QPushButton(action.text, objectName=f"error_action_{action.key}")
            button.setProperty("look", "primary" if action.primary else "")
            _make_higher(button)
            self._group.addButton(button, number)
            self._row.insertWidget(number, button)

    def resize_to_width(self, width: int) -> int:
        """Stack the buttons if they are wider than this, and return their height."""
        hints, space = [button.sizeHint() for button in self.buttons], self._row.spacing()
        heights = [hint.height() for hint in hints]
        down = sum(hint.width() + space for hint in hints) > width
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight)
        return sum(heights) + space * len(hints) if down else max(heights)

    def forget_copy(self) -> None:
        """Show again what the link does."""
        self._copied.stop()
        self.retranslate()

    def retranslate(self) -> None:
        self._copy.setText(self.tr("Copied") if self._copied.isActive() else self.tr("Copy details"))

    def restyle(self) -> None:
        now = theme.current()
        self._copy.setIcon(icons.icon("copy-bold", now.color("accent"), size=now.px(16)))
        for button in self.buttons:
            _make_higher(button)

    def _clicked(self, number: int) -> None:
        self.chosen.emit(self._actions[number].key)

    def _copy_clicked(self) -> None:
        self._copied.start()
        self.retranslate()
        self.copy_clicked.emit()


def _make_higher(button: QPushButton) -> None:
    """Make a button 34 px high; the window's style sheet has a minimum that overrides `setMinimumHeight`."""
    button.setStyleSheet(f"min-height: {theme.current().px(24)}px;")
