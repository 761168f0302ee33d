"""Write a script as a Jupyter notebook: headings that say what was done, the code in cells, and a plot of the loss."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from core.script.writer import HELPER, Passage

RUN = re.compile(r"(\s*)descend\((\d+)\)")
SETUP_NOTE = "What is needed."
PLOT = """\
try:
    import matplotlib.pyplot as plt
except ImportError:
    print("Install matplotlib to see the loss. The last one is", losses[-1])
else:
    plt.plot(losses)
    plt.xlabel("step")
    plt.ylabel("loss")
    plt.show()"""


VALIDATION_LOSS = 'print("The loss of the rows to check with:", float(loss_fn(Y_val, model(X_val))))'


def notebook(written: Iterable[Passage], title: str, prose: str = "") -> str:
    """Return the text of a notebook. Run from the first cell to the last, it leaves the script's variables.

    Args:
        written: the passages of the script, in either spelling.
        title: the heading.
        prose: Markdown to stand below it.
    """
    import nbformat

    passages = list(written)
    cells = [nbformat.v4.new_markdown_cell("\n\n".join(part for part in (f"# {title}", prose) if part))]
    for note, lines in _sections(passages):
        if note:
            cells.append(nbformat.v4.new_markdown_cell(f"## {note.rstrip('.')}"))
        cells.append(nbformat.v4.new_code_cell("\n".join(lines)))
    if any(passage.steps is not None for passage in passages):
        cells += [nbformat.v4.new_markdown_cell("## The loss"), nbformat.v4.new_code_cell(PLOT)]
        if _has_validation(passages):
            cells.append(nbformat.v4.new_code_cell(VALIDATION_LOSS))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"  # so that the same session gives the same notebook
    made = nbformat.v4.new_notebook(cells=cells)
    made["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made["metadata"]["language_info"] = {"name": "python"}
    nbformat.validate(made)
    return str(nbformat.writes(made))


def _has_validation(passages: Iterable[Passage]) -> bool:
    """Return whether the last data have rows to check with."""
    given = [line for passage in passages for line in passage.lines if line.startswith(("X = ", "X, X_val"))]
    return bool(given) and given[-1].startswith("X, X_val")


def _sections(passages: Sequence[Passage]) -> Iterable[tuple[str, list[str]]]:
    """Return heading and lines of each cell; consecutive passages with one heading make one cell."""
    headed, heading = [], SETUP_NOTE
    for passage in passages:
        heading = passage.note or heading
        headed.append((heading, passage))
    for note, group in groupby(headed, key=lambda one: one[0]):
        lines = [line for _, passage in group for line in _cell_lines(passage)]
        if note == SETUP_NOTE:
            lines.append("losses = []  # before each step")
        yield note if note != HELPER else "", _trimmed(lines)


def _cell_lines(passage: Passage) -> Iterable[str]:
    """Return a passage's lines without the comment that is the heading, and with the losses of its steps kept."""
    for line in passage.lines:
        if line == f"# {passage.note}":
            continue
        run = RUN.fullmatch(line) if passage.steps is not None else None
        yield f"{run[1]}losses.extend(descend({run[2]}).numpy()[:{run[2]}].tolist())" if run else line


def _trimmed(lines: list[str]) -> list[str]:
    """Return lines without blank ones at both ends."""
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines
