"""The palette: every action of the table, searched and done with keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow

from gui.actions.palette import Palette
from gui.actions.palette_rows import best_action, rows
from gui.actions.table import TABLE, Actions
from gui.look import i18n

KEY = Qt.Key


@pytest.fixture
def host(qtbot):
    """A window with the actions, a field that has the focus, and the palette."""
    host = QMainWindow()
    qtbot.addWidget(host)
    host.resize(900, 640)
    host.actions_ = Actions(host)
    host.field = QLineEdit()
    host.setCentralWidget(host.field)
    host.palette_ = Palette(host.actions_, host)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    host.field.setFocus()
    return host


def listed(host):
    return [row.name for row in host.palette_._model.rows if row.name]


def test_that_every_action_is_listed_once_under_its_menu(host):
    found = rows(host.actions_, "")
    assert sorted(row.name for row in found if row.name) == sorted(spec.name for spec in TABLE)
    titles = [row.text for row in found if not row.name]
    assert len(titles) == len(set(titles))
    assert {"File", "Edit", "View · Theme", "Run", "Keyboard"} <= set(titles)


@pytest.mark.parametrize(
    ("searched", "language", "found"),
    [
        ("slow motion next", "en", ["slow_next"]),
        ("NEXT slow part", "en", ["slow_next"]),  # in any order and case
        ("f11", "en", ["presentation"]),
        ("theme dark", "en", ["theme_dark"]),  # the menu counts
        ("tape", "en", ["step_by_hand"]),  # and the tooltip
        ("초기화 시드", "ko", ["reset_seed"]),
        ("presentation", "ko", ["presentation"]),  # English works in every language
        ("no such thing", "en", []),
    ],
)
def test_that_a_search_finds_all_words_wherever_they_are_said(host, searched, language, found):
    i18n.use(language)
    host.actions_.retranslate()
    assert [row.name for row in rows(host.actions_, searched) if row.name] == found


def test_that_what_cannot_be_done_says_why_and_is_skipped(host):
    host.actions_.allow("step step_many", "TensorFlow is still loading.")
    found = rows(host.actions_, "step")
    reasons = {row.name: row.why_not for row in found}
    assert reasons["step"] == "TensorFlow is still loading."
    assert found[best_action(found, "step")].name == "step_by_hand"  # it begins with it; the undo does not


def test_that_it_is_opened_searched_walked_and_done_with_keys(host, qtbot):
    palette = host.palette_
    palette.open()
    assert palette.field.hasFocus()
    assert host.rect().contains(palette.geometry())
    qtbot.keyClicks(palette.field, "step")
    names = listed(host)
    names = names[names.index("step") :]  # what begins with the word is meant
    assert len(names) > 3
    qtbot.keyClick(palette.field, KEY.Key_Down)
    qtbot.keyClick(palette.field, KEY.Key_Down)
    qtbot.keyClick(palette.field, KEY.Key_Up)
    with qtbot.waitSignal(palette.chosen) as chosen:
        qtbot.keyClick(palette.field, KEY.Key_Return)
    assert chosen.args == [names[1]]
    assert palette.isHidden()
    assert host.field.hasFocus(), "the focus is where it was"


def test_that_escape_closes_it_and_nothing_else_and_it_follows_its_window(host, qtbot):
    palette, done = host.palette_, []
    host.actions_["clear"].triggered.connect(lambda: done.append("clear"))
    palette.open()
    host.resize(420, 300)
    assert host.rect().contains(palette.geometry())
    qtbot.keyClick(palette.field, KEY.Key_Escape)
    assert palette.isHidden()
    assert host.field.hasFocus()
    assert not done
    assert not palette.close_palette()


def test_that_what_had_the_focus_may_be_gone_when_it_is_closed(host):
    host.palette_.open()
    host.setCentralWidget(QLineEdit())  # deletes the field, as another page of a lesson does its buttons
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert host.palette_.close_palette()


def test_that_a_disabled_action_is_not_done(host, qtbot):
    host.actions_.allow("about", "Not now.")
    host.palette_.open()
    qtbot.keyClicks(host.palette_.field, "about")
    host.palette_.list.setCurrentIndex(host.palette_._model.index(1))
    qtbot.keyClick(host.palette_.field, KEY.Key_Return)
    assert host.palette_.isVisible()
