"""Kernels that come row by row: as many rows as the layer has inputs, and the bias last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QVariantAnimation

from core.commands import BuildLayer, CallLayer, Command, LoadWeights, RebuildFromConfig, Show
from gui.look import theme

if TYPE_CHECKING:
    from core.snapshot.snapshot import LayerSnapshot
    from gui.canvas.canvas import NetworkCanvas

ROW_MS, LONGEST_MS = 180, 1200

BUILDS = (BuildLayer, CallLayer, Show)
"""What may give a layer its first numbers: a click, a first call, or an expression that calls."""

RENEWS = (RebuildFromConfig, LoadWeights)
"""What gives all layers of a model other numbers at once."""


class TileGrowth(QVariantAnimation):
    """Let the tiles of some layers come row by row; with reduced motion they are there at once.

    Args:
        canvas: shows the tiles.
    """

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas, startValue=0.0, endValue=1.0)
        self._canvas, self._built = canvas, frozenset[str]()
        self._names: tuple[str, ...] = ()
        self.valueChanged.connect(self._show)
        self.finished.connect(self._end)

    def follow(self, layers: Sequence[LayerSnapshot], commands: Sequence[Command]) -> None:
        """Show what commands have done to the layers; one that built a layer, or renewed them, is to be seen."""
        before, self._built = self._built, frozenset(layer.name for layer in layers if layer.built)
        if len(commands) != 1 or theme.current().reduced_motion or not self._canvas.isVisible():
            return
        if isinstance(commands[0], BUILDS):
            self._begin(layer for layer in layers if layer.name in self._built - before)
        elif isinstance(commands[0], RENEWS):
            self._begin(layer for layer in layers if layer.built and layer.in_model)

    def _begin(self, layers: Iterable[LayerSnapshot]) -> None:
        rows = {layer.name: len(layer.kernel) + bool(len(layer.bias)) for layer in layers}
        if rows:
            self.stop()
            self._names = tuple(rows)
            self.setDuration(min(ROW_MS * max(rows.values()), LONGEST_MS))
            self.start()
            self._show(0.0)  # before anything is painted

    def _show(self, share: float) -> None:
        self._canvas.state.growing = dict.fromkeys(self._names, share)
        self._canvas.update()

    def _end(self) -> None:
        self._canvas.state.growing = {}
        self._canvas.update()
