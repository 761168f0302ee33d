"""The sentences of the problems with `compile`, `fit` and `predict`."""

from __future__ import annotations

from core.problems.problem_text import ProblemText

FIT_TEXTS: dict[str, ProblemText] = {
    "compile.missing": ProblemText(
        title="The model is not compiled yet",
        explanation="{method} needs to know what only compile says: which optimizer and which loss to use. The "
        "optimizer of the steps above is another one. Nothing was changed.",
        advice="Compile the model first: Model, Compile.",
    ),
    "epochs.out_of_range": ProblemText(
        title="This number of epochs cannot be used",
        explanation="An epoch is one pass through all samples. The weights are as they were.",
        expected="a whole number from 1 to {largest}",
        received="{received}",
        advice="Type another number, for example 20.",
    ),
    "fit.monitor": ProblemText(
        title="fit reports no {received}",
        explanation="EarlyStopping waits until {received} gets no better, and fit reports it only with validation "
        "rows. Keras itself would warn and never stop. Nothing was changed.",
        advice="Give fit validation_data=(X_val, Y_val) or validation_split=0.2, or watch the loss.",
    ),
    "evaluate.results": ProblemText(
        title="evaluate returns something else",
        explanation="It returns the loss alone, or a list of the loss and each metric that the model was compiled "
        "with. Nothing was changed.",
        expected="a variable for all of {expected}, or one for each",
        received="{received}",
        advice="Write as many variables as there are numbers, or one.",
    ),
    "stopping.out_of_range": ProblemText(
        title="This patience cannot be used",
        explanation="Patience is the number of epochs without improvement after which fit ends. Nothing was changed.",
        expected="a whole number from 0 to {largest}",
        received="{received}",
        advice="Type another number, for example 10.",
    ),
    "fit.samples": ProblemText(
        title="There is nothing to fit",
        explanation="Nothing was changed.",
        expected="at least 1 sample, and a validation_split of 0 or more that is below 1",
        received="{samples} samples, validation_split={split}",
        advice="Keras does not check this: it would train on other samples than are meant, or on none.",
    ),
    "tensor.unknown": ProblemText(
        title="There is no tensor of this name",
        explanation="Nothing was changed.",
        expected="one of {names}",
        received="{received}",
        advice="Use one of the names in the code.",
    ),
}
