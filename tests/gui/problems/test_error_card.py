from __future__ import annotations

import dataclasses
from string import Formatter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolButton, QWidget

from core.problems.problem import TEXTS, Problem
from gui.problems.error_card import CardAction, ErrorCard
from gui.problems.error_parts import BREAK, ErrorTable, breakable

KERAS = "ValueError: Input 0 of layer 'hidden_1' is <incompatible>: expected axis -1 to have value 3\n  received (3, 4)"
CSV = Problem("table.cell", line=17, column=3, name="height", received="<b>tall</b>")
REFUSED = Problem("keras.refused", keras_message=KERAS, details="Traceback:\n  line 1\n  line 2")
ACTIONS = (CardAction("open", "Open another file", True), CardAction("keep", "Keep the data", False))


@pytest.fixture
def host(qtbot):
    """A canvas with a field that has the focus, and a card over it."""
    host = QWidget()
    host.resize(760, 460)
    host.field = QLineEdit(host)
    host.card = ErrorCard(host)
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    host.field.setFocus()
    return host


def text_of(host, name):
    label = host.findChild(QLabel, name)
    return label.text().replace(BREAK, "") if label.isVisible() else None


def facts_of(host):
    return host.findChild(ErrorTable, "error_table").facts


def test_that_the_card_says_what_happened_and_where(host):
    host.card.show_problem(CSV, ACTIONS)
    assert text_of(host, "error_title") == "There is text where a number should be"
    assert facts_of(host) == {
        "Where": "line 17, column 3 (height)",
        "Expected": "a number such as 1.5",
        "Received": "<b>tall</b>",
    }
    received = next(label for label in host.findChildren(QLabel) if label.text() == "<b>tall</b>")
    assert received.textFormat() == Qt.TextFormat.PlainText
    assert received.isVisible()
    assert text_of(host, "error_advice").startswith("Correct the cell")


def test_that_only_the_facts_there_are_have_a_row(host):
    host.card.show_problem(Problem("rate.out_of_range", received=20, smallest=1e-6, largest=10.0))
    assert facts_of(host) == {"Expected": "a number from 0.000001 to 10", "Received": "20"}
    host.card.show_problem(Problem("model.missing"))
    assert not host.findChild(QWidget, "error_table").isVisible()


def test_that_kerass_own_message_is_shown_where_it_is_what_there_is_to_say(host):
    host.card.show_problem(REFUSED, ACTIONS)
    assert host.findChild(QPlainTextEdit, "keras_said").isVisible()


def test_that_kerass_own_message_is_folded_elsewhere_and_untouched(host, qtbot):
    host.card.show_problem(Problem("loss.unknown", keras_message=KERAS, names="mse", received="x"), ACTIONS)
    said = host.findChild(QPlainTextEdit, "keras_said")
    assert not said.isVisible()
    folded = host.card.height()
    qtbot.mouseClick(host.findChild(QToolButton, "keras_said_button"), Qt.MouseButton.LeftButton)
    assert said.isVisible()
    assert said.toPlainText() == KERAS
    assert said.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    assert host.card.height() > folded
    assert not host.findChild(QPlainTextEdit, "error_details").isVisible()
    host.card.show_problem(CSV, ACTIONS)
    assert not host.findChild(QToolButton, "keras_said_button").isVisible()


