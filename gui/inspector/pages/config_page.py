"""The inspector's page Config: a layer's `get_config()`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.inspector.pages.page import InspectorPage, View
from gui.look import theme
from gui.tables.config_tree import ConfigTree
from gui.widgets.panel import Note
from gui.widgets.source_line import SourceLine

if TYPE_CHECKING:
    from core.snapshot.snapshot import LayerSnapshot


class ConfigPage(InspectorPage):
    """`get_config()`, with a sentence for the current entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("config")
        self.note = Note("frozen")
        self.column.addWidget(self.note)
        self.tree = ConfigTree()
        self.tree.explained.connect(self._on_explained)
        self.column.addWidget(self.tree, 1)
        self.status = self.add_label("small")
        self.status.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.source = SourceLine()
        self.column.addWidget(self.source)
        self.retranslate()
        self.restyle()

    needs_weights = False

    def absence(self, view: View, layer: LayerSnapshot) -> str:
        return ""

    def input_text(self, view: View) -> str:
        text = self.tr("The input layer has no weights and nothing to set. It only says the shape of a batch: {shape}.")
        return text.format(shape=view.snapshot.input_shape)

    def show_layer(self, view: View, layer: LayerSnapshot) -> None:
        self.note.setVisible(not layer.trainable)
        if not layer.trainable:
            text = self.tr(
                "{name} is frozen. Its kernel and bias moved to non_trainable_variables; "
                "the gradient still flows through it."
            )
            self.note.set_text(text.format(name=layer.name))
        self.tree.set_config(layer.config)
        self.source.set_expression(f"{view.owner()}.get_config()")

    def _on_explained(self, sentence: str) -> None:
        self.status.setText(sentence or self.tr("Choose an entry to read what it is for."))

    def retranslate(self) -> None:
        self._on_explained(self.tree.explanation())
        super().retranslate()

    def restyle(self) -> None:
        super().restyle()
        now = theme.current()
        self.status.setMinimumHeight(now.px(50))
        self.tree.setMinimumHeight(now.px(140))
