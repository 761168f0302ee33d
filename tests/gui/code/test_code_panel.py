"""The Code page, driven as a user would."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.commands import SetLearningRate, SetTrainable, Step, UseData, build_network
from core.data.built_in import NotebookBatch
from core.design.network_spec import FOUR_LAYERS
from core.history.history import Entry
from core.script.writer import Passage, descent_source, passages, script
from gui.code.code_panel import CodePanel
from gui.code.code_view import CodeView, Gutter
from gui.code.highlighter import spans
from gui.look import i18n, theme

BEGUN = [Entry(command, 0) for command in (*build_network(FOUR_LAYERS, 1), UseData(NotebookBatch()))]


def history(*commands: object) -> list[Entry]:
    """The network built, then these commands."""
    done, step = list(BEGUN), 0
    for command in commands:
        done.append(Entry(command, step))
        step += command.steps if isinstance(command, Step) else 0
    return done


def many(lines: int) -> tuple[Passage, ...]:
    return tuple(Passage("rate", (f"learning_rate = {n}",)) for n in range(lines))


@pytest.fixture
def panel(qtbot):
    panel = CodePanel()
    qtbot.addWidget(panel)
    panel.resize(800, 220)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def show(panel: CodePanel, now: tuple[Passage, ...]) -> None:
    """Give the panel another script, and say what is the same at its beginning."""
    pairs = enumerate(zip(panel._passages, now))
    same = next((i for i, (a, b) in pairs if a != b), min(len(panel._passages), len(now)))
    panel.set_passages(now, same)


def view(panel: CodePanel) -> CodeView:
    return panel.findChild(CodeView)


def shown(panel: CodePanel) -> str:
    return view(panel).toPlainText()


def labels(panel: CodePanel) -> dict[str, str]:
    """For each line of code that has one, the word beside it."""
    lines = shown(panel).split("\n")
    return {lines[number]: label for number, label in view(panel).labels.items()}


def colors(panel: CodePanel, line: str) -> dict[str, QColor]:
    """The coloured pieces of a line as they are on screen."""
    block = next(b for b in blocks(panel) if b.text() == line)
    return {block.text()[f.start : f.start + f.length]: f.format.foreground().color() for f in block.layout().formats()}


def blocks(panel: CodePanel):
    block = view(panel).document().begin()
    while block.isValid():
        yield block
        block = block.next()


def test_that_the_first_line_is_waited_for_in_words(panel):
    assert shown(panel) == "# TensorFlow is still loading. Your first line will appear here."
    assert panel.text() == ""
    assert not panel.findChild(QPushButton, "copy_code").isVisible()


def test_that_the_page_shows_the_script_itself(panel):
    done = history(Step(96), SetTrainable("hidden_2", False), Step(3))
    show(panel, passages(done))
    assert shown(panel) + "\n" == panel.text() == script(done)


def test_that_the_gutter_says_what_wrote_each_line(panel):
    show(panel, passages(history(Step(96), SetTrainable("hidden_2", False), Step(1))))
    words = labels(panel)
    assert words["import os"] == "setup"
    assert words["descend(96)"] == "step 0–95"
    assert words['model.get_layer("hidden_2").trainable = False'] == "freeze"
    assert words["descend(1)"] == "step 96"
    assert "import keras" not in words  # only the first line of a passage
    assert words[descent_source()[0]] == "descent"  # not the empty line above it


def test_that_the_gutter_speaks_the_language_of_the_window(panel, monkeypatch):
    show(panel, passages(history(Step(2))))
    monkeypatch.setattr(i18n, "translate", {"step": "스텝"}.get)
    panel.retranslate()
    assert labels(panel)["descend(2)"] == "스텝 0–1"


def test_that_the_newest_lines_are_tinted_through_the_gutter(panel):
    show(panel, (*many(2), Passage("step", ("for _ in range(2):", "    descend(1000)"), (0, 2000))))
    now = theme.current()
    text = view(panel).viewport().grab().toImage()
    gutter = view(panel).findChild(Gutter).grab().toImage()
    rects = [rect for _, rect in view(panel).visible_lines()]
    right = view(panel).viewport().width() - 3
    grounds = [text.pixelColor(right, rect.center().y()) == now.color("accent.soft") for rect in rects]
    bars = [gutter.pixelColor(1, rect.center().y()) == now.color("accent") for rect in rects]
    assert grounds == bars == [False, False, True, True]


def test_that_python_is_coloured_as_python(panel):
    show(panel, passages(history(SetTrainable("hidden_1", False), Step(5))))
    now = theme.current()
    frozen = colors(panel, 'model.get_layer("hidden_1").trainable = False')
    assert frozen["get_layer"] == now.color("code.func")
    assert frozen['"hidden_1"'] == now.color("code.string")
    assert frozen["False"] == now.color("code.keyword")
    assert colors(panel, "descend(5)")["5"] == now.color("code.number")
    assert colors(panel, "import keras")["import"] == now.color("code.keyword")


def test_that_a_string_of_many_lines_is_one_string():
    source = ('x = """for', "if 1", 'end""" + y', "# done")
    first, second, third, fourth = spans(source)
    assert [token for *_, token in second] == ["code.string"]
    assert all(token == "code.string" for *_, token in first)
    assert third[0][2] == "code.string"
    assert fourth == ((0, 6, "code.comment"),)


def test_that_all_of_the_script_is_copied_and_the_button_says_so(panel, qtbot, monkeypatch):
    done = history(Step(7))
    show(panel, passages(done))
    button = panel.findChild(QPushButton, "copy_code")
    assert button.text() == "Copy"
    panel._copied_timer.setInterval(50)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == script(done)
    assert button.text() == "Copied"
    qtbot.waitUntil(lambda: button.text() == "Copy")


def test_that_playing_rewrites_a_few_times_a_second_and_ends_with_the_latest(panel, qtbot):
    show(panel, passages(history(Step(1))))
    changes = []
    view(panel).document().contentsChange.connect(lambda *args: changes.append(args))
    for steps in range(2, 42):
        show(panel, passages(history(Step(steps))))
        qtbot.wait(10)
    assert 1 <= len(changes) <= 6
    length = len("descend(41)")
    assert all(removed <= length + 1 for _, removed, _ in changes)  # one line, not the document
    assert panel.text() == script(history(Step(41)))  # what is copied is never late
    qtbot.waitUntil(lambda: shown(panel).endswith("descend(41)"))
    qtbot.waitUntil(lambda: not panel._throttle.stale)


def test_that_no_timer_runs_unless_something_waits_and_is_seen(panel, qtbot):
    def ticking() -> bool:
        return any(timer.isActive() for timer in panel.findChildren(QTimer))

    show(panel, passages(history(Step(1))))
    assert not ticking()
    show(panel, passages(history(Step(2))))
    assert ticking()
    panel.hide()
    assert not ticking()
    show(panel, passages(history(Step(3))))
    assert not ticking()
    panel.show()
    assert shown(panel).endswith("descend(3)")
    assert not ticking()


def test_that_another_click_is_shown_at_once(panel):
    show(panel, passages(history(Step(1))))
    show(panel, passages(history(Step(1), SetLearningRate(0.1))))
    assert shown(panel).endswith("optimizer.learning_rate = 0.1")


def test_that_a_hidden_page_does_nothing_until_it_is_seen(panel):
    panel.hide()
    show(panel, many(3))
    assert "learning_rate" not in shown(panel)
    assert panel.text().count("learning_rate") == 3
    panel.show()
    assert shown(panel).count("learning_rate") == 3


def test_that_lines_taken_back_disappear(panel):
    show(panel, many(5))
    show(panel, many(2))
    assert shown(panel) == "learning_rate = 0\nlearning_rate = 1"
    assert list(view(panel).newest) == [1]


def test_that_a_page_changed_bit_by_bit_is_the_one_that_shows_all_at_once(panel, qtbot):
    steps = (Passage("step", ("descend(3)",), (0, 3)), Passage("step", ("descend(30000)",), (0, 30_000)))
    block = Passage("descent", ("", "", "def f():", "    return 1", ""))
    fresh = CodePanel()
    qtbot.addWidget(fresh)
    fresh.resize(panel.size())
    for now in (many(2), (*many(2), steps[0]), (*many(2), steps[1]), (*many(1), block), (*many(1), block, *many(3))):
        show(panel, now)
        fresh.hide()
        show(fresh, now)
        fresh.show()
        qtbot.waitUntil(lambda: not panel._throttle.stale)
        view(fresh).replace_parts(0, [])
        fresh._shown = 0
        fresh._refresh()
        assert shown(panel) == shown(fresh)
        assert view(panel).labels == view(fresh).labels
        assert view(panel).newest == view(fresh).newest
        assert view(panel).viewportMargins() == view(fresh).viewportMargins()


def test_that_the_end_is_followed_only_by_who_is_there(panel, qtbot):
    bar = view(panel).verticalScrollBar()
    show(panel, many(60))
    assert bar.value() == bar.maximum() > 0
    show(panel, many(70))
    assert bar.value() == bar.maximum()
    bar.setValue(10)
    show(panel, many(90))
    assert bar.value() == 10


def test_that_a_selection_outlives_new_lines(panel):
    show(panel, many(20))
    cursor = view(panel).textCursor()
    cursor.setPosition(3)
    cursor.setPosition(40, QTextCursor.MoveMode.KeepAnchor)
    view(panel).setTextCursor(cursor)
    chosen = cursor.selectedText()
    show(panel, many(30))
    assert view(panel).textCursor().selectedText() == chosen
    end = view(panel).textCursor()
    end.movePosition(QTextCursor.MoveOperation.End)
    view(panel).setTextCursor(end)
    place = end.position()
    show(panel, many(31))
    assert view(panel).textCursor().position() == place  # not dragged along


def test_that_text_is_selected_by_keyboard_and_never_changed(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    panel = CodePanel()
    QVBoxLayout(window).addWidget(panel)
    step = QShortcut(QKeySequence("Right"), window)
    steps = QShortcut(QKeySequence("Shift+Right"), window)
    show(panel, many(3))
    with qtbot.waitActive(window):
        window.show()
    text = view(panel)
    text.setFocus()
    text.moveCursor(QTextCursor.MoveOperation.Start)
    with qtbot.assertNotEmitted(step.activated), qtbot.assertNotEmitted(steps.activated):
        qtbot.keyClick(text, Qt.Key.Key_Right)
        for _ in range(4):
            qtbot.keyClick(text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert text.textCursor().selectedText() == "earn"
    before = shown(panel)
    qtbot.keyClick(text, Qt.Key.Key_X)
    qtbot.keyClick(text, Qt.Key.Key_Delete)
    assert shown(panel) == before


def test_that_the_gutter_is_beside_the_text_and_not_over_it(panel):
    show(panel, (Passage("step", ("descend(1)",), (1_000_000, 2_000_000)),))
    gutter, port = view(panel).findChild(Gutter), view(panel).viewport()
    right = gutter.mapTo(panel, QPoint(gutter.width(), 0)).x()
    assert right <= port.mapTo(panel, QPoint(0, 0)).x()
    assert gutter.width() > gutter.fontMetrics().horizontalAdvance("step 1000000–1999999")


def test_that_every_line_has_one_height_and_its_word_the_same_baseline(panel):
    """The last block of a document is higher by its margin; the word beside it must not slip down."""
    show(panel, many(3))
    heights = {rect.height() for _, rect in view(panel).visible_lines()}
    assert heights == {round(view(panel).document().lastBlock().layout().lineAt(0).height())}
