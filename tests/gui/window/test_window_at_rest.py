"""What the window shows at rest is what Keras gives when called by hand, to the last bit."""

from __future__ import annotations

from PySide6.QtCore import Qt

from core.commands import SetActivation
from core.data.built_in import InsideSphere
from tests.core.helpers.references import assert_of_eager_calls
from tests.gui.helpers.stillness import stands_still
from tests.gui.helpers.windows import WAIT_MS, press, settle, trigger, undo


def test_that_every_number_at_rest_is_that_of_an_eager_call(qtbot, window):
    """Started, changed, played and stopped, undone, scrubbed: only the frames of playing may be computed otherwise."""
    session, shown = window.session, []
    session.snapshot_changed.connect(shown.append)

    def rest() -> None:
        settle(window)
        assert session.snapshot.eager
        assert_of_eager_calls(session.snapshot, session.model)

    rest()
    session.use(InsideSphere())
    session.do(SetActivation("hidden_1", "tanh"), SetActivation("hidden_2", "sigmoid"))
    rest()
    frames = 3
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: sum(not snapshot.eager for snapshot in shown) >= frames, timeout=WAIT_MS)
    press(qtbot, window, Qt.Key.Key_Space)
    rest()
    played = session.snapshot.step
    assert played >= frames
    before = len(session.history)
    session.play()
    qtbot.waitUntil(lambda: session.snapshot.step > played, timeout=WAIT_MS)
    session.toggle_play()
    rest()
    assert len(session.history) >= before, "looking again is not in the history"
    session.go_to(played - 1)
    rest()
    assert session.snapshot.step == played - 1
    session.step()
    undo(qtbot, window)
    rest()
    assert session.snapshot.step == played - 1


def test_that_nothing_is_done_while_nothing_happens(subtests, window):
    for name in ("compile", "fit", "predict", "step_by_hand", "draw_data", "design", "slow_motion"):
        with subtests.test(name):
            trigger(window, name)
            assert stands_still()
