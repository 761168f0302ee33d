"""The readable spelling of a script: what a person would write. It gives the window's weights within rounding.

The exact spelling (`core.script.writer`) holds the window's own compiled loop. Here a step is a short function with a
tape, and a comment says what was clicked.
"""

from __future__ import annotations

from dataclasses import replace

from core.commands import SetOptimizer, SetTrainable, Step
from core.history.branch import Entry
from core.script.comments import comment_of
from core.script.writer import IMPORTS, Passage, ScriptWriter

BATCHES = (
    "def shuffled(size, seed):",
    '    """The samples of one mini-batch after another; every epoch takes all of them once, in a new order."""',
    "    epoch = 0",
    "    while True:",
    "        order = np.random.default_rng([seed, epoch]).permutation(len(X))",
    "        for first in range(0, len(X), size):",
    "            yield order[first : first + size]",
    "        epoch += 1",
)
GRADIENTS = (
    "    gradients = tape.gradient(loss, model.trainable_weights)",
    "    optimizer.apply(gradients, model.trainable_weights)",
    "    return loss",
)
ON_ALL = (
    "def take_step():",
    '    """Forward, loss, gradients, update: one step on all samples."""',
    "    with tf.GradientTape() as tape:",
    "        loss = loss_fn(Y_true, model(X))",
    *GRADIENTS,
)
ON_BATCH = (
    "def take_step(rows):",
    '    """Forward, loss, gradients, update: one step on some of the samples."""',
    "    with tf.GradientTape() as tape:",
    "        loss = loss_fn(tf.gather(Y_true, rows), model(tf.gather(X, rows)))",
    *GRADIENTS,
)
BUILT = "optimizer.build(model.variables)  # on all of them: what is frozen now may learn later"
COMPILED = "train_step = tf.function(take_step)  # it remembers what is trainable now"


class ReadableWriter(ScriptWriter):
    """Write passages that a person would write, each after a comment."""

    SETUP = IMPORTS

    def write(self, done: Entry) -> None:
        command = done.command
        if isinstance(command, SetTrainable):
            self._fresh = False  # tf.function remembers what was trainable
        if isinstance(command, SetOptimizer) or command.renews_model:
            self._defined -= {BUILT}
        super().write(done)

    def _add(self, passage: Passage) -> None:
        """Add what a command wrote, with a comment above it unless that of the passage before says the same."""
        comment, lines = passage.note, passage.lines
        if lines[0].startswith("batches = MiniBatches"):
            lines = (lines[0].replace("MiniBatches(len(X), ", "shuffled("),)
        if comment and not self._is_told(passage.label, comment):
            lines = self._commented(comment, lines)
        self.written.append(replace(passage, lines=lines))

    def _commented(self, comment: str, lines: tuple[str, ...]) -> tuple[str, ...]:
        """Return lines with a comment above them, and a blank line above that."""
        above = () if self.written[-1].lines[-1:] == ("",) else ("",)
        return (*above, f"# {comment}", *lines)

    def _is_told(self, label: str, comment: str) -> bool:
        """Return whether the passages before, of the same kind, begin with this comment."""
        for passage in reversed(self.written):
            if passage.label != label:
                return False
            if f"# {comment}" in passage.lines:
                return True
        return False

    def _define_batches(self) -> None:
        self._define("shuffled", BATCHES)

    def _write_steps(self, done: Entry, step: Step) -> None:
        self._need_optimizer()
        self._need_loss()
        self._define("losses", ("losses = []",), apart=False)
        name, other, source = ("batch", "all", ON_BATCH) if self._batches else ("all", "batch", ON_ALL)
        self._defined -= {other}
        self._define(name, source)
        if not self._fresh:
            self._fresh = True
            self._define(BUILT, (BUILT,), apart=False)
            self.written.append(Passage("descent", (COMPILED,)))
        step, span = self._joined(done, step)
        call = "train_step(next(batches))" if self._batches else "train_step()"
        line = f"losses.append(float({call}))"
        lines = (line,) if step.steps == 1 else (f"for step in range({step.steps}):", f"    {line}")
        self.written.append(Passage("step", self._commented(comment_of(step), lines), span, comment_of(step)))
