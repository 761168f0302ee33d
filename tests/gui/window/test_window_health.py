"""The Health page in the whole window, with real Keras objects."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import Qt

from core.commands import Step
from core.health.health import norm
from core.snapshot.place import Place
from gui.health.layer_table import GRADIENT, RATIO, HealthTable
from gui.look import i18n
from gui.tables import cells

WAIT_MS = 30_000


@pytest.fixture
def page(qtbot, window):
    window.pages.show_page(window.health)
    assert window.session.wait_idle(WAIT_MS)
    return window.health


def settle(qtbot, window) -> None:
    """Everything was shown, and the next step was asked for and answered."""
    page = window.health
    assert window.session.wait_idle(WAIT_MS)
    qtbot.waitUntil(lambda: not (page._refreshes.stale or page._questions.stale))
    assert window.session.wait_idle(WAIT_MS)
    page._refreshes.ask_now()


def kinds(page) -> list[str]:
    return [row.finding.kind for row in page._findings.rows]


def text(page, row: int, column: int) -> str:
    return cells.text(page.findChild(HealthTable), row, column)


def test_that_the_page_shows_what_the_next_step_does_and_comes_to_rest(subtests, qtbot, window, page):
    with subtests.test("asking comes to rest and leaves the weights alone"):
        settle(qtbot, window)
        asked = []
        page.preview_wanted.connect(lambda: asked.append(1))
        weights = [array.copy() for array in window.session.model.get_weights()]
        qtbot.wait(1200)
        assert not asked
        assert window.session.idle
        assert all(np.array_equal(a, b) for a, b in zip(weights, window.session.model.get_weights(), strict=True))
    with subtests.test("a click on a row selects the layer everywhere"):
        settle(qtbot, window)
        table = page.findChild(HealthTable)
        at = table.visualRect(table.model().index(2, GRADIENT)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert window.session.selection.place == Place("hidden_3")
        assert table.chosen == "hidden_3"
    with subtests.test("the ratio shown is what the next step does"):
        window.session.step(3)
        settle(qtbot, window)
        shown = text(page, 0, RATIO)
        before = window.session.snapshot.layers[0]
        window.session.do(Step(1))
        settle(qtbot, window)
        after = window.session.snapshot.layers[0]
        change = norm(after.kernel - before.kernel, after.bias - before.bias) / norm(before.kernel, before.bias)
        assert shown == f"{change:.2e}".replace("-", "−")
        assert text(page, 0, RATIO) != shown
    with subtests.test("after a reset the chart begins anew"):
        window.session.step(5)
        settle(qtbot, window)
        assert page._chart.plot is not None
        window.session.reset()
        settle(qtbot, window)
        assert page._log.steps.tolist() == [0]
        assert page._chart.plot is None
    for size, language in product(((1280, 720), (1440, 900)), ("en", "ko")):
        with subtests.test(f"{size} {language}"):
            i18n.use(language)
            window.resize(*size)
            qtbot.wait(50)
            assert (window.width(), window.height()) == size
            tabs = window.pages.tabs
            last = tabs.mapTo(window.pages.head, tabs.tabRect(tabs.count() - 1).bottomRight())
            first = page.toggle.mapTo(window.pages.head, page.toggle.rect().topLeft())
            assert last.x() < first.x()
            end = page.toggle.mapTo(window.pages.head, page.toggle.rect().bottomRight())
            assert end.x() <= window.pages.head.width()


def test_that_units_killed_in_keras_are_named(qtbot, window, page):
    layer = window.session.model.get_layer("hidden_2")
    kernel, bias = layer.get_weights()
    layer.set_weights([kernel, np.where(np.arange(5) % 2, -100, bias)])
    window.session.step()
    settle(qtbot, window)
    row = next(row for row in page._findings.rows if row.finding.kind == "dead")
    assert dict(row.finding.dead)["hidden_2"] == (1, 3)
    assert "hidden_2[1, 3]" in row.text


def test_that_a_huge_rate_explodes_and_ends_in_numbers_that_are_not_finite(qtbot, window, page):
    settle(qtbot, window)
    assert "healthy" in kinds(page) or "dead" in kinds(page)
    window.session.set_learning_rate(10.0)
    settle(qtbot, window)
    assert "large_update" in kinds(page)
    seen = set(kinds(page))
    for _ in range(60):
        if not window.session.snapshot.finite:
            break
        window.session.step()
        settle(qtbot, window)
        seen |= set(kinds(page))
    assert {"large_update", "exploding"} <= seen


def test_that_the_past_is_a_cursor_and_a_new_branch_has_its_own_chart(qtbot, window, page):
    for _ in range(6):
        window.session.step(5)
        settle(qtbot, window)
    steps = page._log.steps.tolist()
    assert steps[-1] == 30
    window.session.go_to(10)
    settle(qtbot, window)
    assert page._log.steps.tolist() == steps
    assert page._chart.plot.cursor.get_xdata()[0] == 10
    window.session.set_learning_rate(0.01)
    window.session.step(3)
    settle(qtbot, window)
    assert page._log.steps.tolist() == [step for step in steps if step <= 10] + [13]
    window.session.go_to(30, 0)
    settle(qtbot, window)
    assert page._log.steps.tolist() == steps
