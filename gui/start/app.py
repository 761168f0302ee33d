"""The application: QApplication, language, theme, log; and the window."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from core.design.network_spec import FOUR_LAYERS
from gui.look import i18n
from gui.look.about import VERSION
from gui.look.settings import Settings
from gui.start.log_file import end_log, write_log
from gui.start.options import parse
from gui.window.main_window import MainWindow

START_AFTER_MS = 250
"""The latest time to make the rest of the window and load TensorFlow; normally that starts after the first paint."""

SCREENSHOT_TIMEOUT_MS = 180_000
PATIENCE_MS = 1_000
"""How long whoever closes the window may have to wait for what Keras is doing."""


def create_window(argv: Sequence[str] = ()) -> MainWindow:
    """Build the window, without starting the event loop or showing it.

    What the first paint does not show is made, and TensorFlow starts to load in the worker thread, as soon as events
    are processed. `window.session` is the Session, made at the latest when it is asked for:
    `session.wait_idle(timeout_ms)` waits for the network.

    Args:
        argv: the command line's arguments, without the program's name.
    """
    options = parse(argv)
    application()
    settings = Settings(remembered=options.screenshot is None)
    i18n.use(options.lang or i18n.known(settings.text("language", i18n.system_language())))
    window = MainWindow(FOUR_LAYERS, settings, options.theme or settings.text("theme", "system"))
    window.start_up.add(_import_session, partial(_connect_session, window))
    if options.file:
        path = str(Path(options.file).absolute())
        window.start_up.finished.connect(lambda: window.presenters.documents.open_file(path, ask=False))
    window.start_up.finished.connect(lambda: window.session.start())
    window.canvas.painted.connect(window.start_up.start, Qt.ConnectionType.SingleShotConnection)
    QTimer.singleShot(START_AFTER_MS, window.start_up, window.start_up.start)
    return window


def _import_session() -> None:
    """Import all of `core` but Keras: in a turn of its own, because it takes a tenth of a second."""
    import gui.session.session  # noqa: F401


def _connect_session(window: MainWindow) -> None:
    from gui.session.session import Session
    from gui.window import wiring

    wiring.connect(window, Session())


def application() -> QApplication:
    """Return the one QApplication of this process, made at the first call."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Layerscope")
    app.setApplicationVersion(VERSION)
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    return app


def run(argv: Sequence[str]) -> int:
    """Show the window and run until it is closed, or until the requested picture is written."""
    options = parse(argv)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in the terminal; Python's own waits for the next event
    app = application()
    write_log()
    window = create_window(argv)
    hook = ErrorHook(window)
    sys.excepthook = hook.handle
    if not options.screenshot:
        window.start_up.finished.connect(lambda: window.presenters.documents.guard())
    window.show()
    code = _screenshot(window, Path(options.screenshot)) if options.screenshot else app.exec()
    # importing TensorFlow cannot be interrupted, and until it is there nothing can be lost: the settings are written
    session = vars(window).get("session")  # not made yet if the window was closed at once
    ended = session is None or session.close(PATIENCE_MS if session.ready else 0)
    end_log()
    if not ended:
        os._exit(code)
    return code


class ErrorHook:
    """Show an exception of the UI thread as a card, so that the window stays open."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._last: tuple[object, ...] = ()

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Handle an exception as `sys.excepthook` does."""
        place = (kind, trace.tb_frame.f_code if trace else None, trace.tb_lineno if trace else 0)
        if place == self._last and self._window.error_card.isVisible():
            return  # e.g. while painting: a card for each repaint would never end
        self._last = place
        self._window.session.pause()
        from core.service.unexpected import unexpected

        self._window.session.problems.show(unexpected(error))


def _screenshot(window: MainWindow, path: Path) -> int:
    ready = window.session.wait_idle(SCREENSHOT_TIMEOUT_MS)
    window.settle()
    written = ready and window.grab().save(str(path))
    window.close()
    if not ready:
        print("TensorFlow did not get ready in time; no picture was written.", file=sys.stderr)
    elif not written:
        print(f"The picture could not be written to {path}.", file=sys.stderr)
    return 0 if written else 1
