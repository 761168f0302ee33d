"""Long helpers are folded to one line, and copying still gives all of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from gui.code.code_view import CodePart, CodeView
from gui.code.folds import helpers_in

HELPER = ("", "", "def helper(a):", *(f"    line_{n} = {n}" for n in range(12)), "", "    return a", "", "")


def shown(view: CodeView) -> list[str]:
    """The lines that are not hidden."""
    block, lines = view.document().begin(), []
    while block.isValid():
        lines += [block.text()] if block.isVisible() else []
        block = block.next()
    return lines


def test_that_long_helpers_are_folded_and_unfolded_by_a_click(qtbot):
    view = CodeView()
    qtbot.addWidget(view)
    view.resize(700, 400)
    with qtbot.waitExposed(view):
        view.show()
    parts = [CodePart("setup", ("import keras",)), CodePart("descent", HELPER), CodePart("step", ("descend(3)",))]
    view.replace_parts(0, parts)
    whole = "\n".join(line for part in parts for line in part.lines)
    assert shown(view) == ["import keras", "", "", "def helper(a):", "", "", "descend(3)"]
    assert view.toPlainText() == whole
    tops = {block.text(): rect for block, rect in view.visible_lines()}
    assert "    line_3 = 3" not in tops
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, tops["def helper(a):"].center().y()))
    assert shown(view) == whole.split("\n")
    view.replace_parts(2, [CodePart("step", ("descend(4)",))])
    assert "    line_3 = 3" in shown(view), "it stays unfolded"
    assert view.toggle_at(tops["def helper(a):"].center().y())
    assert "    line_3 = 3" not in shown(view)
    assert not view.toggle_at(tops["import keras"].center().y())
    view.selectAll()
    view.copy()
    assert QGuiApplication.clipboard().text() == whole.replace("descend(3)", "descend(4)")


def test_that_only_long_ones_at_the_margin_are_helpers():
    short = ("def short():", "    return 1")
    assert list(helpers_in((*short, *HELPER, "x = 1"), 5)) == [(9, 23)]
    assert list(helpers_in(("for i in range(9):", *("    a()",) * 20), 0)) == []
