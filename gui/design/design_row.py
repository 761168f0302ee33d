"""One layer's row in the design editor."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QToolButton

from core.design.network_spec import LayerSpec
from gui.controls.number_box import NumberBox
from gui.look import icons, theme
from gui.widgets.panel import Panel

LARGEST_TYPED = 99
"""The largest number that can be typed, so that one above the limit is explained instead of ignored."""


class UnitsBox(NumberBox):
    """A spin box for a number of units that reports every key."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self.setObjectName("design_units")
        self.setKeyboardTracking(True)
        self.setRange(0, LARGEST_TYPED)
        self.setValue(units)


class DesignRow(Panel):
    """The fields of one layer, which lie in a grid of the editor.

    Args:
        spec: the initial values of the fields.
        removable: False for the output layer.

    Signals:
        edited(): a field was changed.
        entered(DesignRow): a field got the focus.
        remove_clicked(DesignRow): remove the layer.
    """

    edited = Signal()
    entered = Signal(object)
    remove_clicked = Signal(object)

    def __init__(self, spec: LayerSpec, removable: bool) -> None:
        super().__init__()
        self._removable = removable
        self.name = QLineEdit(spec.name, objectName="design_name")
        self.units = UnitsBox(spec.units)
        self.activation = QComboBox(objectName="design_activation")
        self.bias = QCheckBox(objectName="design_bias", checked=spec.use_bias)
        self.remove = QToolButton(objectName="design_remove")
        self.remove.setProperty("look", "flat")
        self.set_activations((spec.activation or "linear",))
        self.name.textEdited.connect(self._edited)
        self.units.valueChanged.connect(self._edited)
        self.activation.currentIndexChanged.connect(self._edited)
        self.bias.toggled.connect(self._edited)
        self.remove.clicked.connect(self._remove)
        self.hide()  # only its fields are shown
        self.retranslate()
        self.restyle()

    def set_activations(self, names: tuple[str, ...]) -> None:
        """Set the activations to choose from; the present choice stays."""
        chosen = self.activation.currentText()
        self.activation.blockSignals(True)
        self.activation.clear()
        self.activation.addItems(names if not chosen or chosen in names else (*names, chosen))
        self.activation.setCurrentText(chosen or names[0])
        self.activation.blockSignals(False)

    def put_into(self, grid: QGridLayout, row: int) -> None:
        """Put the fields into this row of a grid."""
        for column, widget in enumerate((self.name, self.units, self.activation, self.bias, self.remove)):
            grid.addWidget(widget, row, column)
        self.remove.setVisible(self._removable)

    def discard(self) -> None:
        """Remove the fields from the grid for good."""
        for widget in (self.name, self.units, self.activation, self.bias, self.remove, self):
            widget.hide()
            widget.deleteLater()

    def spec(self) -> LayerSpec:
        """Return the layer as typed.

        Raises:
            ValueError: the fields do not make a valid layer.
        """
        activation = self.activation.currentText()
        chosen = None if activation == "linear" else activation
        return LayerSpec(self.name.text(), self.units.value(), chosen, self.bias.isChecked())

    def _edited(self) -> None:
        self.retranslate()
        self.edited.emit()
        self.entered.emit(self)

    def _remove(self) -> None:
        self.remove_clicked.emit(self)

    def retranslate(self) -> None:
        layer = self.name.text()
        for widget, text in (
            (self.name, self.tr("Name of {layer}")),
            (self.units, self.tr("Units of {layer}")),
            (self.activation, self.tr("Activation of {layer}")),
            (self.bias, self.tr("Bias of {layer}")),
            (self.remove, self.tr("Remove {layer}")),
        ):
            widget.setAccessibleName(text.format(layer=layer))
        self.bias.setText("use_bias")
        self.remove.setToolTip(self.tr("Remove {layer}").format(layer=layer))

    def restyle(self) -> None:
        now = theme.current()
        self.units.restyle()
        for widget in (self.name, self.activation, self.bias):
            widget.setFont(now.font("body", mono=True))
            widget.setMinimumHeight(now.px(28))
        self.name.setMinimumWidth(now.px(110))
        self.units.setFixedSize(now.px(72), now.px(28))
        self.activation.setMinimumWidth(now.px(112))
        self.remove.setIcon(icons.icon("trash-bold", now.color("text.primary"), size=now.px(16)))
        self.remove.setFixedSize(now.px(30), now.px(28))
