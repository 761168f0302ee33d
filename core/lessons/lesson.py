"""Lessons: pages of prose with something to do, goals, and a question. They are data, read from a folder.

`core.lessons.reader` reads them. Nothing here imports Keras, so a lesson can be read while TensorFlow is loading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.commands import Command
from core.lessons.goals import Condition

Texts = Mapping[str, str]
"""One text in every language of a lesson, by "en" or "ko"."""


@dataclass(frozen=True)
class Deed:
    """A command of "Do it".

    Attributes:
        command: what is done.
        refused: True if it is there to show that Keras refuses it. It changes nothing.
    """

    command: Command
    refused: bool = False


@dataclass(frozen=True)
class Goal:
    """A goal of a page, in words and as a condition."""

    text: Texts
    condition: Condition


@dataclass(frozen=True)
class Option:
    """One answer to choose: the value for which it is right, and its words."""

    value: str
    text: Texts


@dataclass(frozen=True)
class PageQuestion:
    """Predict, then check.

    Attributes:
        text: the question.
        answer: an expression over the real objects, see `core.network.expressions`; its value is the right answer.
        options: the answers to choose from; empty if a number is to be typed.
        tolerance: the largest error of a typed number.
        after: how many commands of the page's "Do it" are done before the answer is evaluated; None for all.
        hints: one after another is shown after wrong answers.
        why: why the right answer is right.
    """

    text: Texts
    answer: str
    options: tuple[Option, ...]
    hints: tuple[Texts, ...]
    why: Texts
    tolerance: float = 0.0
    after: int | None = None

    def is_right(self, given: str, actual: str) -> bool:
        """Return whether an answer is right.

        Args:
            given: an option's value, or the number typed.
            actual: the value of the real objects, as `core.lessons.grading` writes it.
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
        start: the commands it starts from; None to start as the page before ended.
        label: what "Do it" does, in a few words; None if there is nothing to do.
        deeds: what "Do it" does.
        goals, question: the goals to reach, and the question to answer.
        highlights: the object names of the widgets it speaks of.
        hints: how to reach the goals, in steps that the learner asks for.
        minutes: how long the page takes, 0 if that is not said.
    """

    name: str
    number: str
    title: Texts
    prose: Texts
    start: tuple[Deed, ...] | None
    label: Texts | None
    deeds: tuple[Deed, ...]
    goals: tuple[Goal, ...]
    question: PageQuestion | None
    highlights: tuple[str, ...]
    hints: tuple[Texts, ...] = ()
    minutes: int = 0

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions of its goals."""
        return tuple(goal.condition for goal in self.goals)


@dataclass(frozen=True)
class Chapter:
    """Some pages under one title."""

    number: str
    title: Texts
    pages: tuple[Page, ...]

    @property
    def minutes(self) -> int:
        """How long its pages take."""
        return sum(page.minutes for page in self.pages)


@dataclass(frozen=True, eq=False)
class Lesson:
    """A whole lesson.

    Attributes:
        folder: where it was read from.
        title: of the lesson.
        languages: those it is written in.
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
        """Return the commands from nothing to the start of a page, "Do it" of the pages before included."""
        deeds: list[Deed] = []
        for earlier in self.pages[: self.pages.index(page) + 1]:
            if earlier.start is not None:
                deeds = list(earlier.start)
            if earlier is not page:
                deeds += earlier.deeds
        return tuple(deed.command for deed in deeds if not deed.refused)

    def commands_to(self, page: Page, question: PageQuestion) -> tuple[Command, ...]:
        """Return the commands from nothing to where a question's answer is evaluated."""
        deeds = page.deeds[: question.after]
        return *self.commands_before(page), *(deed.command for deed in deeds if not deed.refused)

    def in_language(self, texts: Texts, language: str) -> str:
        """Return a text in a language, or in the lesson's first one."""
        return texts.get(language) or texts[self.languages[0]]
