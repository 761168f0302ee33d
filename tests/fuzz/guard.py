"""What a broken input may not do: take long, raise anything but a Problem, or run, write or fetch anything."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import thread_time
from typing import Any

from core.problems.problem import Problem

MOST_SECONDS = 2.0
"""Of the thread's own time on the processor, so that a busy machine makes no difference."""

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
GENERATED = "__autograph_generated_file"
"""In the name of the file that TensorFlow writes when it traces a function of ours."""

FORBIDDEN = (
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.link",
    "os.symlink",
    "os.kill",
    "os.putenv",
    "shutil.",
    "subprocess.Popen",
    "socket.",
    "urllib.Request",
    "pickle.find_class",
    "ctypes.",
    "webbrowser.open",
    "builtins.input",
)


class Watch:
    """Note what happens while it is on. Python cannot remove an audit hook, so there is one for the process."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._on = False
        sys.addaudithook(self._hook)

    @contextmanager
    def on(self) -> Iterator[None]:
        """Watch the block."""
        self.seen.clear()
        self._on = True
        try:
            yield
        finally:
            self._on = False

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._on and _is_foreign(event, arguments):
            self.seen.append(f"{event} {str(arguments)[:200]}")


def _is_foreign(event: str, arguments: tuple[Any, ...]) -> bool:
    if event == "open":
        path, mode, flags = arguments
        if GENERATED in str(path) or os.path.isdir(path):
            return False
        return bool(set(mode or "") & set("wax+")) or (isinstance(flags, int) and bool(flags & WRITING))
    if event == "exec":  # of a module that is imported late; anything else has no file
        file = getattr(arguments[0], "co_filename", "")
        return GENERATED not in file and not os.path.isfile(file)
    if event == "import":
        return arguments[0].partition(".")[0] not in KNOWN
    return event.startswith(FORBIDDEN)


KNOWN = {*sys.stdlib_module_names, "core", "keras", "tensorflow", "numpy"}
"""Packages that may be imported late."""


class Failures:
    """Try inputs one by one, and collect what went wrong."""

    def __init__(self) -> None:
        self._watch = Watch()
        self.found: list[str] = []
        self.cards = self.accepted = 0
        self.slowest = 0.0

    def attempt(self, name: str, action: Callable[[], Any]) -> Any:
        """Do something that may raise a Problem; return what it returns, or None after a card."""
        began, result = thread_time(), None
        try:
            with self._watch.on():
                result = action()
            self.accepted += 1
        except Problem as problem:
            self.cards += 1
            self._check_card(name, problem)
        except BaseException:
            self.found.append(f"{name}: {traceback.format_exc(limit=-4)}")
        seconds = thread_time() - began
        self.slowest = max(self.slowest, seconds)
        if seconds > MOST_SECONDS:
            self.found.append(f"{name}: took {seconds:.1f} s")
        self.found += [f"{name}: {one}" for one in self._watch.seen]
        return result

    def expect(self, name: str, right: bool) -> None:
        """Note a failure unless something holds."""
        if not right:
            self.found.append(name)

    def _check_card(self, name: str, problem: Problem) -> None:
        """Check that a card can be written, and does not say that it was the program's fault."""
        if problem.kind == "unexpected" or len(str(problem)) > 20_000:
            self.found.append(f"{name}: {problem.kind} {str(problem)[:500]}")
