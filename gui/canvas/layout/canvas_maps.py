"""The maps on the canvas, resolved from response maps once a refresh, so that painters only paint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gui.maps.picture import MapPicture, UnitPictures, picture_of
from gui.maps.regions import regions_of
from gui.maps.samples import SamplePoints, all_samples, height_of, level_between, near_slice, place_of, target_of

if TYPE_CHECKING:
    from core.data.built_in import Batch
    from core.snapshot.response import ResponseMaps, Slice
    from gui.canvas.layout.canvas_limits import CanvasLimits
    from gui.look.theme import Theme


@dataclass(frozen=True, eq=False)
class CanvasMaps:
    """What the canvas shows of a slice through the inputs.

    Attributes:
        points: the slice.
        batch: the data.
        every: all samples, over the same two inputs.
        near: those near the slice.
        limit: where the colours of the output end.
        maps: what every layer returns, or None without a model.
        output: the picture of an output, or of all classes; None without a model.
        unit: which output it is; of classes 0.
        units: the pictures of the units that are drawn as maps, by layer and unit.
    """

    points: Slice
    batch: Batch
    every: SamplePoints
    near: SamplePoints
    limit: float
    maps: ResponseMaps | None = None
    output: MapPicture | None = None
    unit: int = 0
    units: Mapping[str, Mapping[int, MapPicture]] = field(default_factory=dict)

    @property
    def is_curve(self) -> bool:
        """Whether the network has one input, over which the output is a curve."""
        return self.points.across == self.points.up

    @property
    def shown_samples(self) -> SamplePoints:
        """The samples on the map of the prediction: all of classes, or those of numbers near the slice."""
        return self.every if self.batch.classes else self.near

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the inputs that vary."""
        columns = self.batch.columns
        return tuple(dict.fromkeys((columns[self.points.across], columns[self.points.up])))

    @property
    def held(self) -> tuple[tuple[str, float], ...]:
        """The other inputs, and the values they are held at."""
        varying = (self.points.across, self.points.up)
        pairs = enumerate(zip(self.batch.columns, self.points.held, strict=True))
        return tuple(pair for column, pair in pairs if column not in varying)

    def place(self, sample: int) -> tuple[float, float]:
        """Return where a sample is, as shares of the square."""
        x, y = place_of(self.points, self.batch.X[sample])
        if self.is_curve:
            y = height_of(target_of(self.batch, sample, self.unit), self.limit, len(self.batch.classes))
        return x, y

    def input_at(self, x: float, y: float) -> tuple[int, int]:
        """Return the row and the column of the computed point nearest to a place, as shares of the square."""
        rows, columns = self.points.shape
        row, column = round((1 - y) * (rows - 1)), round(x * (columns - 1))
        return min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)

    def place_of_point(self, row: int, column: int) -> tuple[float, float]:
        """Return where a computed point is, as shares of the square; on a curve, at its height."""
        rows, columns = self.points.shape
        if self.output is not None and self.is_curve and not self.output.colors:
            return column / (columns - 1), height_of(float(self.output.values[row, column]), self.limit)
        return column / (columns - 1), 1 - row / (rows - 1)

    def values_at(self, row: int, column: int) -> tuple[tuple[str, float, bool], ...]:
        """Return the inputs of a computed point: the name of each, its value, and whether it is held."""
        inputs = self.points.points()[row * self.points.shape[1] + column].tolist()
        varying = (self.points.across, self.points.up)
        named = zip(self.batch.columns, inputs, strict=True)
        return tuple((name, value, at not in varying) for at, (name, value) in enumerate(named))


def resolve(
    points: Slice,
    batch: Batch,
    maps: ResponseMaps | None,
    limits: CanvasLimits,
    input_name: str,
    drawn: Mapping[str, Sequence[int]],
    now: Theme,
    unit: int = 0,
    before: CanvasMaps | None = None,
) -> CanvasMaps | None:
    """Return the maps as the canvas shows them; None if the slice is not one through these data.

    Args:
        points: the slice.
        batch: the data.
        maps: what every layer returns over it; None, or of another slice, if there is no such answer.
        limits: where the colours end.
        input_name: the name of the input layer, whose units return their own inputs.
        drawn: the units that are drawn as maps, by layer.
        now: the theme in use.
        unit: the output that is shown, if there are several numbers.
        before: what was shown before, whose samples are the same ones if slice and data are.
    """
    if len(points.held) != batch.inputs:
        return None
    unit = min(unit, len(batch.targets) - 1) if not batch.classes else 0
    key = (points, limits.output, unit)
    if before is not None and (before.points, before.limit, before.unit) == key and before.batch is batch:
        every, near = before.every, before.near
    else:
        every, near = all_samples(points, batch, unit), near_slice(points, batch, unit)
        if points.across == points.up:
            every, near = every.at_targets(limits.output), near.at_targets(limits.output)
    if maps is None or len(maps.slice.held) != batch.inputs:
        return CanvasMaps(points, batch, every, near, limits.output, unit=unit)
    outputs, output = maps.output, None
    if batch.classes and outputs.shape[2] == batch.outputs and not (len(batch.classes) == 2 and len(outputs) == 1):
        output = regions_of(outputs, now)
    elif unit < outputs.shape[2] and not len(batch.classes) > 2:
        output = picture_of(outputs[:, :, unit], limits.output, now.name, level_between(batch, unit))
    inputs = maps.slice.points().reshape(*maps.slice.shape, -1)
    pictures = {}
    for name, units in drawn.items():
        values = inputs if name == input_name else maps.layers.get(name)
        if values is not None:
            known = [one for one in units if one < values.shape[2]]
            pictures[name] = UnitPictures(values, known, limits.unit(name), now.name)
    return CanvasMaps(points, batch, every, near, limits.output, maps, output, unit, pictures)
