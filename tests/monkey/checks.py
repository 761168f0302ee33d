"""What must hold while the window is at rest: numbers, script and undo."""

from __future__ import annotations

import contextlib
import io
import random
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from time import perf_counter
from typing import Any

import numpy as np
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QLabel

from core.intents.questions import Question
from core.script.writer import joined
from core.service.messages import OWN
from core.snapshot.place import BIAS, Place
from core.snapshot.snapshot import LayerSnapshot
from gui.code.presenter import EXACT
from gui.look import number_text
from gui.window.main_window import MainWindow
from tests.gui.helpers.stillness import stands_still
from tests.monkey.failure import Failure
from tests.monkey.popups import close_dialogs

PATIENCE_MS = 2_000
"""How long the window may go on by itself before it is asked to end early, as a learner would with Stop."""

LONGEST_MS = 120_000
LATE_SECONDS = 2.0
MOST_UNDOS = 3_000
KEPT_SCRIPTS = 20
"""How many scripts are not run again: after everything is undone, it is often the same one."""

Paused = Callable[[], AbstractContextManager[None]]
"""Leaves what is done in its block out of the time that the event loop stands still."""

Bits = dict[str, list[bytes]]
"""The weights of layers by their names, to the last bit."""


def bring_to_rest(window: MainWindow) -> None:
    """Close dialogs, end what moves by itself, and wait for what was asked for."""
    close_dialogs()
    session, presenters = window.session, window.presenters
    if window.actions_["slow_motion"].isChecked():
        window.actions_["slow_motion"].trigger()
    if presenters.lessons.running:
        presenters.lessons.do_it()
    session.pause()
    if not session.wait_idle(PATIENCE_MS):
        session.cancel()
    if not session.wait_idle(LONGEST_MS):
        raise Failure("never idle", _at_work(window))
    presenters.boxes.leave()  # of a model that cannot be trained here, which may have been opened just now
    session.wait_idle(LONGEST_MS)
    window.settle()
    if not stands_still():
        raise Failure("never still", "it lays itself out or paints, again and again")


def check_numbers(window: MainWindow, chance: random.Random) -> None:
    """Check that what the window shows is what Keras holds."""
    from tests.core.helpers.references import (  # TensorFlow, which the window loads by itself
        ONE_ROUNDING,
        assert_of_eager_calls,
    )

    _let_be_answered(window)
    snapshot = window.session.snapshot
    for layer in snapshot.columns:
        theirs = _keras_layer(window, layer).get_weights()
        _same("weights of the snapshot", [a.tobytes() for a in _arrays(layer)], [a.tobytes() for a in theirs])
        if layer.units and theirs:
            unit = chance.randrange(layer.units)
            row = chance.randrange(-len(layer.bias[:1]), len(layer.kernel))
            right = float(theirs[1][unit] if row == BIAS else theirs[0][row, unit])
            shown = window.canvas.state.weight(Place(layer.name, unit, row))
            _same("weight on the canvas", None if shown is None else shown[0], right)
    _check_inspector(window, chance)
    _soon_reads("step", window.findChild(QLabel, "step_count"), number_text.count(snapshot.step))
    _same("computed by eager calls", snapshot.eager, True)
    if snapshot.layers and snapshot.finite:
        _let_be_answered(window)
        try:
            assert_of_eager_calls(snapshot, window.session.model, ONE_ROUNDING)
        except AssertionError as error:
            details = "".join(traceback.format_exception(error)) + window.code.text()
            raise Failure("other numbers than eager calls", details) from error
    if not snapshot.why_no_step:
        _soon_reads("loss", window.findChild(QLabel, "loss_value"), number_text.loss(snapshot.loss))


def check_script(window: MainWindow) -> None:
    """Check that the exact script, run alone, gives the very same weights, and that the readable one can be run."""
    _let_be_answered(window)
    text, shown = joined(window.session.network.script.passages), window.code.text()
    if window.presenters.code.spelling == EXACT:
        _same("text of the Code page", shown, text)
    else:
        _weights_of_script(shown)  # equal within what rounding makes of it, which may be anything
    theirs, names, left = _weights_of_script(text), _names(window), {}
    for name in (*names.layers, *names.models, *(["model"] if names.model is not None else [])):
        if name not in theirs and name in names.layers:
            continue  # the layers of a network that was made at once have no variables of their own
        left[name] = theirs[name]
    ours = {name: (names.model if name == "model" else names.of_learner[name]) for name in left}
    _same("weights of the script", left, bits(ours), text)


