"""The strip over the canvas: the model's box, the seed, the sample."""

from __future__ import annotations

from itertools import pairwise

import keras
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QLabel, QSpinBox, QToolButton, QWidget

from gui.canvas.canvas_bar import CanvasBar
from gui.look import i18n, theme
from tests.gui.helpers.bars import type_into
from tests.gui.helpers.snapshots import make_snapshot

CANVAS_WIDTH = 560  # what panels leave for the canvas at least


@pytest.fixture
def bar(qtbot):
    bar = CanvasBar()
    qtbot.addWidget(bar)
    bar.resize(1000, 40)
    bar.set_snapshot(make_snapshot())
    with qtbot.waitActive(bar):
        bar.show()
        bar.activateWindow()
    return bar


def seed_of(bar) -> QSpinBox:
    return bar.findChild(QSpinBox, "seed")


def test_that_a_seed_is_applied_with_enter_not_with_every_digit(bar, qtbot):
    seed, seeds = seed_of(bar), []
    bar.seed_changed.connect(seeds.append)
    type_into(qtbot, seed, "123")
    bar.set_seed(7)
    assert seeds == []
    assert seed.lineEdit().text() == "123"
    qtbot.keyClick(seed, Qt.Key.Key_Return)
    assert seeds == [123]
    qtbot.keyClick(seed, Qt.Key.Key_Up)
    assert seeds == [123, 124]


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1])
def test_that_every_seed_that_keras_takes_is_shown_typed_and_stepped(bar, qtbot, seed):
    box, seeds = seed_of(bar), []
    bar.seed_changed.connect(seeds.append)
    bar.set_seed(seed)
    assert (box.value(), box.lineEdit().text(), seeds) == (seed, str(seed), [])
    bar.set_seed(7)
    type_into(qtbot, box, str(seed))
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert seeds == [seed]
    assert (box.value(), box.lineEdit().text()) == (seed, str(seed))
    keras.utils.set_random_seed(seed)
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert box.value() == min(seed + 1, 2**32 - 1)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.value() == seed or seed == 2**32 - 1


def test_that_no_other_seed_can_be_typed(bar, qtbot):
    box = seed_of(bar)
    type_into(qtbot, box, "4294967296")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == 429496729  # the last digit is not taken
    type_into(qtbot, box, "-1a")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == 1
    assert box.validate("\u0661", 1)[0] == QValidator.State.Invalid


def test_that_setting_the_seed_never_emits(bar, qtbot):
    with qtbot.assertNotEmitted(bar.seed_changed):
        bar.set_seed(99)
    assert seed_of(bar).value() == 99


def test_that_the_tip_says_that_a_seed_waits_for_tensorflow(bar):
    assert "TensorFlow" not in seed_of(bar).toolTip()
    bar.set_ready(False)
    assert "TensorFlow" in seed_of(bar).toolTip()
    bar.set_ready(True)
    assert "TensorFlow" not in seed_of(bar).toolTip()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("scale", [1.0, 1.4])
def test_that_everything_has_room_at_the_least_width_of_the_canvas(bar, qtbot, language, scale):
    i18n.use(language)
    theme.use(theme.Theme(scale=scale))
    try:
        bar.resize(round(CANVAS_WIDTH * scale), bar.sizeHint().height())
        qtbot.wait(20)
        assert bar.width() == round(CANVAS_WIDTH * scale)
        shown = [w for w in bar.findChildren(QWidget) if w.isVisible() and w.parent() is bar]
        shown.sort(key=lambda widget: widget.x())
        for left, right in pairwise(shown):
            assert left.x() + left.width() <= right.x(), (left, right)
        for widget in shown:
            assert bar.rect().contains(widget.geometry()), widget
            assert widget.width() >= min(widget.minimumSizeHint().width(), widget.maximumWidth()), widget
        for name in ("canvas_trainable:model", "previous_sample", "next_sample", "fit"):
            assert bar.findChild(QWidget, name).isVisible(), name
        bar.resize(round(700 * scale), bar.height())  # of a small screen; the keys N, M and G are everywhere
        qtbot.wait(20)
        assert bar.findChild(QWidget, "show_in_units").isVisible()
        bar.resize(1400, bar.height())
        qtbot.wait(20)
        assert not [label for label in bar.findChildren(QLabel) if label.isHidden()]
    finally:
        theme.use(theme.Theme())


def test_that_everything_that_can_have_the_focus_has_a_name(bar):
    for widget in (seed_of(bar), *bar.findChildren(QToolButton)):
        assert widget.accessibleName(), widget
