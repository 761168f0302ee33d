"""Fixtures for tests that drive real widgets, and the checks that hold for all of them."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partialmethod
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from core.commands import start
from core.service import keras_thread
from gui.look import i18n, theme

if TYPE_CHECKING:
    from gui.window.main_window import MainWindow

READY_MS = 120_000
LIGHT = theme.Theme()


class PatientBot(QtBot):
    """Waits as long as a busy machine may need: a limit is only there to end a test that fails."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=READY_MS)  # noqa: N815 (Qt's name)
    waitSignal = partialmethod(QtBot.waitSignal, timeout=READY_MS)  # noqa: N815 (Qt's name)
    waitActive = partialmethod(QtBot.waitActive, timeout=READY_MS)  # noqa: N815 (Qt's name)
    waitExposed = partialmethod(QtBot.waitExposed, timeout=READY_MS)  # noqa: N815 (Qt's name)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(scope="session")
def _nobodys_settings(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> QSettings:
    """Settings in a folder of the tests, and the style that the program uses."""
    QStandardPaths.setTestModeEnabled(True)
    folder = tmp_path_factory.mktemp("settings")
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder))
    qapp.setStyle("Fusion")
    return QSettings("Layerscope", "Layerscope")


@pytest.fixture(autouse=True)
def _own_settings(_nobodys_settings: QSettings) -> Iterator[None]:
    """English, light, and no settings."""
    _nobodys_settings.clear()
    _nobodys_settings.setValue("first_steps", "seen")  # no hints, unless a test asks for them
    i18n.use("en")
    if theme.current() is not LIGHT:
        theme.use(LIGHT)
    yield
    i18n.use("en")


@pytest.fixture(autouse=True)
def _compile_only_what_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests take no step, so what a step would need is not compiled for them while they are quiet."""
    monkeypatch.setattr(keras_thread, "QUIET_SECONDS", 3600.0)


@pytest.fixture(autouse=True)
def _notebook(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start with the notebook's three samples, seed 20 and rate 0.05, whose numbers are small enough to follow.

    A test marked `real_start` starts with what a learner sees.
    """
    if not request.node.get_closest_marker("real_start"):
        monkeypatch.setattr(start, "START", start.NOTEBOOK)


@pytest.fixture(autouse=True)
def _no_leaks(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a visible window or a thread behind."""
    before = set(threading.enumerate())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
    assert not left, f"windows left open: {left}"
    threads = [t for t in threading.enumerate() if t not in before and t.name == "keras"]
    assert not threads, f"threads left running: {threads}"


@pytest.fixture
def window(request: pytest.FixtureRequest, qtbot, qapp: QApplication) -> Iterator[MainWindow]:
    """The real window, shown, with its network ready; afterwards nothing of it may be left running.

    It plays at 600 steps a second, so that no test waits long for a step; one marked `real_start` at its own tempo.
    Its steps, and those of its script, are compiled by XLA only for tests marked `xla`.
    """
    from gui.start.app import create_window
    from tests.core.helpers.compiling import quickly_compiled

    with nullcontext() if request.node.get_closest_marker("xla") else quickly_compiled():
        main_window = create_window([])
        main_window.show()
        with qtbot.waitExposed(main_window):
            pass
        assert main_window.session.wait_idle(READY_MS)
        if not request.node.get_closest_marker("real_start"):
            main_window.session.set_tempo(600)
        yield main_window
        close_for_good(main_window)


def close_for_good(main_window: MainWindow) -> None:
    """Close a window and check that its thread has ended and that none of its timers is running."""
    main_window.close()
    assert main_window.session.close(), "the worker thread does not end"
    # a single shot (e.g. the word "Copied") ends by itself and dies with its panel
    running = [t for t in main_window.findChildren(QTimer) if t.isActive() and not t.isSingleShot()]
    assert not running, f"timers left running: {[timer.parent() for timer in running]}"
    main_window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert not isValid(main_window), "the window outlives its closing"
