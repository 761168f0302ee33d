"""The inspector's page Activations: a layer's output for every sample, or a unit's over two inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from core.snapshot.place import Place
from gui.controls.toggle_strip import ToggleStrip
from gui.heat_grid.geometry import Cell
from gui.heat_grid.grid import HeatGrid
from gui.heat_grid.unit_bars import ColorKey
from gui.inspector.pages.held_inputs import MapAxes
from gui.inspector.pages.page import InspectorPage, View
from gui.inspector.pages.unit_map import UnitMap
from gui.look import number_text, theme
from gui.widgets.panel import Note
from gui.widgets.source_line import ReadOut, SourceLine

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array, LayerSnapshot

MOST_ROWS = 100
"""How many samples are shown at once."""


SAMPLES, MAP = "samples", "map"


class ActivationsPage(InspectorPage):
    """z and a of the samples around the shown one, or the map of a unit.

    For the input layer these are the lane's own values, usually X.

    Signals:
        mode_changed(): samples or the map are shown now.
    """

    mode_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("activations")
        self.mode = SAMPLES
        self._build_modes()
        self.captions: list[QLabel] = []
        self.grids: list[HeatGrid] = []
        for _ in range(2):
            self.captions.append(self.add_label("small"))
            self.captions[-1].setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.grids.append(self.add_grid())
        for grid in self.grids:
            grid.cell_clicked.connect(self._on_cell_clicked)
            grid.cell_hovered.connect(self._on_cell_hovered)
        self.key = ColorKey()
        self.readout = ReadOut()
        self.source = SourceLine()
        self.column.addWidget(self.key)
        self.column.addWidget(self.readout)
        self.rows = self.add_label("small")
        self.column.addWidget(self.source)
        self.note = Note("note")
        self.column.addWidget(self.note)
        self.column.addStretch(1)
        self._shown = (0, 0)
        self._later = QTimer(self, singleShot=True, interval=0)  # once the grids have their new size
        self._later.timeout.connect(self._scroll_to_sample)
        self.retranslate()
        self.restyle()

    def _build_modes(self) -> None:
        """Put the choice of samples or map above, and let what is added to the page from now on belong to samples."""
        self.axes, self.map = MapAxes(), UnitMap()
        self.strip = ToggleStrip((SAMPLES, MAP), "activations_mode")
        self.strip.chosen.connect(self.set_mode)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addWidget(self.axes, 1)
        self._head.addWidget(self.strip, 0, Qt.AlignmentFlag.AlignRight)
        self._samples = QWidget()
        self.column.addLayout(self._head)
        self.column.addWidget(self._samples)
        self.column.addWidget(self.map)
        self.column.addStretch(1)
        self.column = QVBoxLayout(self._samples)
        self.column.setContentsMargins(0, 0, 0, 0)
        self._show_mode()

    def set_mode(self, mode: str) -> None:
        """Show samples or the map."""
        if mode == self.mode:
            return
        self.mode = mode
        self.strip.choose(mode)
        self._show_mode()
        if self.view is not None:
            self.set_view(self.view)
        self.mode_changed.emit()

    def _make_room(self) -> None:
        """Put the choice of the axes below that of samples or map where the page is narrow."""
        narrow = self.width() < self.axes.sizeHint().width() + self.strip.sizeHint().width() + theme.current().px(28)
        directions = QBoxLayout.Direction
        self._head.setDirection(directions.BottomToTop if narrow else directions.LeftToRight)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._make_room()

    def _show_mode(self) -> None:
        self._samples.setVisible(self.mode == SAMPLES)
        self.map.setVisible(self.mode == MAP)
        self.axes.setVisible(self.mode == MAP)

    def retranslate(self) -> None:
        self.strip.setAccessibleName(self.tr("What the page shows"))
        self.strip.set_texts((self.tr("samples"), self.tr("map")))
        super().retranslate()

    def restyle(self) -> None:
        super().restyle()
        now = theme.current()
        for button in self.strip.buttons:
            button.setFixedHeight(now.px(26))
        self.strip.resize_to_texts(now.font("body", bold=True), now.px(20))
        self._make_room()

    def subjects(self) -> list[tuple[str, QWidget]]:
        grids: list[tuple[str, QWidget]] = [(grid.accessibleName(), grid) for grid in self.grids]
        return [*grids, (self.map.name, self.map.map)]

    def absence(self, view: View, layer: LayerSnapshot) -> str:
        text = self.tr("{name} was not called yet, so there is nothing that it gave.")
        return "" if layer.called else text.format(name=layer.name)

    def show_input(self, view: View) -> None:
        if self.mode == MAP:
            self.map.set_view(view)
            return
        snapshot = view.snapshot
        columns = snapshot.batch.columns if snapshot.given_name == "X" else ()
        self._show(view, (snapshot.inputs,), snapshot.input_name, columns)
        template = self.tr("{formula}   (row: sample, column: feature)")
        self.captions[0].setText(template.format(formula=snapshot.given_name))
        self.source.set_expression(snapshot.given_name)
        self.note.hide()

    def show_layer(self, view: View, layer: LayerSnapshot) -> None:
        if self.mode == MAP:
            self.map.set_view(view)
            return
        self._show(view, (layer.pre_activation, layer.activation), layer.name, ())
        formulas = (
            "z = x·W + b" if len(layer.bias) else "z = x·W",
            "a = z" if layer.activation_name == "linear" else f"a = {layer.activation_name}(z)",
        )
        template = self.tr("{formula}   (row: sample, column: unit)")
        for caption, formula in zip(self.captions, formulas, strict=True):
            caption.setText(template.format(formula=formula))
        through = f'keras.Model(model.inputs, model.get_layer("{layer.name}").output)(X)'
        self.source.set_expression(through if layer.in_model else f"{layer.written}({layer.called})")
        dead = layer.dead_units
        self.note.setVisible(bool(dead))
        if dead:
            one = self.tr("Unit {unit} is off for all of these samples: a dead ReLU. They give it no gradient.")
            many = self.tr("Units {unit} are off for all of these samples: dead ReLUs. They give them no gradient.")
            self.note.set_text((one if len(dead) == 1 else many).format(unit=", ".join(map(str, dead))))

    def _show(self, view: View, arrays: tuple[Array, ...], name: str, columns: tuple[str, ...]) -> None:
        samples = len(arrays[0])
        rows = shown_rows(samples, view.sample)
        shown = [array[rows.start : rows.stop] for array in arrays]
        limit = view.limits.widened(name, *shown)
        spoken = self.tr("{name} sample {row}, {column}, {value}").replace("{name}", name)
        for index, (caption, grid) in enumerate(zip(self.captions, self.grids, strict=True)):
            caption.setVisible(index < len(shown))
            grid.setVisible(index < len(shown))
            if index < len(shown):
                grid.set_labels("s", 1, columns)
                grid.set_values(shown[index], limit=limit, first_row=rows.start)
                grid.set_marks(column=view.place.unit, row=view.sample)
                grid.set_spoken(spoken, spoken)
        words = (self.tr("Pre-activations of {layer}"), self.tr("Activations of {layer}"))
        for grid, word in zip(self.grids, words if len(shown) == 2 else words[1:] * 2, strict=True):
            grid.setAccessibleName(word.format(layer=name))
        self.key.set_limit(limit)
        self.rows.setVisible(len(rows) < samples)
        text = self.tr("samples {first}–{last} of {total}")
        self.rows.setText(text.format(first=rows.start + 1, last=rows.stop, total=samples))
        self._read_out()
        if (samples, view.sample) != self._shown:
            self._shown = (samples, view.sample)
            self._later.start()

    def _scroll_to_sample(self) -> None:
        """Scroll to the shown sample when it is another one than before."""
        page, grid = self.area.widget(), self.grids[0]
        row = grid.marks[2]
        if page is not None and row is not None:
            middle = grid.mapTo(page, grid.cell_rect((row, 0)).center())
            self.area.ensureVisible(0, middle.y(), 0, self.area.viewport().height() // 3)

    def _read_out(self) -> None:
        of_input = self.view is not None and self.view.layer is None
        names = (self.view.snapshot.given_name, "") if self.view is not None and of_input else ("z", "a")
        for grid, name in zip(self.grids, names, strict=True):
            value = grid.value(grid.hovered) if grid.hovered is not None else None
            if grid.hovered is not None and value is not None:
                row, column = grid.hovered
                self.readout.set_text(f"{grid.row_label(row)}: {name}[{row}, {column}] = {number_text.exact(value)}")
                return
        self.readout.set_text("")

    def _on_cell_clicked(self, row: int, column: int) -> None:
        if self.view is not None:
            self.place_clicked.emit(Place(self.view.place.layer, unit=column))

    def _on_cell_hovered(self, cell: Cell | None) -> None:
        self._read_out()
        if self.view is not None:
            self.place_hovered.emit(Place(self.view.place.layer, unit=cell[1]) if cell is not None else None)


def shown_rows(samples: int, sample: int) -> range:
    """Return the samples around one of them, at most `MOST_ROWS`."""
    first = max(0, min(sample - MOST_ROWS // 2, samples - MOST_ROWS))
    return range(first, min(samples, first + MOST_ROWS))
