"""The strip over the canvas: the model's box, the sample."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from gui.canvas.canvas_bar import CanvasBar
from gui.look import i18n, theme
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
    for widget in bar.findChildren(QToolButton):
        assert widget.accessibleName(), widget
