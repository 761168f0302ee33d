"""Problems: every sentence fills with what its raisers give, in any language."""

from __future__ import annotations

import ast
from dataclasses import fields
from pathlib import Path
from string import Formatter

import pytest

from core.problems.problem import TEXTS, Problem, ProblemText

ROOT = Path(__file__).parents[3]
PARTS = [field.name for field in fields(ProblemText)]
NOT_FIELDS = {"keras_message", "details"}
ADDED = {"Problem": frozenset(), "problem": frozenset({"file", "line"})}


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def fields_of(kind: str) -> set[str]:
    return set().union(*(names_in(getattr(TEXTS[kind], part)) for part in PARTS))


def filled_in(kind: str, value: object = 7.25) -> Problem:
    return Problem(kind, **dict.fromkeys(fields_of(kind), value))


def raisers() -> list[tuple[str, str, frozenset[str]]]:
    """Every `Problem(kind, ...)` written in core/ and gui/: the place, the kind and the names of its fields.

    `table.problem(kind, ...)` raises one, too, which adds file and line (`core.files.toml_table.Table`).
    """
    found = []
    for path in sorted([*ROOT.glob("core/**/*.py"), *ROOT.glob("gui/**/*.py")]):
        text = path.read_text(encoding="utf-8")
        if not any(f"{raiser}(" in text for raiser in ADDED):
            continue
        for scope in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)):
            if scope.name == "problem":
                continue
            for call in (node for node in ast.walk(scope) if isinstance(node, ast.Call)):
                added = ADDED.get(getattr(call.func, "attr", getattr(call.func, "id", "")))
                if added is not None and call.args:
                    names = frozenset(name for keyword in call.keywords for name in _given(keyword, scope)) | added
                    place = f"{path.relative_to(ROOT)}:{call.lineno}"
                    found += [(place, kind, names) for kind in _kinds(call.args[0], scope)]
    return sorted(set(found))


def _kinds(node: ast.expr, scope: ast.FunctionDef) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_kinds(node.body, scope), *_kinds(node.orelse, scope)]
    if isinstance(node, ast.Name):
        return [kind for value in _assigned(node, scope) for kind in _kinds(value, scope)]
    assert isinstance(node, ast.Constant), f"line {node.lineno}: the kind of a Problem must be written out"
    return [node.value]


def _assigned(name: ast.expr, scope: ast.FunctionDef) -> list[ast.expr]:
    """The values that a function assigns to a name."""
    values = [
        node.value
        for node in ast.walk(scope)
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if ast.unparse(target) == ast.unparse(name)
    ]
    assert values, f"line {name.lineno}: cannot see what {ast.unparse(name)} is"
    return values


def _given(keyword: ast.keyword, scope: ast.FunctionDef) -> set[str]:
    """The fields given by `name=...`, or by `**name` where the function assigns a literal dict to that name."""
    if keyword.arg is not None:
        return {keyword.arg}
    dicts = [value for value in _assigned(keyword.value, scope) if isinstance(value, ast.Dict)]
    assert dicts, f"line {keyword.value.lineno}: cannot see which fields ** gives"
    return set.intersection(*({key.value for key in d.keys} for d in dicts))


RAISERS = raisers()


@pytest.mark.parametrize(("place", "kind", "names"), RAISERS, ids=[f"{place}-{kind}" for place, kind, _ in RAISERS])
def test_that_whoever_raises_a_problem_gives_what_its_sentences_name(place, kind, names):
    assert kind in TEXTS
    assert fields_of(kind) <= names - NOT_FIELDS


def test_that_every_kind_of_problem_is_raised_somewhere():
    assert {kind for _, kind, _ in RAISERS} == set(TEXTS)


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("part", PARTS)
def test_that_every_sentence_is_filled(kind, part):
    template = getattr(TEXTS[kind], part)
    text = getattr(filled_in(kind).text(), part)
    assert ("7.25" in text) == bool(names_in(template))
    assert not set("{}") & set(text)
    assert bool(text) == bool(template)


@pytest.mark.parametrize("kind", TEXTS)
def test_that_a_problem_reads_as_sentences(kind):
    said = str(filled_in(kind))
    text = filled_in(kind).text()
    assert said.startswith(f"{text.title}. {text.explanation}")
    assert text.explanation.endswith(".")
    assert not text.title.endswith(".")
    assert ".." not in said
    assert "  " not in said
    assert bool(text.expected) == bool(text.received)


def test_that_a_problem_says_where_and_what_was_expected():
    problem = Problem("table.cell", line=3, column=2, name="width", received="abc")
    assert "At line 3, column 2 (width)." in str(problem)
    assert "Expected: a number such as 1.5; received: abc." in str(problem)


def test_that_kerass_own_message_is_kept_untouched():
    message = "ValueError: {braces} and 100% stay"
    problem = Problem("keras.refused", keras_message=message)
    assert problem.keras_message == message
    assert str(problem).endswith(f"Keras said: {message}")


def test_that_a_template_is_translated_before_it_is_filled():
    asked = []

    def translate(template: str) -> str:
        asked.append(template)
        return {TEXTS["table.cell"].received: "받은 값: {received}"}.get(template, template)

    problem = Problem("table.cell", line=3, column=2, name="{column}", received="{line}")
    text = problem.text(translate)
    assert set(asked) == {getattr(TEXTS["table.cell"], part) for part in PARTS}
    assert text.received == "받은 값: {line}"
    assert text.where == "line 3, column 2 ({column})"


def test_that_an_empty_part_is_not_translated():
    text = Problem("model.missing").text(lambda template: template or "translated nothing")
    assert (text.where, text.expected, text.received) == ("", "", "")


@pytest.mark.parametrize("part", PARTS)
def test_that_each_part_lands_in_its_place(part):
    text = Problem("table.ragged", **dict.fromkeys(fields_of("table.ragged"), 0)).text(lambda template: template)
    assert getattr(text, part) == getattr(TEXTS["table.ragged"], part).format_map(
        dict.fromkeys(fields_of("table.ragged"), 0)
    )


def test_that_details_for_a_bug_report_are_kept_out_of_the_sentences():
    problem = Problem("unexpected", reason="KeyError: 1", log="/log", details="Traceback")
    assert problem.details == "Traceback"
    assert "Traceback" not in str(problem)
    assert "KeyError: 1" in str(problem)
