"""The hints of the very first start, in the real window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSettings, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from gui.look import i18n, theme
from gui.start.app import create_window
from gui.window.main_window import MainWindow
from tests.gui.conftest import READY_MS, close_for_good


def store() -> QSettings:
    return QSettings("Layerscope", "Layerscope")


@pytest.fixture
def first_window(qtbot) -> Iterator[MainWindow]:
    """The window at the very first start, with its network ready."""
    store().remove("first_steps")
    main_window = create_window([])
    main_window.show()
    with qtbot.waitExposed(main_window):
        pass
    assert main_window.first_steps.isHidden()  # there is nothing to play yet
    assert main_window.session.wait_idle(READY_MS)
    yield main_window
    close_for_good(main_window)


def pointed_at(window: MainWindow) -> QPoint:
    """Return the tip of the hint's arrow, in the window's px."""
    hint = window.first_steps
    return hint.mapTo(window, hint._spot.tip)


def near(point: QPoint, area: QRect) -> bool:
    return area.adjusted(-12, -12, 12, 12).contains(point)


def in_window(window: MainWindow, widget, area: QRect | None = None) -> QRect:
    area = widget.rect() if area is None else area
    return QRect(widget.mapTo(window, area.topLeft()), area.size())


def shows(qtbot, window: MainWindow, number: int) -> None:
    """Wait until the hint of this number points at its widget, inside the window."""
    canvas, slider = window.canvas, window.timeline.slider
    areas = (
        lambda: in_window(window, window.findChild(QToolButton, "play_button")),
        lambda: in_window(window, canvas, canvas.check_box_rect("hidden_2")),
        lambda: in_window(window, slider),
    )
    hint = window.first_steps

    def pointing() -> bool:
        name, at = hint.accessibleName(), pointed_at(window)
        return hint.isVisible() and f"{number} " in name.split(":")[0] and near(at, areas[number - 1]())

    qtbot.waitUntil(pointing)
    assert window.rect().contains(hint.geometry())
    assert not hint.geometry().intersects(areas[number - 1]())


def test_that_each_hint_goes_when_the_learner_has_done_what_it_says(qtbot, first_window):
    window, session, focus = first_window, first_window.session, QApplication.focusWidget()
    shows(qtbot, window, 1)
    assert store().value("first_steps") == "seen"  # never again, whatever happens now
    qtbot.mouseClick(window.findChild(QToolButton, "play_button"), Qt.MouseButton.LeftButton)
    shows(qtbot, window, 2)
    qtbot.waitUntil(lambda: session.snapshot.step >= 10, timeout=READY_MS)
    session.pause()
    assert session.wait_idle(READY_MS)
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=window.canvas.check_box_center("hidden_2"))
    assert session.wait_idle(READY_MS)
    shows(qtbot, window, 3)
    assert QApplication.focusWidget() is focus  # no hint took it
    slider = window.timeline.slider
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(round(slider.x_of(3)), slider.height() // 2))
    assert session.wait_idle(READY_MS)
    qtbot.waitUntil(window.first_steps.isHidden)


@pytest.mark.thorough
def test_that_hints_follow_the_window_and_obey_keys_and_are_brought_back(qtbot, first_window):
    window, hint = first_window, first_window.first_steps
    forward, close = hint.findChild(QPushButton, "first_steps_next"), hint.findChild(QToolButton, "first_steps_close")
    shows(qtbot, window, 1)
    window.resize(1280, 720)
    theme.use(theme.Theme("dark"))
    shows(qtbot, window, 1)
    window.set_zoom(1.3)
    window.findChild(QToolButton, "play_button").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is forward
    qtbot.keyClick(forward, Qt.Key.Key_Return)
    shows(qtbot, window, 2)
    window.set_zoom(1.0)
    window.canvas.viewport.zoom_by(1.2, QPointF(window.canvas.rect().center()))
    shows(qtbot, window, 2)
    window.canvas.show_whole()
    i18n.use("ko")
    assert "trainable" not in hint.text
    assert "hidden_2" in hint.text
    assert "Freeze" not in hint.accessibleName()
    window.actions_["presentation"].trigger()
    qtbot.waitUntil(hint.isHidden)
    window.actions_["presentation"].trigger()
    qtbot.waitUntil(hint.isVisible)
    forward.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(forward, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is close
    assert close.accessibleName()
    qtbot.keyClick(close, Qt.Key.Key_Escape)
    assert not window.presenters.first_steps.active
    assert hint.isHidden()
    assert QApplication.focusWidget() is window.centre
    window.actions_["first_steps"].trigger()
    shows(qtbot, window, 1)
    window.inspector_dock.setFloating(True)
    forward.click()
    shows(qtbot, window, 2)


def test_that_a_later_start_and_a_screenshot_show_no_hint(qtbot):
    for arguments, seen in (([], "seen"), (["--screenshot", "unused.png"], "")):
        store().setValue("first_steps", seen)
        window = create_window(arguments)
        assert not window.presenters.first_steps.active
        close_for_good(window)
