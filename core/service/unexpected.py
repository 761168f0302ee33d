"""Unexpected exceptions, in words."""

from __future__ import annotations

import logging
import traceback

from core.problems.problem import Problem

log = logging.getLogger(__name__)


def unexpected(error: BaseException) -> Problem:
    """Make a Problem of an unexpected exception, and log its traceback."""
    log.error("Unexpected exception", exc_info=error)
    details = "".join(traceback.format_exception(error))
    return Problem("unexpected", reason=f"{type(error).__name__}: {error}", log=log_path(), details=details)


def log_path() -> str:
    """Return where the log is written, or a dash if nowhere."""
    files = [h.baseFilename for h in logging.getLogger().handlers if isinstance(h, logging.FileHandler)]
    return files[0] if files else "–"
