"""Data in the whole window: made sets, tables good and bad, and networks for other numbers of inputs."""

from __future__ import annotations

import threading
from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from core.commands import UseData
from core.data.made import Blobs, XorOfTwoInputs
from core.snapshot.place import Place
from tests.core.helpers.scripts import run
from tests.core.tables.helpers import CASES
from tests.gui.helpers.windows import card_text

WAIT_MS = 30_000


CHOICES = ({}, {"validation": 0.0, "missing": "fill", "scale": False})


def press(qtbot, window, text: str) -> None:
    button = next(b for b in window.error_card.findChildren(QPushButton) if text in b.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.session.wait_idle(WAIT_MS)


def open_file(window, path, **choices) -> None:
    window.session.open_table(str(path), **choices)
    assert window.session.wait_idle(WAIT_MS)


@pytest.mark.parametrize(("name", "steps"), [("Iris", 300), ("Digits", 600)])
def test_that_a_classic_set_is_learned_by_clicks_and_its_script_gives_the_same_weights(window, name, steps):
    window.pages.show_page(window.data)
    combo = window.findChild(QComboBox, "dataset")
    index = combo.findText(name)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)
    window.session.set_learning_rate(0.1)
    window.session.step(steps)
    assert window.session.wait_idle(WAIT_MS)
    snapshot = window.session.snapshot
    predicted = window.session.model.predict(snapshot.batch.X_val, verbose=0).argmax(axis=1)
    accuracy = (predicted == snapshot.batch.Y_val[:, 0]).mean()
    assert accuracy > 0.9
    assert snapshot.validation.accuracy == pytest.approx(accuracy, abs=2e-3)
    left = run(window.code.text())["model"].get_weights()
    assert [a.tobytes() for a in left] == [b.tobytes() for b in window.session.model.get_weights()]


@pytest.mark.thorough
@pytest.mark.parametrize("part", range(3))
def test_that_every_case_opens_and_takes_a_step(subtests, window, part):
    """A third of all cases, each with either of the choices."""
    cases = list(product(sorted(CASES.iterdir()), CHOICES))
    for path, choices in cases[part::3]:
        with subtests.test(f"{path.name} {choices}"):
            open_file(window, path, **choices)
            assert not window.error_card.isVisible(), card_text(window)
            assert window.findChild(QComboBox, "dataset").currentText() == path.name
            window.session.step()
            assert window.session.wait_idle(WAIT_MS)
            assert window.session.snapshot.step == 1


