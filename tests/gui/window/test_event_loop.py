"""No turn of the event loop computes long, whatever is done: none longer than three changes of theme.

Both are measured in the same run, as the processor's time of the thread, so that it holds on any machine, however busy.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from core.commands import Fit
from core.design.compile_spec import CompileSpec
from core.design.network_spec import LayerSpec
from core.intents.plans import PrepareFit
from core.service.messages import OWN
from core.snapshot.place import Place
from gui.look import i18n
from tests.core.helpers.small_lesson import FIRST, LESSON, SECOND

WAIT_MS = 120_000


class Turns:
    """The processor's time of the thread that turns of the event loop take, from one wait for events to the next."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._since = time.thread_time()

    def note(self) -> None:
        """Note the end of a turn."""
        now = time.thread_time()
        self.longest = max(self.longest, now - self._since)
        self._since = now


@contextmanager
def measured() -> Iterator[Turns]:
    """Measure the turns of the event loop."""
    turns, dispatcher = Turns(), QAbstractEventDispatcher.instance()
    signals = dispatcher.aboutToBlock, dispatcher.awake
    for signal in signals:
        signal.connect(turns.note)
    try:
        yield turns
    finally:
        for signal in signals:
            signal.disconnect(turns.note)


def do(qtbot, window, deed, for_ms: int = 150) -> float:
    """Do something as the event loop would, wait until all of it is done, and return the longest turn in seconds."""
    with measured() as turns:
        QTimer.singleShot(0, window, deed)
        qtbot.wait(for_ms)
        window.session.pause()
        assert window.session.wait_idle(WAIT_MS)
        qtbot.wait(for_ms)
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QDialog) and dialog.isVisible():
            dialog.reject()
    return turns.longest


def long_lesson(folder: Path, pages: int = 30) -> str:
    """Write a lesson of many pages, and return its folder."""
    names = [f"page_{number}" for number in range(pages)]
    listed = ", ".join(f'"{name}"' for name in names)
    (folder / "lesson.toml").write_text(LESSON.replace('"first", "second"', listed), encoding="utf-8")
    for name in names:
        (folder / f"{name}.toml").write_text(FIRST if name == names[0] else SECOND, encoding="utf-8")
        (folder / f"{name}.en.md").write_text("Some words. " * 50, encoding="utf-8")
    return str(folder)


@pytest.mark.thorough
@pytest.mark.real_start
def test_that_nothing_that_can_be_done_holds_the_window(qtbot, window, monkeypatch, tmp_path):
    for question in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, question, lambda *_, **__: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: "")
    session, actions, line = window.session, window.actions_, window.code.prompt.line
    every_page = (*map(window.pages.widget, range(window.pages.count())), *window.inspector.pages)
    large = replace(session.network.spec, layers=(*(LayerSpec(f"wide_{n}", 16, "relu") for n in range(6)),
                                                  session.network.spec.layers[-1]))  # fmt: skip
    deeds = {name: actions[name].trigger for name in actions.names if name != "quit"} | {
        "the way out of a presentation": lambda: window.set_presenting(False),
        "a typed line": lambda: line.entered.emit("Z1 = hidden_1(X)"),
        "compile and fit": lambda: session.do(PrepareFit(CompileSpec()), Fit(20, batches=1)),
        "a jump": lambda: session.go_to(1),
        "an error": lambda: line.entered.emit("hidden_1.build((None, 7))"),
        "a long lesson": lambda: window.presenters.lessons.open_folder(long_lesson(tmp_path)),
        "every page": lambda: [window.show_page(page) for page in every_page],
        "a large network": lambda: session.build_network(large),
    }
    took = {}
    for name, deed in deeds.items():
        window.set_presenting(name == "the way out of a presentation")
        session.enter(OWN)
        session.step(2)
        session.selection.select(Place("hidden_2", 1))
        assert session.wait_idle(WAIT_MS)
        took[name] = round(do(qtbot, window, deed), 3)
        i18n.use("en")
    restyled = statistics.median(do(qtbot, window, actions["swap_theme"].trigger) for _ in range(4))
    slowest = sorted(took, key=took.get, reverse=True)
    longest = {name: took[name] for name in slowest[:8]}
    assert took[slowest[0]] <= 3 * restyled, longest
    print(f"a change of theme: {restyled:.3f}", longest)
