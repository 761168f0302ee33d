"""A model that cannot be trained here, opened in the real window: shown as boxes, and left by undo."""

from __future__ import annotations

import keras
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from gui.actions.availability import READING
from gui.look import i18n, theme
from gui.pictures.render import picture_of
from tests.gui.helpers.windows import read_outs, same, settle, weights


def test_that_an_unknown_model_is_shown_for_reading_and_undo_leads_back(qtbot, window, tmp_path):
    layers = keras.layers
    row = [keras.Input((6, 6, 1)), layers.Conv2D(4, 3, name="conv"), layers.Flatten(name="flat")]
    model = keras.Sequential([*row, layers.Lambda(lambda x: x, name="own"), layers.Dense(2, name="last")])
    model.save(tmp_path / "one.keras")
    window.session.step(3)
    settle(window)
    before, outs, code = weights(window), read_outs(window), window.code.text()
    page, actions = window.presenters.boxes.page, window.actions_
    details = window.findChild(type(window.presenters.boxes._details))

    window.presenters.documents.open_file(str(tmp_path / "one.keras"))
    settle(window)
    assert page.isVisible()
    ground = page.grab().toImage().pixelColor(page.width() - 4, page.height() - 4)
    assert ground == theme.current().color("bg.canvas"), "nothing of what it covers is seen beside the boxes"
    assert details.isVisible()
    assert not window.inspector.isVisible()
    assert "Conv2D, Flatten, Lambda" in page.banner.text
    for name in ("play", "step", "fit", "compile", "slow_motion", "freeze", "reset", "design", "save_model"):
        assert not actions[name].isEnabled()
        assert actions[name].toolTip() == READING
    assert actions["undo"].isEnabled()
    assert read_outs(window) != outs, "this model has no step and no loss"
    picture = page.view.picture
    assert "conv. Conv2D. (None, 4, 4, 4)" in picture.accessibleDescription()
    assert details.tree.value("filters") == "4"
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    assert "flat. Flatten. (None, 64)" in picture.accessibleDescription()
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=picture.rect_of("own").center())
    assert "It is not run." in picture.accessibleDescription()
    assert b"(None, 64)" in picture_of(picture, ".svg")()
    i18n.use("ko")
    assert "학습시킬 수 없습니다" in page.banner.text
    i18n.use("en")

    actions["undo"].trigger()
    settle(window)
    assert not page.isVisible()
    assert window.inspector.isVisible()
    assert not details.isVisible()
    assert actions["play"].isEnabled()
    assert (read_outs(window), window.code.text()) == (outs, code)
    assert same(weights(window), before)

    for leave in (
        page.banner.findChild(QPushButton, "leave_boxes").click,
        actions["clear"].trigger,
        window.session.step,
    ):
        window.presenters.documents.open_file(str(tmp_path / "one.keras"))
        settle(window)
        assert page.isVisible()
        leave()
        settle(window)
        assert not page.isVisible()
    assert window.session.snapshot.step == 4