def test_that_an_answer_is_told_by_its_key(host, qtbot):
    host.card.show_problem(CSV, ACTIONS)
    with qtbot.waitSignal(host.card.action_chosen) as chosen:
        qtbot.mouseClick(host.findChild(QPushButton, "error_action_keep"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["keep"]


def test_that_the_first_answer_is_primary_and_has_the_focus(host, qtbot):
    host.card.show_problem(CSV, ACTIONS)
    first = host.findChild(QPushButton, "error_action_open")
    assert first.property("look") == "primary"
    assert QApplication.focusWidget() is first
    with qtbot.waitSignal(host.card.action_chosen):
        qtbot.keyClick(first, Qt.Key.Key_Space)


def test_that_esc_closes_and_gives_the_focus_back(host, qtbot):
    host.card.show_problem(CSV, ACTIONS)
    with qtbot.waitSignal(host.card.closed):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not host.card.isVisible()
    assert QApplication.focusWidget() is host.field


def test_that_the_cross_closes(host, qtbot):
    host.card.show_problem(CSV, ACTIONS)
    with qtbot.waitSignal(host.card.closed):
        qtbot.mouseClick(host.findChild(QToolButton, "error_close"), Qt.MouseButton.LeftButton)
    assert not host.card.isVisible()


def test_that_a_card_hidden_by_its_owner_does_not_take_the_focus_from_where_one_types(host, qtbot):
    other = QLineEdit(host)
    other.show()
    host.card.show_problem(CSV, ACTIONS)
    other.setFocus()
    with qtbot.assertNotEmitted(host.card.closed):
        host.card.hide()
    assert QApplication.focusWidget() is other


def test_that_copy_takes_everything_along(host, qtbot):
    host.card.set_versions("Keras 3.15.1, TensorFlow 2.21.0")
    host.card.show_problem(REFUSED, ACTIONS)
    button = host.findChild(QPushButton, "copy_details")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    for part in ("Keras could not do that", KERAS, "Traceback:\n  line 1", "TensorFlow 2.21.0"):
        assert part in copied
    assert button.text() == "Copied"
    host.card.show_problem(CSV, ACTIONS)
    assert "Received: <b>tall</b>" in host.card.report()


@pytest.mark.sampled(15)
@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_that_every_problem_fits_into_a_small_canvas(host, kind):
    templates = [getattr(TEXTS[kind], part.name) for part in dataclasses.fields(TEXTS[kind])]
    fields = {name: 7.25 for template in templates for _, name, _, _ in Formatter().parse(template) if name}
    if kind == "layer.wrong_shape":  # of this one there is a drawing
        fields |= {"argument": "X", "shape": (3, 4), "expected": 3, "units": 5}
    problem = Problem(kind, keras_message="k " * 900, details="line\n" * 90, **fields)
    host.resize(430, 300)
    host.card.show_problem(problem, ACTIONS)
    for button in ("keras_said_button", "error_details_button"):
        host.findChild(QToolButton, button).setChecked(True)
    assert host.rect().contains(host.card.geometry())
    for button in host.card.findChildren(QPushButton):
        place = button.rect().translated(button.mapTo(host, button.rect().topLeft()))
        assert host.card.geometry().contains(place), button.text()


def test_that_with_room_nothing_has_to_be_scrolled(host, qtbot):
    host.resize(900, 800)
    host.card.show_problem(REFUSED, ACTIONS)
    host.findChild(QToolButton, "keras_said_button").click()
    qtbot.wait(20)
    assert host.card._scroll.verticalScrollBar().maximum() == 0
    assert 420 <= host.card.width() <= 580


def test_that_a_line_that_just_fits_is_not_wrapped_beside_a_scroll_bar_for_ever(host, qtbot):
    """The page is lower without the bar, which Qt keeps while the page needs it at the width beside it."""
    host.resize(900, 800)
    for letters in range(1, 60):
        reason = f"{'Some words ' * 4}{'i' * letters}."
        host.card.show_problem(Problem("value.too_large", expression="x", reason=reason, expected=1, received=2), ())
        host.card.resize(host.card.width(), 120)
        qtbot.wait(1)
        host.card.resize_to_content()
        qtbot.wait(1)
        assert host.card._scroll.verticalScrollBar().maximum() == 0, letters


MANY = tuple(CardAction(str(number), f"A rather long answer, number {number}") for number in range(4))


@pytest.mark.parametrize("hidden_between", [False, True])
@pytest.mark.parametrize("width", [900, 430])
@pytest.mark.parametrize(
    ("before", "after"), [((REFUSED, MANY), (CSV, ACTIONS)), ((CSV, ()), (REFUSED, MANY)), ((CSV, MANY), (REFUSED, ()))]
)
def test_that_a_card_after_another_is_as_large_as_if_it_were_the_first(
    host, qtbot, before, after, width, hidden_between
):
    host.resize(width, 800)
    fresh = ErrorCard(host)
    fresh.show_problem(*after)
    qtbot.wait(20)
    host.card.show_problem(*before)
    qtbot.wait(20)
    if before[0] is REFUSED:
        host.card.findChild(QToolButton, "keras_said_button").click()
    if hidden_between:
        host.card.hide()
    host.card.show_problem(*after)
    qtbot.wait(20)
    assert host.card.geometry() == fresh.geometry()
    assert host.card._scroll.verticalScrollBar().maximum() == 0
    for button in host.card.findChildren(QPushButton):
        place = button.rect().translated(button.mapTo(host, button.rect().topLeft()))
        assert host.card.geometry().contains(place), button.text()


def test_that_tab_goes_from_the_answers_to_the_link_and_the_cross(host, qtbot):
    host.card.show_problem(CSV, ACTIONS)
    names = []
    for _ in range(4):
        names.append(QApplication.focusWidget().objectName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert names == ["error_action_open", "error_action_keep", "copy_details", "error_close"]


def test_that_a_long_path_may_be_broken_and_a_very_long_value_is_cut():
    path = "/home/" + "very_long_folder/" * 10
    assert breakable(path).replace(BREAK, "") == path
    assert max(map(len, breakable(path).split(BREAK))) < 24
    assert len(breakable("x" * 5000, most=100).replace(BREAK, "")) < 110
    assert breakable("short words stay") == "short words stay"


def test_that_the_card_changes_its_language_while_it_is_shown(host, qtbot, monkeypatch):
    host.card.show_problem(CSV, ACTIONS)
    monkeypatch.setattr("gui.look.i18n.translate", lambda text: "숫자가 아닙니다" if "text where" in text else text)
    host.card.retranslate()
    assert text_of(host, "error_title") == "숫자가 아닙니다"
    assert host.card.accessibleName() == "숫자가 아닙니다"
