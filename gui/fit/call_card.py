"""A card over the canvas for one Keras call: its arguments, the line that they make, and a button that runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.commands import Command
from gui.look import icons, theme
from gui.widgets.panel import Panel
from gui.widgets.source_line import SourceLine

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

WIDTH, MARGIN = 400, 12


class CallCard(Panel):
    """What the cards of `compile`, `fit` and `predict` share. The window behind it stays usable.

    A subclass fills `form` and `column`, which scroll where there is too little space, and returns from `command`
    the command that the arguments make.

    Attributes:
        over: the sibling whose right side it covers, or None for the whole parent.

    Signals:
        asked(Command): do this.
        closed(): the learner closed it, with the cross or Esc.
    """

    asked = Signal(object)
    closed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=f"{name}_card")
        self.over: QWidget | None = None
        self._title = QLabel(objectName=f"{name}_title")
        self._title.setProperty("look", "title")
        self._close = QToolButton(objectName=f"{name}_close")
        self._close.setProperty("look", "flat")
        self._close.clicked.connect(self.close_card)
        self._sentence = QLabel(wordWrap=True)
        self._sentence.setProperty("look", "small")
        self._labels: list[QLabel] = []
        self.form = QFormLayout()
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.form.setVerticalSpacing(4)
        self.line = SourceLine()
        self.button = QPushButton(objectName=f"do_{name}")
        self.button.setProperty("look", "primary")
        self.button.clicked.connect(self._ask)
        self._lay_out()
        self.hide()

    # ---- for subclasses -------------------------------------------------------------------------------------

    def command(self) -> Command:
        """Return the command that the arguments make."""
        raise NotImplementedError

    def before(self) -> tuple[Command, ...]:
        """Return the commands that make what the call needs; they are done with it."""
        return ()

    def add_row(self, field: QWidget) -> QLabel:
        """Add a row to the form, and return its label, which the caller fills with an argument's name in Keras."""
        label = QLabel()
        label.setBuddy(field)
        self._labels.append(label)
        self.form.addRow(label, field)
        return label

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Fill the form with the current settings."""
        raise NotImplementedError

    def show_line(self) -> None:
        """Show the line of Keras that the arguments make."""
        commands = (*self.before(), self.command())
        self.line.set_expression("\n".join(line for command in commands for line in command.lines()))

    @property
    def first_button(self) -> QPushButton:
        """The button that has the focus when the card opens."""
        return self.button

    # ---- for the window -------------------------------------------------------------------------------------

    def open(self) -> None:
        """Show the card, with the focus on its first button."""
        self.show_line()
        self.show()
        self.raise_()
        self.place()
        self.first_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_card(self) -> None:
        """Close the card, as the cross and Esc do."""
        self.hide()
        self.closed.emit()

    def place(self) -> None:
        """Put the card at the right of the parent, as high as its content if the parent is high enough."""
        parent = self.parentWidget()
        if parent is None:
            return
        margin = theme.current().px(MARGIN)
        area = (self.over.geometry() if self.over is not None else parent.rect()).adjusted(margin, 4, -margin, -4)
        width = min(theme.current().px(WIDTH), area.width())
        self.page.layout().activate()
        edges = self._inside.contentsMargins()
        inside = width - edges.left() - edges.right() - 2
        content = max(self.column.totalHeightForWidth(inside), self.column.totalMinimumSize().height())
        parts = (self._close, self.line, self.button)
        fixed = sum(max(part.heightForWidth(inside), part.sizeHint().height()) for part in parts)
        height = content + fixed + edges.top() + edges.bottom() + 3 * self._inside.spacing() + 4
        self.setGeometry(area.right() + 1 - width, area.top(), width, min(height, area.height()))

    # ---- inside ---------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.asked.emit(self.command())

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setProperty("look", "card")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self.page = QWidget(objectName="page")
        self.column = QVBoxLayout(self.page)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addWidget(self._sentence)
        self.column.addLayout(self.form)
        scroll = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.page)
        self.page.installEventFilter(self)  # sent once the texts know their height
        self._inside = QVBoxLayout(frame)
        self._inside.setContentsMargins(14, 8, 12, 12)
        self._inside.setSpacing(6)
        self._inside.addLayout(head)
        self._inside.addWidget(scroll, 1)
        self._inside.addWidget(self.line)
        self._inside.addWidget(self.button)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)

    def retranslate(self) -> None:
        self._close.setToolTip(self.tr("Close (Esc)"))
        self._close.setAccessibleName(self.tr("Close"))
        self.setAccessibleName(self._title.text())

    def restyle(self) -> None:
        now = theme.current()
        self._title.setFont(now.font("title", mono=True, bold=True))
        self._close.setIcon(icons.icon("x-bold", now.color("text.primary"), size=now.px(14)))
        for label in self._labels:
            label.setFont(now.font("small", mono=True))
            label.setFixedHeight(now.px(28))
        if self.isVisible():
            self.place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()  # else the window's own Esc shortcut would take it
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)
