"""A layer's numbers come row by row when it is built, or when its model is made anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.commands import BuildLayer, LoadWeights, RebuildFromConfig, Step
from gui.canvas.growth import TileGrowth
from gui.look import theme
from tests.gui.helpers.canvases import show_canvas
from tests.gui.helpers.snapshots import make_snapshot


@pytest.fixture
def canvas(qtbot):
    canvas = show_canvas(qtbot)
    canvas.set_snapshot(make_snapshot())
    return canvas


def test_that_rows_come_one_by_one_and_all_of_them_stay(canvas, qtbot):
    growth, columns = TileGrowth(canvas), make_snapshot().columns
    whole, name = canvas.grab().toImage(), columns[0].name
    growth.follow([replace(columns[0], built=False), *columns[1:]], ())
    growth.follow(columns, (BuildLayer(name, 3),))
    assert list(canvas.state.growing) == [name]
    growth.pause()
    growth.setCurrentTime(growth.duration() // 2)
    half = canvas.grab().toImage()
    assert half != whole
    growth.resume()
    qtbot.waitUntil(lambda: not canvas.state.growing)
    assert canvas.grab().toImage() == whole
    for command in (RebuildFromConfig(), LoadWeights()):
        growth.follow(columns, (command,))
        assert set(canvas.state.growing) == {layer.name for layer in columns if layer.in_model}
        growth.stop()
        growth._end()


def test_that_nothing_grows_otherwise_nor_with_reduced_motion(canvas, monkeypatch):
    growth, columns = TileGrowth(canvas), make_snapshot().columns
    growth.follow(columns, (Step(1),))
    growth.follow(columns, (BuildLayer(columns[0].name, 3),))  # it was built before
    assert not canvas.state.growing
    still = replace(theme.current(), reduced_motion=True)
    monkeypatch.setattr(theme, "current", lambda: still)
    growth.follow(columns, (RebuildFromConfig(),))
    assert not canvas.state.growing
