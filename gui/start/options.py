"""The options of the command line. Imports no Qt, so that a wrong option is reported at once."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import resources

MOST_STEPS = 10**9


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the options; exit with a message for --help, --version and unknown arguments."""
    parser = argparse.ArgumentParser(prog="layerscope", description="Look inside a real Keras network while it learns.")
    parser.add_argument("file", nargs="?", help="what to open: a session (.layerscope), a Keras model, or a table")
    languages = tuple(resources.languages())
    parser.add_argument("--lang", choices=languages, help="language of the window (default: as last time)")
    parser.add_argument(
        "--theme", choices=("light", "dark", "system"), help="colours of the window (default: as last time)"
    )
    parser.add_argument(
        "--screenshot", metavar="PNG", help="start, wait until the network is ready, write a picture, exit"
    )
    alone = parser.add_argument_group("without a window")
    alone.add_argument("--run", metavar="FILE", help="work on a saved session without a window, with these options")
    alone.add_argument("--steps", metavar="N", type=_count, default=0, help="take so many steps")
    alone.add_argument("--save", metavar="OUT", help="save the session to this file afterwards")
    alone.add_argument("--export", metavar="OUT", help="write the code to this file afterwards: .py or .ipynb")
    alone.add_argument("--spelling", choices=("exact", "readable"), default="exact", help="of the code (exact)")
    alone.add_argument("--check-lesson", metavar="FOLDER", help="walk a lesson's pages and say what is wrong with them")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the versions and exit")
    options = parser.parse_args(list(argv))
    if options.run is None and (options.steps or options.save or options.export):
        options.run, options.file = options.file, None
        if options.run is None:
            parser.error("--steps, --save and --export need a saved session: --run FILE")
    if options.export and not options.export.lower().endswith((".py", ".ipynb")):
        parser.error("--export writes a .py or an .ipynb")
    return options


def _count(text: str) -> int:
    """Read a number of steps."""
    count = int(text)
    if not 0 <= count <= MOST_STEPS:
        raise ValueError
    return count


class _Version(argparse.Action):
    """Look the versions up only on request; that takes longer than to start a window."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from gui.look.about import version_text

        print(version_text())
        parser.exit()
