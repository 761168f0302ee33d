"""An error while painting becomes a card of an unexpected error; the process goes on."""

from __future__ import annotations

from gui.canvas import picture


def test_that_an_error_while_painting_does_not_end_the_process(window, qtbot, monkeypatch):
    def fail(*arguments):
        raise RuntimeError("no legend")

    with monkeypatch.context() as patch, qtbot.captureExceptions() as raised:
        patch.setattr(picture, "paint_lanes", fail)
        window.session.set_trainable("hidden_2", False)
        assert window.session.wait_idle(30_000)
        window.settle()
    assert raised
    assert all("no legend" in str(error) for _, error, _ in raised)
    window.session.set_trainable("hidden_2", True)
    assert window.session.wait_idle(30_000)
    window.settle()
    assert window.canvas.grab().toImage().width() > 0