def check_undo(window: MainWindow, start: Bits, chance: random.Random, paused: Paused) -> None:
    """Undo all the way back, and check that the start's weights are there; sometimes do it all again."""
    before, undone = bits(_names(window).of_learner), 0
    while window.actions_["undo"].isEnabled():
        window.actions_["undo"].trigger()
        if not window.session.wait_idle(LONGEST_MS):
            raise Failure("never idle", "undo")
        undone += 1
        if undone > MOST_UNDOS:
            raise Failure("undo never ends")
    if window.session.workspace == OWN:
        _same("weights after undoing everything", bits(_names(window).of_learner), start, window.code.text())
    with paused():
        check_script(window)
    if chance.random() < 0.5:
        for _ in range(undone):
            window.actions_["redo"].trigger()
            window.session.wait_idle(LONGEST_MS)
        _same("weights after doing it all again", bits(_names(window).of_learner), before, window.code.text())
        with paused():
            check_numbers(window, chance)


@contextmanager
def keras_waiting(window: MainWindow) -> Iterator[None]:
    """Let the Keras thread wait until the block ends.

    `gc.get_objects` gives also a tuple that another thread is just making, which then fails with a SystemError.
    """
    pause, end = Pause(), perf_counter() + LONGEST_MS / 1000
    window.session.ask(pause)
    try:
        while not pause.begun.wait(0.001):
            QApplication.processEvents()
            if perf_counter() > end:
                raise Failure("never idle", "a pause")
        yield
    finally:
        pause.over.set()
        window.session.wait_idle(LONGEST_MS)


@dataclass(frozen=True)
class Pause(Question):
    """Ask the Keras thread for nothing, until it is over."""

    begun: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def answer(self, network: Any) -> None:
        self.begun.set()
        self.over.wait()


def start_of(window: MainWindow) -> Bits:
    """Return the weights that a window starts with."""
    return bits(_names(window).of_learner)


def bits(named: dict[str, Any]) -> Bits:
    """Return the weights of the layers and models among some variables."""
    return {
        name: [array.tobytes() for array in what.get_weights()]
        for name, what in named.items()
        if hasattr(what, "get_weights")
    }


@lru_cache(KEPT_SCRIPTS)
def _weights_of_script(text: str) -> Bits:
    """Run a script and return the weights that it leaves. TensorFlow keeps what it compiled: some 5 MB each time."""
    namespace: dict[str, Any] = {}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(text, namespace)
    except Exception as error:
        raise Failure(f"script raises {type(error).__name__}", f"{error}\n{text}") from error
    return bits(namespace)


# ---- inside -------------------------------------------------------------------------------------------------


def _at_work(window: MainWindow) -> str:
    """Say what a session that never rests still waits for."""
    exchange = window.session._exchange
    queue, player = exchange.queue, exchange.player
    return f"""ready: {exchange.loading.ready}, playing: {player.playing}, not shown: {len(player.waiting)}
files: {list(exchange.background._receivers)}, in flight: {queue.in_flight}
waiting: {queue._waiting}, to enter: {queue._to_enter}, open: {queue._open}, closed: {queue.closed}"""


def _let_be_answered(window: MainWindow) -> None:
    """Wait for the answers to what pages ask by themselves: a forecast moves the weights until it is answered."""
    if not window.session.wait_idle(LONGEST_MS):
        raise Failure("never idle", "a question")


def _names(window: MainWindow) -> Any:
    """Return the variables that the Keras thread holds; it is at rest."""
    return window.session._exchange.worker._keras.bench.network.names


def _keras_layer(window: MainWindow, layer: LayerSnapshot) -> Any:
    """Return the layer that a snapshot is of; one beside the model may have another name than its variable."""
    names = _names(window)
    return names.model.get_layer(layer.name) if layer.in_model else names.layers[layer.variable]


def _arrays(layer: LayerSnapshot) -> list[np.ndarray]:
    return [array for array in (layer.kernel, layer.bias) if array.size]


def _check_inspector(window: MainWindow, chance: random.Random) -> None:
    """Check a weight of the page that is in front, if it is that of the weights."""
    page = window.inspector.pages[0]
    if not page.isVisible() or page.view is None or page.view.layer is None or not page.grid.isVisible():
        return
    if page.changes.on:
        return  # it shows by how much the weights changed
    kernel = _keras_layer(window, page.view.layer).get_weights()[0]
    row, column = (chance.randrange(length) for length in kernel.shape)
    _same("weight in the inspector", page.grid.value((row, column)), float(kernel[row, column]))


def _soon_reads(what: str, label: QLabel, text: str) -> None:
    """Check what a label says, if it is shown, once the views that may be a moment late have caught up."""
    end = perf_counter() + LATE_SECONDS
    while label.isVisible() and label.text() != text and perf_counter() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    if label.isVisible():
        _same(what, label.text(), text)


def _same(what: str, ours: Any, theirs: Any, details: str = "") -> None:
    if ours != theirs:
        different = (
            [name for name in ours if ours[name] != theirs.get(name)] if isinstance(ours, dict) else [ours, theirs]
        )
        raise Failure(f"other {what}", f"{str(different)[:500]}\n{details}")
