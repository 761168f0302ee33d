"""What the window starts with."""

from __future__ import annotations

from dataclasses import dataclass

from core.commands.building import UseData, build_network
from core.commands.command import Command
from core.commands.training import SetOptimizer
from core.data.built_in import InsideSphere, NotebookBatch, Source
from core.design.network_spec import FOUR_LAYERS, NetworkSpec
from core.design.optimizers import OPTIMIZERS
from core.design.rates import FIRST_RATE, START_RATE


@dataclass(frozen=True)
class Start:
    """A network with its data and optimizer, before anything was learned.

    Attributes:
        spec: the network's design.
        source: what it learns from, all samples in every step.
        seed: the initial weights come from it.
        optimizer: the optimizer's key.
        rate: its learning rate.
    """

    spec: NetworkSpec
    source: Source
    seed: int
    optimizer: str
    rate: float

    def commands(self) -> tuple[Command, ...]:
        """Return the commands that make it."""
        return *build_network(self.spec, self.seed), UseData(self.source), SetOptimizer(self.optimizer, self.rate)


NOTEBOOK = Start(FOUR_LAYERS, NotebookBatch(), seed=20, optimizer=OPTIMIZERS[0].key, rate=START_RATE)
"""The notebook's batch: what the pages of the course begin with."""

START = Start(FOUR_LAYERS, InsideSphere(), seed=23, optimizer=OPTIMIZERS[0].key, rate=FIRST_RATE)
"""The learner's own network. Of 80 seeds and two rates this one learns for a whole minute at 60 steps a second, with
something to see in every second of it, and no unit is dead at its end (`tests/core/learning/test_start.py`)."""
