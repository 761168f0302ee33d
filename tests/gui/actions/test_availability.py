"""What cannot be done now says why."""

from __future__ import annotations

from core.commands import SetLearningRate, Step
from core.snapshot.place import NOWHERE
from gui.look import i18n
from gui.start.app import create_window
from tests.gui.conftest import close_for_good


def reasons(window) -> dict[str, str]:
    """The tooltip of every disabled action; each is a sentence, and not what the action would do."""
    tips = {name: window.actions_[name].toolTip() for name in window.actions_.names}
    disabled = {name: tip for name, tip in tips.items() if not window.actions_[name].isEnabled()}
    assert all(tip.endswith(".") for tip in disabled.values()), disabled
    assert not [name for name, tip in tips.items() if tip.endswith(".") and name not in disabled]
    return disabled


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
