"""The sentences of the problems with samples that are edited by hand."""

from __future__ import annotations

from core.problems.problem_text import ProblemText

EDIT_TEXTS: dict[str, ProblemText] = {
    "edit.not_a_number": ProblemText(
        title="This is not a number",
        explanation="A cell holds one number. Nothing was changed.",
        where="sample {row}, {column}",
        expected="a number, such as 0.5, 0,5 or -1e-3",
        received="{received}",
    ),
    "edit.no_class": ProblemText(
        title="There is no such class",
        explanation="A target is the name or the number of one of the classes. Nothing was changed.",
        expected="{names}",
        received="{received}",
    ),
    "edit.not_finite": ProblemText(
        title="This number is too large for float32",
        explanation="A sample holds finite numbers only. Nothing was changed.",
    ),
    "edit.cells": ProblemText(
        title="These cells cannot be written",
        explanation="Nothing was changed.",
        expected="X or Y_true, some cells, and a number for each",
        received="{received}",
    ),
    "edit.no_cell": ProblemText(
        title="There is no such cell or row",
        explanation="Rows and columns are counted from 0. Nothing was changed.",
        expected="a place in the shape {expected}",
        received="{received}",
    ),
    "edit.row_lengths": ProblemText(
        title="These rows do not fit the samples",
        explanation="A new sample has a number for each column of {name}. Nothing was changed.",
        expected="rows of length {expected}",
        received="rows of length {received}",
    ),
    "edit.last_row": ProblemText(
        title="One sample must stay",
        explanation="Without any sample there is nothing to learn from. Nothing was removed.",
    ),
    "edit.too_large": ProblemText(
        title="This table is too large to be edited here",
        explanation="Every step back keeps the samples as they were. Nothing was changed.",
        expected="at most {expected} numbers",
        received="{received} numbers",
        advice="Edit the file, and open it again.",
    ),
    "edit.paste_size": ProblemText(
        title="These cells do not fit the samples",
        explanation="Rows with a number for every column are added as samples; fewer columns are written over the "
        "cells from the chosen one on. Nothing was changed.",
        expected="{expected} columns, or at most {room} cells from here on",
        received="{received} cells",
    ),
    "edit.nothing_to_paste": ProblemText(
        title="There is nothing to paste",
        explanation="Copy cells in a spreadsheet first: numbers, with tabs between columns.",
    ),
}
