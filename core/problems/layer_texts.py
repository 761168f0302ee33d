"""The sentences of the problems with layers before there is a model, and why no step can be taken."""

from __future__ import annotations

from core.problems.problem_text import ProblemText

LAYER_TEXTS: dict[str, ProblemText] = {
    "layer.wrong_shape": ProblemText(
        title="This batch does not fit the layer",
        explanation="{layer} was built for {expected} inputs per sample, {argument} brings {received}. "
        "Nothing was changed: the weights are as they were.",
        advice="Call it on a tensor with {expected} columns, or recreate {layer} for {received} inputs.",
    ),
    "layer.one_sample": ProblemText(
        title="The batch axis is missing",
        explanation="{argument} is one sample of shape {shape}, and {layer} takes a batch: a table with a row for each "
        "sample, even if there is only one. Nothing was changed.",
        expected="the shape (samples, {columns})",
        received="the shape {shape}",
        advice="Keep the axis with a slice: {remedy}.",
    ),
    "layer.already_built": ProblemText(
        title="This layer is built already",
        explanation="{layer} has weights for {rows} inputs, and today's Keras does not build a layer twice. "
        "Nothing was changed. Keras 2 replaced the weights by new ones instead.",
        advice="Recreate {layer}, then build it for {received} inputs.",
    ),
    "build.out_of_range": ProblemText(
        title="A layer cannot be built for so many inputs",
        explanation="The number of inputs is the number of the kernel's rows. Nothing was changed.",
        expected="a whole number from 1 to {largest}",
        received="{received}",
    ),
    "name.unknown": ProblemText(
        title="Nothing has this name",
        explanation="Nothing was changed.",
        expected="one of {names}",
        received="{received}",
        advice="Use one of these names, or make it first, as hidden1 = hidden_1(inputs) makes the tensor hidden1.",
    ),
    "name.reserved": ProblemText(
        title="This name cannot be used",
        explanation="A variable needs a name that Python allows and that the written code does not use otherwise. "
        "Nothing was changed.",
        expected="a name such as X1 or hidden1",
        received="{received}",
    ),
    "name.not_for_keras": ProblemText(
        title="Keras cannot use this name",
        explanation="TensorFlow compiles a layer and a model under their names, and takes only Latin letters, digits "
        "and _ there, with a letter first. Nothing was changed.",
        expected="a name such as hidden_1",
        received="{received}",
        advice="A variable may have any name that Python allows.",
    ),
    "activation.unusable": ProblemText(
        title="This layer cannot use that activation",
        explanation="A Dense layer needs a function that gives one number for each of its units. Nothing was changed.",
        expected="one of {names}",
        received="{received}",
    ),
    "names.none": ProblemText(
        title="There is no name to delete",
        explanation="At least one name is needed. Nothing was changed.",
        expected="a name such as hidden_1",
        received="no name",
    ),
    "tensor.ragged": ProblemText(
        title="These rows do not form a tensor",
        explanation="All rows of a tensor have the same number of columns. Nothing was changed.",
        expected="rows of one length, at least one number each",
        received="rows of length {received}",
    ),
    "sequential.inputs": ProblemText(
        title="A Sequential model needs an Input and a layer",
        explanation="Without an Input its layers have no weights yet, and nothing can be shown. Nothing was changed.",
        expected="model = keras.Sequential([keras.Input((3,)), layers.Dense(5), layers.Dense(1)])",
        received="a model that is not built",
    ),
    "show.refused": ProblemText(
        title="This part is not known here",
        explanation="An expression may read the network and compute with numbers. Nothing was changed.",
        where="{expression}",
        expected="{expected}",
        received="{received}",
    ),
    "value.too_large": ProblemText(
        title="This is too large to be computed here",
        explanation="{reason} Nothing was changed.",
        where="{expression}",
        expected="at most {expected}",
        received="{received}",
    ),
    "config.missing": ProblemText(
        title="No config was kept yet",
        explanation="A model is rebuilt from a config and weights that were kept before. Nothing was changed.",
        advice="Keep config and weights first.",
    ),
    "step.impossible": ProblemText(
        title="No step can be taken",
        explanation="{reason} The weights are as they were.",
    ),
}
"""The sentences for each kind of problem, in English."""

WHY_NO_STEP = {
    "model": "There is no model yet: a step trains a model.",
    "data": "There are no data yet: a step needs samples to learn from.",
    "rows": "X and Y_true have different numbers of samples.",
    "inputs": "The model takes another number of inputs than the data have.",
    "outputs": "The model gives another number of outputs than the targets have columns.",
    "chain": "The model uses a layer twice, which this window cannot follow step by step.",
}
"""Why no step can be taken, in English."""

TOO_LARGE = {
    "numbers": "An array would have too many numbers.",
    "entries": "The list has too many entries, with those of the lists inside it.",
    "deep": "Too many lists are one inside the other.",
    "letters": "There are too many letters or digits.",
    "rounds": "The loop has too many rounds.",
    "axes": "The array has so many long axes that it takes too long to print.",
    "bits": "The whole number has too many bits: Python sets them no limit.",
    "work": "The expression asks for too much at once.",
}
"""Why a value is too large, in English."""
