"""The response maps on show: asked for with the requests that change the network, a few times a second at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.intents.questions import Question, Respond
from gui.session.companion import Companion
from gui.session.selection import MapChoice
from gui.session.waiting import wait_until

if TYPE_CHECKING:
    from core.snapshot.response import ResponseMaps, Slice
    from core.snapshot.snapshot import Array
    from gui.session.exchange import Exchange

LEAST_SECONDS, LEAST_SECONDS_LARGE = 0.1, 0.25
"""The time between two refreshes while playing, of the maps on the canvas and of a large one."""

LARGE_SIDE = 48
"""Points along a side of a large map."""

DEAR_SECONDS = 0.008
"""Where a refresh takes longer than this, half as many are made."""

WAIT_MS = 30_000


class WatchedMaps(QObject):
    """Keep the response maps of one slice up to date.

    They cost a frame of playing what one pass over the slice takes, a few times a second. When playing ends, the
    request for the numbers at rest brings those of the eager pass.

    Args:
        exchange: carries the questions.
        least_seconds: the time between two refreshes while playing.
        parent: what owns this.

    Attributes:
        points: the slice, or None while no map is shown anywhere.
        latest: the maps of the weights shown last, or None.

    Signals:
        changed(): other maps, or none any more.
    """

    changed = Signal()

    def __init__(self, exchange: Exchange, least_seconds: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._least_seconds = least_seconds
        self.points: Slice | None = None
        self.latest: ResponseMaps | None = None
        self._exchange = exchange
        self._companion = Companion(exchange, self._question, self._pause)
        exchange.question_answered.connect(self._answered)

    def watch(self, points: Slice | None) -> None:
        """Show the maps of another slice, or of none."""
        if points == self.points:
            return
        self.points = points
        if points is None:
            self._take(None)
        else:
            self._companion.ask()

    def _question(self, frame: bool) -> Respond | None:
        return Respond(self.points, eager=not frame) if self.points is not None else None

    def _pause(self) -> float:
        seconds = self.latest.seconds if self.latest is not None else 0.0
        return self._least_seconds * (2 if seconds > DEAR_SECONDS else 1)

    def _answered(self, question: Question, maps: ResponseMaps | None) -> None:
        if isinstance(question, Respond) and question.points == self.points:
            self._take(maps)

    def _take(self, maps: ResponseMaps | None) -> None:
        if maps is not self.latest:
            self.latest = maps
            self.changed.emit()


class Maps(WatchedMaps):
    """The maps on the canvas, the large one, and the choice of the inputs that both are over.

    Attributes:
        choice: over which inputs the maps are.
        large: the maps of which one is shown large.
    """

    def __init__(self, exchange: Exchange, parent: QObject | None = None) -> None:
        super().__init__(exchange, LEAST_SECONDS, parent)
        self.choice = MapChoice(self)
        self.large = WatchedMaps(exchange, LEAST_SECONDS_LARGE, self)

    def watch_large(self, watched: bool) -> None:
        """Show the maps of the slice on the canvas in more points, or none."""
        self.large.watch(replace(self.points, size=LARGE_SIDE) if watched and self.points is not None else None)

    def response_map(
        self,
        layer: str,
        unit: int | None = None,
        across: int = 0,
        up: int = 1,
        held: Mapping[int, float] | Sequence[float] | None = None,
        size: int = 24,
    ) -> Array:
        """Compute what a layer returns over two inputs, and wait for it.

        Args:
            layer: the layer's name in Keras.
            unit: one unit of it, or None for all.
            across, up: the columns of X that vary, over the range of the data.
            held: the values of the other inputs: one for each input, or some by column. The rest, or with None all,
                are those of the chosen sample.
            size: the number of points along a side.

        Returns:
            (size, size), or (size, size, units) without a unit. Row 0 is the lowest `up`, column 0 the lowest `across`.
            Of a network with one input there is one row.

        Raises:
            ValueError: there is no such layer, unit or input, or no model.
            TimeoutError: there is no answer.
        """
        from core.snapshot.response import slice_through  # numpy

        workspaces = self._exchange.workspaces
        snapshot = workspaces.shown.snapshot
        if snapshot is None:
            raise ValueError("There is no network yet.")
        held = held if isinstance(held, Mapping) or held is None else dict(enumerate(held))
        points = slice_through(snapshot.batch.X, workspaces.selection.sample, across, up, held, size)
        maps = self._wait_for(Respond(points))
        if maps is None:
            raise ValueError("There is no model, or it is no chain of layers for the inputs there are.")
        return maps.of(layer, unit)

    def _wait_for(self, asked: Respond) -> ResponseMaps | None:
        answers: list[ResponseMaps | None] = []

        def take(question: Question, maps: ResponseMaps | None) -> None:
            if question is asked:
                answers.append(maps)

        answered, queue = self._exchange.question_answered, self._exchange.queue
        answered.connect(take)
        queue.add((asked,))
        queue.go_on()
        wait_until(lambda: bool(answers), answered, WAIT_MS)
        answered.disconnect(take)
        if not answers:
            raise TimeoutError("The network did not answer.")
        return answers[0]
