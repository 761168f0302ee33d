"""The row of a card that says how much its kernel moves, or that it stands still."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from gui.look import number_text

if TYPE_CHECKING:
    from core.health.movement_log import Movement
    from core.snapshot.movement import SinceFreezing
    from core.snapshot.snapshot import Snapshot

LEAST, MOST = 1e-4, 1.0
"""Where the bar begins and ends: 0.01 % and 100 %, as shares."""

GAPS = tuple(math.log10(share / LEAST) / math.log10(MOST / LEAST) for share in (1e-3, 1e-2, 1e-1))
"""Where the bar has gaps, as shares of its length: at 0.1, 1 and 10 %."""


@dataclass(frozen=True)
class MovementRow:
    """What the row says, resolved, so that painters only paint.

    Attributes:
        texts: what to write at the left and at the right; of a layer that stands still, in two lines. The longest
            come first: the first that fit are shown.
        spoken: the same as a sentence for a screen reader.
        length: of the bar, from 0 to 1; None without one.
        look: "playing", "paused", "frozen", or "broken" of a frozen layer that moved.
    """

    texts: tuple[tuple[str, str], ...]
    spoken: str
    length: float | None
    look: str


def bar_length(share: float) -> float:
    """Return the length of the bar for a movement, from 0 to 1, on a logarithmic scale."""
    if not share > LEAST:
        return 0.0
    return min(1.0, math.log10(share / LEAST) / math.log10(MOST / LEAST))


def tr(text: str) -> str:
    """Return a text of the cards in the language in use."""
    return QCoreApplication.translate("NetworkCanvas", text)


def movement_rows(
    snapshot: Snapshot | None,
    movements: Mapping[str, Movement],
    playing: bool,
    fit: tuple[int, int] | None = None,
) -> dict[str, MovementRow]:
    """Return the rows of all layers of which there is something to say.

    Args:
        snapshot: knows which layers are frozen, and since when.
        movements: how much each kernel moved.
        playing: whether it is moving now.
        fit: the epochs of a running `fit` that are done, and all of them; None without one.
    """
    rows = {name: moving_row(name, moved, playing) for name, moved in movements.items()}
    if fit is not None and snapshot is not None:
        rows = {layer.name: fit_row(layer.name, *fit) for layer in snapshot.layers}
    frozen = snapshot.frozen if snapshot is not None else {}
    return {**rows, **{name: frozen_row(name, since) for name, since in frozen.items()}}


def moving_row(layer: str, moved: Movement, playing: bool) -> MovementRow:
    """Return the row of a layer that learns."""
    share, length = percent(moved.share), bar_length(moved.share)
    if playing:
        spoken = tr("{layer} moves {percent} percent per second").format(layer=layer, percent=share)
        value = tr("{percent} %/s").format(percent=share)
        return MovementRow(((tr("moves"), value), ("", value)), spoken, length, "playing")
    count = f"{moved.steps or 0:,}"
    if moved.steps is None:
        words = (tr("moved in the last second"), tr("in the last second"), tr("last second"))
        sentence = tr("{layer} moved {percent} percent in the last second")
    elif moved.steps == 1:
        words = (tr("moved in this step"), tr("in this step"))
        sentence = tr("{layer} moved {percent} percent in this step")
    else:
        words = (tr("moved in {count} steps").format(count=count), tr("in {count} steps").format(count=count))
        sentence = tr("{layer} moved {percent} percent in {count} steps")
    texts = tuple((text, tr("{percent} %").format(percent=share)) for text in (*words, tr("moved"), ""))
    return MovementRow(texts, sentence.format(layer=layer, percent=share, count=count), length, "paused")


def fit_row(layer: str, epoch: int, epochs: int) -> MovementRow:
    """Return the row of a layer while `fit` trains it: how far that is, for nobody measures a second of it."""
    words = tr("fit: epoch {epoch} of {epochs}").format(epoch=f"{epoch:,}", epochs=f"{epochs:,}")
    spoken = tr("{layer} is trained by fit, epoch {epoch} of {epochs}")
    texts = ((words, ""), (f"fit: {epoch:,} / {epochs:,}", ""), ("fit", ""))
    return MovementRow(texts, spoken.format(layer=layer, epoch=epoch, epochs=epochs), epoch / max(epochs, 1), "playing")


def frozen_row(layer: str, since: SinceFreezing) -> MovementRow:
    """Return the row of a frozen layer: that it stands still, or how far it moved all the same."""
    value = difference(since)
    delta, steps = f"Δ = {value}", f"{since.steps:,}"
    if not since.unchanged:
        spoken = tr("{layer} is frozen and changed all the same, difference {value}").format(layer=layer, value=value)
        words = (tr("frozen, and yet it moved:"), tr("frozen, yet moved:"), tr("it moved:"), "")
        texts = tuple((text, delta) for text in words)
        return MovementRow(texts, spoken, None, "broken")
    if since.steps == 1:
        count, sentence = tr("1 step"), tr("unchanged for 1 step,")
        spoken = tr("{layer} unchanged for 1 step, difference 0").format(layer=layer)
    else:
        count, sentence = (
            tr("{count} steps").format(count=steps),
            tr("unchanged for {count} steps,").format(count=steps),
        )
        spoken = tr("{layer} unchanged for {count} steps, difference 0").format(layer=layer, count=steps)
    texts = ((sentence, delta), (tr("unchanged for"), f"{count}, {delta}"), (f"{count},", delta), ("", delta))
    return MovementRow(texts, spoken, None, "frozen")


def percent(share: float) -> str:
    """Write a share in percent: two decimals below 1, one from there on; what is not 0 never looks like 0."""
    if share == 0:
        return "0"
    if share < LEAST:
        return "< 0.01"
    hundredths = 100 * share
    if hundredths > 1000:
        return "> 1,000"
    return number_text.plain(hundredths, 2 if round(hundredths, 2) < 1 else 1)


def difference(since: SinceFreezing) -> str:
    """Write how far a frozen layer moved; "0" only if it is the same bit for bit."""
    return "0" if since.unchanged else number_text.short(since.change, 3).removeprefix("+")
