"""Type lines as a learner does."""

from __future__ import annotations

from core.commands import Command
from core.script.line_parts import Intent
from core.script.line_reader import read_line
from core.snapshot.printed import Printed
from core.workbench.workbench import Workbench


def one_of(line: str, samples: int | None = None) -> Intent:
    """Return the one command that a line stands for."""
    (intent,) = read_line(line, samples)
    return intent


def type_in(bench: Workbench, text: str) -> tuple[Printed, ...]:
    """Do what a line or a block says, as the window's worker does; return what it printed."""
    network = bench.network
    intents = read_line(text, network.batch.samples if network.batch is not None else None)
    try:
        bench.do(
            command
            for intent in intents
            for command in ([intent] if isinstance(intent, Command) else intent.commands(network))
        )
    finally:
        shown = network.names.take_shown()
    return shown
