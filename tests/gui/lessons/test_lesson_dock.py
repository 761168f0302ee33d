"""The lesson in the window, walked with mouse and keys on real Keras objects."""

from __future__ import annotations

from itertools import product

import pytest
import shiboken6
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
    QWidgetItem,
)

import resources
from core.commands import Fit, Step
from core.commands.start import NOTEBOOK
from core.design.compile_spec import CompileSpec
from core.intents.plans import PrepareFit
from core.lessons.reader import load
from core.service.messages import LESSON, OWN
from core.snapshot.place import Place
from gui.look import i18n, theme
from tests.core.helpers.benches import bits
from tests.gui.helpers.windows import card_text, settle

WAIT_MS = 60_000
MOST_WORK_MS = 120_000
LAYERS = "1_2_layers"


@pytest.fixture(autouse=True)
def _no_waiting(qapp):
    """Do it without pauses, as where the system asks for reduced motion."""
    yield
    theme.use(theme.Theme())


def hurry() -> None:
    theme.use(theme.Theme(reduced_motion=True))


def click(qtbot, window, name: str, kind: type = QPushButton) -> None:
    found = [*window.lesson.findChildren(kind, name), *window.findChildren(kind, name)]
    button = next(one for one in found if one.isVisible())  # those of the page before may not be deleted yet
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def open_page(qtbot, window, name: str) -> None:
    """Through its row, after its chapter's where that is closed."""
    row = window.lesson.findChild(QPushButton, f"page_{name}")
    while not row.isVisible():  # unfold the open chapter, or open another one
        click(qtbot, window, f"chapter_{name[0]}")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    settle(window)


def do_it(qtbot, window) -> None:
    """Press "Do it", and skip the guess that it asks for."""
    click(qtbot, window, "lesson_do")
    if window.lesson.findChild(QPushButton, "lesson_skip").isVisible():
        click(qtbot, window, "lesson_skip")
    qtbot.waitUntil(lambda: not window.presenters.lessons._runner.running, timeout=MOST_WORK_MS)
    settle(window)


def do_text(window) -> str:
    return window.lesson.findChild(QPushButton, "lesson_do").accessibleName()


def goals(window) -> list[str]:
    return [label.accessibleName() for label in window.lesson.findChildren(QLabel)
            if label.objectName().startswith("lesson_goal_") and label.isVisibleTo(window.lesson)]  # fmt: skip


def ran(window) -> str:
    return window.lesson.findChild(QPlainTextEdit, "lesson_ran").toPlainText()


def verdict(window) -> str:
    label = window.lesson.findChild(QLabel, "lesson_verdict")
    return label.text() if label.isVisible() else ""


def missing(window) -> str:
    return window.lesson.findChild(QLabel, "lesson_missing").text()


def test_that_a_guess_is_asked_for_first_and_judged_by_what_do_it_shows(qtbot, window):
    hurry()
    open_page(qtbot, window, LAYERS)
    click(qtbot, window, "lesson_do")
    assert not window.presenters.lessons.running
    assert verdict(window).startswith("What do you expect?")
    click(qtbot, window, "lesson_option_1", QRadioButton)
    assert not window.lesson.findChild(QPushButton, "lesson_skip").isVisible()
    assert "Right" not in verdict(window)
    do_it(qtbot, window)
    assert verdict(window).startswith("<b>Right.</b>")
    assert missing(window) == "This page is done."
    do_it(qtbot, window)  # again: nothing is asked of one who was right
    assert do_text(window).startswith("Done: ")
    click(qtbot, window, "lesson_next")
    settle(window)
    for _ in range(2):  # a second press goes on without a guess, and then none is asked for any more
        click(qtbot, window, "lesson_do")
    assert window.presenters.lessons.running
    assert not window.lesson.findChild(QPushButton, "lesson_skip").isVisible()
    qtbot.waitUntil(lambda: not window.presenters.lessons.running, timeout=MOST_WORK_MS)
    assert not verdict(window)


