"""`layer.get_config()` as a tree, with a sentence for each entry that says what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gui.look import theme
from gui.tables.config_model import VALUE, ConfigModel, Path
from gui.widgets.own_keys import MOVES, keeps_key
from gui.widgets.panel import Panel

OWN_KEYS = (*MOVES, Qt.Key.Key_Return, Qt.Key.Key_Space)


class _Tree(QTreeView):
    """A tree that keeps its arrow keys, although the window has shortcuts on them."""

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, OWN_KEYS) or super().event(event)


class _Rows(QStyledItemDelegate):
    """Rows with some padding."""

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
        self._model = ConfigModel(self._explain, self)
        self.tree = _Tree()
        self.tree.setModel(self._model)
        self.tree.setHeaderHidden(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setItemDelegate(_Rows(self.tree))
        self.tree.setUniformRowHeights(True)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.tree.collapsed.connect(self._on_collapsed)
        self.tree.expanded.connect(self._on_expanded)
        self.tree.selectionModel().currentChanged.connect(self._on_current_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tree)
        self.setFocusProxy(self.tree)
        self.retranslate()
        self.restyle()

    def set_config(self, config: Mapping[str, Any]) -> None:
        """Show a config. Folded entries stay folded, and the current entry stays current."""
        if config == self._config:
            return
        current = self._model.path(self.tree.currentIndex())
        self._config = config
        self.tree.blockSignals(True)  # building is no folding
        self._model.set_config(config)
        self.tree.expandAll()
        for path in self._collapsed.intersection(self._model.paths):
            self.tree.collapse(self._model.at(path))
        if current is not None:
            self.tree.setCurrentIndex(self._model.at(current))
        self.tree.blockSignals(False)
        self.explained.emit(self.explanation())

    def at(self, *path: str) -> QModelIndex:
        """Return the index of a key, or of a nested key, in `tree`."""
        return self._model.at(path)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The paths of all entries, from top to bottom."""
        return self._model.paths

    def value(self, *path: str) -> str | None:
        """Return the text for a key's value; None if there is no such key."""
        return self._model.at(path, VALUE).data()

    def explanation(self) -> str:
        """Return the sentence for the current entry; empty if there is none."""
        path = self._model.path(self.tree.currentIndex())
        return "" if path is None else self._explain(path)

    def _explain(self, path: Path) -> str:
        found = self._explanations.get(".".join(path)) or self._explanations.get(path[-1])
        return found or self.tr("A setting of Keras that this course does not need.")

    def _on_collapsed(self, index: QModelIndex) -> None:
        self._collapsed.add(self._model.path(index))

    def _on_expanded(self, index: QModelIndex) -> None:
        self._collapsed.discard(self._model.path(index))

    def _on_current_changed(self, index: QModelIndex, _: QModelIndex) -> None:
        if index.isValid():  # the first focus makes an entry current, but does not show it
            rows = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.tree.selectionModel().select(index, rows)
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
        self.tree.setAccessibleName(self.tr("Config of the layer"))
        self._model.refresh()
        self.explained.emit(self.explanation())

    def restyle(self) -> None:
        self.tree.setIndentation(theme.current().px(16))
        self._model.refresh()
