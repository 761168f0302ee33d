"""Exceptions that nobody foresaw, in words."""

from __future__ import annotations

import logging
import traceback

from core.problems.problem import Problem

log = logging.getLogger(__name__)


def unexpected(error: BaseException) -> Problem:
    """A problem for an exception that nobody foresaw; its traceback goes to the log as well."""
    log.error("Unexpected exception", exc_info=error)
    details = "".join(traceback.format_exception(error))
    return Problem("unexpected", reason=f"{type(error).__name__}: {error}", log=log_path(), details=details)


def log_path() -> str:
    """Where the log is written, or a dash if it goes nowhere."""
    files = [h.baseFilename for h in logging.getLogger().handlers if isinstance(h, logging.FileHandler)]
    return files[0] if files else "–"
