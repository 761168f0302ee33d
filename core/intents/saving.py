"""What saving and opening a session ask of a workbench."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from core.intents.questions import Question

if TYPE_CHECKING:  # numpy loads later than the window
    from core.history.loss_curves import LossCurves
    from core.history.saved_history import SavedHistory
    from core.network.network import Network
    from core.snapshot.snapshot import Array
    from core.workbench.workbench import Workbench


@dataclass(frozen=True)
class TakeHistory(Question):
    """What did the learner do, as plain data? The answer is a SavedHistory.

    Attributes:
        number: distinguishes one from the next.
    """

    of_own: ClassVar[bool] = True
    number: int

    def answer_from(self, bench: Workbench) -> SavedHistory:
        return bench.saved()


@dataclass(frozen=True)
class TakeWeights(Question):
    """What are the model's weights? The answer is the path and the numbers of each variable; none without a model.

    Attributes:
        number: distinguishes one from the next.
    """

    number: int

    def answer(self, network: Network) -> tuple[tuple[str, Array], ...]:
        model = network.model
        return tuple((one.path, one.numpy()) for one in model.variables) if model is not None else ()


@dataclass(frozen=True)
class Restore(Question):
    """Can this history be restored? The answer is a workbench with it, to be handed on in a `Reopening`.

    Attributes:
        number: distinguishes one from the next.
        history: what was done, as plain data.
    """

    number: int
    history: SavedHistory = field(compare=False, repr=False)

    def answer_from(self, bench: Workbench) -> Workbench:
        return type(bench).restored(self.history)


@dataclass(frozen=True, eq=False)
class Reopening:
    """Go on with another workbench, whose history was restored.

    Attributes:
        bench: what `Restore` was answered with. Only the Keras thread may use it.
        curves: the losses of the history.
    """

    bench: Any
    curves: LossCurves
