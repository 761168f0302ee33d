"""What cannot be done now says why."""

from __future__ import annotations

import keras
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from core.commands import Compile, SetLearningRate, Step
from core.lessons.reader import load
from core.problems.layer_texts import WHY_NO_STEP
from core.snapshot.place import NOWHERE
from core.snapshot.records import Progress
from gui.actions.availability import READING
from gui.drawing.sheet import DrawingSheet
from gui.fit.fit_card import FitCard
from gui.lessons.presenter import COURSE
from gui.look import i18n
from gui.start.app import create_window
from tests.gui.conftest import close_for_good
from tests.gui.helpers.windows import do, settle, trigger
from tests.gui.lessons.test_lesson_dock import open_page


def reasons(window) -> dict[str, str]:
    """The tooltip of every disabled action; each is a sentence, and not what the action would do."""
    tips = {name: window.actions_[name].toolTip() for name in window.actions_.names}
    disabled = {name: tip for name, tip in tips.items() if not window.actions_[name].isEnabled()}
    assert all(tip.endswith(".") for tip in disabled.values()), disabled
    assert not [name for name, tip in tips.items() if tip.endswith(".") and name not in disabled]
    return disabled


SETTINGS = "learning_rate", "learning_rate_field", "optimizer", "loss", "batch_size"


class Controls:
    """What can be clicked or typed into in a window, and the tooltips that each had while it was enabled."""

    KINDS = QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractSlider

    def __init__(self, window) -> None:
        self._window = window
        self._usual: dict[QWidget, set[str]] = {}

    def reasons(self) -> dict[str, str]:
        """Check that each visible control that is disabled says why, and return the reasons by object names."""
        found = {}
        for one in self._window.findChildren(QWidget):
            inside = isinstance(one.parent(), (QAbstractSpinBox, QComboBox))  # which has the tooltip
            if inside or isinstance(one, QScrollBar) or not isinstance(one, self.KINDS) or not one.isVisible():
                continue
            usual, tip = self._usual.setdefault(one, set()), one.toolTip()
            if one.isEnabled():
                usual.add(tip)
            else:
                name = one.objectName() or type(one).__name__
                assert tip.endswith((".", "…")), f"{name} is disabled and says only {tip!r}"
                assert tip not in usual, f"{name} says no more than when it is enabled: {tip!r}"
                found[name] = tip
        return found


def test_that_what_waits_for_tensorflow_says_so(qapp):
    window = create_window([])
    assert not window.session.ready
    assert reasons(window)["play"] == "TensorFlow is still loading."
    close_for_good(window)


def test_that_the_reason_changes_with_the_situation_and_the_language(subtests, window):
    at_start = reasons(window)
    assert at_start["undo"] == "There is nothing to undo."
    window.session.selection.select(NOWHERE)
    assert reasons(window)["freeze"] == "Select a layer of the model first."
    assert "play" not in at_start
    window.session.do(Step(2))
    assert window.session.wait_idle(60_000)
    assert not {"undo", "step_back", "first_step"} & set(reasons(window))
    i18n.use("ko")
    assert reasons(window)["live"] == "이미 마지막 스텝입니다."
    i18n.use("en")
    for afterwards in ((SetLearningRate(0.01),), ()):
        with subtests.test(f"not finite, and then {afterwards}"):
            session = window.session
            session.do(SetLearningRate(10.0))
            session.do(Step(200_000))
            assert session.wait_idle(60_000)
            if session.snapshot.finite:  # it stopped at the last finite loss: one more step leads over the edge
                session.model.layers[1].kernel.assign(session.model.layers[1].kernel * float("inf"))
                session.do(Step(1))
                assert session.wait_idle(60_000)
            session.do(*afterwards)
            assert session.wait_idle(60_000)
            assert "reset" in reasons(window)["play"]
            window.actions_["reset"].trigger()
            assert session.wait_idle(60_000)
            assert "play" not in reasons(window)


def test_that_every_control_says_why_it_is_disabled_in_both_languages(subtests, qtbot, window, tmp_path):
    controls = Controls(window)

    def reasons_in_both() -> dict[str, str]:
        i18n.use("ko")
        controls.reasons()
        i18n.use("en")
        return controls.reasons()

    with subtests.test("at the start, on the first page of the lesson"):
        found = reasons_in_both()
        assert found["lesson_previous"] == "This is the first page."
        assert found["lesson_check"] == "Choose an answer first."
        assert "lesson_next" not in found
    with subtests.test("on the last page"):
        open_page(qtbot, window, load(COURSE).pages[-1].name)
        found = reasons_in_both()
        assert found["lesson_next"] == "This is the last page."
        assert "lesson_previous" not in found
    with subtests.test("an empty drawing pad"):
        trigger(window, "draw_data")
        names = ("drawing_undo", "drawing_clear", "drawing_use")
        assert set(names) <= set(reasons_in_both())
        sheet = window.findChild(DrawingSheet)
        for number in (0, 1):
            sheet.pad.begun.emit(0.1, 0.1, bool(number))
        assert not set(names) & set(reasons_in_both())
        sheet.cancelled.emit()
    with subtests.test("the card of fit, and while it runs"):
        trigger(window, "fit")
        assert reasons_in_both()["do_fit"] == "Compile the model first."
        do(window, Compile())
        assert "do_fit" not in reasons_in_both()
        window.findChild(FitCard).set_progress(Progress(0, 5, ()))
        found = reasons_in_both()
        assert found["do_fit"] == "fit is running."
        assert "card_progress_stop" not in found
        trigger(window, "fit")
    with subtests.test("while it plays, and in the past"):
        window.session.toggle_play()
        qtbot.waitUntil(lambda: window.session.snapshot.step > 2)
        reasons_in_both()
        window.session.toggle_play()
        settle(window)
        trigger(window, "step_back")
        assert "live_button" not in reasons_in_both()
    with subtests.test("at the first part of slow motion"):
        trigger(window, "slow_motion")
        assert reasons_in_both()["slow_back"] == "This is the first part of the step."
        qtbot.keyClick(window, Qt.Key.Key_Right)
        settle(window)
        assert "slow_back" not in reasons_in_both()
        trigger(window, "slow_motion")
    with subtests.test("a model that is only shown"):
        keras.Sequential([keras.Input((6, 6, 1)), keras.layers.Flatten(), keras.layers.Dense(2)]).save(
            tmp_path / "m.keras"
        )
        window.presenters.documents.open_file(str(tmp_path / "m.keras"))
        settle(window)
        assert {reasons_in_both()[name] for name in SETTINGS} == {READING}
        trigger(window, "undo")
        assert not set(SETTINGS) & set(reasons_in_both())
    with subtests.test("layers without a model"):
        trigger(window, "start_unbuilt")
        assert {reasons_in_both()[name] for name in SETTINGS} == {WHY_NO_STEP["model"]}
        field = window.findChild(QLineEdit, "learning_rate_field")
        assert field.accessibleDescription() == WHY_NO_STEP["model"]
        trigger(window, "undo")
        assert not set(SETTINGS) & set(reasons_in_both())
        assert "press Enter" in field.accessibleDescription()
