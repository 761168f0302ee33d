"""What is typed into a cell, or pasted from a spreadsheet, in the notations that people use."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.commands import AddRows, SetCells
from core.data.built_in import Batch
from core.intents.data_edits import pasted, set_cell
from core.problems.problem import Problem

NUMBERS = Batch(np.zeros((4, 2)), np.zeros((4, 1)), ("a", "b"), ("t",))
CLASSES = Batch(np.zeros((4, 2)), np.zeros((4, 1)), ("a", "b"), ("kind",), ("red", "green", "blue"))
ONE_HOT = replace(CLASSES, Y_true=np.eye(3)[[0, 0, 1, 2]], targets=CLASSES.classes)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.5", 0.5),
        (" 0,5 ", 0.5),
        ("-1e-3", -1e-3),
        ("−2", -2.0),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("+7", 7.0),
    ],
)
def test_that_a_number_is_read_as_it_is_written(text, number):
    assert set_cell(NUMBERS, 1, 1, text) == (SetCells("X", ((1, 1),), (number,)),)


@pytest.mark.parametrize("text", ["", "abc", "1 2", "1_0", "nan", "inf", "1e999", "0x10", "1,2,3", "½", "=A1"])
def test_that_what_is_no_number_is_refused_with_its_place(text):
    with pytest.raises(Problem) as refused:
        set_cell(NUMBERS, 1, 0, text)
    assert refused.value.kind == "edit.not_a_number"
    assert (refused.value.fields["row"], refused.value.fields["column"]) == (2, "a")


def test_that_a_class_is_named_or_numbered():
    assert set_cell(CLASSES, 3, 2, "blue") == set_cell(CLASSES, 3, 2, "2") == (SetCells("Y_true", ((3, 0),), (2.0,)),)
    assert set_cell(CLASSES, 3, 2, "red") == ()  # it is already
    for text in ("pink", "3", "0.5"):
        with pytest.raises(Problem) as refused:
            set_cell(CLASSES, 3, 2, text)
        assert refused.value.kind == "edit.no_class"


def test_that_whole_rows_are_added_and_a_row_of_names_above_is_left_out():
    rows = AddRows(((1.5, 2.0), (3.0, -4.0)), ((0.0,), (2.0,)))
    assert pasted(CLASSES, 1, 1, "1,5\t2\tred\r\n3\t-4\tblue\r\n") == (rows,)
    assert pasted(CLASSES, 0, 0, "a\tb\tkind\n1.5\t2\tred\n\n3\t-4\t2") == (rows,)
    assert pasted(CLASSES, 0, 0, "1,5;2;red\n3;-4;blue") == (rows,)


def test_that_a_class_is_one_cell_although_it_has_a_column_for_each_in_y_true():
    assert set_cell(ONE_HOT, 3, 2, "green") == (SetCells("Y_true", ((3, 0), (3, 1), (3, 2)), (0.0, 1.0, 0.0)),)
    assert set_cell(ONE_HOT, 3, 2, "blue") == ()
    rows = AddRows(((1.5, 2.0),), ((0.0, 0.0, 1.0),))
    assert pasted(ONE_HOT, 0, 0, "1,5\t2\tblue") == (rows,)
    assert rows.edited(ONE_HOT).labels[-1, 0] == 2
    with pytest.raises(Problem) as refused:
        SetCells("Y_true", ((0, 1),), (1.0,)).edited(ONE_HOT)
    assert refused.value.kind == "edit.no_class"


def test_that_fewer_columns_are_written_over_the_cells_from_the_chosen_one():
    assert pasted(CLASSES, 1, 1, "5\tgreen\n6\tblue") == (
        SetCells("X", ((1, 1), (2, 1)), (5.0, 6.0)),
        SetCells("Y_true", ((1, 0), (2, 0)), (1.0, 2.0)),
    )
    assert pasted(NUMBERS, 0, 0, "1\n2") == (SetCells("X", ((0, 0), (1, 0)), (1.0, 2.0)),)


@pytest.mark.parametrize(
    ("place", "text", "kind"),
    [
        ((0, 0), "", "edit.nothing_to_paste"),
        ((0, 0), " \n\n", "edit.nothing_to_paste"),
        ((3, 0), "1\n2", "edit.paste_size"),
        ((0, 2), "1\t2", "edit.paste_size"),
        ((0, 0), "1\t2\t3\t4", "edit.paste_size"),
        ((0, 0), "1\t2\n1", "edit.paste_size"),
        ((0, 0), "1\t2\tx", "edit.not_a_number"),
        ((0, 0), "a\tb\tc", "edit.not_a_number"),
        ((0, 0), "1\t\t3", "edit.not_a_number"),
    ],
)
def test_that_what_does_not_fit_is_refused_as_a_whole(place, text, kind):
    with pytest.raises(Problem) as refused:
        pasted(NUMBERS, *place, text)
    assert refused.value.kind == kind
