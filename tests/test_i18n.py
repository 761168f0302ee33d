"""Every text that a person can read exists in every language."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

import resources
from core.commands import (
    BuildLayer,
    CallLayer,
    Command,
    Compile,
    DefineTensor,
    Fit,
    Forget,
    HandStep,
    LoadWeights,
    Predict,
    PredictInTape,
    RebuildFromConfig,
    Reset,
    SaveWeights,
    SetActivation,
    SetBatchSize,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetTrainable,
    Show,
    Step,
    TapeStep,
    UseData,
    build_network,
)
from core.data.built_in import SOURCES
from core.design.network_spec import FOUR_LAYERS
from core.design.optimizers import OPTIMIZERS
from core.history.history import Done
from core.problems.layer_texts import OBSTACLES
from core.problems.problem import TEXTS
from core.script.writer import passages

ROOT = Path(__file__).parent.parent
MARKERS = {"tr", "translate"}


def texts_of_code() -> dict[str, str]:
    """Each literal given to `tr` or `translate` in gui/, and where it stands."""
    found: dict[str, str] = {}
    for file in sorted((ROOT / "gui").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in MARKERS:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        found[argument.value] = f"{file.relative_to(ROOT)}:{node.lineno}"
    contexts = {"Actions", "Marks", "NetworkCanvas", "SlowMotion", "core"}
    return {text: where for text, where in found.items() if text and text not in contexts}


def texts_of_core() -> dict[str, str]:
    """The templates of problems and the names of data sets, which the window translates."""
    texts = {source.name: "core/data/built_in.py" for source in SOURCES}
    texts |= {each.about: f"core/design/optimizers, {kind.key}" for kind in OPTIMIZERS for each in kind.coefficients}
    for kind, problem in TEXTS.items():
        for field in ("title", "explanation", "where", "expected", "received", "advice"):
            if text := getattr(problem, field):
                texts[text] = f"core/problems/problem.py, {kind}"
    texts |= dict.fromkeys(OBSTACLES.values(), "core/problems/layer_texts.py")
    labels = {passage.label for passage in passages(_one_of_each())}
    texts |= {label: "the code's gutter" for label in labels if label[0].islower()}
    return texts


def _one_of_each() -> list[Done]:
    """A history with every kind of command."""
    commands = [
        *build_network(FOUR_LAYERS, 1),
        UseData(SOURCES[0]),
        SetLearningRate(0.1),
        Step(1),
        SetTrainable("output", False),
        SetTrainable("output", True),
        SetOptimizer("adam"),
        SetActivation("output", "sigmoid"),
        SetLoss("bce"),
        SetBatchSize(2),
        Compile(),
        Fit(),
        Predict(),
        PredictInTape(),
        TapeStep(),
        Reset(),
        DefineTensor("T", ((1.0,),)),
        BuildLayer("output", 5),
        CallLayer("output", "T", "Z"),
        HandStep(("output",)),
        Show("output.weights"),
        SaveWeights(),
        RebuildFromConfig(),
        LoadWeights(),
        Forget(("T",)),
    ]
    assert {type(command) for command in commands} == set(Command.__subclasses__())
    return [Done(command, 0) for command in commands]


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.fixture(scope="module")
def catalogue() -> dict[str, str]:
    return resources.toml("i18n/ko.toml")["texts"]


def test_that_every_text_is_in_korean(catalogue):
    needed = texts_of_code() | texts_of_core()
    needed |= dict.fromkeys(EXTRA, "a reason")
    missing = {text: where for text, where in needed.items() if text not in catalogue and _needs_words(text)}
    assert not missing, "\n".join(f"{where}: {text!r}" for text, where in missing.items())


def test_that_no_translation_is_left_over(catalogue):
    known = {*texts_of_code(), *texts_of_core(), *EXTRA}
    assert not set(catalogue) - known


def test_that_a_translation_names_the_same_fields(catalogue):
    wrong = {text: korean for text, korean in catalogue.items() if _fields(text) != _fields(korean)}
    assert not wrong


def test_that_a_translation_is_korean_or_the_same(catalogue):
    assert all(korean.strip() for korean in catalogue.values())
    hangul = [text for text, korean in catalogue.items() if any("가" <= letter <= "힣" for letter in korean)]
    assert len(hangul) > 0.9 * len(catalogue)


def test_that_no_text_is_put_together_before_it_is_translated():
    """An f-string in `tr` can never be found in a catalogue."""
    bad = []
    for file in sorted((ROOT / "gui").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) == "tr":
                bad += [f"{file}:{node.lineno}" for argument in node.args if isinstance(argument, ast.JoinedStr)]
    assert not bad


def _needs_words(text: str) -> bool:
    """Whether there is a word to translate; a lone field or a sign is the same everywhere."""
    return any(letter.isalpha() for part, *_ in string.Formatter().parse(text) for letter in part)


EXTRA = {"it has changed since it was opened", "it is a device or a pipe, not a file", "it is a compressed file"}
"""Reasons that fill a template; `Problem.text` translates them too."""
