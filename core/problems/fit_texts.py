"""The sentences of the problems with `compile`, `fit` and `predict`."""

from __future__ import annotations

from core.problems.problem_text import ProblemText

FIT_TEXTS: dict[str, ProblemText] = {
    "compile.missing": ProblemText(
        title="The model is not compiled yet",
        explanation="fit needs to know which optimizer and which loss to use: compile says so. The optimizer of the "
        "steps above is another one. Nothing was changed.",
        advice="Compile the model first: Model, Compile.",
    ),
    "epochs.out_of_range": ProblemText(
        title="This number of epochs cannot be used",
        explanation="An epoch is one pass through all samples. The weights are as they were.",
        expected="a whole number from 1 to {largest}",
        received="{received}",
        advice="Type another number, for example 20.",
    ),
    "tensor.unknown": ProblemText(
        title="There is no tensor of this name",
        explanation="Nothing was changed.",
        expected="one of {names}",
        received="{received}",
        advice="Use one of the names in the code.",
    ),
}
