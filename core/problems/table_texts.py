"""The sentences about tables: files that cannot be read, cells that are wrong, choices that make no network."""

from __future__ import annotations

from core.problems.problem_text import ProblemText

TABLE_TEXTS = {
    "table.missing": ProblemText(
        title="This file cannot be found",
        explanation="There is no file at {path}. The data that were loaded before are still there.",
        advice="Check the name, or choose the file with Open a table.",
    ),
    "table.directory": ProblemText(
        title="This is a folder, not a file",
        explanation="{path} is a folder. The data that were loaded before are still there.",
        expected="a file with a table",
        received="a folder",
        advice="Open the file inside the folder.",
    ),
    "table.unreadable": ProblemText(
        title="This file cannot be read",
        explanation="{path} could not be read: {reason}. The data that were loaded before are still there.",
        advice="Check that the file may be read and is not open elsewhere, then open it again.",
    ),
    "table.changed": ProblemText(
        title="This file has changed since it was opened",
        explanation="{path} has other content now, so the same steps would give other weights.",
        advice="Open the table again to learn from what it holds now.",
    ),
    "table.empty": ProblemText(
        title="This file has no data",
        explanation="{name} has no row of values. The data that were loaded before are still there.",
        expected="at least one row of values",
        received="no rows",
        advice="Write one sample per line, with a name for each column in the first line.",
    ),
    "table.too_large": ProblemText(
        title="This file is too large",
        explanation="{name} holds {received}; its numbers would not find room in memory beside the network.",
        expected="at most {limit}",
        received="{received}",
        advice="Keep a part of its rows in a smaller file.",
    ),
    "table.web_page": ProblemText(
        title="This is a web page, not a table",
        explanation="{name} holds HTML: the page around the table was saved, or an error page instead of the file.",
        advice="Use the page's download button, on GitHub the one named Raw.",
    ),
    "table.pointer": ProblemText(
        title="This file only points to the table",
        explanation="{name} is a pointer of Git LFS: the table itself was not downloaded.",
        advice="Run git lfs pull in its folder, or download the file from the website.",
    ),
    "table.archive": ProblemText(
        title="This is an archive, not a table",
        explanation="{name} is packed ({received}). The data that were loaded before are still there.",
        advice="Unpack it, and open the file inside.",
    ),
    "table.other_format": ProblemText(
        title="This is not a table",
        explanation="{name} is a file of another format ({received}). "
        "The data that were loaded before are still there.",
        expected="a CSV, TSV, text, Excel (.xlsx) or NumPy (.npy) file",
        received="{received}",
        advice="Save the table as CSV in the program that made it, and open that.",
    ),
    "table.arrays": ProblemText(
        title="No table was found in these arrays",
        explanation="Python objects are never loaded. The data that were loaded before are still there.",
        expected="in {name} an array X with a row of numbers for each sample, and an array y with one target for each",
        received="{received}",
        advice='Save them by these names: np.savez("data.npz", X=X, y=y).',
    ),
    "table.array_shape": ProblemText(
        title="This array is not a table",
        explanation="A table has rows and columns of numbers. The data that were loaded before are still there.",
        expected="shape (rows, columns), with at least 2 columns",
        received="{received}",
        advice="Reshape it, with one row for each sample, and save it again.",
    ),
    "table.encoding": ProblemText(
        title="This file is not text in {encoding}",
        explanation="The byte {byte} cannot be read as {encoding}. The data that were loaded before are still there.",
        where="line {line}",
        expected="text in {encoding}",
        received="the byte {byte}",
        advice="Choose another encoding, or save the file as CSV UTF-8 and open it again.",
    ),
    "table.encoding_unknown": ProblemText(
        title="There is no such encoding",
        explanation="Nothing was changed.",
        expected="for example one of {names}",
        received="{received}",
    ),
    "table.quote": ProblemText(
        title="A quotation mark is never closed",
        explanation="From there on, the whole file is one cell. The data that were loaded before are still there.",
        where="line {line}, column {column}",
        expected="a closing quotation mark",
        received="{received}",
        advice="Close the quotation, or remove the mark.",
    ),
    "table.row": ProblemText(
        title="A line cannot be read",
        explanation="{reason}. The data that were loaded before are still there.",
        where="line {line}",
        advice="Correct the line, or choose another separator.",
    ),
    "table.cell": ProblemText(
        title="There is text where a number should be",
        explanation="The other cells of this column are numbers, and a layer multiplies each of them. "
        "The data that were loaded before are still there.",
        where="line {line}, column {column} ({name})",
        expected="a number such as 1.5",
        received="{received}",
        advice="Correct the cell, or leave the column out.",
    ),
    "table.not_finite": ProblemText(
        title="A cell is not a finite number",
        explanation="One NaN or infinity would spread to every weight within a single step. "
        "The data that were loaded before are still there.",
        where="line {line}, column {column} ({name})",
        expected="a finite number that float32 can hold (up to 3.4e38)",
        received="{received}",
        advice="Correct the cell, or leave the column out.",
    ),
    "table.ragged": ProblemText(
        title="A line has another number of columns",
        explanation="All samples of a batch need the same number of columns. "
        "The data that were loaded before are still there.",
        where="line {line}, column {column}",
        expected="{expected} columns",
        received="{received} columns",
        advice="Look for a missing or an extra separator in this line.",
    ),
    "table.one_column": ProblemText(
        title="This file has only one column",
        explanation="One column is the target, so nothing is left to learn from. "
        "The data that were loaded before are still there.",
        where="line {line}, column {column}",
        expected="at least two columns: an input and the target",
        received="1 column",
        advice="Check the separator: a comma, a semicolon, a tab or blanks.",
    ),
    "table.too_many_rows": ProblemText(
        title="This file has too many rows",
        explanation="Every sample is computed by every layer and shown. "
        "The data that were loaded before are still there.",
        expected="at most {limit} rows",
        received="{received} rows",
        advice="Keep a part of the file, for example its first {limit} rows.",
    ),
    "table.no_column": ProblemText(
        title="The table has no such column",
        explanation="Nothing was changed.",
        expected="one of {names}",
        received="{received}",
    ),
    "table.no_target": ProblemText(
        title="The table has no target yet",
        explanation="A target is what the network learns to say. Nothing was changed.",
        advice="Choose a column as the target.",
    ),
    "table.no_number": ProblemText(
        title="This column cannot be a target beside others",
        explanation="The column {name} holds no numbers, and several targets are learned together as numbers. "
        "Nothing was changed.",
        advice="Choose only columns of numbers as targets, or this one alone.",
    ),
    "table.too_many_targets": ProblemText(
        title="These are too many targets",
        explanation="Each target is a unit of the last layer. Nothing was changed.",
        expected="at most {limit} targets",
        received="{received} targets",
    ),
    "table.no_input": ProblemText(
        title="The table has no input yet",
        explanation="Every column but the target is left out. Nothing was changed.",
        advice="Choose at least one column as an input.",
    ),
    "table.not_usable": ProblemText(
        title="This column cannot be used",
        explanation="{name} holds text that is different in nearly every row, or nothing at all, so there is "
        "nothing to learn from it. Nothing was changed.",
        advice="Leave it out.",
    ),
    "table.too_many_columns": ProblemText(
        title="This table has too many columns",
        explanation="A network here has at most 256 inputs, and every column would be looked at. Nothing was changed.",
        expected="at most {limit} columns",
        received="{received} columns",
        advice="Check the separator, or make a file with the columns that matter.",
    ),
    "table.name": ProblemText(
        title="A name in this table cannot be read",
        explanation="It may stand for a column, an array or a class. Nothing was changed.",
        expected="a name of at most {limit} characters",
        received="{received}",
        advice="Check the separator, or whether the first row has the names.",
    ),
    "table.too_many_inputs": ProblemText(
        title="These are too many inputs",
        explanation="The network gets one input unit per column, and one per value of a category. Nothing was changed.",
        expected="at most {limit} inputs",
        received="{received} inputs",
        advice="Leave out some columns.",
    ),
    "table.too_many_classes": ProblemText(
        title="These are too many classes",
        explanation="{name} has {received} different values, and each would be an output unit. Nothing was changed.",
        expected="at most {limit} classes",
        received="{received} classes",
        advice="Choose another target, or put rare values together in the file.",
    ),
    "table.one_class": ProblemText(
        title="The target is always the same",
        explanation="{name} is {received} in every row, so there is nothing to learn. Nothing was changed.",
        advice="Choose another target.",
    ),
    "table.no_rows": ProblemText(
        title="No row is left",
        explanation="Every row lacks a value in one of the chosen columns. Nothing was changed.",
        advice="Fill missing values, or leave out the column that lacks most.",
    ),
    "table.no_mean": ProblemText(
        title="There is no mean to fill with",
        explanation="No training row has a value of {name}. Nothing was changed.",
        advice="Leave the column out.",
    ),
    "table.class_unseen": ProblemText(
        title="A class is only in the validation rows",
        explanation="No training row is {received}, so the network can never learn it. Nothing was changed.",
        advice="Choose another seed, the same share of each class, or fewer validation rows.",
    ),
    "table.validation": ProblemText(
        title="This share cannot be used for validation",
        explanation="Nothing was changed.",
        expected="a share from 0 to 0.5 that leaves a row on each side",
        received="{received}",
        advice="Choose another share.",
    ),
    "table.choice": ProblemText(
        title="There is no such choice",
        explanation="Nothing was changed.",
        expected="{expected}",
        received="{received}",
    ),
}
