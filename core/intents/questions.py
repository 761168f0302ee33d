"""What a view may ask of the real Keras objects beyond a snapshot. Asking leaves everything as it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from core.tables.table_file import TableFile

if TYPE_CHECKING:
    from core.network.network import Network
    from core.snapshot.place import Place
    from core.snapshot.prediction import Forward
    from core.snapshot.preview import Preview
    from core.snapshot.printed import Printed
    from core.snapshot.response import ResponseMaps, Slice
    from core.snapshot.weight_history import WeightHistory
    from core.workbench.workbench import Workbench


@dataclass(frozen=True)
class Question:
    """A question asked in the Keras thread, where the Keras objects live; the answer is frozen data.

    Attributes:
        needs_step: whether it is about the next step. While none can be taken it stays without an answer: it was asked
            of the network as it was an instant ago, and the snapshot says why there is no step.
        of_own: whether it is about the learner's own network, also while a lesson's is shown.
    """

    needs_step: ClassVar[bool] = False
    of_own: ClassVar[bool] = False

    def answer(self, network: Network) -> Any:
        """Answer the question for the network as it is now.

        Raises:
            Problem: it cannot be answered.
        """
        raise NotImplementedError

    def answer_from(self, bench: Workbench) -> Any:
        """Answer the question for a workbench; one about the history needs more than the network."""
        return self.answer(bench.network)


@dataclass(frozen=True)
class WasDone(Question):
    """Were the commands done? Asked after commands, in one group with them: it is answered only if they were.

    Attributes:
        number: distinguishes one from the next.
    """

    number: int

    def answer(self, network: Network) -> None:
        return None


@dataclass(frozen=True)
class ValueOf(Question):
    """What would printing a variable print? The answer is a Printed, or None if there is no such variable."""

    variable: str

    def answer(self, network: Network) -> Printed | None:
        return network.names.look_at(self.variable)


@dataclass(frozen=True)
class FilesChanged(Question):
    """Which of these files have another content than when they were opened?"""

    files: tuple[TableFile, ...]

    def answer(self, network: Network) -> tuple[TableFile, ...]:
        return tuple(file for file in self.files if file.changed())


@dataclass(frozen=True)
class CompareForward(Question):
    """What do `model(X)` and `model.predict(X)` give? To be asked right after a `Predict`, which it looks at."""

    def answer(self, network: Network) -> Forward | None:
        return network.fitting.compare_forward()


@dataclass(frozen=True)
class NextStep(Question):
    """What will the next step do? The answer is a Preview."""

    needs_step = True

    def answer(self, network: Network) -> Preview:
        return network.stepping.preview()


@dataclass(frozen=True)
class Respond(Question):
    """What do all layers return over a slice through the inputs? The answer is ResponseMaps, or None without a model.

    Attributes:
        points: the slice.
        eager: whether the numbers shall be those of the eager `layer(X)` to the last bit; a compiled pass is faster.
    """

    points: Slice
    eager: bool = True

    def answer(self, network: Network) -> ResponseMaps | None:
        return network.respond(self.points, self.eager)


@dataclass(frozen=True)
class WeightsOverTime(Question):
    """What were the weights of a place over the steps? The answer is a WeightHistory, or None if it has no weights.

    It is answered from what is known already: no step is taken again.
    """

    place: Place

    def answer_from(self, bench: Workbench) -> WeightHistory | None:
        return bench.weights_over_time(self.place)
