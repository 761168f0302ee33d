"""The command line. Imports Qt only once it is known that a window is wanted and can be shown."""

from __future__ import annotations

import ctypes
import gc
import importlib.util
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from gui.start.options import parse

PACKAGES = (
    "libegl1 libgl1 libopengl0 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 "
    "libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
"""What Qt's window needs on Debian; the first line is enough without a screen."""


def missing_library() -> str:
    """Say in one sentence why Qt cannot show a window on this machine; "" if it can."""
    if not sys.platform.startswith("linux"):
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform.split(":")[0] not in ("", "xcb"):
        return ""
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return (
            "Layerscope needs a screen, but neither DISPLAY nor WAYLAND_DISPLAY is set; "
            "start it from a desktop session, or set QT_QPA_PLATFORM=offscreen to run it without one."
        )
    if not os.environ.get("DISPLAY"):
        return ""
    spec = importlib.util.find_spec("PySide6")
    folders = list(spec.submodule_search_locations or []) if spec is not None else []
    for folder in folders:
        plugin = Path(folder) / "Qt" / "plugins" / "platforms" / "libqxcb.so"
        try:
            # Qt would end the process with an abort; this says beforehand which library it will not find
            ctypes.CDLL(str(plugin))
        except OSError as error:
            return library_sentence(error)
    return ""


def library_sentence(error: BaseException) -> str:
    """Say which system library is missing, and how to get it."""
    return (
        f"A system library that Qt needs is missing ({error}); "
        f"on Debian or Ubuntu install it with: sudo apt-get install {PACKAGES}"
    )


def run_alone(options: Namespace) -> int:
    """Work on a session without a window; return the exit code."""
    from core.problems.problem import Problem
    from core.service.headless import Task, run

    save, export = (Path(path) if path else None for path in (options.save, options.export))
    try:
        print(run(Task(Path(options.run), options.steps, save, export, options.spelling)))
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def check(folder: str) -> int:
    """Check a lesson without a window; return 1 if something is wrong with it."""
    from core.service.lesson_check import check_lesson

    return 0 if check_lesson(Path(folder), lambda line: print(line, flush=True)) else 1


def logged(work: Callable[[], int]) -> int:
    """Do what needs no window, and return its exit code; what TensorFlow says on the way is in the log."""
    try:
        from PySide6.QtCore import QCoreApplication

        from gui.start.log_file import end_log, write_log
    except ImportError:  # Qt knows where the log is, and is not needed otherwise
        return work()
    QCoreApplication.setApplicationName("Layerscope")  # the log's folder
    write_log()
    try:
        return work()
    finally:
        end_log()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; return its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    options = parse(argv)
    if options.run:
        return logged(partial(run_alone, options))
    if options.check_lesson:
        return logged(partial(check, options.check_lesson))
    if options.screenshot and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        print(library_sentence(error), file=sys.stderr)
        return 1
    if sentence := missing_library():
        print(sentence, file=sys.stderr)
        return 1
    gc.disable()  # looking for garbage would take a tenth of the start; gui.threads.garbage does it later
    from gui.start.app import run

    return run(argv)
