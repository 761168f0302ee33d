"""The glossary of the lesson guide, held over lessons, menus, cards and READMEs in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import resources
from tests.test_i18n import texts_of_code

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "resources" / "lessons" / "README.md"
COURSE = ROOT / "resources" / "lessons" / "keras"
CODE = re.compile(r"```.*?```|`[^`\n]*`|\(?https?://\S+|\]\([^)]*\)", re.DOTALL)
PARTICLE = re.compile(r"\}(?:을|를|은|는|이|가|와|과|로)(?=[\s.,:;<]|$)")
"""A particle after a field is wrong for every second value."""


def not_said(heading: str) -> list[str]:
    """Return the words in the last column of the table of the guide whose last heading this is."""
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.endswith(f"| {heading} |"))
    words: list[str] = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        words += [word.strip() for word in line.strip("|").split("|")[-1].split(",")]
    return [word for word in words if word]


def written(language: str) -> dict[str, str]:
    """Return every text for people in a language, without what is code in it, by where it stands."""
    readme = ROOT / ("README.ko.md" if language == "ko" else "README.md")
    found = {readme.name: readme.read_text(encoding="utf-8")}
    for page in sorted(COURSE.glob(f"*.{language}.md")):
        found[page.name] = page.read_text(encoding="utf-8")
    for file in sorted(COURSE.glob("*.toml")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if re.match(rf"\w+\.{language} = ", line):
                found[f"{file.name}:{number}"] = line.partition(" = ")[2]
    if language == "ko":
        found |= resources.texts("ko")
    else:
        found |= {where: text for text, where in texts_of_code().items()}
        found |= {f"to translate: {text}": text for text in resources.texts("ko")}
    return {where: CODE.sub(" ", text) for where, text in found.items()}


def pattern(word: str) -> str:
    """Return a pattern for a word; a Latin one stands alone, not as a part of another or of an identifier."""
    return rf"(?<![\w.]){re.escape(word)}(?![\w.(])" if word.isascii() and word.isalpha() else re.escape(word)


@pytest.mark.parametrize(("language", "heading"), [("ko", "not in Korean"), ("en", "not in English")])
def test_that_one_thing_has_one_word(language, heading):
    words = not_said(heading)
    assert len(words) > 8
    looked_for = [re.compile(pattern(word), re.IGNORECASE if language == "en" else 0) for word in words]
    found = [
        f"{where}: {each.pattern}: {text[max(0, hit.start() - 25) : hit.end() + 15]!r}"
        for where, text in written(language).items()
        for each in looked_for
        if (hit := each.search(text))
    ]
    assert not found, "\n".join(found)


def test_that_no_particle_follows_a_field():
    wrong = {said for said in resources.texts("ko").values() if PARTICLE.search(said)}
    assert not wrong
