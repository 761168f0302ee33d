"""Where each step is watched, the former numbers fade into the new ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.snapshot.snapshot import read_only
from gui.canvas.cross_fade import CrossFade
from gui.look import theme
from tests.gui.helpers.canvases import show_canvas
from tests.gui.helpers.snapshots import make_snapshot


@pytest.fixture
def canvas(qtbot):
    canvas = show_canvas(qtbot)
    canvas.set_snapshot(make_snapshot())
    return canvas


def with_other_weights(snapshot):
    first, *rest = snapshot.layers
    kernel = read_only(np.full_like(first.kernel, 0.9))
    return replace(snapshot, layers=(replace(first, kernel=kernel), *rest))


def test_that_the_former_picture_fades_and_only_the_new_one_stays(canvas, qtbot):
    former = canvas.grab().toImage()
    new = with_other_weights(make_snapshot())
    fade = canvas.findChild(CrossFade)
    canvas.set_snapshot(new, fade=True)
    assert fade.isVisible()
    assert canvas.grab().toImage() == former, "it begins with what was there"
    qtbot.waitUntil(fade.isHidden)
    faded = canvas.grab().toImage()
    canvas.set_snapshot(new)
    assert fade.isHidden()
    assert faded == canvas.grab().toImage() != former


def test_that_with_reduced_motion_nothing_fades(canvas, monkeypatch):
    still = replace(theme.current(), reduced_motion=True)
    monkeypatch.setattr(theme, "current", lambda: still)
    canvas.set_snapshot(with_other_weights(make_snapshot()), fade=True)
    assert canvas.findChild(CrossFade).isHidden()


def test_that_a_fade_ends_when_the_picture_is_laid_out_anew(canvas):
    canvas.set_snapshot(with_other_weights(make_snapshot()), fade=True)
    canvas.resize(700, 450)
    assert canvas.findChild(CrossFade).isHidden()