def test_that_a_number_is_typed_and_graded_and_do_it_can_be_stopped_and_pressed_again(subtests, qtbot, window):
    with subtests.test("hints come one after another"):
        open_page(qtbot, window, "1_4_weights")
        field = window.lesson.findChild(QLineEdit, "lesson_number")
        for typed, hint in (("15", "one row per input"), ("8", "That is 3 × 5"), ("9", "That is 3 × 5")):
            field.clear()
            qtbot.keyClicks(field, typed)
            qtbot.keyClick(field, Qt.Key.Key_Return)
            settle(window)
            assert hint in verdict(window)
            assert window.lesson.page.question.verdict is False
        field.clear()
        for typed in ("7", "\r", "7"):
            qtbot.keyClicks(field, typed)
        settle(window)
        assert window.lesson.page.question.verdict is None, "7 is graded, but 77 is there by now"
        field.clear()
        qtbot.keyClicks(field, "20")
        click(qtbot, window, "lesson_check")
        settle(window)
        assert verdict(window).startswith("<b>Right.</b>")
        assert window.lesson.page.question.verdict is True
        record = window.presenters.lessons._progress.stored.rows()[3]
        assert (record.answers, record.answered, record.done) == (("15", "8", "9", "20"), True, False)
        assert missing(window) == "Still missing: 4 goals"
        open_page(qtbot, window, "1_3_config")
        for shown in ("design editor", "clear the bias box"):
            click(qtbot, window, "lesson_hint")
            assert shown in window.lesson.findChild(QLabel, "lesson_hint_text").text()
        assert not window.lesson.findChild(QPushButton, "lesson_hint").isVisible()
    with subtests.test("Do it is stopped"):
        open_page(qtbot, window, "1_4_weights")
        click(qtbot, window, "lesson_do")  # no guess is asked for: the question is answered
        qtbot.waitUntil(lambda: "get_weights" in ran(window), timeout=WAIT_MS)
        assert do_text(window).startswith("Stop: ")
        click(qtbot, window, "lesson_do")
        settle(window)
        assert do_text(window).startswith("Do it: ")
        assert "wide" not in ran(window)
    with subtests.test("Keras refuses and says so, while Do it goes on; and again"):
        hurry()
        do_it(qtbot, window)
        assert window.error_card.isVisible()
        assert "You cannot add new elements of state" in ran(window)
        assert all(goal.endswith(", done") for goal in goals(window))
        first = ran(window)
        do_it(qtbot, window)
        assert ran(window) == first, "it begins at the start of the page again"
        assert do_text(window).startswith("Done: ")
        click(qtbot, window, "lesson_next")
        settle(window)
        assert not window.error_card.isVisible()


def test_that_a_page_is_done_checked_and_ticked(qtbot, window):
    hurry()
    open_page(qtbot, window, LAYERS)
    assert do_text(window).startswith("Do it: create four layers")
    assert all(goal.endswith("not done yet") for goal in goals(window))
    assert missing(window) == "Still missing: 3 goals, the question"
    do_it(qtbot, window)
    assert window.session.workspace == LESSON
    assert do_text(window).startswith("Done: ")
    assert all(goal.endswith(", done") for goal in goals(window))
    assert 'hidden_1 = layers.Dense(5, activation="relu", name="hidden_1")' in ran(window)
    assert "set_random_seed" not in ran(window)  # that is what the page started from
    check = window.lesson.findChild(QPushButton, "lesson_check")
    assert not check.isEnabled()
    for option, head in ((0, "Not quite. Hint:"), (1, "Right.")):
        click(qtbot, window, f"lesson_option_{option}", QRadioButton)
        click(qtbot, window, "lesson_check")
        settle(window)
        assert window.lesson.findChild(QLabel, "lesson_verdict").text().startswith(f"<b>{head}</b>")
    assert window.presenters.lessons._progress.stored.done == {LAYERS}
    row = window.lesson.findChild(QPushButton, f"page_{LAYERS}")
    assert row.accessibleName().endswith(", done")


def test_that_goals_come_true_by_the_learners_own_clicks(qtbot, window):
    hurry()
    open_page(qtbot, window, "2_5_trainable")
    click(qtbot, window, "lesson_enter")
    settle(window)
    window.session.set_trainable("hidden_1", False)
    settle(window)
    assert [goal.endswith(", done") for goal in goals(window)] == [False, False, False]
    window.session.set_trainable("hidden_1", True)
    qtbot.keyClick(window.centre, Qt.Key.Key_3)  # hidden_2
    qtbot.keyClick(window.centre, Qt.Key.Key_F)
    settle(window)
    assert [goal.endswith(", done") for goal in goals(window)] == [True, False, False]
    qtbot.keyClick(window.centre, Qt.Key.Key_Right)  # a step
    settle(window)
    assert [goal.endswith(", done") for goal in goals(window)] == [True, True, True]
    assert missing(window) == "Still missing: the question"


