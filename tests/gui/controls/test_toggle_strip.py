"""A strip of values: its buttons fit their texts, in any language."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics

from gui.controls.toggle_strip import ToggleStrip
from gui.look import i18n, theme


def test_that_buttons_fit_texts_that_are_set_after_the_look(qtbot):
    strip = ToggleStrip(("a", "b"), "strip")
    qtbot.addWidget(strip)
    strip.set_texts(("수", "맵"))
    bold = theme.current().font("body", bold=True)
    strip.resize_to_texts(bold, 16)
    strip.set_texts(("gradients", "maps"), ("a tip", ""), "Show {value}")
    for button, text in zip(strip.buttons, ("gradients", "maps"), strict=True):
        assert button.text() == text
        assert button.minimumWidth() == QFontMetrics(bold).horizontalAdvance(text) + 16
        assert button.accessibleName() == f"Show {text}"
    assert [button.toolTip() for button in strip.buttons] == ["a tip", ""]


def test_that_no_strip_of_the_window_is_cut_after_a_change_of_language(window):
    for language in ("ko", "en", "ko"):
        i18n.use(language)
        window.settle()
        for strip in window.findChildren(ToggleStrip):
            for button in strip.buttons:
                taken = QFontMetrics(button.font()).horizontalAdvance(button.text())
                assert not button.isVisible() or taken < button.width(), (language, strip.objectName(), button.text())
