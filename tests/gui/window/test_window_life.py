"""Starting, closing, language, theme, zoom, presentation, errors: the window as a window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from core.service.unexpected import unexpected
from gui.look import i18n, theme
from gui.start.app import create_window
from tests.gui.conftest import READY_MS, close_for_good

ROOT = Path(__file__).parents[3]


def run_main(*arguments: str, timeout: int = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "main.py", *arguments], cwd=ROOT, capture_output=True, text=True,
                          timeout=timeout, check=False)  # fmt: skip


def test_that_help_lists_every_option():
    answer = run_main("--help")
    assert answer.returncode == 0
    for option in ("file", "--lang", "--theme", "--screenshot", "--version"):
        assert option in answer.stdout


def test_that_version_names_what_the_numbers_come_from():
    answer = run_main("--version")
    assert "Layerscope" in answer.stdout
    assert "keras 3" in answer.stdout


def test_that_a_missing_screen_is_said_in_one_sentence(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    answer = run_main()
    assert answer.returncode == 1
    assert "needs a screen" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_that_screenshot_writes_a_picture_of_the_window_and_exits_and_the_terminal_stays_silent(tmp_path, monkeypatch):
    """What TensorFlow and Qt say is in the log; `TF_CPP_MIN_LOG_LEVEL` as where nobody set it."""
    picture = tmp_path / "window.png"
    monkeypatch.delenv("TF_CPP_MIN_LOG_LEVEL")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    answer = run_main("--screenshot", str(picture), "--lang", "ko", "--theme", "dark", timeout=240)
    assert answer.returncode == 0, answer.stderr
    assert picture.stat().st_size > 20_000
    assert (answer.stdout, answer.stderr) == ("", "")
    assert "absl::InitializeLog" in next(tmp_path.rglob("layerscope.log")).read_text(encoding="utf-8")


TERMINAL = """
import ctypes, os, sys, logging
from PySide6.QtCore import qWarning, qCritical
from gui.start.app import application
from gui.start.log_file import end_log, write_log
application()
write_log()
libc = ctypes.CDLL(None)
libc.write(2, b"from C\\n", 7)
qWarning("from Qt")
import warnings; warnings.warn("from Python")
logging.getLogger().handlers[0].doRollover()
libc.write(2, b"later\\n", 6)
qCritical("serious")
print("for the learner", file=sys.stderr)
end_log()
raise ValueError("a traceback")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="libc")
def test_that_what_concerns_the_learner_is_still_said_in_the_terminal(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    answer = subprocess.run([sys.executable, "-c", TERMINAL], cwd=ROOT, capture_output=True, text=True, check=False)
    said = answer.stderr.splitlines()
    assert (said[:2], said[-1]) == (["serious", "for the learner"], "ValueError: a traceback")
    logs = [file.read_text(encoding="utf-8") for file in sorted(tmp_path.rglob("layerscope.log*"))]
    assert [text in logs[1] for text in ("from C", "from Qt", "from Python")] == [True] * 3
    assert "later" in logs[0]


CLOSE = """
import sys
sys.path.insert(0, sys.argv[1])
from PySide6.QtCore import QTimer
from gui.session.loading import Loading
from gui.start import app
make = app.create_window
def create_window(argv):
    window = make(argv)
    window.session.loading.changed.connect(
        lambda: window.session.loading.stage == "tensorflow" and QTimer.singleShot(0, window.close))
    return window
app.create_window = create_window
sys.exit(app.run([]))
"""


def test_that_closing_does_not_wait_until_tensorflow_is_imported(tmp_path, monkeypatch):
    """The import that is waited for here would take ten minutes."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "keras.py").write_text("import time\ntime.sleep(600)\n")
    command = [sys.executable, "-c", CLOSE, str(tmp_path)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_that_the_window_is_there_before_tensorflow_and_what_is_chosen_then_is_done_when_ready(qtbot):
    window = create_window([])
    window.show()
    qtbot.waitUntil(lambda: window.canvas.isVisible())
    assert not window.session.ready
    assert not window.actions_["step"].isEnabled()
    assert window.loading_card.isVisible()
    window.session.use(window.presenters.data.sources[2])
    window.session.set_learning_rate(0.5)
    assert window.session.wait_idle(READY_MS)
    assert window.actions_["step"].isEnabled()
    assert not window.loading_card.isVisible()
    assert window.session.snapshot.batch.samples == 8
    assert window.session.snapshot.learning_rate == 0.5
    close_for_good(window)


def test_that_closing_while_it_loads_or_trains_ends_the_thread(qtbot):
    window = create_window([])
    window.show()
    window.session.start()
    close_for_good(window)
    window = create_window([])
    window.show()
    assert window.session.wait_idle(READY_MS)
    window.session.set_tempo(None)
    window.session.play()
    qtbot.waitUntil(lambda: window.session.snapshot.step > 0, timeout=READY_MS)
    close_for_good(window)


def test_that_language_theme_zoom_and_presentation_change_while_the_window_is_open(subtests, qtbot, window):
    with subtests.test("the language"):
        window.actions_["language_ko"].trigger()
        assert i18n.language() == "ko"
        assert window.actions_["step"].text() == "한 스텝"
        assert window.pages.tabs.tabText(0) == "손실"
        window.actions_["language_en"].trigger()
        assert window.actions_["step"].text() == "Step"
        assert window.pages.tabs.tabText(0) == "Loss"
    with subtests.test("the theme"):
        for action in ("theme_dark", "theme_light"):
            window.actions_[action].trigger()
            assert theme.current().name == action.removeprefix("theme_")
            wanted = theme.current().color("bg.canvas").name()
            assert window.canvas.grab().toImage().pixelColor(2, 2).name() == wanted
    with subtests.test("zoom scales fonts up and back"):

        def size() -> int:
            return window.findChild(QLabel, "facts").font().pixelSize()  # the read-outs also depend on the room

        before = size()
        for _ in range(4):
            window.actions_["zoom_in"].trigger()
        window.settle()
        assert size() > before
        window.actions_["zoom_reset"].trigger()
        window.settle()
        assert size() == before
    with subtests.test("a presentation hides the panels, and Escape leaves"):
        window.actions_["presentation"].trigger()
        assert not window.inspector_dock.isVisible()
        assert not window.menu_row.isVisible()
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert window.inspector_dock.isVisible()
        assert window.menu_row.isVisible()


def test_that_a_presentation_has_words_tempo_loss_and_timeline_and_a_way_out(qtbot, window):
    window.session.step(20)
    assert window.session.wait_idle(READY_MS)
    strip, way_out = window.loss_strip, window.findChild(QToolButton, "close_presentation")
    assert not strip.isVisible()
    assert not way_out.isVisible()
    window.actions_["presentation"].trigger()
    window.showNormal()
    window.resize(1280, 720)
    window.settle()
    for name in ("step_back", "play", "step", "slow_motion", "reset"):
        button = window.findChild(QToolButton, f"{name}_button")
        assert button.isVisible()
        assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        assert button.height() >= 56
    assert window.findChild(QWidget, "tempo").isVisible()
    assert window.timeline.isVisible()
    assert not window.canvas_bar.isVisible()
    assert window.canvas.state.layout.boxes[1].kernel.height()
    window.actions_["units_maps"].trigger()
    assert not window.canvas.state.layout.boxes[1].kernel.height(), "the maps have their room"
    window.actions_["units_numbers"].trigger()
    qtbot.mouseMove(strip, strip.rect().center())
    shown = strip.text
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.rect().center())
    assert window.session.wait_idle(READY_MS)
    assert 5 < window.session.snapshot.step < 15
    assert shown.startswith(f"step {window.session.snapshot.step} ")
    qtbot.mouseClick(way_out, Qt.MouseButton.LeftButton)
    assert not window.presenting
    assert not strip.isVisible()
    assert window.canvas_bar.isVisible()


PRESENTATIONS = int(os.environ.get("PRESENTATIONS", "1"))


@pytest.mark.thorough
def test_that_presentations_come_and_go_with_themes_and_zooms_while_it_plays(qtbot, window):
    """It crashed once, after thousands of actions: `PRESENTATIONS=200` tries it more often than a suite can."""
    session = window.session
    for number in range(PRESENTATIONS):
        session.play()
        qtbot.keyClick(window, Qt.Key.Key_F11)
        assert window.presenting
        window.set_zoom((0.8, 1.0, 1.5)[number % 3])
        theme.use(theme.Theme(theme.NAMES[number % 2], theme.current().scale))
        qtbot.waitUntil(lambda: session.playing and session.snapshot.step > 0, timeout=READY_MS)
        window.settle()
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert not window.presenting
    session.pause()
    assert session.wait_idle(READY_MS)
    window.set_zoom(1.0)


def test_that_an_unexpected_error_gets_a_card_with_details_and_the_window_lives_on(subtests, window, monkeypatch):
    with subtests.test("in the window"):
        try:
            raise RuntimeError("a bug nobody foresaw")
        except RuntimeError as error:
            window.session.problems.show(unexpected(error))
        assert window.error_card.isVisible()
        assert "a bug nobody foresaw" in window.error_card.report()
        assert "Traceback" in window.error_card.report()
        window.error_card.close_card()
        window.session.step()
        assert window.session.wait_idle(READY_MS)
        assert window.session.snapshot.step == 1
    with subtests.test("in the worker"):

        def broken(*_: object) -> int:
            raise ZeroDivisionError("inside the worker")

        monkeypatch.setattr(window.session._exchange.worker._keras.bench.network.stepping, "descend", broken)
        window.session.step()
        assert window.session.wait_idle(READY_MS)
        assert window.error_card.isVisible()
        assert "inside the worker" in window.error_card.report()
        monkeypatch.undo()
        window.session.step()
        assert window.session.wait_idle(READY_MS)
        assert window.session.snapshot.step == 2


@pytest.mark.thorough
def test_that_it_survives_every_size_and_every_action_clicked_twice(qtbot, window):
    files = {
        "open",
        "save",
        "save_as",
        "save_model",
        "save_weights",
        "export_script",
        "export_notebook",
        "export_picture",
        "record",
    }
    files |= {"export_progress"}
    modal = {*files, "open_lesson", "save_picture", "quit", "keys", "about", "presentation"}
    for size in ((1024, 640), (1280, 720), (400, 300), (1900, 1200)):
        window.resize(*size)
        window.settle()
    for name, action in window.actions_._by_name.items():
        if name not in modal:
            action.trigger()
            action.trigger()
    window.session.pause()
    assert window.session.wait_idle(READY_MS)
    window.actions_["language_en"].trigger()
    assert not window.error_card.isVisible()


def test_that_a_missing_system_library_is_said_in_one_sentence():
    code = (
        "import sys; sys.modules['PySide6.QtWidgets'] = None\n"
        "from gui.start.command_line import main\n"
        "raise SystemExit(main([]))"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "system library" in answer.stderr
    assert "apt-get install" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 needs these libraries")
def test_that_a_qt_plugin_that_cannot_load_is_noticed_before_qt_aborts(monkeypatch):
    from gui.start import command_line

    def refuse(path: str) -> None:
        raise OSError("libxcb-cursor.so.0: cannot open shared object file")

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setattr(command_line.ctypes, "CDLL", refuse)
    assert "libxcb-cursor.so.0" in command_line.missing_library()
