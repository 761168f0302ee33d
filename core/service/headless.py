"""Work on a saved session without a window: take steps, save, export."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core import environment
from core.commands import Step
from core.files.saved_session import SavedSession, saved_curves
from core.files.script_file import EXACT, spelt, write_script
from core.files.session_file import read_session, write_session
from core.problems.problem import Problem
from core.tables.copies import keep_copy

FRAME = 100_000
"""Steps done together."""


@dataclass(frozen=True)
class Task:
    """What to do with a session.

    Attributes:
        session: its file.
        steps: how many steps to take from the place that is shown.
        save: where to save it afterwards, or None.
        export: a .py or .ipynb to write afterwards, or None.
        spelling: of what is exported, "exact" or "readable".
    """

    session: Path
    steps: int = 0
    save: Path | None = None
    export: Path | None = None
    spelling: str = EXACT


def run(task: Task) -> str:
    """Do it, and return what came of it in one line.

    Raises:
        Problem: the session cannot be opened, a step cannot be taken, or a file cannot be written.
    """
    session = read_session(task.session)
    for content in session.copies.values():
        keep_copy(content)
    environment.prepare()
    with environment.without_scikit_learn():
        from core.network.training import validate
        from core.workbench.workbench import Workbench

    bench, curves = Workbench.restored(session.history), session.loss_curves()
    left = task.steps
    while left > 0:
        bench.do([Step(min(left, FRAME))], continued=left < task.steps)
        left -= FRAME
        if bench.network.training.diverged:
            training = bench.network.training
            raise Problem("descent.not_finite", step=training.bad_step, rate=training.largest_rate)
    place = bench.timeline.place()
    validation = validate(bench.network.training)
    curves.fold(bench.take_events(), place, None, validation.measured if validation is not None else None)
    if task.save is not None:
        write_session(task.save, SavedSession(bench.saved(), saved_curves(curves), session.lesson))
    if task.export is not None:
        write_script(task.export, spelt(bench.history.entries, task.spelling), task.session.stem)
    snapshot = bench.snapshot()
    loss = f", loss {snapshot.loss:.6g}" if snapshot is not None and not snapshot.why_no_step else ""
    return f"step {place.step}{loss}"
