"""Problems, in words a learner understands, with Keras's own message kept.

A `Problem` carries a *kind* and the facts of this one case. The sentences for a kind are in `TEXTS`, as
English templates that `str.format` fills, so that a window can translate the template before it is filled, while
a notebook user simply reads `str(problem)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from core.problems.edit_texts import EDIT_TEXTS
from core.problems.fit_texts import FIT_TEXTS
from core.problems.layer_texts import LAYER_TEXTS
from core.problems.lesson_texts import LESSON_TEXTS
from core.problems.problem_text import ProblemText
from core.problems.session_texts import SESSION_TEXTS
from core.problems.table_texts import TABLE_TEXTS
from core.problems.typed_line_texts import LINE_TEXTS

TEXTS: dict[str, ProblemText] = {
    **FIT_TEXTS,
    **TABLE_TEXTS,
    "seed.out_of_range": ProblemText(
        title="This seed cannot be used",
        explanation="A seed is a whole number. The network is as it was.",
        expected="a whole number from 0 to {largest}",
        received="{received}",
        advice="Type another seed.",
    ),
    "rate.out_of_range": ProblemText(
        title="This learning rate cannot be used",
        explanation="The learning rate is as it was.",
        expected="a number from {smallest:.6f} to {largest:g}",
        received="{received}",
        advice="Type another rate, for example 0.05.",
    ),
    "optimizer.unknown": ProblemText(
        title="There is no such optimizer",
        explanation="The optimizer is as it was.",
        expected="one of {names}",
        received="{received}",
    ),
    "loss.unknown": ProblemText(
        title="There is no such loss function",
        explanation="The loss function is as it was.",
        expected="one of {names}",
        received="{received}",
    ),
    "loss.other_targets": ProblemText(
        title="This loss cannot take these targets",
        explanation="Sparse categorical crossentropy takes the numbers of three or more classes, categorical "
        "crossentropy takes one-hot targets, and every other loss here takes numbers. Nothing was changed.",
        expected="targets that fit the loss {loss}",
        received="{received}",
        advice="Choose data and loss together: open the table again, or build a network for the data.",
    ),
    "loss.targets": ProblemText(
        title="Binary crossentropy needs targets between 0 and 1",
        explanation="It compares the probability that the output layer gives with a target that is 0 for no and 1 for "
        "yes. Nothing was changed.",
        expected="targets Y_true from 0 to 1",
        received="{received}",
        advice="Choose data with the classes 0 and 1, for example XOR of three bits, then the loss.",
    ),
    "batch.out_of_range": ProblemText(
        title="This batch size cannot be used",
        explanation="A mini-batch is a part of the samples. The batch size is as it was.",
        expected="a whole number from 1 to {largest}",
        received="{received}",
        advice="Choose a smaller number, or the whole batch.",
    ),
    "steps.out_of_range": ProblemText(
        title="This number of steps cannot be taken",
        explanation="The weights are as they were.",
        expected="a whole number of at least 1",
        received="{received}",
        advice="Ask for at least one step.",
    ),
    "layer.unknown": ProblemText(
        title="The model has no layer of this name",
        explanation="Nothing was changed.",
        expected="one of {names}",
        received="{received}",
        advice="Use one of the names of the layers.",
    ),
    "model.missing": ProblemText(
        title="There is no model yet",
        explanation="This needs a model. Nothing was changed.",
        advice="Build the network first.",
    ),
    "data.missing": ProblemText(
        title="There is no data yet",
        explanation="A step needs samples to learn from. Nothing was changed.",
        advice="Choose a data set, or open a table.",
    ),
    "data.other_inputs": ProblemText(
        title="This data needs another network",
        explanation="{data} has {received} input columns, and the network has {expected} input units. "
        "A new network gets new initial weights. Until you decide, everything stays as it is.",
        expected="{expected} input columns",
        received="{received} input columns",
        advice="Build a network with {received} input units, or keep the current one.",
    ),
    "keras.refused": ProblemText(
        title="Keras could not do that",
        explanation="Keras refused, and nothing was changed.",
        advice="Read Keras's own message below.",
    ),
    "descent.not_finite": ProblemText(
        title="The numbers overflowed at step {step}",
        explanation="From step {step} on the loss, a weight, a gradient or what the optimizer remembers is not "
        "finite. With a learning rate of {rate:g} the steps were so large that float32 could not hold the result.",
        advice="Go back to the initial weights, with this rate or with a smaller one.",
    ),
    "frozen.moved": ProblemText(
        title="A frozen layer moved",
        explanation="{layer} has been frozen for {steps} steps, and its weights are not those of that moment any more: "
        "one of them differs by {change:.3g}. No step may change a frozen layer, so this is an error of the program.",
        advice="Copy the details into a bug report.",
    ),
    "unexpected": ProblemText(
        title="Something went wrong inside Layerscope",
        explanation="This is an error of the program, not yours: {reason}. "
        "The window goes on; what happened was written to {log}.",
        advice="Copy the details into a bug report.",
    ),
    "start.failed": ProblemText(
        title="TensorFlow could not be started",
        explanation="Layerscope cannot run without it: {reason}.",
        advice="Install the program's packages again, then restart it.",
    ),
}
"""The sentences for each kind of problem, in English."""

TEXTS |= EDIT_TEXTS | LAYER_TEXTS | LESSON_TEXTS | LINE_TEXTS | SESSION_TEXTS

TERMINAL_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


LONGEST_FIELD, LONGEST_MESSAGE = 1_000, 10_000
"""In characters: what is received may be a file's one cell of a megabyte, and Keras writes whole lists out."""


def _bounded(value: object, most: int = LONGEST_FIELD) -> object:
    return f"{value[:most]}…" if isinstance(value, str) and len(value) > most else value


class Problem(Exception):
    """A learner's mistake, or something that cannot be done, described so that the learner can put it right.

    Args:
        kind: a key of `TEXTS`.
        keras_message: Keras's own message where Keras refused, untouched but for the colours of a terminal and its
            length; else empty.
        details: a traceback for a bug report; else empty.
        **fields: the facts that fill the kind's templates.

    Example:
        >>> problem = Problem("table.directory", path="/data")
        >>> problem.kind, problem.fields["path"]
        ('table.directory', '/data')
    """

    def __init__(self, kind: str, *, keras_message: str = "", details: str = "", **fields: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.keras_message = TERMINAL_COLOUR.sub("", str(_bounded(keras_message, LONGEST_MESSAGE)))
        self.details = details
        self.fields = fields

    def text(self, translate: Callable[[str], str] = str) -> ProblemText:
        """Return the problem's sentences, each template first translated and then filled.

        Fields that are words, a reason and the name of a data set, are translated where possible.
        """
        templates = TEXTS[self.kind]
        fields = {name: _bounded(value) for name, value in self.fields.items()}
        fields |= {key: translate(str(fields[key])) for key in ("reason", "data") if key in fields}
        return ProblemText(
            *(
                translate(template).format(**fields) if template else ""
                for template in (
                    templates.title,
                    templates.explanation,
                    templates.where,
                    templates.expected,
                    templates.received,
                    templates.advice,
                )
            )
        )

    def __str__(self) -> str:
        text = self.text()
        parts = [f"{text.title}.", text.explanation]
        if text.where:
            parts.append(f"At {text.where}.")
        if text.expected:
            parts.append(f"Expected: {text.expected}; received: {text.received}.")
        if self.keras_message:
            parts.append(f"Keras said: {self.keras_message}")
        return " ".join(parts)
