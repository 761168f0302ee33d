"""Prose of a lesson comes from strangers: what it may show, and what it never does."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument

from core.lessons.reader import load
from gui.lessons.presenter import COURSE
from gui.lessons.prose import Prose, plain, rich
from gui.look import theme

IMAGE = QTextDocument.ResourceType.ImageResource


@pytest.fixture
def prose(qtbot):
    made = Prose()
    qtbot.addWidget(made)
    made.resize(250, 100)
    made.show()
    return made


def test_that_markdown_is_shown_and_code_is_monospaced(prose, tmp_path):
    prose.set_prose("A **layer** has a `kernel`.\n\n- one\n- two\n", tmp_path)
    assert prose.toPlainText().split("\n") == ["A layer has a kernel.", "one", "two"]
    cursor = prose.document().find("kernel")
    assert cursor.charFormat().fontFamilies() == theme.current().font(mono=True).families()
    assert prose.height() >= prose.document().size().height() - 1


def test_that_no_mark_of_markdown_is_left_to_read_in_the_course(prose):
    """A `*` after a bracket and before a Korean letter is none for Markdown."""
    lesson = load(COURSE)
    for page in lesson.pages:
        for language in lesson.languages:
            words = re.sub("`[^`]*`", "code", lesson.in_language(page.prose, language))
            prose.set_prose(words, lesson.folder)
            assert not set("*`") & set(prose.toPlainText()), (page.name, language)


def test_that_html_is_text(prose, tmp_path):
    prose.set_prose('<script>alert(1)</script> <b onclick="x">bold</b> <img src="http://x/y.png">', tmp_path)
    assert "<script>" in prose.toPlainText()
    assert 'onclick="x"' in prose.toPlainText()


def test_that_a_link_is_shown_and_leads_nowhere(qtbot, prose, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url))
    prose.set_prose("[a very long link to click on](https://example.org/x)", tmp_path)
    assert prose.toPlainText() == "a very long link to click on"
    qtbot.mouseClick(prose.viewport(), Qt.MouseButton.LeftButton, pos=prose.viewport().rect().topLeft())
    assert not opened
    assert prose.toPlainText() == "a very long link to click on"


def test_that_only_pictures_of_the_lessons_own_folder_are_read(prose, tmp_path):
    lesson, secret = tmp_path / "lesson", tmp_path / "secret.png"
    lesson.mkdir()
    picture = QImage(400, 20, QImage.Format.Format_RGB32)
    picture.fill(0)
    for path in (lesson / "own.png", secret):
        assert picture.save(str(path))
    (lesson / "link.png").symlink_to(secret)
    prose.set_prose("![x](own.png)", lesson)
    read = prose.loadResource(IMAGE, QUrl("own.png"))
    assert isinstance(read, QImage)
    assert read.width() <= prose.viewport().width()
    strangers = (str(secret), "../secret.png", "link.png", secret.as_uri(), "https://example.org/own.png", "none.png")
    for name in strangers:
        assert prose.loadResource(IMAGE, QUrl(name)) is None, name


def test_that_a_labels_text_is_no_html(qtbot):
    assert rich("<img src=x> & `a < b`").startswith("&lt;img src=x&gt; &amp; <span")
    assert "a &lt; b" in rich("`a < b`")
    assert plain("`hidden_1` is built") == "hidden_1 is built"
