"""Tempos: how many steps a second are taken while playing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.data.built_in import Source

Tempo = float | None
"""Steps per second, or None for as many as the machine can take."""

TEMPOS: tuple[Tempo, ...] = (1, 10, 60, 600, None)
"""The tempos to choose from, from slow to fast."""

FIRST_TEMPO: Tempo = 60
"""The one that is chosen at the start."""

SLOWEST, MOST_AT_ONCE = 0.01, 1000

WATCHED = 10
"""Up to so many steps per second, each step is seen by itself."""


def check_tempo(tempo: Tempo) -> None:
    """Raise a ValueError unless a tempo is None, or finite and at least SLOWEST."""
    if tempo is not None and not SLOWEST <= tempo < float("inf"):
        expected = f"at least {SLOWEST} steps per second, or None for as many as possible"
        raise ValueError(f"Expected {expected}, received {tempo!r}.")


def default_tempo(source: Source) -> Tempo:
    """Return the tempo for data: the notebook's few samples are learned in some 60 steps, others take their time."""
    from core.data.built_in import NotebookBatch  # the first paint needs the tempos, and no data

    return 10 if isinstance(source, NotebookBatch) else FIRST_TEMPO


def slower(tempo: Tempo) -> Tempo:
    """Return the next slower tempo; the slowest one stays."""
    return next((other for other in reversed(TEMPOS) if _rank(other) < _rank(tempo)), TEMPOS[0])


def faster(tempo: Tempo) -> Tempo:
    """Return the next faster tempo; the fastest one stays."""
    return next((other for other in TEMPOS if _rank(other) > _rank(tempo)), TEMPOS[-1])


def is_watched(tempo: Tempo) -> bool:
    """Whether each step is seen by itself."""
    return tempo is not None and tempo <= WATCHED


def steps_of_a_second(tempo: Tempo) -> int:
    """Return how many steps one jump over a second of playing takes: at least 1, at most 1,000."""
    return MOST_AT_ONCE if tempo is None else max(1, min(round(tempo), MOST_AT_ONCE))


def _rank(tempo: Tempo) -> float:
    return float("inf") if tempo is None else tempo
