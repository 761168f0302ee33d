"""One layer on the canvas: what is drawn of it, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

from core.snapshot.place import BIAS, Place
from gui.canvas.layout.map_box import MapBox

OUTPUTS_SHARE, SCALING_SHARE = 1.2, 0.5
"""The width of a lane with several outputs, and of the one that scales the inputs, as factors on the usual width."""


@dataclass(frozen=True)
class Lane:
    """One layer as the canvas draws it.

    Attributes:
        name: the layer's name.
        kind: the name of its class, e.g. "Dense".
        units: number of units.
        rows: rows of its kernel, i.e. units of the layer before; 0 for the input layer.
        activation: name of the activation, "" for the input layer.
        bias: whether it has a bias.
        built: whether it has weights; if not, `rows` is what its kernel would have after the lane before.
        linked: whether it is connected to the lane before, so that its weights are lines.
        in_model: whether the model contains it.
        tensors: the symbolic tensors that come out of it: the lines of text of each.
        call: what its numbers are, as it is written, e.g. "hidden_1(X2)"; empty where they are the model's for X.
        output: whether the model's prediction comes out of it, or will.
        named: whether its units have names: columns of the data, targets or classes.
        scaled: the name of the layer that scales its numbers, which has a slim lane of its own; "" without one.
        image: the rows and columns of pixels, if its units are those of a picture; else None.
    """

    name: str
    kind: str
    units: int
    rows: int = 0
    activation: str = ""
    bias: bool = True
    built: bool = True
    linked: bool = True
    in_model: bool = True
    tensors: tuple[tuple[str, ...], ...] = ()
    call: str = ""
    output: bool = False
    named: bool = False
    scaled: str = ""
    image: tuple[int, int] | None = None

    @property
    def share(self) -> float:
        """How wide it is, as a factor on the usual width: names and values stand beside several outputs."""
        return OUTPUTS_SHARE if self.output and self.named and self.units > 1 else 1.0


@dataclass(frozen=True)
class LaneBox:
    """The positions of one lane's parts, in px.

    Attributes:
        lane: what is drawn.
        rect: the whole lane.
        card: its header.
        check_box: the trainable switch with its text; empty for the input layer.
        shown: the units that are drawn, from the top; None stands for those left out.
        centers: the centre of each drawn unit, by index.
        gap_center: where the number of left-out units is written, or None.
        diameter: the diameter of the units.
        caption: where the kernel's name and shape are written.
        kernel: the kernel's tile.
        bias: the bias's strip.
        chip: where its symbolic tensors are written, between card and units; empty if there are none.
        call: where the origin of its numbers is written; empty if that is obvious.
        movement: the row of the card for how much its kernel moves; empty for the input layer.
        map: where the map of the prediction stands, or None without one.
        samples: where all samples are shown as points, in the input layer's foot; empty without room.
        picture: where the chosen sample is shown as a picture instead; empty if it is none.
        beside: where the name and the value of each output stand, at the right of its unit; empty without rows.
        roomy: whether there are two lines for them.
        result: where the result of the sample is written, at the right of the kernel; empty without room or rows.
        squares: whether the units are drawn as squares, i.e. as maps; `diameter` is their side.
    """

    lane: Lane
    rect: QRectF
    card: QRectF
    check_box: QRectF
    shown: tuple[int | None, ...]
    centers: dict[int, QPointF]
    gap_center: QPointF | None
    diameter: float
    caption: QRectF
    kernel: QRectF
    bias: QRectF
    chip: QRectF
    call: QRectF
    movement: QRectF
    map: MapBox | None
    samples: QRectF
    picture: QRectF
    squares: bool = False
    beside: Mapping[int, QRectF] = field(default_factory=dict)
    roomy: bool = False
    result: QRectF = field(default_factory=QRectF)

    def unit_rect(self, unit: int) -> QRectF:
        """Return the square around a drawn unit."""
        half = self.diameter / 2
        center = self.centers[unit]
        return QRectF(center.x() - half, center.y() - half, self.diameter, self.diameter)

    def holds(self, unit: int, point: QPointF) -> bool:
        """Tell whether a drawn unit is at a point, or 2 px away."""
        offset, reach = point - self.centers[unit], self.diameter / 2 + 2
        if self.squares:
            return max(abs(offset.x()), abs(offset.y())) <= reach
        return QPointF.dotProduct(offset, offset) <= reach**2

    def rim(self, along: QPointF) -> float:
        """Return how far a unit's rim is from its centre in a direction, which is of length 1."""
        half = self.diameter / 2
        return half / max(abs(along.x()), abs(along.y())) if self.squares else half

    def cell_rect(self, row: int, unit: int) -> QRectF:
        """Return the cell of a weight, row `BIAS` for the bias."""
        width = self.kernel.width() / self.lane.units
        if row == BIAS:
            return QRectF(self.bias.left() + unit * width, self.bias.top(), width, self.bias.height())
        height = self.kernel.height() / self.lane.rows
        return QRectF(self.kernel.left() + unit * width, self.kernel.top() + row * height, width, height)

    def pixel_rect(self, unit: int) -> QRectF:
        """Return the pixel of a unit in the picture of the chosen sample."""
        rows, columns = self.lane.image or (1, 1)
        width, height = self.picture.width() / columns, self.picture.height() / rows
        row, column = divmod(unit, columns)
        return QRectF(self.picture.left() + column * width, self.picture.top() + row * height, width, height)

    def pixel_at(self, point: QPointF) -> Place | None:
        """Return the unit whose pixel is at a point."""
        if self.lane.image is None or not self.picture.contains(point):
            return None
        rows, columns = self.lane.image
        row = min(rows - 1, int((point.y() - self.picture.top()) / self.picture.height() * rows))
        column = min(columns - 1, int((point.x() - self.picture.left()) / self.picture.width() * columns))
        return Place(self.lane.name, row * columns + column)

    def cell_at(self, point: QPointF) -> Place | None:
        """Return the weight whose cell is at a point."""
        width = self.kernel.width() / self.lane.units
        if self.kernel.contains(point):
            row = int((point.y() - self.kernel.top()) / self.kernel.height() * self.lane.rows)
        elif self.bias.contains(point):
            row = BIAS
        else:
            return None
        unit = int((point.x() - self.kernel.left()) / width)
        return Place(self.lane.name, min(unit, self.lane.units - 1), min(row, self.lane.rows - 1))
