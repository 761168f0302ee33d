"""`python -m tests.monkey --actions 20000 --seed 1`: let the monkey loose in a process of its own, and report.

If that fails or crashes, the shortest list of actions that still fails is looked for, and printed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests.monkey.shrink import shorten

QUIET = {"QT_QPA_PLATFORM": "offscreen", "TF_CPP_MIN_LOG_LEVEL": "2", "KERAS_BACKEND": "tensorflow"}
HANG = "Timeout ("
"""What faulthandler writes first when it ends a process that hangs."""

LAST_LINES = 60


@dataclass(frozen=True)
class Outcome:
    """How a process ended: the kind of its failure ("" for none), all that is known of it, and its actions."""

    kind: str
    details: str
    actions: list[str]
    report: list[str]


def run(*arguments: str) -> Outcome:
    """Run in a process of its own, whose settings are nobody's."""
    with tempfile.TemporaryDirectory() as folder:
        log, result = Path(folder, "actions"), Path(folder, "result")
        command = [sys.executable, "-m", "tests.monkey.run", *arguments, "--log", str(log), "--result", str(result)]
        environment = {**os.environ, **QUIET, "HOME": folder, "XDG_CONFIG_HOME": folder}
        done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, text=True, errors="replace")
        actions = log.read_text().splitlines() if log.exists() else []
        if result.exists():
            found = json.loads(result.read_text())
            return Outcome(found["kind"], found["details"], actions, found["report"])
        kind = "hang" if HANG in done.stderr else f"the process ended with {done.returncode}"
        return Outcome(kind, "\n".join(done.stderr.splitlines()[-LAST_LINES:]), actions, [])


def shortest(found: Outcome, seed: int, minutes: float, given: Sequence[str]) -> list[str]:
    """Return the shortest list of actions found that fails in the same way."""
    end = monotonic() + 60 * minutes

    def fails(actions: list[str]) -> bool:
        with tempfile.NamedTemporaryFile("w", suffix=".actions") as file:
            file.write("\n".join(actions))
            file.flush()
            return run("--seed", str(seed), *given, "--replay", file.name).kind == found.kind

    return shorten(found.actions, fails, lambda: monotonic() < end)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one seed; return 1 if something does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description=__doc__)
    parser.add_argument("--actions", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replay", help="a file with one action in a line, as printed after a failure")
    parser.add_argument("--minutes", type=float, default=10, help="how long to look for a shorter list of actions")
    parser.add_argument("--hang", type=float, default=10, help="after how many seconds without an event it is a hang")
    parser.add_argument(
        "--quick", action="store_true", help="compile without XLA: twice as fast, for window and script"
    )
    options = parser.parse_args(arguments)
    given = ["--hang", str(options.hang), *(["--quick"] if options.quick else [])]
    replay = ["--replay", options.replay] if options.replay else ["--actions", str(options.actions)]
    found = run("--seed", str(options.seed), *given, *replay)
    print(*found.report, sep="\n")
    if not found.kind:
        print(f"Seed {options.seed}: all of it holds.")
        return 0
    print(f"Seed {options.seed} failed after {len(found.actions)} actions: {found.kind}\n{found.details}", flush=True)
    kept = Path(tempfile.gettempdir(), f"monkey-{options.seed}.actions")
    kept.write_text("\n".join(found.actions))
    print(f"All of them, to be done again with --replay: {kept}", flush=True)
    if options.minutes > 0:
        print("The shortest list of actions found:", *shortest(found, options.seed, options.minutes, given), sep="\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
