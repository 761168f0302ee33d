"""The options of the command line. Imports no Qt, so that a wrong option is reported at once."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import resources


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the options; exit with a message for --help, --version and unknown arguments."""
    parser = argparse.ArgumentParser(prog="layerscope", description="Look inside a real Keras network while it learns.")
    parser.add_argument("file", nargs="?", help="a CSV file to learn from: the last column is the target")
    languages = tuple(resources.languages())
    parser.add_argument("--lang", choices=languages, help="language of the window (default: as last time)")
    parser.add_argument(
        "--theme", choices=("light", "dark", "system"), help="colours of the window (default: as last time)"
    )
    parser.add_argument(
        "--screenshot", metavar="PNG", help="start, wait until the network is ready, write a picture, exit"
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the versions and exit")
    return parser.parse_args(list(argv))


class _Version(argparse.Action):
    """Look the versions up only on request; that takes longer than to start a window."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from gui.look.about import version_text

        print(version_text())
        parser.exit()
