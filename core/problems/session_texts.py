"""The sentences of the problems with files that are saved and opened: sessions, models, pictures."""

from __future__ import annotations

from core.problems.problem_text import ProblemText

SESSION_TEXTS: dict[str, ProblemText] = {
    "session.missing": ProblemText(
        title="This file cannot be found",
        explanation="There is no file at {path}. What was open before is still there.",
        advice="Check the name, or choose the file with Open.",
    ),
    "session.unreadable": ProblemText(
        title="This file cannot be read",
        explanation="{path} could not be read: {reason}. What was open before is still there.",
        advice="Check that the file may be read, then open it again.",
    ),
    "session.foreign": ProblemText(
        title="This is not a saved session",
        explanation="{path} was not written by Layerscope, or is not whole. What was open before is still there.",
        expected="a file that Layerscope saved, with the ending .layerscope",
        received="something else",
        advice="Choose another file, or an older copy of this one.",
    ),
    "session.newer": ProblemText(
        title="This session needs a newer Layerscope",
        explanation="{path} was saved by a later version of the program. What was open before is still there.",
        expected="format {expected} or older",
        received="format {received}",
        advice="Install the newer version, then open the file again.",
    ),
    "session.damaged": ProblemText(
        title="This session is damaged",
        explanation="The file does not fit together: {reason}. What was open before is still there.",
        advice="Open an older copy of the file.",
    ),
    "session.too_large": ProblemText(
        title="This file is too large",
        explanation="{path} holds more than any session does, and is not read. What was open before is still there.",
        expected="at most {expected} MB of {received}",
        received="more",
        advice="Check that it is the file that was meant.",
    ),
    "model.foreign": ProblemText(
        title="This is not a model of Keras",
        explanation="{path} cannot be read as a model: {reason}. The network is as it was.",
        expected="a .keras, .h5 or .json that Keras saved",
        received="something else",
        advice="Choose another file, or save the model again.",
    ),
    "model.unknown": ProblemText(
        title="This model has layers that cannot be shown here",
        explanation="{path} was read, but Layerscope knows only a chain of Dense layers. The network is as it was.",
        expected="one Input and Dense layers, one after another",
        received="{received}",
        advice="Open a model of Dense layers, or look at this one with model.summary() in Python.",
    ),
    "model.other_weights": ProblemText(
        title="These weights belong to another model",
        explanation="The shapes of the arrays are not those of this model. The weights are as they were.",
        expected="{expected}",
        received="{received}",
        advice="Open the model that they were saved with.",
    ),
    "check.failed": ProblemText(
        title="The script did not run to its end",
        explanation="In a fresh Python it ended with: {reason}. The network in this window is as it was.",
        advice="If a CSV file has changed since it was opened, open it again; else copy the details into a bug report.",
    ),
    "file.not_written": ProblemText(
        title="The file could not be written",
        explanation="{path} could not be written: {reason}. Nothing is lost: everything is still in this window.",
        advice="Choose another folder, or make room on the disk.",
    ),
}
"""The sentences for each kind of problem, in English."""

WHY_BOXES = {
    "layers": "Layerscope trains chains of Dense layers, and this model has others: {received}.",
    "branches": "Layerscope trains a chain of layers, and the layers of this model branch, or one is used twice.",
    "inputs": "Layerscope trains on rows of numbers, and this model takes inputs of the shape {received}.",
    "settings": "A Dense layer of this model has settings that Layerscope does not know: {received}.",
}
"""Why a model from a file is shown as boxes and cannot be trained here, in English."""

WHY_BOX = {
    "known": "Layerscope knows this kind of layer, but not the whole model.",
    "keras": "A layer of Keras that Layerscope does not train. Only its config is read.",
    "lambda": "A Lambda layer holds code from the person who saved it. It is not run.",
    "foreign": "This class is not one of Keras's own. No code of it is looked for or run.",
}
"""Why one layer of it is only a box, in English, by where its class comes from; see `core.design.model_boxes`."""
