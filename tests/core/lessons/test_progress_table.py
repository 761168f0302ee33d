"""A learner's progress as CSV, read back as a spreadsheet would."""

from __future__ import annotations

import csv
import io

from core.lessons.progress_table import COLUMNS, PageProgress, progress_csv
from tests.core.helpers.lessons import course

COURSE = course()


def test_that_every_page_is_a_line_with_its_goals_and_answers():
    first, second, *rest = COURSE.pages
    rows = [
        PageProgress(first, True, 2, True, ("True",)),
        PageProgress(second, False, 1, False, ("True", "-0.5")),
        *(PageProgress(page, False, 0, False, ()) for page in rest),
    ]
    read = list(csv.DictReader(io.StringIO(progress_csv(COURSE, rows, "ko"))))
    assert tuple(read[0]) == COLUMNS
    assert len(read) == len(COURSE.pages)
    assert read[0]["title"] == first.title["ko"]
    assert [read[0][key] for key in ("page", "done", "goals_reached", "tries")] == ["1.1", "1", "2", "1"]
    assert (read[1]["question_answered"], read[1]["answers"]) == ("0", "True | -0.5")


def test_that_no_answer_becomes_a_formula():
    row = PageProgress(COURSE.pages[0], False, 0, False, ("=1+1",))
    assert next(csv.DictReader(io.StringIO(progress_csv(COURSE, [row], "en"))))["answers"] == "'=1+1"
    row = PageProgress(COURSE.pages[0], False, 0, False, ("-3",))
    assert next(csv.DictReader(io.StringIO(progress_csv(COURSE, [row], "en"))))["answers"] == "-3"