def test_that_the_lesson_and_the_learners_own_network_are_left_and_found_as_they_were(subtests, qtbot, window):
    with subtests.test("playing ends, and nothing is lost"):
        window.session.play()
        qtbot.waitUntil(lambda: window.session.snapshot.step > 50, timeout=WAIT_MS)
        click(qtbot, window, "lesson_enter")
        settle(window)
        assert not window.session.playing
        click(qtbot, window, "back_to_own")
        settle(window)
        taken = window.session.snapshot.step
        assert taken > 50
        assert window.session.network.curve.points(300)[0][-1] == taken
    hurry()
    with subtests.test("the learner's own is bit-equal"):
        session = window.session
        session.reset()
        session.step(7)
        session.set_trainable("hidden_2", False)
        session.set_learning_rate(0.1)
        session.step(5)
        settle(window)
        session.selection.select(Place("hidden_2", 3))
        session.selection.show_sample(2)
        model, history, snapshot = session.model, session.history, session.snapshot
        before, where, code = bits(model), session.network.where, window.code.text()
        curve = session.network.curve
        open_page(qtbot, window, LAYERS)
        do_it(qtbot, window)
        click(qtbot, window, "lesson_next")
        settle(window)
        assert window.lesson_banner.isVisible()
        assert session.model is None
        assert window.code.text() != code
        click(qtbot, window, "back_to_own")
        settle(window)
        assert not window.lesson_banner.isVisible()
        assert session.workspace == OWN
        assert session.model is model
        assert bits(session.model) == before
        assert (session.history, session.network.where) == (history, where)
        assert session.network.curve is curve
        assert session.snapshot.loss == snapshot.loss
        assert session.selection.place == Place("hidden_2", 3)
        assert session.selection.sample == 2
        assert window.code.text() == code
        session.step(3)
        settle(window)
        assert session.snapshot.step == 15
        session.undo()
        settle(window)
        assert bits(session.model) == before
    with subtests.test("the lesson is as it was left"):
        open_page(qtbot, window, LAYERS)
        do_it(qtbot, window)
        names = [layer.name for layer in window.session.snapshot.columns]
        assert names == ["hidden_1", "hidden_2", "hidden_3", "output"]
        assert not window.session.snapshot.layers
        window.actions_["own_network"].trigger()
        settle(window)
        assert [layer.name for layer in window.session.snapshot.layers][-1] == "output"
        click(qtbot, window, "lesson_enter")
        settle(window)
        assert [layer.name for layer in window.session.snapshot.columns] == names


def test_that_fit_and_health_are_those_of_the_network_on_show(qtbot, window):
    hurry()
    session, log = window.session, window.variables.log
    window.show_page(window.variables)
    session.do(PrepareFit(CompileSpec()), Fit(3, batches=1))
    settle(window)
    assert log.table.model().rowCount() == 3
    own = log.progress.text
    health = window.health._log
    click(qtbot, window, "lesson_enter")
    settle(window)
    assert log.table.model().rowCount() == 0
    assert log.progress.text == "fit has not run yet."
    assert not log.progress.bar.value() > 0
    session.do(*NOTEBOOK.commands(), Step(2))
    settle(window)
    assert window.health._log is not health
    window.actions_["own_network"].trigger()
    settle(window)
    assert log.table.model().rowCount() == 3
    assert log.progress.text == window.fit_cards.fit.progress.text == own
    assert window.health._log is health


