"""The sentences that say what went wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ProblemText:
    """The sentences of one kind of problem. Each may name the problem's fields in braces.

    Attributes:
        title: what happened, as a headline.
        explanation: what happened in one or two plain sentences, and what was not changed.
        where: the place, e.g. "line {line}, column {column}"; empty where there is none.
        expected: what would have been right; empty where the explanation says it all.
        received: what came instead.
        advice: what to do now.
    """

    title: str
    explanation: str
    where: str = ""
    expected: str = ""
    received: str = ""
    advice: str = ""
