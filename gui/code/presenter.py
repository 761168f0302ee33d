"""Connect the Code page, its field and the output under it with the session."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property, partial
from pprint import pformat
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from core.commands import Evaluate, SetBatchSize, SetLearningRate, SetLoss, SetOptimizer, SetTrainable, Show, ShowEach
from core.intents.questions import FilesChanged, Question, ValueOf, WasDone
from core.intents.saving import TakeWeights
from core.problems.problem import Problem
from core.script.line_reader import read_line
from core.sizes.limits import MOST_CODE
from core.snapshot.printed import Printed
from gui.actions.availability import LOADING
from gui.actions.shell import Shell
from gui.actions.table import Slots
from gui.code.check import CodeCheck
from gui.code.code_panel import CodePanel
from gui.code.export_presenter import CodeExport
from gui.code.file_watch import FileWatch
from gui.look.why_not import allow
from gui.session.session import Session

if TYPE_CHECKING:
    from core.script.check import Compared
    from core.script.line_parts import Intent
    from core.script.writer import Script
    from core.service.messages import Answer

EXACT, READABLE = "exact", "readable"

GO_ON = (SetLearningRate, SetTrainable, SetOptimizer, SetLoss, SetBatchSize, Show)
"""The commands that can be done while playing."""


@dataclass(frozen=True)
class _Line:
    """A typed line or block, and the commands that it stands for."""

    text: str
    intents: tuple[Intent, ...]

    @cached_property
    def questions(self) -> tuple[ValueOf, ...]:
        """What to ask once it is done: the value of the variable that it assigns. A block has none."""
        text = self.text.strip()
        match ast.parse(text).body if len(text) <= MOST_CODE else []:
            case [ast.Assign(targets=[ast.Name(id=variable)])]:
                return (ValueOf(variable),)
        return ()

    def output(self, answer: Answer) -> Printed | None:
        """Return what the line shows: what it prints, or the value that it gives to a variable."""
        lines = [one.printed for one in self.intents if isinstance(one, (Show, ShowEach, Evaluate)) and one.printed]
        if not lines:
            return next((value for asked, value in reversed(answer.answers) if asked in self.questions), None)
        found = [one for one in answer.shown if one.expression in lines][-len(lines) :]
        return found[0] if len(found) == 1 else Printed("", "\n".join(one.text for one in found))


class CodePresenter(QObject):
    """Show the script, and have a typed line done as the command that it stands for.

    Attributes:
        export: writes the script to a file.
        spelling: how the script is spelt that is shown, `EXACT` or `READABLE`.
    """

    def __init__(self, panel: CodePanel, session: Session, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        self._panel, self._prompt, self._session, self._shell = panel, panel.prompt, session, shell
        self._line, self._refused = "", False  # what was refused last, and whether nothing was typed since
        self._typing = False  # whether the learner was in the field when the line there was refused
        self._number = 0
        self._waiting: dict[WasDone, _Line] = {}
        self.spelling = EXACT
        self._check, self._asked = CodeCheck(self), None  # the question for the weights to compare with
        self._checked = ""  # the script that is run to check it
        self._connect_check()
        self.export = CodeExport(lambda: self._script.passages, session, shell)
        self._files = FileWatch(self)
        self._files.due.connect(self._ask_for_files)
        session.question_answered.connect(self._show_changed)
        self._prompt.line.entered.connect(self._enter)
        session.history_changed.connect(self._show_script)
        session.loading_changed.connect(self._show_loading)
        session.reported.connect(self._take_in)
        session.problem_raised.connect(self._go_on_typing)  # after the card, which takes the focus
        session.workspace_changed.connect(self._forget_printed)
        self._show_loading()

    def slots(self) -> Slots:
        """Return the slots of the actions on the script."""
        return {"copy_code": self._panel.copy, "check_code": self.check, **self.export.slots()}

    def show_result(self, shown: Printed) -> None:
        """Bring the page to the front with the value of an expression; the error card shows a refusal."""
        if shown.problem is None:
            self._shell.show_page(self._panel)
            self._print(shown)

    @property
    def _script(self) -> Script:
        """The script in the spelling that is shown."""
        network = self._session.network
        return network.readable if self.spelling == READABLE else network.script

    def _show_script(self) -> None:
        network, script = self._session.network, self._script
        same = script.same if self.spelling == READABLE else network.same_passages
        self._panel.set_passages(script.passages, same)
        self._files.set_paths(file.path for file in network.files)

    def _ask_for_files(self) -> None:
        """Ask whether the files that the script reads are as they were; reading them takes a while."""
        self._session.ask(FilesChanged(self._session.network.files))

    def _show_changed(self, question: Question, changed: Any) -> None:
        if isinstance(question, FilesChanged):
            self._panel.set_changed(tuple(file.name for file in changed))

    def _show_loading(self) -> None:
        allow(self._prompt.line, "" if self._session.ready else LOADING)

    # ---- the spelling, and the check ----------------------------------------------------------------------------

    def _connect_check(self) -> None:
        panel, check = self._panel, self._check
        panel.set_spelling(self.spelling)
        panel.spelling_chosen.connect(self._spell)
        panel.check_clicked.connect(self.check)
        check.began.connect(partial(panel.set_running, True))
        check.ended.connect(self._show_verdict)
        check.stopped.connect(self._show_stopped)
        self._session.reported.connect(self._run_check)
        self._shell.closing.connect(check.close)

    def _spell(self, spelling: str) -> None:
        """Show the script in another spelling."""
        self.spelling = spelling
        self._panel.set_spelling(spelling)
        self._panel.set_passages(self._script.passages, 0)

    def check(self) -> None:
        """Run the script that is shown in a fresh interpreter and compare its weights, or stop the run."""
        if self._check.running:
            self._check.stop()
            return
        self._session.pause()
        self._number += 1
        self._asked = TakeWeights(self._number)
        self._shell.show_page(self._panel)
        self._session.do(self._asked)

    def _run_check(self, answer: Answer) -> None:
        """Run the script, now that the weights are known that it has to give."""
        weights = next((weights for asked, weights in answer.answers if asked == self._asked), None)
        if self._asked is not None and weights is not None:
            self._asked, self._checked = None, self._panel.text()
            self._check.run(self._checked, weights)

    def _show_verdict(self, arrays: tuple[Compared, ...]) -> None:
        """Say what the check gave: a sentence above the script, and a line for each array below it."""
        self._panel.set_running(False)
        if self._panel.text() != self._checked:
            return  # it is another script by now
        largest = max((one.difference for one in arrays), default=0.0)
        if all(one.equal for one in arrays):
            verdict = self.tr("Checked in a fresh Python: all {count} arrays of {model} are equal to the last bit.")
        else:
            verdict = self.tr("Checked in a fresh Python: {count} arrays of {model}, largest difference {difference}.")
        difference = f"{largest:.2g}"
        self._panel.set_verdict(verdict.replace("{count}", str(len(arrays))).replace("{difference}", difference))
        wide = max((len(one.name) for one in arrays), default=0)
        equal = self.tr("equal")
        lines = (f"{one.name:<{wide}}  {equal if one.equal else f'{one.difference:.2g}'}" for one in arrays)
        self._prompt.set_printed("\n".join(lines))

    def _show_stopped(self, problem: Problem | None) -> None:
        self._panel.set_running(False)
        if problem is not None:
            self._session.problems.show(problem)

    # ---- a typed line -----------------------------------------------------------------------------------------

    def _enter(self, line: str) -> None:
        """Read a line and have it done."""
        if any(line == waiting.text for waiting in self._waiting.values()):
            return  # it is pending already
        if self._refused:
            self._session.problems.resolve()  # the card was about the previous line
        self._refused = False
        self._prompt.set_printed("")
        snapshot = self._session.snapshot
        try:
            intents = read_line(line, snapshot.batch.samples if snapshot is not None else None)
        except Problem as problem:
            self._refuse(line)
            self._session.problems.show(problem)
            return
        self._number += 1
        asked = WasDone(self._number)
        self._waiting[asked] = typed = _Line(line, intents)
        if not all(isinstance(intent, GO_ON) for intent in intents):
            self._session.pause()
        self._session.do(*intents, asked, *typed.questions)

    def _take_in(self, answer: Answer) -> None:
        """Note which of the pending lines were done; a later line is asked and answered later."""
        answered = {question for question, _ in answer.answers if isinstance(question, WasDone)}
        last = max((asked.number for asked in answered), default=0)
        none_left = self._session.asked(WasDone) is None
        for asked, line in list(self._waiting.items()):
            if asked in answered:
                del self._waiting[asked]
                self._prompt.line.clear_done(line.text)
                if shown := line.output(answer):
                    self._print(shown)
            elif none_left or asked.number < last:
                del self._waiting[asked]
                self._refuse(line.text)

    def _refuse(self, line: str) -> None:
        self._line, self._refused, self._typing = line, True, self._prompt.line.hasFocus()
        self._prompt.line.keep_refused(self._line)

    def _go_on_typing(self) -> None:
        """Keep the focus in the field, where the line that the card speaks of can be corrected."""
        if self._typing:
            self._typing = False
            self._prompt.line.setFocus()
            self._prompt.line.keep_refused(self._line)

    def _print(self, shown: Printed) -> None:
        """Show what was printed; a config with an entry to a line, as it is too long for one."""
        self._prompt.set_printed(shown.text if shown.value is None else pformat(dict(shown.value), sort_dicts=False))

    def _forget_printed(self) -> None:
        """Remove the output, which belongs to the network of the other workspace."""
        self._prompt.set_printed("")