def test_that_the_code_tab_says_when_the_file_has_changed_and_it_is_another_data_set(qtbot, window, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("a,b,c,y\n1,2,3,4\n5,6,7,8\n", encoding="utf-8")
    open_file(window, file)

    def sentence() -> str:
        return " ".join(label.text() for label in window.code.findChildren(QLabel))

    assert "weights of this window" in sentence()
    window.session.step()
    assert window.session.wait_idle(WAIT_MS)
    file.write_text("a,b,c,y\n1,2,3,4\n5,6,7,9\n", encoding="utf-8")
    qtbot.waitUntil(lambda: "mine.csv has changed" in sentence(), timeout=WAIT_MS)
    assert window.session.snapshot.batch.Y_true.tolist() == [[4], [8]]
    open_file(window, file)
    assert window.session.snapshot.batch.Y_true.tolist() == [[4], [9]]
    first, second = (one.command.source for one in window.session.history if isinstance(one.command, UseData)
                     and one.command.source.name == "mine.csv")  # fmt: skip
    assert first != second
    file.write_text("a,b,c,y\n1,2,3,4\n5,6,7,8\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has changed"):
        run(window.code.text())


BAD = {
    "empty.csv": (b"", "no data"),
    "text.csv": (b"1,2,3,4\n1,x,3,4\n5,6,7,8\n", "line 2, column 2"),
    "ragged.csv": (b"1,2,3,4\n1,2,3\n", "line 2"),
    "narrow.csv": (b"1\n2\n", "only one column"),
    "page.csv": (b"<!doctype html>", "web page"),
}


def test_that_what_is_no_table_gets_a_card_and_what_was_loaded_stays(subtests, qtbot, window, tmp_path, monkeypatch):
    with subtests.test("the chosen sample is what the canvas shows"):
        window.data.sample_clicked.emit(2)
        assert window.session.selection.sample == 2
        assert window.canvas.state.sample == 2
        snapshot = window.session.snapshot
        assert window.canvas.state.unit_value("hidden_1", 1) == pytest.approx(
            float(snapshot.layers[0].activation[2, 1])
        )
        qtbot.keyClick(window, Qt.Key.Key_BracketRight)
        assert window.session.selection.sample == 0
    window.session.step(3)
    for name, (content, expected) in BAD.items():
        with subtests.test(name):
            (tmp_path / name).write_bytes(content)
            open_file(window, tmp_path / name, leave_out=[])
            assert window.error_card.isVisible()
            assert expected in card_text(window)
            assert window.session.snapshot.batch.X.shape == (3, 3)
            assert window.session.snapshot.step == 3
            window.error_card.close_card()
    for name in (".", "missing.csv"):
        with subtests.test(name):
            open_file(window, tmp_path / name)
            assert window.error_card.isVisible()
            assert window.session.snapshot.batch.X.shape == (3, 3)
            window.error_card.close_card()
    with subtests.test("a made set is chosen in the Data tab, and the weights stay"):
        before = window.session.model.get_weights()
        window.pages.show_page(window.data)
        combo = window.findChild(QComboBox, "dataset")
        index = combo.findText("XOR of three bits")
        assert index >= 0
        combo.setCurrentIndex(index)
        combo.activated.emit(index)
        assert window.session.wait_idle(WAIT_MS)
        assert window.session.snapshot.batch.samples == 8
        assert all(np.array_equal(a, b) for a, b in zip(before, window.session.model.get_weights(), strict=True))
    with subtests.test("what the loss cannot take gets a network of its own, and the window reads no data"):
        threads, load = [], XorOfTwoInputs.load
        monkeypatch.setattr(
            XorOfTwoInputs, "load", lambda self: threads.append(threading.current_thread()) or load(self)
        )
        for source, button, shapes in (
            (Blobs(), "Build a network with 2 inputs", ((None, 2), (None, 3))),
            (XorOfTwoInputs(), "Build a network for these data", ((None, 2), (None, 1))),
        ):
            window.session.use(source)
            assert window.session.wait_idle(WAIT_MS)
            press(qtbot, window, button)
            assert (window.session.model.input_shape, window.session.model.output_shape) == shapes
        assert threading.main_thread() not in threads


def test_that_a_table_is_learned_from_with_a_network_of_its_own(subtests, qtbot, window, tmp_path):
    with subtests.test("its own network"):
        file = tmp_path / "mine.csv"
        file.write_text("a,b,c,d,e,y\n1,2,3,4,5,6.5\n2,3,4,5,6,7.5\n", encoding="utf-8")
        before = window.session.model
        window.session.set_trainable("hidden_2", False)
        open_file(window, file, scale=False)
        batch = window.session.snapshot.batch
        assert batch.X.tolist() == [[1, 2, 3, 4, 5], [2, 3, 4, 5, 6]]
        assert batch.Y_true.tolist() == [[6.5], [7.5]]
        assert window.findChild(QComboBox, "dataset").currentText() == "mine.csv"
        assert window.session.model.input_shape == (None, 5)
        assert window.session.model.get_layer("hidden_2").trainable is False
        window.session.step(2)
        assert window.session.wait_idle(WAIT_MS)
        assert window.session.snapshot.step == 2
        for _ in range(2):
            window.session.undo()
        assert window.session.wait_idle(WAIT_MS)
        assert window.session.model is before
    with subtests.test("a smaller batch lets go of a sample, a smaller network of a unit"):
        (tmp_path / "wide.csv").write_text("1,2,3,4,5,6\n" * 9, encoding="utf-8")
        open_file(window, tmp_path / "wide.csv")
        window.session.selection.select(Place("input", 4))
        window.session.selection.show_sample(8)
        (tmp_path / "three.csv").write_text("1,2,3,4\n" * 2, encoding="utf-8")
        open_file(window, tmp_path / "three.csv")
        assert window.session.selection.place.layer is None
        assert window.session.selection.sample == 0
    with subtests.test("going back to three inputs asks"):
        file = tmp_path / "one.csv"
        file.write_text("1,2\n3,4\n", encoding="utf-8")
        open_file(window, file)
        window.session.use(window.presenters.data.sources[0])
        assert window.session.wait_idle(WAIT_MS)
        assert window.error_card.isVisible()
        press(qtbot, window, "Keep")
        assert window.session.model.input_shape == (None, 1)
        assert window.findChild(QComboBox, "dataset").currentText() == "one.csv"
