"""Read a lesson from its folder, and check it.

A folder holds `lesson.toml` (title, chapters, the order of the pages) and for each page `NAME.toml` (what it starts
from, what "Do it" does, goals, a question, what to point at) and one `NAME.LANGUAGE.md` per language. How to write
them is in resources/lessons/README.md. Nothing here imports Keras.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from core.files.command_table import check_expression, check_names, read_command
from core.files.limits import (
    LARGEST_LESSON,
    LONGEST_PROSE,
    LONGEST_WORD,
    MOST_CELLS,
    MOST_EPOCHS,
    MOST_GOALS,
    MOST_MINUTES,
    MOST_PAGES,
    MOST_PICTURES,
    MOST_STEPS,
    MOST_WORDS,
)
from core.files.toml_table import Table, parse_table, read_table, read_text, shown
from core.lessons.goals import read_condition
from core.lessons.lesson import Chapter, Deed, Goal, Lesson, Option, Page, PageQuestion, Texts
from core.problems.problem import Problem

PAGE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]*")
"""The names that a page's files may have: no folder, no dot."""

LANGUAGE = re.compile(r"[A-Za-z0-9\-]{1,20}")
PROSE_NAME = re.compile(rf".+\.({LANGUAGE.pattern})\.md", re.DOTALL)


def load(folder: Path) -> Lesson:
    """Read a lesson.

    Raises:
        Problem: of a kind "lesson.…", naming file and line, what was expected and what was received.
    """
    folder = Path(folder)
    if not (folder / "lesson.toml").exists():
        raise Problem("lesson.folder", folder=str(folder))
    table = read_table(folder / "lesson.toml")
    languages = _languages(table, folder)
    title = table.texts("title", languages)
    reader = _LessonReader(folder, languages, _starts(table))
    chapters = tuple(reader.chapter(number, chapter) for number, chapter in enumerate(table.tables("chapters"), 1))
    table.finish()
    if not any(chapter.pages for chapter in chapters):
        raise table.problem("lesson.key_missing", key="chapters")
    return Lesson(folder, title, languages, chapters)


def _languages(table: Table, folder: Path) -> tuple[str, ...]:
    """Return the languages that the lesson declares or, without that, those its pages are written in, English first.

    Raises:
        Problem: no page is written in any of them.
    """
    try:
        names = list(filter(None, map(PROSE_NAME.fullmatch, os.listdir(folder))))
    except OSError as error:
        raise Problem("lesson.unreadable", file=folder.name, reason=error.strerror or str(error)) from error
    written = sorted({name[1] for name in names}, key=lambda code: (code != "en", code))
    languages: tuple[str, ...] = table.get("languages", tuple[str, ...], tuple(written) or ("en",))
    if not languages or (written and not set(languages) & set(written)):
        expected, received = ", ".join(written) or "en", ", ".join(languages) or "–"
        raise table.problem("lesson.name_unknown", "languages", key="languages", expected=expected, received=received)
    for language in languages:
        if not LANGUAGE.fullmatch(language):
            raise table.problem("lesson.not_a_name", "languages", key="languages", received=shown(language))
    return languages


PICTURE = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,200}\)")


def count_words(prose: str) -> int:
    """Count the words of a text: what stands between spaces and holds a letter or a digit.

    So a Korean word is an eojeol, with its particles; signs of Markdown alone, and the words that stand for a picture,
    do not count.

    Example:
        >>> count_words("**build** makes the `kernel` – and the bias"), count_words("커널의 모양은 (3, 5)입니다.")
        (7, 4)
    """
    return sum(any(letter.isalnum() for letter in word) for word in PICTURE.sub("", prose).split())


def _starts(table: Table) -> dict[str, tuple[Deed, ...]]:
    """Read the starts that pages can share, by name."""
    starts = table.table("starts")
    if starts is None:
        return {}
    table.check_count("starts", starts.content)
    found: dict[str, tuple[Deed, ...]] = {}
    for name in starts.content:
        found[name] = tuple(deed for part in starts.tables(name) for deed in _part_of_start(part, found))
        starts.check_count(name, found[name])
    starts.finish()
    return found


def _part_of_start(table: Table, known: dict[str, tuple[Deed, ...]]) -> tuple[Deed, ...]:
    """Read one command of a start, or the name of a start above it, whose commands come first."""
    if "start" not in table:
        return (_deed(table),)
    name = table.get("start", str)
    table.finish()
    if name not in known:
        raise table.problem(
            "lesson.name_unknown", "start", key="start", expected=", ".join(known) or "–", received=name
        )
    return known[name]


def _deed(table: Table) -> Deed:
    deed = Deed(read_command(table), table.get("refused", bool, False))
    for key, most in (("steps", MOST_STEPS), ("epochs", MOST_EPOCHS)):
        if (count := getattr(deed.command, key, 0)) > most:
            raise table.problem("lesson.too_many", key, key=key, expected=most, received=count)
    table.finish()
    return deed


