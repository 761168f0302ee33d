"""Plans about tables: a file becomes data and a network for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.commands import Command
from core.design.network_spec import NetworkSpec
from core.intents.plans import Plan, learn_from
from core.tables.choices import changed, propose
from core.tables.reading import READING
from core.tables.table import read_table
from core.tables.table_file import TableFile, source_of

if TYPE_CHECKING:
    from core.network.network import Network


@dataclass(frozen=True)
class LearnFromTable(Plan):
    """Learn from a table, with a network for its columns.

    Attributes:
        source: the table.
        spec: the design whose hidden layers the network gets.
        seed: of its weights.
    """

    source: TableFile
    spec: NetworkSpec
    seed: int

    def commands(self, network: Network) -> tuple[Command, ...]:
        spec = replace(self.spec, scaled=self.source.scale)
        return learn_from(network, spec, self.seed, self.source, self.source.load())


@dataclass(frozen=True)
class OpenTable(Plan):
    """Read a file, and learn from it.

    Attributes:
        path: of the file.
        spec, seed: as in `LearnFromTable`.
        chosen: choices about reading, columns and rows, by name; the others are made as they are proposed.
    """

    path: str
    spec: NetworkSpec
    seed: int
    chosen: tuple[tuple[str, Any], ...] = ()

    def commands(self, network: Network) -> tuple[Command, ...]:
        source = source_for(self.path, dict(self.chosen))
        return LearnFromTable(source, self.spec, self.seed).commands(network)


def opening(path: str, spec: NetworkSpec, seed: int, choices: Mapping[str, Any]) -> OpenTable:
    """Return the plan with these choices; lists of names may be given."""
    chosen = ((name, tuple(value) if isinstance(value, list) else value) for name, value in choices.items())
    return OpenTable(path, spec, seed, tuple(chosen))


def source_for(path: str, chosen: Mapping[str, Any]) -> TableFile:
    """Read a file with some choices, and make a source of it.

    Raises:
        Problem: it cannot be read, or no network can be made of it.
    """
    table = read_table(path, {name: value for name, value in chosen.items() if name in READING})
    rest = {name: value for name, value in chosen.items() if name not in READING}
    return source_of(table, changed(table, propose(table), rest))
