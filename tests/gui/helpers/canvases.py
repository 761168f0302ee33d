"""A canvas by itself."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from core.design.network_spec import FOUR_LAYERS
from gui.canvas.canvas import NetworkCanvas


def show_canvas(qtbot: QtBot) -> NetworkCanvas:
    """Show an empty canvas for four layers."""
    canvas = NetworkCanvas(FOUR_LAYERS)
    qtbot.addWidget(canvas)
    canvas.resize(780, 490)
    with qtbot.waitExposed(canvas):
        canvas.show()
    return canvas