class _LessonReader:
    """Read the pages of one lesson."""

    def __init__(self, folder: Path, languages: tuple[str, ...], starts: dict[str, tuple[Deed, ...]]) -> None:
        self._folder, self._languages, self._starts = folder, languages, starts
        self._names: set[str] = set()
        self._characters = 0

    def chapter(self, number: int, table: Table) -> Chapter:
        title = table.texts("title", self._languages)
        names = table.get("pages", tuple[str, ...])
        table.finish()
        for name in names:
            if len(self._names) >= MOST_PAGES:
                raise table.problem(
                    "lesson.too_many", "pages", key="pages", expected=MOST_PAGES, received=MOST_PAGES + 1
                )
            if not PAGE_NAME.fullmatch(name) or name in self._names:
                raise table.problem("lesson.page_name", "pages", received=shown(name))
            self._names.add(name)
        return Chapter(
            str(number), title, tuple(self.page(name, f"{number}.{place}") for place, name in enumerate(names, 1))
        )

    def page(self, name: str, number: str) -> Page:
        table = parse_table(f"{name}.toml", self._text(f"{name}.toml"))
        deeds = tuple(_deed(deed) for deed in table.tables("do"))
        page = Page(
            name=name,
            number=number,
            title=table.texts("title", self._languages),
            prose={language: self._prose(name, language) for language in self._languages},
            start=self._start(table),
            label=table.texts("label", self._languages) if deeds else None,
            deeds=deeds,
            goals=tuple(self._goal(goal) for goal in table.tables("goals", MOST_GOALS)),
            question=self._question(table.table("question")),
            highlights=table.get("highlights", tuple[str, ...], ()),
            hints=self._hints(table),
            minutes=table.get("minutes", int, 0),
        )
        if not 0 <= page.minutes <= MOST_MINUTES:
            raise table.problem(
                "lesson.too_many", "minutes", key="minutes", expected=MOST_MINUTES, received=page.minutes
            )
        check_names(table, "highlights", page.highlights)
        table.finish()
        return page

    def _text(self, file: str) -> str:
        """Return a file's text, and count it."""
        text = read_text(self._folder / file)
        self._characters += len(text)
        if self._characters > LARGEST_LESSON:
            raise Problem("lesson.whole_too_large", expected=LARGEST_LESSON)
        return text

    def _start(self, table: Table) -> tuple[Deed, ...] | None:
        """Read a page's start: "before", the name of a start in lesson.toml, or commands of its own."""
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
        file = f"{name}.{language}.md"
        prose = self._text(file)
        words = count_words(prose)
        if not words and not PICTURE.search(prose):
            raise Problem("lesson.empty", file=file, line=1, key=language)
        if words > MOST_WORDS:
            line = _line_of_word(prose, MOST_WORDS + 1)
            raise Problem("lesson.too_long", file=file, line=line, expected=MOST_WORDS, received=words)
        _check_size(file, prose)
        return prose

    def _goal(self, table: Table) -> Goal:
        goal = Goal(table.texts("text", self._languages), read_condition(table))
        table.finish()
        return goal

    def _question(self, table: Table | None) -> PageQuestion | None:
        if table is None:
            return None
        answer = table.get("answer", str)
        check_expression(table, "answer", answer)
        options = tuple(self._option(option) for option in table.tables("options"))
        if len(options) == 1 or len({option.value for option in options}) < len(options):
            raise table.problem("lesson.options", "options", 0, received=len(options))
        question = PageQuestion(
            text=table.texts("text", self._languages),
            answer=answer,
            options=options,
            hints=self._hints(table) or (table.texts("hint", self._languages),),
            why=table.texts("why", self._languages),
            tolerance=table.get("tolerance", float, 0.0),
            after=table.get("after", int, None),
        )
        table.finish()
        return question

    def _hints(self, table: Table) -> tuple[Texts, ...]:
        """Read hints that come in steps: tables with a text."""
        found = []
        for hint in table.tables("hints"):
            found.append(hint.texts("text", self._languages))
            hint.finish()
        return tuple(found)

    def _option(self, table: Table) -> Option:
        value: Any = table.get("value", str | int | float | bool)
        option = Option(str(value), table.texts("text", self._languages, dict.fromkeys(self._languages, str(value))))
        table.finish()
        return option


def _check_size(file: str, prose: str) -> None:
    """Raise a Problem for prose that would take long to lay out."""
    if len(prose) > LONGEST_PROSE:
        raise Problem("lesson.long_text", file=file, line=1, expected=LONGEST_PROSE, received=len(prose))
    for number, line in enumerate(prose.splitlines(), 1):
        if (longest := max(map(len, line.split()), default=0)) > LONGEST_WORD:
            raise Problem("lesson.long_word", file=file, line=number, expected=LONGEST_WORD, received=longest)
    if (pictures := prose.count("![")) > MOST_PICTURES:
        raise Problem("lesson.pictures", file=file, expected=MOST_PICTURES, received=pictures)
    if (cells := prose.count("|")) > MOST_CELLS:
        raise Problem("lesson.cells", file=file, expected=MOST_CELLS, received=cells)


def _line_of_word(prose: str, number: int) -> int:
    """Return the line of the n-th word."""
    counted = 0
    for line, text in enumerate(prose.splitlines(), 1):
        counted += count_words(text)
        if counted >= number:
            return line
    return 1
