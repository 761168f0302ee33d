"""The command line. Imports Qt only once it is known that a window is wanted and can be shown."""

from __future__ import annotations

import argparse
import ctypes
import gc
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path

VERSION = "0.1.0"
PACKAGES = (
    "libegl1 libgl1 libopengl0 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 "
    "libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
"""What Qt's window needs on Debian; the first line is enough without a screen."""


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options; exits with a message for --help, --version and what it does not understand."""
    parser = argparse.ArgumentParser(prog="layerscope", description="Look inside a real Keras network while it learns.")
    parser.add_argument("file", nargs="?", help="a CSV file to learn from: the last column is the target")
    parser.add_argument("--lang", choices=("en", "ko"), help="language of the window (default: as last time)")
    parser.add_argument(
        "--theme", choices=("light", "dark", "system"), help="colours of the window (default: as last time)"
    )
    parser.add_argument(
        "--screenshot", metavar="PNG", help="start, wait until the network is ready, write a picture, exit"
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the versions and exit")
    return parser.parse_args(list(argv))


class _Version(argparse.Action):
    """Looks the versions up only when they are asked for; that takes longer than to start a window."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(version_text())
        parser.exit()


def version_text() -> str:
    """Our version and those of what the numbers come from, without importing any of it."""
    import importlib.metadata

    parts = [f"Layerscope {VERSION}"]
    for package in ("keras", "tensorflow", "PySide6-Essentials"):
        try:
            parts.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            parts.append(f"{package} missing")
    return ", ".join(parts)


def missing_library() -> str:
    """Why Qt could not show a window on this machine, in one sentence; empty if it can."""
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
    """Which system library is missing, and how to get it."""
    return (
        f"A system library that Qt needs is missing ({error}); "
        f"on Debian or Ubuntu install it with: sudo apt-get install {PACKAGES}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    options = parse(argv)
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
    gc.disable()  # looking for garbage would take a tenth of the start; gui/garbage.py does it later
    from gui.start.app import run

    return run(argv)
