"""What a view may ask of the real Keras objects beyond a snapshot. Asking leaves everything as it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.workbench import Workbench


@dataclass(frozen=True)
class Question:
    """Asked in the worker thread, where the Keras objects live; the answer is frozen data."""

    def answer(self, bench: Workbench) -> Any:
        """The answer at this moment.

        Raises:
            Problem: it cannot be answered.
        """
        raise NotImplementedError
