"""Data in the whole window: made sets, CSV files good and bad, and networks for other numbers of inputs."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from core.commands import UseData
from core.snapshot.place import Place
from tests.core.helpers.scripts import run

WAIT_MS = 30_000


def card_text(window) -> str:
    return " ".join(label.text() for label in window.error_card.findChildren(QLabel))


def press(qtbot, window, text: str) -> None:
    button = next(b for b in window.error_card.findChildren(QPushButton) if text in b.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.session.wait_idle(WAIT_MS)


def open_file(window, path) -> None:
    window.session.open_csv(str(path))
    assert window.session.wait_idle(WAIT_MS)


def test_that_a_made_set_is_chosen_in_the_data_tab_and_the_weights_stay(qtbot, window):
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


def test_that_a_csv_of_three_inputs_is_learned_from_at_once(window, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("a,b,c,y\n1,2,3,4\n5,6,7,8\n", encoding="utf-8")
    open_file(window, file)
    batch = window.session.snapshot.batch
    assert batch.X.tolist() == [[1, 2, 3], [5, 6, 7]]
    assert batch.Y_true.tolist() == [[4], [8]]
    assert window.findChild(QComboBox, "dataset").currentText() == "mine.csv"


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


def test_that_a_csv_of_five_inputs_asks_before_it_builds_another_network(qtbot, window, tmp_path):
    file = tmp_path / "five.csv"
    file.write_text("1,2,3,4,5,6\n2,3,4,5,6,7\n", encoding="utf-8")
    before = window.session.model
    window.session.set_trainable("hidden_2", False)
    open_file(window, file)
    assert window.error_card.isVisible()
    assert window.session.model is before
    assert window.session.snapshot.batch.inputs == 3
    press(qtbot, window, "Build a network with 5 inputs")
    assert window.session.model.input_shape == (None, 5)
    assert window.session.model.get_layer("hidden_2").trainable is False
    assert window.session.snapshot.batch.X.shape == (2, 5)
    assert not window.error_card.isVisible()
    window.session.step(2)
    assert window.session.wait_idle(WAIT_MS)
    assert window.session.snapshot.step == 2


def test_that_going_back_to_three_inputs_asks_too(qtbot, window, tmp_path):
    file = tmp_path / "one.csv"
    file.write_text("1,2\n3,4\n", encoding="utf-8")
    open_file(window, file)
    press(qtbot, window, "Build a network with 1 inputs")
    window.session.use(window.presenters.data.sources[0])
    assert window.session.wait_idle(WAIT_MS)
    assert window.error_card.isVisible()
    press(qtbot, window, "Keep")
    assert window.session.model.input_shape == (None, 1)
    assert window.findChild(QComboBox, "dataset").currentText() == "one.csv"


BAD = {
    "empty.csv": (b"", "no data"),
    "text.csv": (b"1,2,3,4\n1,x,3,4\n", "line 2, column 2"),
    "ragged.csv": (b"1,2,3,4\n1,2,3\n", "line 2"),
    "nan.csv": (b"1,2,3,4\n1,2,nan,4\n", "line 2, column 3"),
    "narrow.csv": (b"1\n2\n", "only one column"),
    "korean.csv": ("이름,나이\n1,2\n".encode("cp949"), "UTF-8"),
}


def test_that_a_bad_csv_gets_a_card_and_what_was_loaded_stays(subtests, window, tmp_path):
    window.session.step(3)
    for name, (content, expected) in BAD.items():
        with subtests.test(name):
            (tmp_path / name).write_bytes(content)
            open_file(window, tmp_path / name)
            assert window.error_card.isVisible()
            assert expected in card_text(window)
            assert window.session.snapshot.batch.X.shape == (3, 3)
            assert window.session.snapshot.step == 3
            window.error_card.close_card()


def test_that_a_folder_or_a_missing_file_gets_a_card(subtests, window, tmp_path):
    for name in (".", "missing.csv"):
        with subtests.test(name):
            open_file(window, tmp_path / name)
            assert window.error_card.isVisible()
            assert window.session.snapshot.batch.X.shape == (3, 3)
            window.error_card.close_card()


def test_that_the_chosen_sample_is_what_the_canvas_shows(qtbot, window):
    window.data.sample_clicked.emit(2)
    assert window.session.selection.sample == 2
    assert window.canvas.state.sample == 2
    snapshot = window.session.snapshot
    assert window.canvas.state.unit_value("hidden_1", 1) == pytest.approx(float(snapshot.layers[0].activation[2, 1]))
    qtbot.keyClick(window, Qt.Key.Key_BracketRight)
    assert window.session.selection.sample == 0


def test_that_a_smaller_batch_lets_go_of_a_sample_and_a_smaller_network_of_a_unit(window, tmp_path):
    (tmp_path / "wide.csv").write_text("1,2,3,4,5,6\n" * 9, encoding="utf-8")
    open_file(window, tmp_path / "wide.csv")
    window.presenters.problems.choose("build")
    assert window.session.wait_idle(WAIT_MS)
    window.session.selection.select(Place("input", 4))
    window.session.selection.show_sample(8)
    (tmp_path / "three.csv").write_text("1,2,3,4\n" * 2, encoding="utf-8")
    open_file(window, tmp_path / "three.csv")
    window.presenters.problems.choose("build")
    assert window.session.wait_idle(WAIT_MS)
    assert window.session.selection.place.layer is None
    assert window.session.selection.sample == 0
