"""The turns of panels: at once at rest, one after another while frames are shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.frames.turns import Turns


class Source(QObject):
    changed = Signal(int)


@pytest.fixture
def told() -> list[tuple[str, int]]:
    return []


@pytest.fixture
def source(qtbot) -> Source:
    return Source()


@pytest.fixture
def turns(qtbot, source, told):
    """Turns of two visible panels and, between them, a hidden one."""
    made = Turns()
    made.panels = {name: QWidget() for name in ("one", "hidden", "two")}
    for name, panel in made.panels.items():
        qtbot.addWidget(panel)
        panel.setVisible(name != "hidden")
        made.follow(source.changed, panel, lambda value, name=name: told.append((name, value)))
    return made


def test_that_at_rest_all_are_told_at_once(turns, source, told):
    source.changed.emit(1)
    assert told == [("one", 1), ("hidden", 1), ("two", 1)]
    turns.take()
    turns.catch_up()
    assert len(told) == 3, "what is known was told again"


def test_that_one_visible_panel_is_told_the_latest_at_each_turn(turns, source, told):
    for value in range(4):
        with turns.frame():
            source.changed.emit(value)
        turns.take()
    assert told == [("one", 0), ("hidden", 1), ("two", 1), ("one", 2), ("hidden", 3), ("two", 3)]
    turns.take()
    turns.take()
    assert told[6:] == [("one", 3)]


def test_that_who_asks_is_told_before_the_answer_and_the_others_when_the_frame_is_painted(qtbot, turns, source, told):
    asking = QWidget()
    qtbot.addWidget(asking)
    turns.follow(source.changed, asking, lambda value: told.append(("asking", value)), asks=True)
    with turns.frame():
        source.changed.emit(1)
    turns.tell_asking()
    assert told == [("asking", 1)]
    turns.take_soon()
    assert told == [("asking", 1)], "the picture had to wait for a panel"
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] == ("one", 1)


def test_that_all_know_the_latest_when_frames_end(turns, source, told):
    with turns.frame():
        source.changed.emit(1)
    assert told == []
    turns.catch_up()
    assert sorted(told) == [("hidden", 1), ("one", 1), ("two", 1)]
