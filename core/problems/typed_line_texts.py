"""The sentences of the problems with a line that was typed."""

from __future__ import annotations

from core.problems.problem_text import ProblemText

LINE_TEXTS: dict[str, ProblemText] = {
    "line.syntax": ProblemText(
        title="This line is not Python",
        explanation="Python cannot read the line. Nothing was changed.",
        where="column {column}",
        expected="one line of Python",
        received="{received}",
        advice="Correct the line and press Enter again.",
    ),
    "line.unknown": ProblemText(
        title="This line cannot be typed here",
        explanation="Layerscope runs only lines that match one of its commands. This one does "
        "not. Nothing was changed.",
        expected="{expected}",
        received="{received}",
        advice="Type a line such as these.",
    ),
    "line.letters": ProblemText(
        title="This is too much to be typed at once",
        explanation="A block is done completely or not at all, so its size is limited. Nothing was changed.",
        expected="at most {expected} letters",
        received="{received} letters",
        advice="Type it in parts.",
    ),
    "line.lines": ProblemText(
        title="This is too much to be typed at once",
        explanation="A block is done completely or not at all, so its size is limited. Nothing was changed.",
        expected="at most {expected} lines",
        received="{received} lines",
        advice="Type it in parts.",
    ),
    "line.statements": ProblemText(
        title="This is too much to be typed at once",
        explanation="A block is done completely or not at all, so its size is limited. Nothing was changed.",
        expected="at most {expected} statements",
        received="{received} statements",
        advice="Type it in parts.",
    ),
    "line.long": ProblemText(
        title="This line is too long",
        explanation="Nothing was changed.",
        expected="at most {expected} letters in a line",
        received="{received} letters",
        advice="Write it in several lines, with variables for its parts.",
    ),
    "line.argument": ProblemText(
        title="This part of the line cannot be done as it is written",
        explanation="Only what can be done exactly as it is written is done. Nothing was changed.",
        expected="{expected}",
        received="{received}",
        advice="Leave the part out, or write it as in the example.",
    ),
    "line.import": ProblemText(
        title="This cannot be imported here",
        explanation="Typed lines are read and not run as Python, so only what they may use can be imported, and that "
        "is there already. Nothing was changed.",
        where="{part}",
        expected="{expected}",
        received="{received}",
        advice="Leave the line out, or import something of these.",
    ),
    "layer.other_kind": ProblemText(
        title="This kind of layer cannot be made here",
        explanation="Layerscope shows how each number of a layer comes about, and so far can do so for these kinds: "
        "{kinds}. Nothing was changed.",
        expected="{expected}",
        received="{received}",
        advice="Leave this layer out. A saved model that has one can be opened and looked at: File, Open.",
    ),
    "layer.no_variable": ProblemText(
        title="A layer needs a variable of its own",
        explanation="A layer is shown under its variable, so one line makes it and the next one calls it. Nothing was "
        "changed.",
        expected="{call}\nx = hidden_1(inputs)",
        received="{received}",
        advice="Write two lines, with a variable for each layer.",
    ),
    "file.saved_by_line": ProblemText(
        title="A typed line writes no file",
        explanation="The window asks where a file is to be saved. Nothing was saved.",
        expected="an entry of the File menu",
        received="{received}",
        advice="Use File, Save the model, or File, Save the weights.",
    ),
    "file.opened_by_line": ProblemText(
        title="A typed line opens no file",
        explanation="The window asks which file is to be opened. Nothing was changed.",
        expected="an entry of the File menu",
        received="{received}",
        advice="Use File, Open, which opens a model with its weights.",
    ),
    "tensor.whole": ProblemText(
        title="Whole numbers do not make a float32 tensor",
        explanation="tf.constant makes a tensor of int32 from numbers without a point, and a layer computes with "
        "float32. Nothing was changed.",
        expected="at least one number with a point, or the dtype tf.float32",
        received="{received}",
        advice="Write 1.0 instead of 1, or add tf.float32 behind the numbers.",
    ),
    "units.out_of_range": ProblemText(
        title="A layer cannot have so many units",
        explanation="Layerscope draws every unit, so the size of a layer is limited. Nothing was changed.",
        expected="a whole number from 1 to {largest}",
        received="{received}",
    ),
}
"""The sentences for each kind of problem, in English."""
