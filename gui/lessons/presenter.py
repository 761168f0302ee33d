"""Lead through a lesson: open pages, run their commands, tick goals, grade answers, and remember the progress."""

from __future__ import annotations

from functools import cache, partial

from PySide6.QtCore import QObject

import resources
from core.commands import Command
from core.files.atomic import write_text
from core.lessons.lesson import Lesson, Page
from core.lessons.page_opening import Opening
from core.lessons.reader import load
from core.service.messages import LESSON, OWN, Answer
from gui.actions.availability import LOADING
from gui.actions.shell import Shell
from gui.actions.table import Actions, Slots
from gui.lessons.do_it_runner import DoItRunner
from gui.lessons.grader import Grader
from gui.lessons.highlights import Highlights
from gui.lessons.lesson_banner import LessonBanner
from gui.lessons.lesson_panel import LessonPanel
from gui.lessons.lesson_reading import LessonReader
from gui.lessons.ran_lines import RanLines
from gui.lessons.shown_progress import ShownProgress
from gui.look.i18n import tr
from gui.look.settings import Settings
from gui.session.session import Session
from gui.widgets.docks import Dock
from gui.widgets.save_dialog import ask_where

OWN_IS_SHOWN = tr("Your own network is shown already.")
COURSE = resources.ROOT / "lessons" / "keras"


