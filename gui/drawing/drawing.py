"""What is on the drawing pad, without any widget: points, in strokes that can be undone."""

from __future__ import annotations

from core.data.drawn import MOST_POINTS, DrawnPoints

CLASSES, CURVE = "classes", "curve"
"""What is drawn: points of two classes over two inputs, or the height of a curve over one."""

NAMES = ("A", "B")
"""Of the classes 0 and 1."""

NEAREST = 0.05
"""Points of one stroke are so far apart; the pad goes from -1 to 1."""

Point = tuple[float, float, int]
"""Its place across and up, and its class; that of a curve is 0."""


class Drawing:
    """Points of one kind, and what they were before each stroke."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.points: tuple[Point, ...] = ()
        self._before: list[tuple[Point, ...]] = []
        self._last: tuple[float, float] | None = None  # of the stroke that is being drawn

    @property
    def full(self) -> bool:
        """Whether no more points fit."""
        return len(self.points) >= MOST_POINTS

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to undo."""
        return bool(self._before)

    def begin(self, x: float, y: float, number: int = 0) -> None:
        """Begin a stroke with a point of a class."""
        self._before.append(self.points)
        self._last = None
        self.go_on(x, y, number)

    def go_on(self, x: float, y: float, number: int = 0) -> None:
        """Go on with the stroke, if this is far enough from its last point."""
        x, y = (round(min(1.0, max(-1.0, value)), 2) for value in (x, y))
        if self._last is not None:
            far = abs(x - self._last[0]) if self.kind == CURVE else max(abs(x - self._last[0]), abs(y - self._last[1]))
            if far < NEAREST:
                return
        if not self.full:
            self._last = (x, y)
            self.points = (*self.points, (x, y, number))

    def undo(self) -> None:
        """Take back the last stroke, or the last clearing."""
        if self._before:
            self.points = self._before.pop()

    def clear(self) -> None:
        """Remove all points; that can be undone."""
        if self.points:
            self._before.append(self.points)
            self.points = ()

    def count(self, number: int) -> int:
        """Return the number of points of a class."""
        return sum(point[2] == number for point in self.points)

    @property
    def ready(self) -> bool:
        """Whether something can be learned from it: points of both classes, or two of a curve."""
        if self.kind == CURVE:
            return len({x for x, _, _ in self.points}) > 1
        return all(self.count(number) for number in range(len(NAMES)))

    def source(self) -> DrawnPoints:
        """Return the points as data."""
        if self.kind == CURVE:
            return DrawnPoints(tuple((x,) for x, _, _ in self.points), tuple((y,) for _, y, _ in self.points))
        X = tuple((x, y) for x, y, _ in self.points)
        return DrawnPoints(X, tuple((float(number),) for _, _, number in self.points), NAMES)
