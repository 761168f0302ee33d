"""The map of one unit with everything that belongs to it: held inputs, facts, and the lines of Keras that give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.heat_grid.unit_bars import ColorKey, ValueLines
from gui.inspector.pages.held_inputs import HeldInput
from gui.inspector.pages.map_view import LargeMap, MapView
from gui.look import number_text, theme
from gui.look.colour_limits import LIMIT_STEP, START_LIMIT
from gui.maps.paint import map_kit
from gui.widgets.panel import Panel
from gui.widgets.source_line import SourceLine

if TYPE_CHECKING:
    from core.snapshot.response import ResponseMaps
    from core.snapshot.snapshot import Array
    from gui.inspector.pages.page import View


NARROW = 325
"""Below this width some facts are written shorter, in px."""


class UnitMap(Panel):
    """Show what one unit returns over two inputs.

    Signals:
        held(int, object): an input is to be held at a number, or with None at the sample's value.
        sample_clicked(int): the point of a sample.
    """

    held = Signal(int, object)
    sample_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: View | None = None
        self._maps: ResponseMaps | None = None
        self._shown: tuple[object, ...] = ()  # what the map was made from
        self._pointed: tuple[int, int] | None = None
        self._fixed: dict[int, float] = {}
        self._announce, self._narrow = True, False
        self.map, self.key, self.inputs = MapView(), ColorKey(), HeldInput()
        self.map.sample_clicked.connect(self.sample_clicked)
        self.map.pointed.connect(self._point_at)
        self.inputs.held.connect(self.held)
        self.facts, self.switch_line, self.source = ValueLines(4), SwitchLine(), SourceLine()
        self.hint = QLabel(wordWrap=True)
        self.hint.setProperty("look", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.map, self.key, self.inputs, self.facts, self.switch_line, self.source, self.hint):
            column.addWidget(widget)
        self.hint.hide()
        self.retranslate()
        self.restyle()

    def set_view(self, view: View) -> None:
        """Show the map of another unit, or at another moment."""
        self._view = view
        self._refresh()

    def set_maps(self, maps: ResponseMaps | None, fixed: dict[int, float], announce: bool) -> None:
        """Show other maps; None while there are none.

        Args:
            maps: what every layer returns over the slice.
            fixed: the inputs that do not follow the sample, by column.
            announce: whether a screen reader is told; not while they change by themselves.
        """
        same = maps is self._maps and fixed == self._fixed
        self._maps, self._fixed, self._announce = maps, fixed, announce
        if self._view is not None and not same:
            self._refresh()

    def set_passing(self, passing: bool) -> None:
        """Say that the map is shown only while its unit is pointed at."""
        self.hint.setVisible(passing)

    @property
    def name(self) -> str:
        """The layer and the number of the unit."""
        return (
            ""
            if self._view is None
            else self.tr("Map of {unit}").format(unit=f"{self._name(self._view)}[{self._unit}]")
        )

    # ---- inside ---------------------------------------------------------------------------------------------

    @property
    def _unit(self) -> int:
        return (self._view.place.unit or 0) if self._view is not None else 0

    def _values(self, maps: ResponseMaps, view: View) -> Array | None:
        """Return the map of the unit, (rows, columns); None of a layer outside the model."""
        if view.layer is None:
            values = maps.slice.points().reshape(*maps.slice.shape, -1)
        elif view.layer.name in maps.layers:
            values = maps.layers[view.layer.name]
        else:
            return None
        return values[:, :, self._unit] if self._unit < values.shape[2] else None

    def _refresh(self) -> None:
        view, maps = self._view, self._maps
        if view is None:
            return
        fits = maps is not None and len(maps.slice.held) == view.snapshot.batch.inputs
        values = self._values(maps, view) if maps is not None and fits else None
        known = values is not None and view.sample < view.snapshot.batch.samples
        for widget in (self.key, self.facts, self.source):
            widget.setVisible(known)
        self.inputs.setVisible(known)
        switches = maps is not None and maps.slice.across != maps.slice.up and self._z(maps, view) is not None
        self.switch_line.setVisible(known and switches)
        if maps is None or values is None or not known:
            self.map.set_map(None)
            self.map.setAccessibleName(self.tr("no map yet"))
            return
        limit = view.limits.widened(f"map {self._name(view)}", values, start=self._least_limit(view))
        self._show_map(maps, view, values, limit)
        self._show_inputs(maps, view)
        self._show_facts(view, values)
        self.key.set_limit(limit)
        self.source.set_expression(self._lines(view))

    def _show_map(self, maps: ResponseMaps, view: View, values: Array, limit: float) -> None:
        from gui.maps.picture import lines_at, picture_of
        from gui.maps.samples import height_of, near_slice, place_of

        points, batch = maps.slice, view.snapshot.batch
        shown = (id(maps), id(batch), self._name(view), view.sample, limit, theme.current())
        if shown == self._shown and self.map.shown is not None:
            return  # another snapshot, and no other map yet
        self._shown = shown
        picture = picture_of(values, limit, theme.current().name)
        z = self._z(maps, view)
        place, value = place_of(points, batch.X[view.sample]), self._at_sample(view)
        if picture.is_curve:
            place = (place[0], height_of(value, limit))
        names = tuple(dict.fromkeys((batch.columns[points.across], batch.columns[points.up])))
        lines = lines_at(z, 0.0) if z is not None and not picture.is_curve else ()
        samples = None if picture.is_curve else near_slice(points, batch)
        targets = view.limits.widened("map targets", batch.Y_true)
        self.map.set_map(LargeMap(picture, lines, samples, targets, place, value, points.low, points.high, names))

    def _show_inputs(self, maps: ResponseMaps, view: View) -> None:
        from core.snapshot.response import round_range

        points, batch = maps.slice, view.snapshot.batch
        ranges = tuple(round_range(batch.X[:, column]) for column in range(batch.inputs))
        self.inputs.set_inputs(batch.columns, points.held, ranges, (points.across, points.up), self._fixed)

    def _show_facts(self, view: View, values: Array) -> None:
        layer, sample, unit = view.layer, view.sample, self._unit
        sample_word = self.tr("sample {number}").format(number=f"{sample + 1:,}")
        on = _percent(float((values > 0).mean()))
        low, high = float(values.min()), float(values.max())
        range_text = f"{number_text.short(low, 3)} … {number_text.short(high, 3)}"
        pointed, pointed_value = self._at_pointer(values)
        if layer is None:
            self.facts.set_names(self.tr("input, {sample}").format(sample=sample_word), self.tr("range in this slice"),
                                 pointed, "")  # fmt: skip
            self.facts.set_values(number_text.signed(self._at_sample(view), 4), range_text, pointed_value, "")
        else:
            activation = "a = z" if layer.activation_name == "linear" else f"a = {layer.activation_name}(z)"
            relu = layer.activation_name == "relu"
            third = self.tr("on in this slice") if relu else self.tr("above 0 in this slice")
            self.facts.set_names(
                self.tr("pre-activation z, {sample}").format(sample=sample_word),
                self.tr("activation {formula}").format(formula=activation),
                pointed or third,
                self.tr("range in this slice"),
            )
            share = f"{on} %" if self._narrow else self.tr("{percent} % of the square").format(percent=on)
            z = float(layer.pre_activation[sample, unit])
            self.facts.set_values(
                number_text.signed(z, 4),
                number_text.signed(self._at_sample(view), 4),
                pointed_value or share,
                range_text,
            )
        if self._announce:
            self.map.setAccessibleName(self._read_aloud(view, low, high, on))

    def _read_aloud(self, view: View, low: float, high: float, on: str) -> str:
        text = self.tr("{layer} unit {unit}, response from {low} to {high}, at the sample {value}, on in {on} percent")
        numbers = (number_text.plain(number) for number in (low, high, self._at_sample(view)))
        low_text, high_text, value = (number.replace(number_text.MINUS, self.tr("minus") + " ") for number in numbers)
        name = self._name(view)
        return text.format(layer=name, unit=self._unit, low=low_text, high=high_text, value=value, on=on)

    def _at_pointer(self, values: Array) -> tuple[str, str]:
        """Return words and the number at the computed point under the pointer; two empty texts without one."""
        maps = self._maps
        if self._pointed is None or maps is None or self._pointed[0] >= values.shape[0]:
            return "", ""
        row, column = self._pointed
        inputs = maps.slice.points()[row * values.shape[1] + column]
        columns = tuple(dict.fromkeys((maps.slice.across, maps.slice.up)))
        names = self._view.snapshot.batch.columns if self._view is not None else ()
        words = ", ".join(f"{names[at]} {number_text.signed(float(inputs[at]))}" for at in columns)
        return words, number_text.signed(float(values[row, column]), 4)

    def _point_at(self, point: tuple[int, int] | None) -> None:
        self._pointed = point
        if self._view is not None and self._maps is not None:
            values = self._values(self._maps, self._view)
            if values is not None:
                self._show_facts(self._view, values)

    def _at_sample(self, view: View) -> float:
        values = view.snapshot.batch.X if view.layer is None else view.layer.activation
        return float(values[view.sample, self._unit])

    def _z(self, maps: ResponseMaps, view: View) -> Array | None:
        """Return the map of z of a ReLU unit, or None."""
        z = maps.pre_activations.get(view.layer.name) if view.layer is not None else None
        return z[:, :, self._unit] if z is not None and self._unit < z.shape[2] else None

    def _name(self, view: View) -> str:
        return view.layer.name if view.layer is not None else view.snapshot.input_name

    def _least_limit(self, view: View) -> float:
        is_output = bool(view.snapshot.layers) and view.layer is view.snapshot.layers[-1]
        return START_LIMIT if is_output else LIMIT_STEP

    def _lines(self, view: View) -> str:
        """Return the lines of Keras that give the map; `grid` holds the points."""
        if view.layer is None:
            return f"grid[:, {self._unit}]"
        if view.snapshot.layers and view.layer is view.snapshot.layers[-1]:
            return f"model.predict(grid)[:, {self._unit}]"
        name = view.layer.name
        return f"part = keras.Model(model.inputs, {name}.output)\npart.predict(grid)[:, {self._unit}]"

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        narrow = self.width() < theme.current().px(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._refresh()

    def retranslate(self) -> None:
        self.hint.setText(self.tr("Shown while you point at the unit; click keeps it."))
        self._refresh()


def _percent(share: float) -> str:
    """Write a share in percent; 0 and 100 mean none and all."""
    return f"{100 * share:.0f}" if share in (0, 1) else f"{min(99.0, max(1.0, 100 * share)):.0f}"


class SwitchLine(Panel):
    """Explain the dashed line on the map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel(wordWrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._text)
        self.retranslate()
        self.restyle()

    def retranslate(self) -> None:
        self._text.setText(self.tr("z = 0: at this line relu switches the unit on"))

    def restyle(self) -> None:
        now = theme.current()
        self._text.setFont(now.font("small"))
        self.layout().setContentsMargins(now.px(38), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        y = self.height() // 2
        with QPainter(self) as painter:
            painter.setPen(map_kit().switch)
            painter.drawLine(0, y, theme.current().px(30), y)
