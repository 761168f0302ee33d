"""The log file, and who writes to it instead of to the terminal."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QStandardPaths, QtMsgType, qInstallMessageHandler

MOST_BYTES = 1_000_000

log = logging.getLogger("qt")


class LogFile(RotatingFileHandler):
    """The log: at most `MOST_BYTES` and one older file. What C++ writes to stderr can go there, too."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8")
        self._takes_stderr = False
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def take_stderr(self) -> None:
        """Send what libraries write to file descriptor 2 to the log. Python's own stderr stays the terminal.

        TensorFlow greets there in several voices (oneDNN, absl, XLA, CUDA), some of them before any level can be set.
        """
        if sys.stderr is None:  # without a terminal
            return
        with suppress(OSError, ValueError):  # stderr is no file
            terminal = os.dup(2)
            sys.stderr.flush()
            sys.stderr = sys.__stderr__ = os.fdopen(terminal, "w", 1, sys.stderr.encoding, "backslashreplace")
            self._takes_stderr = True
            self._redirect()

    def doRollover(self) -> None:  # noqa: N802 (logging's name)
        super().doRollover()
        self._redirect()

    def _redirect(self) -> None:
        if self._takes_stderr:
            os.dup2(self.stream.fileno(), 2)


def write_log() -> None:
    """Write the log to a file of the user's: messages, warnings, and what is not for a learner's terminal.

    Called once Qt is there: why it could not start is said in the terminal. Its folder has the name of the application.
    """
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = LogFile(folder / "layerscope.log")
    except OSError:
        return  # a home that cannot be written to is no reason not to start
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.captureWarnings(True)
    handler.take_stderr()
    qInstallMessageHandler(_write_message)


def end_log() -> None:
    """Write what is left."""
    qInstallMessageHandler(None)
    logging.shutdown()


def _write_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Log what Qt says; what ends the program is said in the terminal, too."""
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        log.error(text)
        if sys.stderr is not None:
            print(text, file=sys.stderr)
    else:
        log.warning(text) if kind == QtMsgType.QtWarningMsg else log.info(text)
