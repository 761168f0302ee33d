"""Notice what nobody may say: exceptions, Qt's warnings, errors in the log, and cards of the kind "unexpected"."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

from core.problems.problem import Problem
from gui.session.session import Session
from tests.monkey.failure import Failure

ALLOWED = ("This plugin does not support", "Mouse event at")
"""How the warnings begin of Qt's platform without a screen, and of QTest where a window became smaller meanwhile."""

ALLOWED_TYPES = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)


class Watch(logging.Handler):
    """Collect everything that should never happen."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._seen: list[Failure] = []

    def raise_first(self) -> None:
        """Raise what was seen first, if anything was."""
        if self._seen:
            raise self._seen[0]

    def follow(self, session: Session) -> None:
        """Look at every problem that a session shows."""
        session.problem_raised.connect(self._look_at)

    @contextmanager
    def on(self) -> Iterator[None]:
        """Watch until the block ends."""
        hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
        sys.excepthook = lambda kind, error, trace: self._note_exception("exception", error)
        sys.unraisablehook = lambda what: self._note_exception("unraisable", what.exc_value)
        threading.excepthook = lambda what: self._note_exception("in a thread", what.exc_value)
        handler = qInstallMessageHandler(self._hear_qt)
        logging.getLogger().addHandler(self)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(self)
            qInstallMessageHandler(handler)
            sys.excepthook, sys.unraisablehook, threading.excepthook = hooks

    def emit(self, record: logging.LogRecord) -> None:
        """Note errors of anyone, and warnings of the program itself."""
        if record.levelno >= logging.ERROR or record.name.startswith(("core.", "gui.")):
            error = record.exc_info[1] if record.exc_info else None
            if error is not None:
                self._note_exception("logged", error)
            else:
                self._seen.append(Failure(f"logged by {record.name}", record.getMessage()))

    def _note_exception(self, how: str, error: BaseException | None) -> None:
        details = "".join(traceback.format_exception(error)) if error is not None else ""
        self._seen.append(Failure(f"{how} {type(error).__name__}{_place(error)}", details))

    def _hear_qt(self, kind: QtMsgType, _: Any, message: str) -> None:
        if kind not in ALLOWED_TYPES and not message.startswith(ALLOWED):
            details = "".join(traceback.format_stack(limit=12))
            self._seen.append(Failure(f"Qt says {message[:80]}", f"{message}\n{details}"))

    def _look_at(self, problem: Problem) -> None:
        if problem.kind == "unexpected":
            reason = str(problem.fields["reason"])
            self._seen.append(Failure(f"unexpected {reason.split(':')[0]}", str(problem.fields["details"])))


def _place(error: BaseException | None) -> str:
    """Return the function that raised an exception, so that two of one type are told apart."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    return f" in {frames[-1].name}" if frames else ""
