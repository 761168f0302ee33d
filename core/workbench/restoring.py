"""Make a history again from a file: settings are done again, and the numbers that steps led to are put in their places.

No step is taken and no `fit` is run, so a long history opens in seconds, with the weights of the machine that took the
steps. What a file claims is checked on the way: commands by doing them, numbers by the shapes of the real variables.
"""

from __future__ import annotations

from bisect import insort

from core.commands import Fit
from core.history.branch import Branch, Entry, Keyframe, Position
from core.history.saved_history import SavedBranch, SavedHistory, SavedKeyframe, check_saved
from core.network.network import Network
from core.network.saved_state import SavedState
from core.snapshot.moment import TracedCall
from core.workbench.timeline import Timeline, with_frozen

MOST_RETAKEN = 50_000_000
"""Steps between two keyframes. Whoever goes there waits until they are taken again."""


class Restoring:
    """Fill an empty timeline, and its network.

    Args:
        timeline: to be filled.
        network: its network.
    """

    def __init__(self, timeline: Timeline, network: Network) -> None:
        self._timeline, self._network = timeline, network
        self._branches: dict[int, Branch] = {}
        self._exact = True  # whether the network has the numbers of the end of the present branch

    def restore(self, history: SavedHistory) -> None:
        """Make all branches again, and go to the place that was shown.

        Raises:
            Problem: a command cannot be done, or something does not fit together.
        """
        for saved in history.branches:
            check_saved(saved.number == len(self._branches), "its branches are in no order")
            self._make_branch(saved)
        timeline = self._timeline
        timeline.history.restore(self._branches.values())
        check_saved(history.branch in self._branches, "it ends on a branch that there is not")
        branch, position = self._branches[history.branch], history.position
        _check_place(branch, position)
        self._keep_present(branch, SavedKeyframe(position, history.present))
        timeline.history.go(branch, position)
        for number, place in history.undone:
            check_saved(number in self._branches, "it redoes on a branch that there is not")
            _check_place(self._branches[number], place)
            timeline.history.undone.append((self._branches[number], place))
        timeline.arrive()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _make_branch(self, saved: SavedBranch) -> None:
        """Do a branch's own commands from where it began, and put its keyframes in their places."""
        branch = Branch(saved.number, saved.parent, saved.fork, saved.run, saved.first_step)
        self._branches[branch.number] = branch
        if saved.parent is not None:
            self._begin(branch, saved.parent)
        frames = list(reversed(saved.keyframes))
        self._keep_upto(branch, frames)
        for done in saved.entries:
            if done.command.takes_steps and done.command.replayable:
                self._network.training.need_optimizer()
                self._exact = False
            else:
                self._do(done, saved.traced.get(len(branch.entries), ()))
            branch.entries.append(done)
            self._keep_upto(branch, frames)
            check_saved(self._exact or done.command.replayable, "numbers are missing")
        check_saved(not frames, "it has numbers of a place that there is not")
        if branch.keyframes:
            rest = branch.steps_between(branch.keyframes[-1].position, branch.end)
            check_saved(rest <= MOST_RETAKEN, "numbers are missing")

    def _begin(self, branch: Branch, parent_number: int) -> None:
        """Go to where a branch left another one."""
        check_saved(parent_number in self._branches and parent_number != branch.number, "its branches are in no order")
        parent, fork = self._branches[parent_number], branch.fork
        _check_place(parent, fork)
        branch.entries = parent.upto(fork)
        branch.keyframes = [frame for frame in parent.keyframes if frame.position <= fork]
        check_saved(bool(branch.keyframes), "numbers are missing")
        self._network.restore(branch.keyframes[-1].state)
        self._exact = branch.keyframes[-1].position == fork
        if not self._exact:
            self._network.training.need_optimizer()

    def _do(self, done: Entry, traced: tuple[TracedCall, ...]) -> None:
        """Do one command again; of a `fit` only what it leaves in Keras, because its weights are in the file."""
        check_saved(self._exact, "numbers are missing")
        network, command = self._network, done.command
        network.recorder.known = None
        if isinstance(command, Fit):
            network.fitting.recall(command.batch_size, traced, command.split)
            command.recall(network)
            self._exact = False
        else:
            command.apply(network)
            self._exact = not command.takes_steps
        network.names.take_shown()

    def _keep_upto(self, branch: Branch, frames: list[SavedKeyframe]) -> None:
        """Keep those of the frames ahead, the next one last, that lie up to the end of what was done so far."""
        if not frames or frames[-1].position > branch.end:
            return
        base = SavedState(self._network.training)
        while frames and frames[-1].position <= branch.end:
            saved = frames.pop()
            last = branch.keyframes[-1].position if branch.keyframes else Position()
            check_saved(saved.position >= last, "its numbers are in no order")
            _check_place(branch, saved.position)
            state = base.at(saved.moment)
            check_saved(state.step == branch.step_at(saved.position), "its numbers are of another step")
            if saved.position > last:
                check_saved(branch.steps_between(last, saved.position) <= MOST_RETAKEN, "numbers are missing")
                branch.keyframes.append(with_frozen(branch, Keyframe(saved.position, state, saved.spaced)))
        if _is_end(branch, saved.position):
            self._network.restore(state)
            if branch.entries and branch.entries[-1].command.renews_model and self._network.model is not None:
                self._network.training.initial_weights = self._network.model.get_weights()
            self._exact = True

    def _keep_present(self, branch: Branch, present: SavedKeyframe) -> None:
        """Put the numbers of the place that was shown among the keyframes, so that no step is taken to show it."""
        if not branch.keyframes:
            return
        frame = branch.keyframe_before(present.position)
        if frame.position == present.position:
            return
        self._network.restore(frame.state)
        self._network.training.need_optimizer()
        state = SavedState(self._network.training).at(present.moment)
        insort(branch.keyframes, Keyframe(present.position, state, True, frame.frozen), key=lambda kept: kept.position)


def _is_end(branch: Branch, position: Position) -> bool:
    """Return whether a place is the end of what was done so far."""
    if position == branch.end:
        return True
    last = branch.entries[-1].command
    return position.entries == len(branch.entries) - 1 and position.steps == last.steps_taken


def _check_place(branch: Branch, position: Position) -> None:
    steps = branch.entries[position.entries].command.steps_taken if position.entries < len(branch.entries) else 0
    check_saved(0 <= position.entries <= len(branch.entries) and 0 <= position.steps <= steps, "it has no such place")
