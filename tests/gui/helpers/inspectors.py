"""Inspectors for tests: an empty one, one with a snapshot and a selected unit, and what tests do with them."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.snapshot.place import Place
from core.snapshot.snapshot import Snapshot
from gui.heat_grid.grid import HeatGrid
from gui.inspector.inspector import Inspector
from gui.inspector.pages.page import InspectorPage
from tests.gui.helpers.snapshots import make_snapshot

WEIGHTS, GRADIENTS, ACTIVATIONS, CONFIG, MATHS = range(5)
"""The tabs, from left to right."""

UNIT = Place("hidden_2", unit=3)


def show_empty(qtbot: QtBot) -> Inspector:
    """Show an empty inspector in an active window."""
    panel = Inspector()
    qtbot.addWidget(panel)
    panel.resize(352, 720)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def show_filled(qtbot: QtBot) -> Inspector:
    """Show an inspector with the usual snapshot, in which `UNIT` is selected."""
    panel = show_empty(qtbot)
    panel.set_snapshot(make_snapshot())
    panel.set_place(UNIT)
    return panel


def changed(snapshot: Snapshot, name: str, /, **fields: object) -> Snapshot:
    """Return the snapshot with other fields in one of its layers."""
    layers = tuple(dataclasses.replace(layer, **fields) if layer.name == name else layer for layer in snapshot.layers)
    return dataclasses.replace(snapshot, layers=layers)


def show_tab(inspector: Inspector, index: int) -> InspectorPage:
    """Bring a tab to the front, and return its page."""
    inspector.tabs.setCurrentIndex(index)
    return inspector.pages[index]


def click(qtbot: QtBot, grid: HeatGrid, cell: tuple[int, int]) -> None:
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell_rect(cell).center())
