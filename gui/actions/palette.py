"""The palette: every action by its words, with its keys, to be searched and done."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from gui.actions.palette_rows import Row, best_action, rows
from gui.actions.table import LAYER_KEYS, Actions
from gui.look import icons, theme
from gui.widgets.alignment import LEFT, RIGHT
from gui.widgets.own_keys import keeps_key
from gui.widgets.panel import Panel

WIDTH, HEIGHT, ROW_HEIGHT = 560, 520, 28
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
OWN = (*STEPS, Qt.Key.Key_Escape, Qt.Key.Key_Home, Qt.Key.Key_End)


class Palette(Panel):
    """A sheet over the middle of its parent: a field to search in, and the actions found. Esc closes it.

    Signals:
        chosen(str): the name of an action that shall be done; the palette is closed already.
    """

    chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent, objectName="palette")
        self._actions = actions
        self._before: QWidget | None = None  # what had the focus
        self.field = SearchField()
        self.field.textChanged.connect(self._search)
        self.field.stepped.connect(self._step)
        self.field.entered.connect(self._choose_current)
        self.field.left.connect(self.close_palette)
        self.field.lost.connect(self._leave)
        self._model = RowsModel(self)
        self.list = QListView(objectName="palette_rows", focusPolicy=Qt.FocusPolicy.NoFocus)
        self.list.setModel(self._model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._choose)
        self._hint = QLabel(wordWrap=True)
        self._hint.setProperty("look", "small")
        frame = QFrame()
        frame.setProperty("look", "card")
        self._column = QVBoxLayout(frame)
        for widget in (self.field, self.list, self._hint):
            self._column.addWidget(widget)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        self.hide()
        self.retranslate()
        self.restyle()
        theme.dress(self)

    # ---- for the window -----------------------------------------------------------------------------------------

    def open(self) -> None:
        """Show every action, with the focus in the field."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
            self.parentWidget().installEventFilter(self)
        self.field.clear()
        self._search()
        self.place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_palette(self) -> bool:
        """Close it and give the focus back; return whether it was open."""
        if self.isHidden():
            return False
        self.parentWidget().removeEventFilter(self)
        before, self._before = self._before, None
        self.hide()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def place(self) -> None:
        """Lie over the middle of the parent, inside it at any size."""
        now, area = theme.current(), self.parentWidget().rect()
        margin = now.px(24)
        self.resize(min(now.px(WIDTH), area.width() - 2 * margin), min(now.px(HEIGHT), area.height() - 2 * margin))
        self.move(area.center() - self.rect().center())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False

    # ---- inside ---------------------------------------------------------------------------------------------

    def _leave(self) -> None:
        """Close it after a click elsewhere, which keeps the focus."""
        self._before = None
        self.close_palette()

    def _search(self) -> None:
        self._model.set_rows(rows(self._actions, self.field.text()))
        self._go_to(best_action(self._model.rows, self.field.text()))

    def _go_to(self, index: int) -> None:
        self.list.setCurrentIndex(self._model.index(index) if index >= 0 else QModelIndex())
        if index <= 1:
            self.list.scrollToTop()  # with the title of the group

    def _step(self, by: int) -> None:
        """Go on by so many actions, past titles, to the end at most."""
        named = [index for index, row in enumerate(self._model.rows) if row.name]
        here = self.list.currentIndex().row()
        if named:
            at = named.index(here) if here in named else -1
            self._go_to(named[min(max(at + by, 0), len(named) - 1)])

    def _choose_current(self) -> None:
        self._choose(self.list.currentIndex())

    def _choose(self, index: QModelIndex) -> None:
        row = self._model.rows[index.row()] if index.isValid() else Row("")
        if row.name and not row.why_not:
            self.close_palette()
            self.chosen.emit(row.name)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Actions and keys"))
        self.field.setPlaceholderText(self.tr("Search actions and keys"))
        self.field.setAccessibleName(self.tr("Search actions and keys"))
        self.list.setAccessibleName(self.tr("Actions and keys"))
        walk = self.tr(
            "Tab to the network, then walk it with the arrow keys; Enter selects, Shift+Enter opens Maths, "
            "Space freezes."
        )
        layers = self.tr("Select a layer")
        self._hint.setText(f"{walk} {layers}: 1 … {LAYER_KEYS}")
        if self.isVisible():
            self._search()

    def restyle(self) -> None:
        now = theme.current()
        self._column.setContentsMargins(now.px(12), now.px(12), now.px(12), now.px(10))
        self._column.setSpacing(now.px(8))
        self.field.setFixedHeight(now.px(34))
        if self.isVisible():
            self.place()


class SearchField(QLineEdit):
    """The field of the palette; its keys also move through the list.

    Signals:
        stepped(int): go on by so many actions.
        entered(): Enter was pressed.
        left(): Esc was pressed.
        lost(): something else in the window has the focus now.
    """

    stepped, entered, left, lost = Signal(int), Signal(), Signal(), Signal()

    def __init__(self) -> None:
        super().__init__(objectName="palette_field")

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, OWN) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in STEPS:
            self.stepped.emit(STEPS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
            self.lost.emit()


class RowsModel(QAbstractListModel):
    """The rows of the palette."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def set_rows(self, found: tuple[Row, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = found
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.text, row.keys, row.why_not) if part)
        return (row.why_not or None) if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        row = self.rows[index.row()]
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if row.name else Qt.ItemFlag.NoItemFlags


class RowDelegate(QStyledItemDelegate):
    """A delegate that paints an action with its keys, or the title of a group."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(0, theme.current().px(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        now, row = theme.current(), index.model().rows[index.row()]  # type: ignore[attr-defined]
        current = bool(option.state & QStyle.StateFlag.State_Selected) and bool(row.name)
        painter.fillRect(option.rect, now.color("accent.soft" if current else "bg.panel"))
        inside = option.rect.adjusted(now.px(26 if row.name else 6), 0, -now.px(8), 0)
        if not row.name:
            painter.setFont(now.font("small", bold=True))
            painter.setPen(now.color("text.secondary"))
            painter.drawText(inside, LEFT, row.text)
            return
        if row.ticked:
            side = now.px(13)
            spot = QRectF(option.rect.left() + now.px(7), inside.center().y() - side / 2, side, side)
            icons.paint_icon(painter, "check-bold", now.color("accent"), spot)
        painter.setPen(now.color("text.disabled" if row.why_not else "text.primary"))
        painter.setFont(now.font("small", mono=True, bold=True))
        painter.drawText(inside, RIGHT, row.keys)
        inside.setRight(inside.right() - painter.fontMetrics().horizontalAdvance(row.keys) - now.px(12))
        painter.setFont(now.font("body"))
        text = f"{row.text}  –  {row.why_not}" if current and row.why_not else row.text
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, LEFT, text)