class LessonsPresenter(QObject):
    """Connect the lesson's panel with the session; `progress` is how far the lesson was read.

    The lesson's network has a workspace of its own. Pages can be read while the learner's own network is shown.
    """

    def __init__(
        self,
        panel: LessonPanel,
        banner: LessonBanner,
        dock: Dock,
        session: Session,
        actions: Actions,
        shell: Shell,
        settings: Settings,
    ) -> None:
        super().__init__(shell.dialog_parent)
        self._panel, self._banner, self._dock = panel, banner, dock
        self._session, self._actions, self._shell = session, actions, shell
        self._highlights = Highlights(shell, self)
        self._runner = DoItRunner(lambda: session.idle, self)
        self._opened = ""  # the page that is open in the lesson's workspace
        self._opening: Opening | None = None  # what is being opened, until it is
        self._ran, self._reader = RanLines(), LessonReader(self)
        self._grader = Grader(panel.page.question, session.ask, self)
        self.progress = self._progress = ShownProgress(panel, settings, course())
        self._connect()
        self._dock_changed()
        self._use(course())

    def _connect(self) -> None:
        session, panel = self._session, self._panel
        self._reader.read.connect(self._open_lesson)
        self._reader.refused.connect(session.problems.show)
        self._runner.ended.connect(self._run_ended)
        self._runner.command_due.connect(self._do)
        session.became_idle.connect(self._runner.note_idle)
        session.problem_raised.connect(self._runner.note_problem)
        session.reported.connect(self._take_in)
        session.workspace_changed.connect(self._workspace_changed)
        session.loading_changed.connect(self._show_state)
        panel.page_clicked.connect(self._row_clicked)
        panel.previous_clicked.connect(self.show_previous)
        panel.next_clicked.connect(self.show_next)
        panel.page.do_clicked.connect(self.do_it)
        panel.page.enter_clicked.connect(self.enter)
        session.question_answered.connect(self._grader.take_answer)
        session.problem_raised.connect(panel.page.question.forget_wait)  # it cannot be graded now; the card says why
        self._grader.graded.connect(self._answered)
        panel.page.question.skipped.connect(self._run)
        self._banner.back_clicked.connect(self.leave)
        self._dock.visibilityChanged.connect(self._dock_changed)
        self._shell.closing.connect(self._runner.stop)
        self._shell.closing.connect(self._reader.close)

    def slots(self) -> Slots:
        """Return the slots of the actions about lessons, by the actions' names."""
        return {
            "open_lesson": lambda: self._reader.choose(self._shell.dialog_parent),
            "show_lesson": self._show_dock,
            "do_it": self.do_it,
            "page_before": self.show_previous,
            "page_after": self.show_next,
            "own_network": self.leave,
            "course": lambda: self.open_folder(str(COURSE)),
            "export_progress": self.export,
        }

    # ---- lessons --------------------------------------------------------------------------------------------

    def open_folder(self, folder: str) -> None:
        """Open the lesson of a folder; if it is broken, say so and keep the present one."""
        self._reader.ask(folder)

    def export(self) -> None:
        """Ask for a file, and write the progress and the answers to it."""
        parent, session = self._shell.dialog_parent, self._session
        path = ask_where(parent, self.tr("Export progress"), "progress", self.tr("Tables (*.csv)"))
        if path is not None:
            job = partial(write_text, path, self._progress.table())
            session.files.do(job, lambda problem: problem is None or session.problems.show(problem))

    def _open_lesson(self, lesson: Lesson) -> None:
        """Open a lesson; where it is the present one, written anew, stay on its page and in its network."""
        goes_on = self._inside and lesson.folder == self._lesson.folder
        self._stop()
        if not goes_on:
            self.leave()
        self._use(lesson)
        if goes_on:
            self._open_anew()
        self._dock.show()

    def _use(self, lesson: Lesson) -> None:
        opened = lesson.folder.resolve() != COURSE.resolve()
        self._reader.follow(lesson.folder if opened else None)
        self._lesson, self._opened = lesson, ""
        self._panel.set_lesson(lesson, with_title=opened)
        self._show_page(self._progress.use(lesson))

    @property
    def page(self) -> Page:
        """The page that is open."""
        return self._page

    @property
    def running(self) -> bool:
        """Whether "Do it" is running."""
        return self._runner.running

    # ---- pages ----------------------------------------------------------------------------------------------

    def show_previous(self) -> None:
        """Open the previous page."""
        self._turn(-1)

    def show_next(self) -> None:
        """Open the next page."""
        self._turn(1)

    def enter(self) -> None:
        """Show the lesson's network as it was left or, if this page was not open, as the page starts."""
        if not self._session.ready:
            return
        if self._opened == self._page.name:
            self._opening = None  # a session that was opened may have come before it
            self._session.enter(LESSON)
        else:
            self._open_anew()

    def leave(self) -> None:
        """Show the learner's own network again, unchanged."""
        self._stop()
        if self._inside:
            self._session.enter(OWN)

    def _turn(self, by: int) -> None:
        pages = self._lesson.pages
        place = pages.index(self._page) + by
        if 0 <= place < len(pages):
            self._go_to(pages[place])

    def _row_clicked(self, name: str) -> None:
        self._go_to(next(page for page in self._lesson.pages if page.name == name))

    def _go_to(self, page: Page) -> None:
        """Open a page and its network, unless the learner is looking at their own.

        A page that continues the one before takes over its network if every goal was just reached there.
        """
        before = self._page
        self._stop()
        goes_on = page.start is None and self._follows(before, page) and self._all_reached
        self._show_page(page)
        if self._inside:
            self._open_anew(goes_on)

    def _follows(self, before: Page, page: Page) -> bool:
        pages = self._lesson.pages
        return self._opened == before.name and pages.index(page) == pages.index(before) + 1

    def _show_page(self, page: Page) -> None:
        self._page, self._all_reached = page, False
        self._ran.clear()
        self._panel.set_page(page)
        self._grader.set_page(self._lesson, page)
        self._progress.open(page)
        self._show_state()

    def _open_anew(self, goes_on: bool = False) -> None:
        page = self._page
        commands = None if goes_on else self._lesson.commands_before(page)
        self._ran.clear()
        self._panel.page.set_lines(())
        self._opening = Opening(commands, page.conditions, page.name)
        self._session.enter(LESSON, self._opening)

    # ---- Do it ----------------------------------------------------------------------------------------------

    def do_it(self) -> None:
        """Run the page's commands one after another from its start, or stop the run."""
        if self._runner.running:
            self._stop()
        elif self._page.deeds and self._session.ready and not self._panel.page.asks_for_guess():
            self._run()

    def _run(self) -> None:
        if not self._inside or self._opened != self._page.name or self._ran.lines:
            self._open_anew()
        self._runner.run(self._page.deeds)
        self._show_state()

    def _stop(self) -> None:
        self._runner.stop()
        self._show_state()

    def _do(self, command: Command) -> None:
        if self._inside:
            self._session.do(command)
        else:
            self._stop()

    def _run_ended(self, complete: bool) -> None:
        self._show_state()
        if complete:
            self._panel.page.set_was_done()
            self._panel.page.question.check_guess()

    # ---- session --------------------------------------------------------------------------------------------

    @property
    def _inside(self) -> bool:
        return self._session.workspace == LESSON

    def _workspace_changed(self) -> None:
        self._banner.setVisible(self._inside)
        self._show_state()

    def _show_state(self) -> None:
        session = self._session
        self._panel.page.set_state(session.ready, self._inside, self._runner.running)
        self._actions.allow("do_it", "" if session.ready else LOADING)
        self._actions.allow("own_network", "" if self._inside else OWN_IS_SHOWN)
        self._highlights.show(self._page.highlights if self._inside else ())

    def _take_in(self, answer: Answer) -> None:
        """Note what ran in the lesson's workspace, and which goals are reached."""
        if not self._inside or (self._opening is not None and answer.opened is not self._opening):
            return  # it is of the learner's own network, or of what was there before the page was opened
        self._opened = answer.page
        if answer.page != self._page.name:
            return
        if self._opening is None:  # the commands that set up a page did not just run
            self._highlights.advance(bool(answer.commands))
            self._ran.add(answer, self._runner.deed)
            self._panel.page.set_lines(tuple(self._ran.lines))
        self._opening = None
        self._all_reached = bool(answer.reached) and all(answer.reached)
        self._progress.reach(self._page, answer.reached)

    def _answered(self, given: str, right: bool) -> None:
        self._progress.answer(self._page, given, right)

    # ---- the window -----------------------------------------------------------------------------------------

    def _show_dock(self) -> None:
        self._dock.setVisible(self._actions["show_lesson"].isChecked())

    def _dock_changed(self) -> None:
        self._actions["show_lesson"].setChecked(not self._dock.isHidden())


@cache
def course() -> Lesson:
    """Read the built-in course, once: it does not change while the program runs."""
    return load(COURSE)
