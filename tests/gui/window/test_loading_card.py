from __future__ import annotations

from time import perf_counter

import pytest
from PySide6.QtWidgets import QLabel

from gui.look import theme
from gui.window import loading_card
from gui.window.loading_card import LoadingCard


@pytest.fixture
def card(qtbot):
    card = LoadingCard()
    qtbot.addWidget(card)
    card.resize(card.sizeHint())
    with qtbot.waitExposed(card):
        card.show()
    return card


def stages(card):
    return [card.findChild(QLabel, f"stage_{stage}") for stage in loading_card.STAGES]


def states(card):
    return [label.accessibleName().rsplit(", ", 1)[1] for label in stages(card)]


def test_that_the_stages_are_done_now_or_to_do(card):
    card.set_stage("libraries")
    assert states(card) == ["done", "now", "to do", "to do"]
    card.set_stage("tensorflow")
    assert states(card) == ["done", "done", "now", "to do"]
    assert [label.font().bold() for label in stages(card)] == [False, False, True, False]
    card.set_stage("model")
    assert states(card) == ["done", "done", "done", "now"]
    card.set_stage("")
    assert states(card) == ["done"] * 4


def test_that_the_seconds_of_the_present_stage_are_really_counted(card, qtbot):
    card.set_stage("tensorflow")
    assert stages(card)[2].text() == "tensorflow, keras"
    qtbot.waitUntil(lambda: stages(card)[2].text() == "tensorflow, keras (1 s)")
    card.set_stage("model")
    assert stages(card)[2].text() == "tensorflow, keras (1 s)"
    assert stages(card)[3].text() == "build the model"


def test_that_being_told_the_same_stage_again_does_not_start_its_clock_again(card, qtbot):
    start = perf_counter()
    card.set_stage("tensorflow")
    for _ in range(13):
        qtbot.wait(100)
        card.set_stage("tensorflow")
    seconds = int(stages(card)[2].text().removeprefix("tensorflow, keras (").removesuffix(" s)"))
    assert 1 <= seconds <= perf_counter() - start


def test_that_a_slow_start_is_said_to_be_slow(card, qtbot, monkeypatch):
    card.set_stage("tensorflow")
    slow = card.findChild(QLabel, "loading_slow")
    qtbot.wait(600)
    assert not slow.isVisible()
    monkeypatch.setattr(loading_card, "SLOW_AFTER_S", 0.5)
    qtbot.waitUntil(slow.isVisible)
    assert slow.text() == "Still working: the first start is slow."


def test_that_nothing_moves_while_it_is_hidden_or_motion_is_reduced(card, qtbot):
    card.set_stage("libraries")
    assert card._bar.moving
    card.hide()
    assert not card._bar.moving
    assert not card._timer.isActive()
    theme.use(theme.Theme(reduced_motion=True))
    try:
        card.show()
        assert not card._bar.moving
        assert card._timer.isActive()
    finally:
        theme.use(theme.Theme())
    card.set_stage("")
    assert not card._timer.isActive()


@pytest.mark.parametrize("name", theme.NAMES)
def test_that_the_bar_is_painted_in_both_themes(card, name):
    theme.use(theme.Theme(name))
    card.set_stage("tensorflow")
    bar = card._bar
    picture = bar.grab().toImage()
    accent = theme.current().color("accent").name()
    middle = picture.height() // 2
    assert accent in {picture.pixelColor(x, middle).name() for x in range(picture.width())}
    theme.use(theme.Theme())
