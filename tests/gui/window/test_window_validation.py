"""Validation rows in the whole window: what is shown at each step, early stopping, and evaluate."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QSpinBox

from core.commands import Compile, Fit, StopEarly
from core.design.compile_spec import CompileSpec
from tests.core.helpers.scripts import run

WAIT_MS = 30_000


@pytest.fixture
def window(window, tmp_path):
    """The window with three classes that lie close together, so that it soon learns the rows by heart."""
    draw, path = np.random.default_rng(3), tmp_path / "close.csv"
    rows = [f"{draw.normal() + k:.3f},{draw.normal() - k:.3f},{'abc'[k]}" for k in range(3) for _ in range(12)]
    path.write_text("\n".join(["u,v,kind", *rows]), encoding="utf-8")
    window.session.open_table(str(path), validation=0.4, seed=1, scale=False)
    assert window.session.wait_idle(WAIT_MS)
    return window


def find(window, kind, name):
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def keras_alone(window) -> tuple[float, float]:
    """What Keras gives for the validation rows at the weights on show: loss and accuracy."""
    batch, prediction = window.session.snapshot.batch, window.session.model(window.session.snapshot.batch.X_val)
    right = prediction.numpy().argmax(axis=1) == batch.Y_val[:, 0]
    return float(keras.losses.SparseCategoricalCrossentropy()(batch.Y_val, prediction)), float(right.mean())


def assert_shown(window) -> None:
    loss, accuracy = keras_alone(window)
    assert window.session.snapshot.validation.loss == loss
    assert find(window, QLabel, "validation_loss_value").text() == f"{loss:.4f}"
    assert find(window, QLabel, "validation_accuracy_value").text() == f"{accuracy:.3f}"


def test_that_the_validation_loss_is_followed_and_its_lowest_step_is_a_click_away(qtbot, window):
    session, chart = window.session, window.loss_chart
    session.set_learning_rate(0.5)
    session.step(300)
    assert session.wait_idle(WAIT_MS)
    assert_shown(window)
    best = session.network.curve.best
    assert best.step < 300
    qtbot.waitUntil(lambda: chart.legend.isVisible() and chart.plot is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: list(chart.plot.best.get_xdata()) == [best.step], timeout=WAIT_MS)
    assert find(window, QLabel, "overfitting").text().startswith("Overfitting")
    plot, canvas = chart.plot, chart._canvas
    x, y = plot.axes.figure.transFigure.inverted().transform(plot.axes.transData.transform((best.step, best.loss)))
    at = QPoint(round(x * canvas.width()), round((1 - y) * canvas.height()))
    qtbot.mouseMove(canvas, at)
    assert "validation" in chart.read_out
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert session.wait_idle(WAIT_MS)
    assert session.snapshot.step == best.step
    assert session.snapshot.validation.loss == pytest.approx(best.loss, rel=1e-4)
    assert_shown(window)
    qtbot.waitUntil(lambda: find(window, QLabel, "overfitting").text() == "", timeout=WAIT_MS)
    session.go_to(300)
    assert session.wait_idle(WAIT_MS)
    qtbot.mouseClick(find(window, QPushButton, "best_step"), Qt.MouseButton.LeftButton)
    assert session.wait_idle(WAIT_MS)
    assert session.snapshot.step == session.network.curve.best.step


@pytest.mark.thorough
def test_that_fit_stops_early_by_clicks_and_evaluate_prints_keras_numbers(qtbot, window):
    session = window.session
    session.do(Compile(CompileSpec("adam", 0.05, "sparse_categorical_crossentropy", ("accuracy",))))
    assert session.wait_idle(WAIT_MS)
    find(window, QAction, "fit").trigger()
    card = window.fit_cards.fit
    assert find(window, QComboBox, "fit_validation").currentText() == "data=(X_val, Y_val)"
    stops = find(window, QCheckBox, "fit_early_stopping")
    qtbot.mouseClick(stops, Qt.MouseButton.LeftButton, pos=QPoint(8, stops.height() // 2))
    assert find(window, QComboBox, "fit_monitor").currentText() == "val_loss"
    find(window, QSpinBox, "fit_patience").setValue(4)
    find(window, QSpinBox, "epochs_box").setValue(300)
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert session.wait_idle(WAIT_MS)
    callback, fit = (done.command for done in session.history[-2:])
    assert callback == StopEarly(patience=4, restore_best_weights=True)
    assert isinstance(fit, Fit)
    assert fit.asked == 300 > fit.epochs
    assert "val_loss" in window.variables.log.progress.text
    assert window.variables.log.table.model().columnCount() == 5
    assert_shown(window)
    find(window, QAction, "evaluate").trigger()
    assert session.wait_idle(WAIT_MS)
    printed = eval(window.code.prompt.printed)
    assert printed == pytest.approx(keras_alone(window), rel=1e-5)
    assert window.code.isVisible()
    left = run(window.code.text())
    ours = session.model.get_weights()
    assert all(np.array_equal(a, b) for a, b in zip(ours, left["model"].get_weights(), strict=True))
    session.undo()
    session.undo()
    assert session.wait_idle(WAIT_MS)
    assert session.snapshot.step == 0
