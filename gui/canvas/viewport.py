"""How much of the layout the canvas shows: its zoom, and how far it was moved."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, Signal
from PySide6.QtGui import QTransform

SMALLEST_ZOOM, LARGEST_ZOOM = 0.5, 3.0


class Viewport(QObject):
    """Map the layout's px to the widget's and back.

    Signals:
        changed(): something else is to be shown.

    Attributes:
        zoom: the widget's px per px of the layout.
        offset: where the layout's origin is, in the widget's px.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.zoom, self.offset = 1.0, QPointF()

    @property
    def zoomed(self) -> bool:
        return self.zoom != 1.0

    @property
    def transform(self) -> QTransform:
        """From the layout's px to the widget's."""
        return QTransform().translate(self.offset.x(), self.offset.y()).scale(self.zoom, self.zoom)

    def to_widget(self, point: QPointF) -> QPoint:
        """Convert a point of the layout to the widget's px."""
        return self.transform.map(point).toPoint()

    def to_layout(self, point: QPointF) -> QPointF:
        """Convert a point of the widget to the layout's px."""
        inverse, _ = self.transform.inverted()
        return inverse.map(point)

    def reset(self) -> None:
        """Show the whole layout."""
        self.zoom, self.offset = 1.0, QPointF()
        self.changed.emit()

    def zoom_by(self, factor: float, point: QPointF) -> None:
        """Zoom in or out, 50 % to 300 %, keeping what is at `point` of the widget in place."""
        fixed = self.to_layout(point)
        self.zoom = min(LARGEST_ZOOM, max(SMALLEST_ZOOM, self.zoom * factor))
        self.offset = point - fixed * self.zoom
        self.changed.emit()

    def pan_by(self, offset: QPointF) -> None:
        """Move what is shown by so many px of the widget."""
        self.offset += offset
        self.changed.emit()
