"""The card for a layer without weights, and the button that builds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.heat_grid.unit_bars import ValueLines
from gui.look import icons, theme
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.snapshot import LayerSnapshot


class UnbuiltCard(Panel):
    """`layer.weights -> []`, the reason, and the button `build`.

    Signals:
        build_clicked(str, int): build the layer of this name for this number of inputs.
    """

    build_clicked = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="unbuilt")
        self._layer: LayerSnapshot | None = None
        self._inputs = 0
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._code = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._text = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._build = QPushButton(objectName="build")
        self._build.setProperty("look", "primary")
        self._build.clicked.connect(self._clicked)
        self.facts = ValueLines(5)
        frame = QFrame()
        frame.setProperty("look", "sunken")
        self._inside = QVBoxLayout(frame)
        for widget in (self._icon, self._code, self._text):
            self._inside.addWidget(widget)
        self._inside.addWidget(self._build, 0, Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(frame)
        column.addWidget(self.facts)
        column.addStretch(1)
        self.retranslate()
        self.restyle()

    def set_layer(self, layer: LayerSnapshot, inputs: int) -> None:
        """Show a layer; the lane before it has `inputs` outputs."""
        self._layer, self._inputs = layer, inputs
        self._code.setText(f"{layer.written}.weights  →  []")
        self._build.setText(f"build((None, {inputs}))")
        self._build.setAccessibleName(f"{layer.written}.build((None, {inputs}))")
        self.facts.set_values("False", str(layer.units), layer.activation_name, f"(?, {layer.units})", "?")

    def _clicked(self) -> None:
        if self._layer is not None:
            self.build_clicked.emit(self._layer.name, self._inputs)

    def retranslate(self) -> None:
        self._text.setText(
            self.tr(
                "No weights yet. The kernel needs to know how many inputs arrive. "
                "Call <b>build</b>, or call the layer on data once."
            )
        )
        words = (self.tr("kernel shape"), self.tr("parameters"))
        self.facts.set_names("built", "units", "activation", *words)

    def restyle(self) -> None:
        now = theme.current()
        self._inside.setContentsMargins(now.px(12), now.px(14), now.px(12), now.px(14))
        self._inside.setSpacing(now.px(8))
        color = now.color("text.secondary")
        self._icon.setPixmap(icons.pixmap("cube-bold", color, now.px(34), self.devicePixelRatioF()))
        self._code.setFont(now.font("body", mono=True, bold=True))
        self._build.setFont(now.font("body", mono=True, bold=True))
        self._build.setIcon(icons.icon("wrench-bold", now.color("accent.fg"), size=now.px(16)))
        self._build.setIconSize(QSize(now.px(16), now.px(16)))