def test_that_one_thing_is_outlined_and_the_next_when_something_was_done(qtbot, window):
    hurry()
    open_page(qtbot, window, "2_5_trainable")
    click(qtbot, window, "lesson_enter")
    settle(window)
    highlights = window.presenters.lessons._highlights
    seen = [highlights.outline.parent()]
    for layer in ("hidden_1", "hidden_2"):
        window.session.set_trainable(layer, False)
        settle(window)
        seen.append(highlights.outline.parent())
        assert len([o for o in window.findChildren(QWidget, "lesson_outline") if o.isVisible()]) <= 1
    assert seen == [window.layers, window.variables, window.canvas]
    outline = highlights.outline
    assert outline.rect() == window.canvas.rect()
    middle = window.canvas.mapTo(window, window.canvas.rect().center())
    assert window.childAt(middle) is window.canvas
    edge = window.canvas.mapTo(window, QPoint(1, window.canvas.height() // 2))
    assert window.childAt(edge) is window.canvas, "it never takes a click"
    window.resize(1280, 720)
    window.settle()
    assert outline.rect() == window.canvas.rect()
    window.session.enter(OWN)
    settle(window)
    assert highlights.outline is None


def test_that_whatever_has_a_name_can_be_pointed_at_and_nothing_else_is(subtests, qtbot, window, caplog):
    with subtests.test("all that the course points at is there"):
        highlights = window.presenters.lessons._highlights
        for page in load(resources.ROOT / "lessons" / "keras").pages:
            highlights.show(page.highlights)
            for _ in page.highlights:
                highlights.advance()
        assert not caplog.messages
    with subtests.test("what is in a menu or behind a tab"):
        bar = window.findChild(QMenuBar)
        model = next(action for action in bar.actions() if action.text() == "Model")
        highlights = window.presenters.lessons._highlights
        highlights.show(["compile"])
        assert highlights.outline.parent() is bar
        assert highlights.outline.geometry() == bar.actionGeometry(model)
        highlights.show(["variables"])
        assert window.pages.currentWidget() is window.variables
        assert highlights.outline.parent() is window.variables
    with subtests.test("every name twice in a row, and none: a second outline in one widget once crashed Qt"):
        names = dict.fromkeys(child.objectName() for child in window.findChildren(QObject))
        known = [name for name in names if name.isidentifier() and not name.startswith("qt_")]
        highlights = window.presenters.lessons._highlights
        parents = set()
        for name in ["", "no such thing", "quit", "open_csv", *known, *known]:
            highlights.show(["", name])
            if highlights.outline is not None:
                parents.add(highlights.outline.parent())
        window.settle()
        assert {window.canvas, window.findChild(QMenuBar)} <= parents
        highlights.clear()
        window.settle()
        assert all(outline.isHidden() for outline in window.findChildren(QWidget, "lesson_outline"))


@pytest.mark.thorough
def test_that_pages_turn_with_keys_and_in_both_languages_and_never_widen_the_dock(subtests, qtbot, window):
    with subtests.test("keys turn pages, do it and hide the dock"):
        hurry()
        alt, control = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
        title = window.lesson.findChild(QLabel, "lesson_title")
        qtbot.keyClick(window, Qt.Key.Key_Right, alt)
        assert title.text().startswith("1.2")
        qtbot.keyClick(window, Qt.Key.Key_Left, alt)
        assert title.text().startswith("1.1")
        qtbot.keyClick(window, Qt.Key.Key_Left, alt)
        assert title.text().startswith("1.1")
        for _ in range(2):
            qtbot.keyClick(window, Qt.Key.Key_Return, control)
        qtbot.waitUntil(lambda: do_text(window).startswith("Done"), timeout=WAIT_MS)
        for visible in (False, True):
            qtbot.keyClick(window, Qt.Key.Key_1, control)
            assert window.lesson_dock.isVisible() == visible
        settle(window)
    with subtests.test("the language changes while a page is open"):
        open_page(qtbot, window, LAYERS)
        i18n.use("ko")
        window.settle()
        assert window.lesson.findChild(QLabel, "lesson_title").text().endswith("레이어 만들기")
        assert do_text(window) == "실행해 보기: 레이어 4개 만들기"
        assert "하이퍼파라미터" in window.lesson.page._prose.toPlainText()
        i18n.use("en")
        window.settle()
        assert "hyperparameters" in window.lesson.page._prose.toPlainText()
    with subtests.test("nothing that Qt has deleted is left behind"):
        # PySide keeps the address of a QWidgetItem it once saw, and crashes when something else is made there
        def seen() -> int:
            return sum(isinstance(one, QWidgetItem) for one in shiboken6.getAllValidWrappers())

        lessons = window.presenters.lessons
        lessons.show_next()
        settle(window)
        before = seen()
        for _ in range(3):
            lessons.show_next()
            lessons.show_previous()
            settle(window)
        assert seen() <= before
    for size, language in product(((1280, 720), (1440, 900)), ("en", "ko")):
        with subtests.test(f"no page widens its dock, {size} {language}"):
            i18n.use(language)
            window.resize(*size)
            window.settle()
            width = window.lesson_dock.width()
            assert width <= (300 if size[0] == 1440 else 260)
            for page in window.presenters.lessons._lesson.pages:
                window.presenters.lessons._show_page(page)
                window.settle()
                assert window.lesson_dock.width() == width, page.number
                for shown in window.lesson.findChildren(QAbstractButton):
                    assert not shown.isVisible() or "…" not in shown.text(), (page.number, shown.text())
                button = window.lesson.page.do_button
                assert window.lesson.rect().contains(button.mapTo(window.lesson, QPoint(0, button.height())))


def test_that_progress_is_there_at_the_next_start(qtbot, window):
    lessons = window.presenters.lessons
    page, begun = lessons._lesson.pages[2:4]
    lessons._progress.reach(page, (True,) * len(page.goals))
    lessons._progress.answer(page, "(True, True, False)", True)
    lessons._progress.reach(begun, (False, True, False, False))
    lessons._progress.answer(begun, "15", False)
    open_page(qtbot, window, "1_6_function")
    from gui.lessons.progress import LessonProgress

    again = LessonProgress(lessons._lesson, window.settings)
    assert again.done == {"1_3_config"}
    assert again.reached(begun) == (False, True, False, False)
    assert (again.rows()[3].answers, again.is_answered(begun)) == (("15",), False)
    assert again.page.name == "1_6_function"
    assert again.reached(page) == (True, True)


def test_that_an_own_lesson_is_opened_and_a_broken_one_gets_a_card(subtests, qtbot, window, tmp_path, monkeypatch):
    with subtests.test("a broken one, and the present one stays"):
        (tmp_path / "lesson.toml").write_text('title = "x"\n[[chapters]]\ntitle = "a"\npages = ["p"]\n')
        (tmp_path / "p.toml").write_text('title = "p"\n[[do]]\ncommand = "Jump"\nlabel = "jump"\n')
        window.presenters.lessons.open_folder(str(tmp_path))
        qtbot.waitUntil(window.error_card.isVisible, timeout=WAIT_MS)
        texts = card_text(window)
        for part in ("p.toml, line 3", "Jump", "BuildLayer"):
            assert part in texts
        assert window.lesson.findChild(QLabel, "lesson_title").text().startswith("1.1")
        assert do_text(window).startswith("Do it: 1, 100, 1,000 steps")
        window.error_card.close_card()
    hurry()
    with subtests.test("one that is in order"):
        (tmp_path / "lesson.toml").write_text(
            'title = "Mine"\nlanguages = ["en"]\n[[chapters]]\ntitle = "a"\npages = ["p"]\n'
        )
        (tmp_path / "p.toml").write_text(
            'title = "Page"\nlabel = "make it"\n[[do]]\ncommand = "CreateLayer"\nname = "mine"\nunits = 2\n'
            '[[goals]]\ntext = "made"\ncondition = "created"\nlayer = "mine"\n'
        )
        (tmp_path / "p.en.md").write_text("Hello.\n")
        monkeypatch.setattr("gui.lessons.lesson_reading.QFileDialog.getExistingDirectory", lambda *_: str(tmp_path))
        window.findChild(QAction, "open_lesson").trigger()
        title = window.lesson.findChild(QLabel, "lesson_title")
        qtbot.waitUntil(lambda: title.text() == "1.1 \u2002Page", timeout=WAIT_MS)
        do_it(qtbot, window)
        assert goals(window) == ["made, done"]
        (tmp_path / "p.toml").write_text((tmp_path / "p.toml").read_text().replace('"Page"', '"Better"'))
        qtbot.waitUntil(lambda: title.text() == "1.1 \u2002Better", timeout=WAIT_MS)  # it is read again
        assert window.session.workspace == LESSON
        (tmp_path / "p.toml").write_text("title =")
        qtbot.waitUntil(window.error_card.isVisible, timeout=WAIT_MS)
        assert title.text() == "1.1 \u2002Better", "the last one that was in order stays"
        window.error_card.close_card()
        table = tmp_path / "progress.csv"
        monkeypatch.setattr(
            "gui.widgets.save_dialog.QFileDialog.getSaveFileName", lambda *_: (str(tmp_path / "progress"), "")
        )
        window.actions_["export_progress"].trigger()
        qtbot.waitUntil(table.exists, timeout=WAIT_MS)
        assert table.read_text(encoding="utf-8-sig").splitlines()[1] == "Mine,1.1,Better,1,1,1,1,0,"
        window.actions_["course"].trigger()
        qtbot.waitUntil(lambda: "1, 100, 1,000 steps" in do_text(window), timeout=WAIT_MS)
