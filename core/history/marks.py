"""What changed at which step on the way of a branch, and between which steps a layer was frozen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.commands import (
    Command,
    MakeModel,
    MakeSequential,
    SetBatchSize,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetTrainable,
    UseData,
)
from core.history.branch import Entry


@dataclass(frozen=True)
class Mark:
    """A setting that changed at a step.

    Attributes:
        step: the first step that was taken with the new setting.
        kind: "rate", "optimizer", "loss", "batches", "freeze", "unfreeze" or "data".
        subject: the new rate or batch size as text, the key of the optimizer or loss, the layer's name (or "model"), or
            the name of the data.
    """

    step: int
    kind: str
    subject: str


class Marks:
    """The marks since the initial weights.

    Attributes:
        shown: in the order in which the settings were made.
        scale_from: the step from which on losses are of the same data and the same loss function as now.
    """

    def __init__(self) -> None:
        self.shown: list[Mark] = []
        self.scale_from = 0
        self._frozen: dict[str, None] = {}
        self._layers: tuple[str, ...] | None = None  # of the spans below, None if they are out of date
        self._spans: list[tuple[int, int]] = []
        self._open: int | None = None

    def add_all(self, entries: Iterable[Entry]) -> None:
        """Mark everything that was done since the weights were initialized; frozen layers stay marked."""
        for done in entries:
            if done.command.starts_run:
                self.begin()
            self.add(done)

    def begin(self) -> None:
        """Start again from initial weights. A layer that is frozen now stays marked, from step 0."""
        self.shown[:] = [Mark(0, "freeze", name) for name in self._frozen]
        self.scale_from, self._layers = 0, None

    def add(self, done: Entry) -> None:
        """Mark a setting that changed; other commands leave no mark. The layers of a new model are not frozen."""
        command, mark = done.command, mark_of(done)
        if mark is not None:
            self._place(mark)
        if isinstance(command, SetTrainable):
            self._note(command)
        elif isinstance(command, (MakeModel, MakeSequential)):
            self._frozen.clear()
            self.shown[:] = [mark for mark in self.shown if mark.kind not in ("freeze", "unfreeze")]
            self._layers = None

    def frozen_spans(self, last: int, layers: Sequence[str] = ()) -> list[tuple[int, int]]:
        """Return the spans of steps up to `last` with at least one frozen layer; spans that touch are joined.

        Args:
            layers: the names of the model's layers, which "model" stands for.
        """
        if self._layers != tuple(layers):
            self._layers = tuple(layers)
            self._spans, self._open = _closed_spans(self.shown, self._layers)
        still = [] if self._open is None else [(self._open, max(self._open, last))]
        return _joined([*self._spans, *still])

    def _note(self, command: SetTrainable) -> None:
        """Update what is frozen, as Keras does: a model passes its `trainable` on to every layer when it changes."""
        name = command.layer or "model"
        if command.layer is None and command.trainable == (name not in self._frozen):
            return
        if command.layer is None:
            self._frozen.clear()
        if command.trainable:
            self._frozen.pop(name, None)
        else:
            self._frozen[name] = None

    def _place(self, mark: Mark) -> None:
        # dragging the rate, or ticking a box twice between two steps, leaves only the last mark
        self.shown[:] = with_mark(self.shown, mark)
        if mark.kind in ("data", "loss"):
            self.scale_from = mark.step
        elif mark.kind in ("freeze", "unfreeze"):
            self._layers = None


def mark_of(done: Entry) -> Mark | None:
    """Return the mark of a setting that changed, or None for any other command."""
    command, step = done.command, done.step
    subject = _subject(command)
    kind = "data" if command.renews_data else command.label
    return None if subject is None else Mark(step, kind, subject)


def with_mark(marks: Sequence[Mark], mark: Mark) -> list[Mark]:
    """Return the marks and one more, which replaces those about the same thing at the same step."""
    return [other for other in marks if (other.step, topic(other)) != (mark.step, topic(mark))] + [mark]


def _subject(command: Command) -> str | None:
    if isinstance(command, SetLearningRate):
        return f"{command.rate:g}"
    if isinstance(command, SetTrainable):
        return command.layer or "model"
    if command.renews_data:
        return command.source.name if isinstance(command, UseData) else "X, Y_true"
    if isinstance(command, (SetOptimizer, SetLoss)):
        return command.key
    if isinstance(command, SetBatchSize):
        return "" if command.size is None else str(command.size)
    return None


def topic(mark: Mark) -> str:
    """Return what a mark is about, so that a later mark about the same replaces it."""
    return mark.subject if mark.kind in ("freeze", "unfreeze") else mark.kind


def _closed_spans(marks: Sequence[Mark], layers: tuple[str, ...]) -> tuple[list[tuple[int, int]], int | None]:
    """Return the spans of one layer each that have ended, and the first step of what is frozen still, or None."""
    since: dict[str, int] = {}
    spans: list[tuple[int, int]] = []
    for mark in sorted((mark for mark in marks if mark.kind in ("freeze", "unfreeze")), key=_step):
        names = list(layers) or ["model", *since] if mark.subject == "model" else [mark.subject]
        for name in names:
            if mark.kind == "unfreeze" and name in since:
                spans.append((since.pop(name), mark.step))
            elif mark.kind == "freeze" and (layers or name == mark.subject):
                since.setdefault(name, mark.step)
    return _joined(spans), min(since.values(), default=None)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that touch as one, without empty ones."""
    joined: list[tuple[int, int]] = []
    for first, end in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((first, end))
    return [span for span in joined if span[1] > span[0]]


def _step(mark: Mark) -> int:
    return mark.step
