"""The whole window: compile, fit, the trap and predict, done with keys and clicks."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QPushButton, QTableWidget, QWidget

from core.commands import Fit
from core.design.compile_spec import CompileSpec
from core.intents.plans import PrepareFit
from core.script.writer import script
from gui.tables import cells
from tests.gui.helpers.windows import weights

WAIT_MS = 60_000


def press(qtbot, window, button: QWidget) -> None:
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.session.wait_idle(WAIT_MS)


def keys(qtbot, window, key: Qt.Key) -> None:
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


def paths(window, name: str) -> list[str]:
    table = window.variables.findChild(QTableWidget, name)
    return [cells.text(table, row, 0) for row in range(table.rowCount())]


def freeze(qtbot, window, layer: str) -> None:
    """Tick a layer's box on the Summary page, then look at the variables again."""
    window.pages.show_page(window.layers)
    box = window.findChild(QCheckBox, f"trainable:{layer}")
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert window.session.wait_idle(WAIT_MS)
    window.pages.show_page(window.variables)


def test_that_a_learner_runs_into_the_trap_and_out_of_it(qtbot, window):
    cards, session = window.fit_cards, window.session
    window.pages.show_page(window.variables)
    keys(qtbot, window, Qt.Key.Key_M)
    press(qtbot, window, cards.compile.button)
    assert session.snapshot.compiled == CompileSpec()
    keys(qtbot, window, Qt.Key.Key_F)
    assert not cards.compile.isVisible()
    cards.fit.epochs.setValue(3)
    press(qtbot, window, cards.fit.button)
    assert session.snapshot.step == 3
    assert window.variables.log.table.model().rowCount() == 3
    assert session.history[-1].command == Fit(3, batches=1)

    freeze(qtbot, window, "hidden_1")
    assert paths(window, "non_trainable_variables") == ["hidden_1/kernel", "hidden_1/bias"]
    assert "hidden_1" in window.variables.note.text
    assert window.variables.note.isVisible()
    before = weights(window)
    press(qtbot, window, cards.fit.button)
    assert any((a != b).any() for a, b in zip(before[:2], weights(window)[:2], strict=True)), "it still moves"
    press(qtbot, window, cards.fit.note.button)
    assert not window.variables.note.isVisible()
    before = weights(window)
    press(qtbot, window, cards.fit.button)
    assert all((a == b).all() for a, b in zip(before[:2], weights(window)[:2], strict=True)), "and now it stops"

    namespace: dict[str, object] = {}
    exec(script(session.history), namespace)
    assert all((a == b).all() for a, b in zip(weights(window), namespace["model"].get_weights(), strict=True))
    table = window.variables.findChild(QTableWidget, "trainable_variables")
    index = int(
        table.model().index(0, 0).data(cells.Role.ToolTipRole).removeprefix("model.get_weights()[").removesuffix("]")
    )
    assert paths(window, "trainable_variables")[0] == window.session.model.weights[index].path


def test_that_predict_is_shown_and_fit_before_compile_leads_to_compile_and_back(subtests, qtbot, window):
    with subtests.test("the promised names are there"):
        for name in ("compile", "fit", "predict"):
            assert window.findChild(QAction, name) is not None
        for name in ("variables", "compile_card", "fit_card", "predict_card", "trainable_variables", "epochs"):
            widget = window.findChild(QWidget, name)
            assert widget is not None, name
            assert widget.accessibleName(), name
    with subtests.test("predict is shown beside the call"):
        card = window.fit_cards.predict
        keys(qtbot, window, Qt.Key.Key_P)
        assert not card.isVisible(), "an empty card says nothing"
        assert window.session.wait_idle(WAIT_MS)
        assert card.isVisible()
        assert card.table.rowCount() == window.session.snapshot.batch.samples
        assert cells.text(card.table, 0, 0) == cells.text(card.table, 0, 1)
        assert "None" in card.tapes.text()
        assert "Y_pred = model.predict(X, verbose=0)" in window.code.text()
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert not card.isVisible()
    with subtests.test("a typed fit is refused over everything, with compile as the way out"):
        window.actions_["predict"].trigger()
        assert window.session.wait_idle(WAIT_MS)
        window.session.do(Fit(3))
        assert window.session.wait_idle(WAIT_MS)
        card = window.error_card
        assert "not compiled" in card.accessibleName()
        assert card.visibleRegion().boundingRect() == card.rect(), "no other card lies over it"
        qtbot.mouseClick(card.findChild(QPushButton, "error_action_compile"), Qt.MouseButton.LeftButton)
        assert not card.isVisible()
        assert window.fit_cards.compile.isVisible()
        assert window.session.snapshot.step == 0
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    with subtests.test("fit before compile leads to compile and back"):
        cards = window.fit_cards
        window.actions_["fit"].trigger()
        assert not cards.fit.button.isEnabled()
        press(qtbot, window, cards.fit.compile)
        press(qtbot, window, cards.compile.button)
        assert cards.compile.done.isVisible()
        press(qtbot, window, cards.compile.go_on)
        press(qtbot, window, cards.fit.button)
        assert window.session.snapshot.step == cards.fit.epochs.value()
    with subtests.test("a fit that Keras refuses when it has begun already is over"):
        refused = "model.fit(X, Y_true, epochs=3, validation_data=(T, Y_true))"
        for line in ("T = tf.constant([[0.1, 0.2, 0.3], [1.0, 1.0, 1.0]])", refused):
            window.code.prompt.line.entered.emit(line)
            assert window.session.wait_idle(WAIT_MS)
        assert window.session.problems.problem.kind == "keras.refused"
        assert cards.fit.progress.text == "epoch 0 of 3, stopped"
        assert cards.fit.button.isEnabled()
        assert not cards.fit.progress.stop.isEnabled()


def test_that_stop_ends_fit_after_an_epoch_and_the_timeline_has_its_steps(qtbot, window):
    session, card = window.session, window.fit_cards.fit
    session.do(PrepareFit(CompileSpec()))
    assert session.wait_idle(WAIT_MS)
    seen = []
    session.snapshot_changed.connect(lambda snapshot: seen.append(snapshot.step))
    window.actions_["fit"].trigger()
    card.epochs.setValue(50_000)
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.progress.bar.value() >= 3, timeout=WAIT_MS)
    assert not card.button.isEnabled()
    press(qtbot, window, card.progress.stop)
    done = session.history[-1].command
    assert 3 <= done.epochs < 50_000
    assert "stopped" in card.progress.text
    assert card.button.isEnabled()
    assert len(set(seen)) > 1, "the network was seen to learn"
    session.go_to(2)
    assert session.wait_idle(WAIT_MS)
    assert session.snapshot.step == 2
    assert window.banner.isVisible()
