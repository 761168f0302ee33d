"""Garbage collection in the UI thread: what is searched, and when."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QObject

from gui.threads.garbage import OLDEST, GarbageCollector


@pytest.mark.parametrize(
    ("counts", "at_rest", "in_frames"),
    [((1, 0, 0), [], []), ((701, 3, 11), [2], [0]), ((701, 11, 11), [2], [1]), ((701, 11, 0), [1], [1])],
)
def test_that_all_that_lives_is_searched_only_at_rest(qtbot, monkeypatch, counts, at_rest, in_frames):
    searched: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: counts)
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(gc, "get_freeze_count", lambda: 1)
    monkeypatch.setattr(gc, "collect", searched.append)
    owner = QObject()
    collector = GarbageCollector(owner)
    collector._collect()
    assert searched == at_rest
    searched.clear()
    collector.oldest = OLDEST - 1
    collector._collect()
    assert searched == in_frames
