"""`layer.get_config()` as a tree, with a sentence for each entry that says what it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.panels.base import Panel
from gui.panels.keys import MOVES, keeps_key

Path = tuple[str, ...]
PATH, TOKEN = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
OWN_KEYS = (*MOVES, Qt.Key.Key_Return, Qt.Key.Key_Space)


class _Tree(QTreeWidget):
    """A tree whose arrow keys stay its own, although the window has shortcuts on them."""

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, OWN_KEYS) or super().event(event)


class _Rows(QStyledItemDelegate):
    """Rows with some air."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # noqa: N802 (Qt's name)
        size = super().sizeHint(option, index)
        return QSize(size.width() + theme.current().px(6), theme.current().px(24))


class ConfigTree(Panel):
    """Keys and values of a config; serialized objects are shown as their class, with their own config below.

    Signals:
        explained(str): the sentence for the current entry; empty if there is none.
    """

    explained = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._config: Mapping[str, Any] | None = None
        self._collapsed: set[Path] = set()
        self._explanations: dict[str, str] = {}
        self.tree = _Tree()
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setItemDelegate(_Rows(self.tree))
        self.tree.setUniformRowHeights(True)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.tree.itemCollapsed.connect(self._on_collapsed)
        self.tree.itemExpanded.connect(self._on_expanded)
        self.tree.currentItemChanged.connect(self._on_current_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tree)
        self.setFocusProxy(self.tree)
        self.retranslate()
        self.restyle()

    def set_config(self, config: Mapping[str, Any]) -> None:
        """Show a config. What was folded stays folded, and the current entry stays current."""
        if config == self._config:
            return
        item = self.tree.currentItem()
        current = item.data(0, PATH) if item is not None else None
        self._config = config
        self.tree.blockSignals(True)  # building is no folding and no moving
        self.tree.clear()
        self._add(self.tree.invisibleRootItem(), config, ())
        for item in self.items():
            item.setExpanded(item.data(0, PATH) not in self._collapsed)
            if item.data(0, PATH) == current:
                self.tree.setCurrentItem(item)
        self.tree.blockSignals(False)
        self._paint_texts()
        self.explained.emit(self.explanation())

    def items(self) -> Iterator[QTreeWidgetItem]:
        """Every entry, from top to bottom."""
        waiting = [self.tree.invisibleRootItem()]
        while waiting:
            item = waiting.pop()
            waiting += [item.child(index) for index in reversed(range(item.childCount()))]
            if item is not self.tree.invisibleRootItem():
                yield item

    def item(self, *path: str) -> QTreeWidgetItem | None:
        """The entry of a key, or of a key within a key."""
        return next((item for item in self.items() if item.data(0, PATH) == path), None)

    def explanation(self) -> str:
        """The sentence for the current entry; empty if there is none."""
        item = self.tree.currentItem()
        return self._explain(item.data(0, PATH)) if item is not None else ""

    def _add(self, parent: QTreeWidgetItem, config: Mapping[str, Any], path: Path) -> None:
        for key, value in config.items():
            text, token, inside = _described(value)
            item = QTreeWidgetItem(parent, [str(key), text])
            item.setData(0, PATH, (*path, str(key)))
            item.setData(1, TOKEN, token)
            self._add(item, inside, (*path, str(key)))

    def _explain(self, path: Path) -> str:
        found = self._explanations.get(".".join(path)) or self._explanations.get(path[-1])
        return found or self.tr("A setting of Keras that this course does not need.")

    def _paint_texts(self) -> None:
        """Fonts, colours and tool tips of all entries."""
        now = theme.current()
        font = now.font("small", mono=True)
        for item in self.items():
            tip = f"<p>{escape(self._explain(item.data(0, PATH)))}</p>"  # rich text wraps
            for column, token in ((0, "text.primary"), (1, item.data(1, TOKEN))):
                item.setFont(column, font)
                item.setForeground(column, now.color(token))
                item.setToolTip(column, tip)

    def _on_collapsed(self, item: QTreeWidgetItem) -> None:
        self._collapsed.add(item.data(0, PATH))

    def _on_expanded(self, item: QTreeWidgetItem) -> None:
        self._collapsed.discard(item.data(0, PATH))

    def _on_current_changed(self, item: QTreeWidgetItem | None, _: QTreeWidgetItem | None) -> None:
        if item is not None:
            item.setSelected(True)  # the first focus makes an entry current, but does not show it
        self.explained.emit(self.explanation())

    def retranslate(self) -> None:
        self._explanations = {
            "name": self.tr("The layer's name. Variables are called after it, and model.get_layer finds it by it."),
            "trainable": self.tr("Whether training may change this layer's weights. False means frozen."),
            "dtype": self.tr("The kind of numbers the layer computes with. float32 has about 7 digits."),
            "dtype.name": self.tr("The name of the number type: float32 is a number in 32 bits."),
            "units": self.tr("How many units the layer has, so how many numbers it returns for each sample."),
            "activation": self.tr("The function that each unit applies last. relu turns negative numbers into 0."),
            "use_bias": self.tr("Whether each unit adds a number of its own, the bias, to its weighted sum."),
            "kernel_initializer": self.tr("How the first values of the kernel are drawn, before any training."),
            "bias_initializer": self.tr("The first values of the bias. Zeros means that every bias starts at 0."),
            "kernel_regularizer": self.tr("A penalty for large weights in the kernel. None means no penalty."),
            "bias_regularizer": self.tr("A penalty for large biases. None means no penalty."),
            "kernel_constraint": self.tr("A rule that the kernel must keep after each step. None means no rule."),
            "bias_constraint": self.tr("A rule that the bias must keep after each step. None means no rule."),
            "quantization_config": self.tr("How to store the weights in fewer bits. None means in full."),
            "seed": self.tr("Where the random numbers start. The same seed draws the same first weights."),
            "input_axes": self.tr("Which axes of the kernel count as inputs. None lets Keras find out."),
            "output_axes": self.tr("Which axes of the kernel count as outputs. None lets Keras find out."),
            "lora_rank": self.tr("The size of a small add-on that is trained instead of the kernel."),
        }
        self.tree.setHeaderLabels([self.tr("Key"), self.tr("Value")])
        self.tree.setAccessibleName(self.tr("Config of the layer"))
        self._paint_texts()
        self.explained.emit(self.explanation())

    def restyle(self) -> None:
        self.tree.setIndentation(theme.current().px(16))
        self._paint_texts()


def _described(value: Any) -> tuple[str, str, Mapping[str, Any]]:
    """What is written for a value, in which colour, and what stands below it."""
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
