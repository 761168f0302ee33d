"""Lessons: pages of prose with something to do, goals, and a question. They are data, read from a folder.

A folder holds `lesson.toml` (title, chapters, the order of the pages) and for each page `NAME.toml` (what it starts
from, what "Do it" does, goals, a question, what to point at) and one `NAME.LANGUAGE.md` per language. Nothing here
imports Keras, so a lesson can be read while TensorFlow is loading; what a teacher writes is in CONTRIBUTING.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.command import Command
from core.errors import Problem
from core.goals import Condition, read_condition
from core.lesson_commands import check_expression, read_command
from core.lesson_file import Table, read_table, read_text, shown

LANGUAGES = ("en", "ko")
MOST_WORDS = 120
MOST_PAGES = 200
PAGE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]*")
"""What a page's files may be called: no folder, no dot."""

Texts = Mapping[str, str]
"""One text in every language of a lesson, by "en" or "ko"."""


@dataclass(frozen=True)
class Deed:
    """A command of "Do it".

    Attributes:
        command: what is done.
        refused: whether Keras's refusal is what there is to see. It changes nothing.
    """

    command: Command
    refused: bool = False


@dataclass(frozen=True)
class Goal:
    """What a learner shall reach, in words and as a condition."""

    text: Texts
    condition: Condition


@dataclass(frozen=True)
class Option:
    """One answer to choose: what the right answer's value would have to be, and its words."""

    value: str
    text: Texts


@dataclass(frozen=True)
class Question:
    """Predict, then check.

    Attributes:
        text: the question.
        answer: an expression over the real objects, see `core.show`; what it gives is right.
        options: to choose from; empty if a number is to be typed.
        tolerance: how far a number may be off.
        after: how many commands of the page's "Do it" are done before the objects are looked at; None for all.
        hint: shown after a wrong answer.
        why: why the right answer is right.
    """

    text: Texts
    answer: str
    options: tuple[Option, ...]
    hint: Texts
    why: Texts
    tolerance: float = 0.0
    after: int | None = None

    def is_right(self, given: str, actual: str) -> bool:
        """Whether an answer is right.

        Args:
            given: an option's value, or the number typed.
            actual: what the real objects say, as `core.grading` writes it.
        """
        if self.options:
            return given == actual
        try:
            return abs(float(given.strip().replace("−", "-")) - float(actual)) <= self.tolerance
        except ValueError:
            return False


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        name: of its files.
        number: such as "1.3".
        title, prose: the prose is Markdown.
        start: what it starts from; None if as the page before left it.
        label: what "Do it" does, in a few words; None if there is nothing to do.
        deeds: what "Do it" does.
        goals, question: to reach, and to answer.
        highlights: the object names of the widgets it speaks of.
    """

    name: str
    number: str
    title: Texts
    prose: Texts
    start: tuple[Deed, ...] | None
    label: Texts | None
    deeds: tuple[Deed, ...]
    goals: tuple[Goal, ...]
    question: Question | None
    highlights: tuple[str, ...]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Of its goals."""
        return tuple(goal.condition for goal in self.goals)


@dataclass(frozen=True)
class Chapter:
    """Some pages under one title."""

    number: str
    title: Texts
    pages: tuple[Page, ...]


