"""What the file of a model says of one of its layers, in place of the Inspector."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.design.model_boxes import Box, Shape
from core.problems.session_texts import WHY_BOX
from gui.boxes.boxes_view import shape_text
from gui.look import i18n, theme
from gui.tables.config_tree import ConfigTree
from gui.widgets.panel import Note, Panel


class BoxDetails(Panel):
    """Name, class, shapes and config of a layer, and why it is only shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="box_details")
        self._box: Box | None = None
        self._shape: Shape | None = None
        self._name, self._kind, self._shapes = QLabel(), QLabel(), QLabel(wordWrap=True)
        self._why, self.tree = Note(), ConfigTree()
        column = QVBoxLayout(self)
        column.setSpacing(6)
        for widget in (self._name, self._kind, self._shapes, self._why):
            column.addWidget(widget)
        column.addWidget(self.tree, 1)
        self.hide()
        self.restyle()

    def set_box(self, box: Box, shape: Shape | None) -> None:
        """Show a layer, and the shape that it returns."""
        self._box, self._shape = box, shape
        self.tree.set_config(box.config)
        self.retranslate()

    def retranslate(self) -> None:
        if self._box is not None:
            self._name.setText(self._box.name)
            self._kind.setText(self._box.kind)
            self._shapes.setText(self.tr("Output shape: {shape}").format(shape=shape_text(self._shape)))
            self._why.set_text(i18n.translate(WHY_BOX[self._box.origin]))

    def restyle(self) -> None:
        now = theme.current()
        self._name.setFont(now.font("title", mono=True, bold=True))
        self._shapes.setFont(now.font("body", mono=True))
        self.layout().setContentsMargins(now.px(14), now.px(12), now.px(14), now.px(12))
