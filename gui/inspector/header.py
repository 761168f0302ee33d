"""The inspector's header: the layer that is shown, and the way to its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui.look import i18n, icons, theme
from gui.look.why_not import allow
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.place import Place
    from core.snapshot.snapshot import LayerSnapshot, Snapshot


class Header(Panel):
    """The name and kind of a layer, whether it is frozen, and buttons to the layers before and after it.

    Signals:
        moved(int): to the layer before, -1, or after, 1.
    """

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.kind, self.frozen = QLabel(), QLabel(), QLabel()
        self.kind.setProperty("look", "small")
        self.previous, self.next = QToolButton(), QToolButton()
        self.previous.clicked.connect(lambda: self.moved.emit(-1))
        self.next.clicked.connect(lambda: self.moved.emit(1))
        self._row = QHBoxLayout(self)
        for label in (self.name, self.kind, self.frozen):
            self._row.addWidget(label)
        self._row.addStretch(1)
        for button in (self.previous, self.next):
            button.setProperty("look", "flat")
            self._row.addWidget(button)
        self.retranslate()
        self.restyle()

    def show_place(
        self, snapshot: Snapshot, layer: LayerSnapshot | None, place: Place, position: int, count: int
    ) -> None:
        """Show a layer, or with None the input, that is number `position` of `count`."""
        metrics = QFontMetrics(theme.current().font("title", mono=True, bold=True))
        name = place.layer or ""
        self.name.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, self.width() * 2 // 5))
        self.name.setToolTip(name)
        words = [snapshot.input_kind] if layer is None else [layer.kind, layer.activation_name]
        if place.unit is not None:
            words.append(self.tr("unit {unit}").format(unit=place.unit))
        self.kind.setText(" · ".join(words))
        self.frozen.setVisible(layer is not None and not snapshot.learns(layer))
        allow(self.previous, "" if position > 0 else i18n.tr("Nothing comes before this layer."))
        allow(self.next, "" if position < count - 1 else i18n.tr("Nothing comes after this layer."))

    def retranslate(self) -> None:
        for button, text in ((self.previous, self.tr("Previous layer")), (self.next, self.tr("Next layer"))):
            button.setToolTip(text)
            button.setAccessibleName(text)
        self.frozen.setToolTip(self.tr("frozen"))
        self.frozen.setAccessibleName(self.tr("frozen"))

    def restyle(self) -> None:
        now = theme.current()
        self._row.setContentsMargins(now.px(12), now.px(8), now.px(8), now.px(2))
        self._row.setSpacing(now.px(6))
        self.name.setFont(now.font("title", mono=True, bold=True))
        frozen = icons.pixmap("snowflake-bold", now.color("frozen.fg"), now.px(16), self.devicePixelRatioF())
        self.frozen.setPixmap(frozen)
        ink, faint = now.color("text.primary"), now.color("text.disabled")
        self.previous.setIcon(icons.icon("caret-left-bold", ink, faint))
        self.next.setIcon(icons.icon("caret-right-bold", ink, faint))
        for button in (self.previous, self.next):
            button.setIconSize(QSize(now.px(16), now.px(16)))