@dataclass(frozen=True, eq=False)
class Lesson:
    """A whole lesson.

    Attributes:
        folder: where it was read from.
        title: of the lesson.
        languages: it is written in.
        chapters: in order.
    """

    folder: Path
    title: Texts
    languages: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    pages: tuple[Page, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pages", tuple(page for chapter in self.chapters for page in chapter.pages))

    def commands_before(self, page: Page) -> tuple[Command, ...]:
        """What leads from nothing to where a page starts: also through the pages before, as their "Do it" does."""
        deeds: list[Deed] = []
        for earlier in self.pages[: self.pages.index(page) + 1]:
            if earlier.start is not None:
                deeds = list(earlier.start)
            if earlier is not page:
                deeds += earlier.deeds
        return tuple(deed.command for deed in deeds if not deed.refused)

    def commands_to(self, page: Page, question: Question) -> tuple[Command, ...]:
        """What leads from nothing to where the objects give a question's answer."""
        deeds = page.deeds[: question.after]
        return *self.commands_before(page), *(deed.command for deed in deeds if not deed.refused)

    def in_language(self, texts: Texts, language: str) -> str:
        """A text in a language, or in the lesson's first one."""
        return texts.get(language) or texts[self.languages[0]]


def load(folder: Path) -> Lesson:
    """Read a lesson.

    Raises:
        Problem: of a kind "lesson.…", naming file and line, what was expected and what was received.
    """
    folder = Path(folder)
    if not (folder / "lesson.toml").is_file():
        raise Problem("lesson.folder", folder=str(folder))
    table = read_table(folder / "lesson.toml")
    languages = table.get("languages", tuple[str, ...], LANGUAGES)
    if not languages or not set(languages) <= set(LANGUAGES):
        expected, received = ", ".join(LANGUAGES), ", ".join(languages) or "–"
        raise table.problem("lesson.name_unknown", "languages", key="languages", expected=expected, received=received)
    title = table.texts("title", languages)
    reader = _Reader(folder, languages, _starts(table))
    chapters = tuple(reader.chapter(number, chapter) for number, chapter in enumerate(table.tables("chapters"), 1))
    table.finish()
    if not any(chapter.pages for chapter in chapters):
        raise table.problem("lesson.key_missing", key="chapters")
    return Lesson(folder, title, languages, chapters)


def count_words(prose: str) -> int:
    """The words of a text: what stands between spaces and holds a letter or a digit.

    So a Korean word is an eojeol, with its particles; signs of Markdown alone do not count.

    Example:
        >>> count_words("**build** makes the `kernel` – and the bias"), count_words("커널의 모양은 (3, 5)입니다.")
        (7, 4)
    """
    return sum(any(letter.isalnum() for letter in word) for word in prose.split())


def _starts(table: Table) -> dict[str, tuple[Deed, ...]]:
    """The starts that pages can share, by name."""
    starts = table.table("starts")
    if starts is None:
        return {}
    found = {name: tuple(_deed(deed) for deed in starts.tables(name)) for name in starts.content}
    starts.finish()
    return found


def _deed(table: Table) -> Deed:
    deed = Deed(read_command(table), table.get("refused", bool, False))
    table.finish()
    return deed


class _Reader:
    """Reads the pages of one lesson."""

    def __init__(self, folder: Path, languages: tuple[str, ...], starts: dict[str, tuple[Deed, ...]]) -> None:
        self._folder, self._languages, self._starts = folder, languages, starts
        self._names: set[str] = set()

    def chapter(self, number: int, table: Table) -> Chapter:
        title = table.texts("title", self._languages)
        names = table.get("pages", tuple[str, ...])
        table.finish()
        for name in names:
            if not PAGE_NAME.fullmatch(name) or name in self._names or len(self._names) >= MOST_PAGES:
                raise table.problem("lesson.page_name", "pages", received=shown(name))
            self._names.add(name)
        return Chapter(
            str(number), title, tuple(self.page(name, f"{number}.{place}") for place, name in enumerate(names, 1))
        )

    def page(self, name: str, number: str) -> Page:
        table = read_table(self._folder / f"{name}.toml")
        deeds = tuple(_deed(deed) for deed in table.tables("do"))
        page = Page(
            name=name,
            number=number,
            title=table.texts("title", self._languages),
            prose={language: self._prose(name, language) for language in self._languages},
            start=self._start(table),
            label=table.texts("label", self._languages) if deeds else None,
            deeds=deeds,
            goals=tuple(self._goal(goal) for goal in table.tables("goals")),
            question=self._question(table.table("question")),
            highlights=table.get("highlights", tuple[str, ...], ()),
        )
        table.finish()
        return page

    def _start(self, table: Table) -> tuple[Deed, ...] | None:
        """Of a page: "before", the name of a start in lesson.toml, or commands of its own."""
        if isinstance(table.content.get("start", "before"), str):
            name = table.get("start", str, "before")
            if name == "before":
                return None
            if name not in self._starts:
                names = ", ".join(("before", *self._starts))
                raise table.problem("lesson.name_unknown", "start", key="start", expected=names, received=name)
            return self._starts[name]
        return tuple(_deed(deed) for deed in table.tables("start"))

    def _prose(self, name: str, language: str) -> str:
        path = self._folder / f"{name}.{language}.md"
        prose = read_text(path)
        words = count_words(prose)
        if not words:
            raise Problem("lesson.empty", file=path.name, line=1, key=language)
        if words > MOST_WORDS:
            line = _line_of_word(prose, MOST_WORDS + 1)
            raise Problem("lesson.too_long", file=path.name, line=line, expected=MOST_WORDS, received=words)
        return prose

    def _goal(self, table: Table) -> Goal:
        goal = Goal(table.texts("text", self._languages), read_condition(table))
        table.finish()
        return goal

    def _question(self, table: Table | None) -> Question | None:
        if table is None:
            return None
        answer = table.get("answer", str)
        check_expression(table, "answer", answer)
        options = tuple(self._option(option) for option in table.tables("options"))
        if len(options) == 1 or len({option.value for option in options}) < len(options):
            raise table.problem("lesson.options", "options", received=len(options))
        question = Question(
            text=table.texts("text", self._languages),
            answer=answer,
            options=options,
            hint=table.texts("hint", self._languages),
            why=table.texts("why", self._languages),
            tolerance=table.get("tolerance", float, 0.0),
            after=table.get("after", int, None),
        )
        table.finish()
        return question

    def _option(self, table: Table) -> Option:
        value: Any = table.get("value", str | int | float | bool)
        option = Option(str(value), table.texts("text", self._languages, dict.fromkeys(self._languages, str(value))))
        table.finish()
        return option


def _line_of_word(prose: str, number: int) -> int:
    """The line in which the n-th word stands."""
    counted = 0
    for line, text in enumerate(prose.splitlines(), 1):
        counted += count_words(text)
        if counted >= number:
            return line
    return 1
