"""Response maps through the session of the real window."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from core.snapshot.response import slice_through

WAIT_MS = 30_000


def grid(window, size: int) -> np.ndarray:
    X = window.session.snapshot.batch.X
    return slice_through(X, window.session.selection.sample, size=size).points()


def test_that_the_session_answers_with_maps_that_follow_the_weights(window):
    session = window.session
    for steps in (0, 5):
        if steps:
            session.step(steps)
        found = session.response_map("hidden_2", unit=1, size=6)
        part = keras.Model(session.model.inputs, session.model.get_layer("hidden_2").output)
        predicted = part.predict(grid(window, 6), verbose=0)[:, 1].reshape(6, 6)
        assert np.allclose(found, predicted, atol=1e-6)
    assert session.response_map("output", size=6).shape == (6, 6, 1)
    held = session.response_map("output", across=2, up=0, held={1: 0.5}, size=2)
    assert not np.array_equal(held, session.response_map("output", across=2, up=0, held={1: -0.5}, size=2))
    with pytest.raises(ValueError, match="Expected one of the layers"):
        session.response_map("nowhere")


def test_that_watched_maps_come_with_every_change_and_while_playing(window, qtbot):
    session = window.session
    points = slice_through(session.snapshot.batch.X, 0)
    session.maps.watch(points)
    assert session.wait_idle(WAIT_MS)
    assert session.maps.latest.step == 0
    session.step(3)
    assert session.wait_idle(WAIT_MS)
    assert session.maps.latest.step == session.snapshot.step == 3
    session.play()
    qtbot.waitUntil(lambda: session.maps.latest.step > 3, timeout=WAIT_MS)
    session.pause()
    assert session.wait_idle(WAIT_MS)
    assert session.maps.latest.step == session.snapshot.step
    assert np.array_equal(session.maps.latest.output, session.response_map("output")), "at rest they are eager"
    session.undo()
    assert session.wait_idle(WAIT_MS)
    assert session.maps.latest.step == session.snapshot.step == 3
    session.maps.watch(None)
    assert session.maps.latest is None
