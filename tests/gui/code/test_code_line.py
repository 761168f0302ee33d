"""A line of Keras typed under the code, with real keys in the real window."""

from __future__ import annotations

from ast import literal_eval
from typing import Any

import keras
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit

from core.commands import SetLearningRate, Show
from core.script.writer import script
from core.service.messages import LESSON
from gui.code.code_prompt import CodeLine
from gui.look import i18n
from tests.core.helpers.scripts import run
from tests.gui.helpers.windows import WAIT_MS, press, redo, same, settle, undo, weights

KEY = Qt.Key


@pytest.fixture
def line(window, qtbot) -> CodeLine:
    """The field, with the focus."""
    window.pages.show_page(window.code)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field = window.findChild(CodeLine, "code_line")
    field.setFocus()
    assert QApplication.focusWidget() is field
    return field


def enter(qtbot, window, line: CodeLine, *texts: str) -> None:
    for text in texts:
        qtbot.keyClicks(line, text)
        qtbot.keyClick(line, KEY.Key_Return)
        settle(window)


def card(window, name: str) -> str:
    return window.error_card.findChild(QLabel, name).text().replace("\u200b", "")


def last_line(window) -> str:
    return window.code.text().rstrip().split("\n")[-1]


def test_that_typing_fires_no_shortcut_and_a_blank_line_does_nothing(subtests, window, qtbot, line):
    with subtests.test("a blank line does nothing"):
        history = window.session.history
        enter(qtbot, window, line, "   ")
        assert window.session.history == history
        assert not window.error_card.isVisible()
    line.clear()
    with subtests.test("the caret moves with the arrows"):
        qtbot.keyClicks(line, "ac")
        qtbot.keyClick(line, KEY.Key_Left)
        qtbot.keyClicks(line, "b")
        assert line.text() == "abc"
        qtbot.keyClick(line, KEY.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        assert line.selectedText() == "b"
    line.clear()
    with subtests.test("no shortcut fires"):
        before, snapshot = len(window.session.history), window.session.snapshot
        qtbot.keyClicks(line, "R r F f S s 1 2 [ ] p")
        for key in (KEY.Key_Space, KEY.Key_Left, KEY.Key_Right, KEY.Key_Up, KEY.Key_Down, KEY.Key_Home, KEY.Key_End):
            qtbot.keyClick(line, key)
            qtbot.keyClick(line, key, Qt.KeyboardModifier.ShiftModifier)
        settle(window)
        assert line.text().startswith("R r F f S s 1 2 [ ] p")
        assert not window.session.playing
        assert not window.actions_["slow_motion"].isChecked()
        assert len(window.session.history) == before
        assert window.session.snapshot is snapshot


def test_that_a_typed_line_is_done_and_written_and_undone_like_a_click_and_brought_back(subtests, window, qtbot, line):
    with subtests.test("done, written, undone"):
        before = weights(window)
        enter(qtbot, window, line, "descend(10)")
        assert line.text() == ""
        assert QApplication.focusWidget() is line
        assert window.session.snapshot.step == 10
        after = weights(window)
        assert not same(before, after)
        assert last_line(window) == "descend(10)"
        window.focus.go_home()
        undo(qtbot, window)
        assert same(weights(window), before)
        redo(qtbot, window)
        assert same(weights(window), after)
    with subtests.test("looking in the past begins no branch, and a step does"):
        window.session.go_to(4)
        settle(window)
        line.setFocus()
        enter(qtbot, window, line, "print(hidden_1.units)")
        assert window.code.prompt.printed == "5"
        assert len(window.session.network.where.branches) == 1
        assert not any(isinstance(done.command, Show) for done in window.session.history)
        enter(qtbot, window, line, "descend(2)")
        assert window.session.snapshot.step == 6
        assert len(window.session.network.where.branches) == 2
        assert same(weights(window), run(script(window.session.history))["model"].get_weights())
    with subtests.test("up and down bring back what was typed"):
        enter(qtbot, window, line, "descend(2)")  # once more; it is kept once
        qtbot.keyClicks(line, "print(")
        shown = []
        for key in (*(KEY.Key_Up,) * 4, *(KEY.Key_Down,) * 4):
            qtbot.keyClick(line, key)
            shown.append(line.text())
        older, oldest = "print(hidden_1.units)", "descend(10)"
        assert shown == ["descend(2)", older, oldest, oldest, older, "descend(2)", "print(", "print("]
        qtbot.keyClick(line, KEY.Key_Up)
        qtbot.keyClick(line, KEY.Key_Return)
        settle(window)
        assert window.session.snapshot.step == 10


@pytest.mark.thorough
def test_that_everything_of_the_course_can_be_typed_outside_of_it(window, qtbot, line):
    enter(
        qtbot,
        window,
        line,
        "del model",
        "hidden_1 = layers.Dense(4, activation='relu')",
        "X1 = tf.constant([[0.2, 0.5, 0.7]])",
        "hidden_1.build((None, 3))",
        "Z1 = hidden_1(X1)",
        "inputs = keras.Input((3,))",
        "hidden1 = hidden_1(inputs)",
        "y = layers.Dense(1)",
        "y1 = y(hidden1)",
        "model = keras.Model(inputs, y1)",
        "hidden_1.trainable = False",
        "model.compile('sgd', 'mse')",
        "model.fit(X, Y_true, epochs=3)",
        "Y = model.predict(X)",
        "config, weights = model.get_config(), model.get_weights()",
        "model = keras.Model.from_config(config)",
        "model.set_weights(weights)",
        "optimizer.learning_rate = 0.1",
        "model.get_layer('y').trainable = False",
    )
    assert not window.error_card.isVisible()
    assert line.text() == ""
    written = run(window.code.text())["model"]
    assert same(weights(window), written.get_weights())
    trainable = [layer.trainable for layer in window.session.model.layers]
    assert [layer.trainable for layer in written.layers] == trainable == [True, False, False]  # a config keeps it
    assert [column.name for column in window.session.snapshot.columns][:2] == ["hidden_1", "y"]


def test_that_what_was_printed_or_assigned_stands_under_the_line_as_in_a_console(subtests, window, qtbot, line):
    with subtests.test("what was printed"):
        before = window.canvas.height(), window.bottom_dock.height()
        printed = window.findChild(QPlainTextEdit, "code_printed")
        enter(qtbot, window, line, "print(hidden_1.kernel.shape)")
        assert printed.isVisible()
        assert printed.mapTo(window, QPoint()).y() > line.mapTo(window, QPoint()).y()
        window.settle()
        assert (window.canvas.height(), window.bottom_dock.height()) == before
        assert window.code.prompt.printed == str(tuple(window.session.model.get_layer("hidden_1").kernel.shape))
        enter(qtbot, window, line, "1 + 2")
        assert window.code.prompt.printed == "3"
        assert last_line(window) == "print(1 + 2)"
        window.resize(1280, 720)
        window.settle()
        beside = printed.mapTo(window, QPoint())  # on a low page, where the script would not be seen any more
        assert beside.y() < line.mapTo(window, QPoint()).y()
        assert beside.x() > window.width() / 3
        window.resize(1440, 900)
        window.settle()
        assert printed.mapTo(window, QPoint()).y() > line.mapTo(window, QPoint()).y()
        enter(qtbot, window, line, "descend(1)")
        assert not printed.isVisible()
    with subtests.test("a variable that was assigned, and nothing opens over the canvas"):
        enter(qtbot, window, line, "Z1 = hidden_1(X)")
        assert window.code.prompt.printed == str(tensors(window)["Z1"])
        assert last_line(window) == "Z1 = hidden_1(X)"  # looking is not written down
        enter(qtbot, window, line, "model.summary()")
        lines: list[str] = []
        window.session.model.summary(print_fn=lambda row, line_break=False: lines.append(row))
        assert line.hasFocus()  # one goes on typing
        assert window.code.prompt.printed.strip() == "\n".join(lines).strip()
        assert last_line(window) == "model.summary()"
        enter(qtbot, window, line, "hidden_1.get_config()")
        assert literal_eval(window.code.prompt.printed)["units"] == 5  # as Python writes it, an entry to a line
        assert "\n" in window.code.prompt.printed
        enter(qtbot, window, line, "model.predict(X, verbose=0)")
        assert "[[" in window.code.prompt.printed
        assert [box for box in QApplication.topLevelWidgets() if box.isVisible()] == [window]
    with subtests.test("what Keras computes"):
        enter(qtbot, window, line, "T = tf.constant([[1, 2.5, -3]])", "Z = hidden_1(T)")
        layer = window.session.model.get_layer("hidden_1")
        expected = keras.ops.relu(np.array([[1, 2.5, -3]], np.float32) @ layer.kernel.numpy() + layer.bias.numpy())
        np.testing.assert_allclose(tensors(window)["Z"].numpy(), expected, rtol=1e-5)


def tensors(window) -> dict[str, Any]:
    return window.session._exchange.worker._keras.bench.network.names.tensors


REFUSED = {
    "descend(10": "This line is not Python",
    "import os": "This cannot be imported here",
    "Z = hidden_1(X, training=True)": "This part of the line cannot be done as it is written",
    "Z = hidden_9(X)": "Nothing has this name",
    "hidden_1.build((None, 4))": "This layer is built already",
    "print(hidden_1.kernel[9, 9])": "Keras could not do that",
}


def test_that_a_refused_line_stays_to_be_corrected_and_the_card_says_why(subtests, window, qtbot, line):
    for number, (text, title) in enumerate(REFUSED.items(), start=1):
        with subtests.test(text):
            history, before = window.session.history, weights(window)
            enter(qtbot, window, line, text)
            assert window.error_card.isVisible()
            assert card(window, "error_title") == title
            assert line.text() == line.selectedText() == text
            assert QApplication.focusWidget() is line
            assert window.session.history == history
            assert same(weights(window), before)
            enter(qtbot, window, line, "descend(1)")  # typed over what is selected
            assert line.text() == ""
            assert not window.error_card.isVisible()
            assert window.session.snapshot.step == number
    enter(qtbot, window, line, "descend(2))")
    press(qtbot, window, KEY.Key_Escape)
    assert not window.error_card.isVisible(), "Esc closes it"
    qtbot.keyClick(line, KEY.Key_End)
    qtbot.keyClick(line, KEY.Key_Backspace)
    qtbot.keyClick(line, KEY.Key_Return)
    settle(window)
    assert window.session.snapshot.step == len(REFUSED) + 2


BLOCK = """with tf.GradientTape() as tape:
    loss = loss_fn(Y_true, model(X))
gradients = tape.gradient(loss, model.trainable_weights)
for weight, gradient in zip(model.trainable_weights, gradients):
    weight.assign_sub(0.1 * gradient)"""


def test_that_a_block_is_typed_as_in_a_console_or_pasted_and_brought_back(window, qtbot, line):
    above = window.findChild(QLabel, "code_above")
    for text in ("for l in model.layers[:2]:", "print(l.name, l.trainable)"):
        enter(qtbot, window, line, text)
    assert above.text() == ">>> for l in model.layers[:2]:\n...     print(l.name, l.trainable)"
    assert line.text() == "    "
    qtbot.keyClick(line, KEY.Key_Return)
    settle(window)
    assert window.code.prompt.printed == "input True\nhidden_1 True"
    assert (line.text(), above.isVisible()) == ("", False)
    QApplication.clipboard().setText(BLOCK)
    line.paste()
    assert line.text() == "    weight.assign_sub(0.1 * gradient)"
    qtbot.keyClick(line, KEY.Key_Return)
    settle(window)
    assert window.session.snapshot.step == 1
    assert window.code.text().rstrip().endswith(BLOCK)
    qtbot.keyClick(line, KEY.Key_Up)
    assert line.whole == BLOCK
    qtbot.keyClick(line, KEY.Key_Home)
    for _ in range(len(line.text())):
        qtbot.keyClick(line, KEY.Key_Delete)
    qtbot.keyClick(line, KEY.Key_Backspace)
    assert line.whole == BLOCK.rsplit("\n", 1)[0]
    line.set_whole("for a in b:\n    pass")
    qtbot.keyClick(line, KEY.Key_Return)
    qtbot.keyClick(line, KEY.Key_Return)
    settle(window)
    assert window.error_card.isVisible()
    enter(qtbot, window, line, "descend(1)")  # typed over what is selected
    assert window.session.snapshot.step == 2


def test_that_lines_are_taken_while_others_are_done_or_the_network_plays(subtests, window, qtbot, line):
    with subtests.test("a rate is set while playing, and a run of steps pauses"):
        window.session.play()
        qtbot.waitUntil(lambda: window.session.snapshot.step > 20, timeout=WAIT_MS)
        qtbot.keyClicks(line, "optimizer.learning_rate = 0.01")
        qtbot.keyClick(line, KEY.Key_Return)
        qtbot.waitUntil(lambda: line.text() == "", timeout=WAIT_MS)
        assert window.session.playing
        assert any(done.command == SetLearningRate(0.01) for done in window.session.history)
        qtbot.keyClicks(line, "descend(5)")
        qtbot.keyClick(line, KEY.Key_Return)
        assert not window.session.playing
        settle(window)
        assert line.text() == ""
    with subtests.test("what is typed meanwhile stays"):
        step = window.session.snapshot.step
        qtbot.keyClicks(line, "descend(3000)")
        qtbot.keyClick(line, KEY.Key_Return)
        qtbot.keyClick(line, KEY.Key_Return)  # the same again is one and the same
        line.selectAll()
        qtbot.keyClicks(line, "print(")
        settle(window)
        assert line.text() == "print("
        assert window.session.snapshot.step == step + 3000
    with subtests.test("lines typed one after another are all done and shown"):
        for text in ("descend(3000)", "print(optimizer.iterations.numpy())", "hidden_1.units"):
            line.selectAll()
            qtbot.keyClicks(line, text)
            qtbot.keyClick(line, KEY.Key_Return)
        settle(window)
        assert line.text() == ""
        assert window.code.prompt.printed == "5"
        written = window.code.text().rstrip().split("\n")[-2:]
        assert written == ["print(optimizer.iterations.numpy())", "print(hidden_1.units)"]
    with subtests.test("slow motion follows a typed line"):
        step = window.session.snapshot.step
        window.actions_["slow_motion"].trigger()
        settle(window)
        window.pages.show_page(window.code)
        line.setFocus()
        enter(qtbot, window, line, "descend(2)")
        assert window.session.snapshot.step == step + 2
        assert line.text() == ""


def test_that_goals_are_ticked_in_the_lesson(window, qtbot, line):
    window.presenters.lessons.show_next()  # the page that creates layers
    window.presenters.lessons.enter()
    settle(window)
    assert window.session.workspace == LESSON
    seen = []
    window.session.reported.connect(lambda answer: seen.append(answer.reached))
    page = window.presenters.lessons.page
    for deed in page.deeds:
        enter(qtbot, window, line, deed.command.lines()[0])
    assert all(seen[-1])
    assert len(seen[-1]) == len(page.goals)


def test_that_the_field_waits_for_keras_and_speaks_the_language(qtbot, qapp):
    from gui.code.code_panel import CodePanel

    panel = CodePanel()
    qtbot.addWidget(panel)
    assert panel.prompt.line.accessibleName() == "Type a line of Keras"
    i18n.use("ko")
    qapp.processEvents()
    assert panel.prompt.line.accessibleName() == "Keras 코드 한 줄 입력"
