"""Every notation and layout is found by itself; what is wrong is named by its line; what is no table is refused."""

from __future__ import annotations

import contextlib
import io
import zipfile

import numpy as np
import pytest

from core.files.sources import read_source, source_table
from core.files.toml_table import Table
from core.intents.table_plans import source_for
from core.problems.problem import Problem
from core.tables import file_kind, frames
from core.tables.choices import changed, propose
from core.tables.encoding import ENCODINGS
from core.tables.frames import Cancelled
from core.tables.reading import LONGEST_NAME
from core.tables.table import read_table
from core.tables.table_file import source_of
from tests.core.tables.helpers import run_lines


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data.csv"


def rows(path, content: str | bytes, **chosen):
    """The table's rows without choices: the numbers of all columns, as text where they are none."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    table = read_table(path, chosen)
    return [list(row) for row in table.frame.itertuples(index=False)]


def kinds(path, content: str | bytes) -> list[str]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [column.kind for column in read_table(path).columns]


def _open(path, given):
    source_for(str(path), given).load()


def problem(path, content: str | bytes, **given):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Problem) as caught:
        _open(path, given)
    assert "{" not in str(caught.value)
    fields = caught.value.fields
    return caught.value.kind, fields.get("line"), fields.get("column")


# layout


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "  "])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("header", ["", "height,weight,age\n"])
def test_that_separator_header_and_encoding_are_found(path, separator, newline, encoding, header):
    text = (header + "1,2.5,-3\n4,5e2,.5\n\n").replace(",", separator).replace("\n", newline)
    assert rows(path, text.encode(encoding)) == [[1, 2.5, -3], [4, 500, 0.5]]
    names = ["height", "weight", "age"] if header else ["x0", "x1", "y"]
    assert [column.name for column in read_table(path).columns] == names


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('"a\nb","c ""d"""\n1,2\n', [[1, 2]]),
        ("Table 3: heights\n\nx,y\n1,2\n3,4\n", [[1, 2], [3, 4]]),
        ("# x,y\n1,2\n3,4\n", [[1, 2], [3, 4]]),
        ("x,y\n1,2\n# a note\n3,4\n", [[1, 2], [3, 4]]),
        ("a b\nr1 1 2\nr2 3 4\n", [[1, 2], [3, 4]]),  # R's names of rows
        ("a,b\n1,2,\n3,4,\n", [[1, 2], [3, 4]]),
        ("a;b\n1.234,5;2\n3;4,25\n", [[1234.5, 2], [3, 4.25]]),
        ("a\tb\n1,234.5\t2\n3\t4\n", [[1234.5, 2], [3, 4]]),
        ('a,b\n"1,234,567",2\n"3",4\n', [[1234567, 2], [3, 4]]),
        ("\u00a01\u3000,\u20282\x0c\n3,4\n", None),
    ],
)
def test_that_a_layout_is_read(path, content, expected):
    found = rows(path, content)
    assert expected is None or found == expected


def test_that_names_in_a_comment_are_names(path):
    rows(path, "# height, weight\n1.5,2\n3.5,4\n")
    assert [column.name for column in read_table(path).columns] == ["height", "weight"]


def test_that_numbers_with_two_readings_are_asked_about(path):
    content = "a;b\n1.250;1\n2.500;2\n"
    assert rows(path, content) == [[1.25, 1], [2.5, 2]]
    assert read_table(path).doubts == ("decimal",)
    assert rows(path, content, decimal=",") == [[1250, 1], [2500, 2]]
    assert rows(path, "a;b\n1.250;1\n2.5;2\n") == [[1.25, 1], [2.5, 2]]
    assert read_table(path).doubts == ()


# columns


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ("1 2 3", "number"),
        ("5cm 7cm 9cm", "number"),
        ("5% 7% 9%", "number"),
        ("$5 $1.50 $9", "number"),
        ("5 ? 9", "number"),
        ("5 - 9", "number"),
        ("yes no yes", "category"),
        ("True False True", "yes/no"),
        ("2024-01-31 2024-02-28 2024-03-01", "date"),
        ("31.01.2024 28.02.2024 01.03.2024", "date"),
        ("red green red", "category"),
        ("NA NA NA", "empty"),
        ("A12 A13 A14", "category"),
    ],
)
def test_that_the_kind_of_a_column_is_found(path, cells, kind):
    assert kinds(path, "x,y\n" + "".join(f"{cell},{i}.5\n" for i, cell in enumerate(cells.split()))) == [kind, "number"]


def test_that_units_dates_and_marks_become_numbers_as_in_the_script(path):
    path.write_text(
        "day,height,price,seen,y\n"
        "2024-01-01,180 cm,\"$1,200\",True,1.5\n"
        "2024-01-03,170 cm,$900,False,2.5\n"
        "2024-01-02,?,$90,True,3.5\n"
    )  # fmt: skip
    table = read_table(path)
    choices = changed(table, propose(table), {"leave_out": (), "missing": "fill", "target": "y"})
    source = source_of(table, choices)
    batch = source.load()
    np.testing.assert_array_equal(batch.X, [[0, 180, 1200, 1], [2, 170, 900, 0], [1, 175, 90, 1]])
    np.testing.assert_array_equal(run_lines(source.lines())["X"], batch.X)


def test_that_many_words_are_text_and_a_mixed_column_stays_words(path):
    lines = "".join(f"{'ab'[i % 2]}{i},{i % 3 if i < 60 else 'x'},{i}.5\n" for i in range(90))
    assert kinds(path, "name,group,y\n" + lines) == ["text", "category", "number"]
    source = source_of(table := read_table(path), propose(table))
    assert source.load().columns == ("group_0", "group_1", "group_2", "group_x")
    np.testing.assert_array_equal(run_lines(source.lines())["X"], source.load().X)


# what is wrong


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a,b,y\n1,2,3\n\n4,5\n", ("table.ragged", 4, 3)),
        ("a,b,y\n1,2,3\n4,5,6,7\n", ("table.ragged", 3, 4)),
        ('a,b,y\n1,"2\n",3\n4,5\n', ("table.ragged", 4, 3)),
        ("1\n2\n3\n", ("table.one_column", 1, 1)),
        ("a,b\n", ("table.empty", None, None)),
        ("", ("table.empty", None, None)),
        (b"a,y\n1,2\n1,3\n" + b"\xb0\x00,4\n", ("table.encoding", 4, None)),
        ('a,y\n1,2\n"3,4\n5,6\n', ("table.quote", 3, 1)),
    ],
)
def test_that_what_is_wrong_is_named_by_its_place(path, content, expected):
    assert problem(path, content) == expected


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_that_any_encoding_can_be_chosen_for_any_file(path, encoding):
    contents = b"a,y\n1,2\n", "a,값\n1,2\n".encode("cp949"), "a,y\n1,2\n".encode("utf-16"), bytes(range(256)), b"x"
    for content in contents:
        path.write_bytes(content)
        with contextlib.suppress(Problem):
            read_table(path, {"encoding": encoding})
    path.write_bytes(contents[0])
    if encoding == "utf-16":
        with pytest.raises(Problem, match="0x61") as caught:
            read_table(path, {"encoding": encoding})
        assert caught.value.kind == "table.encoding"


def test_that_a_wrong_cell_is_named_where_its_column_is_used(path):
    content = "a,b,y\n1,2.5,3\n4,5.5,6\n\n7,tall,9\n8,1.5,2\n"
    assert problem(path, content, leave_out=()) == ("table.cell", 5, 2)
    table = read_table(path)
    assert propose(table).leave_out == ("b",)
    assert source_of(table, propose(table)).load().columns == ("a",)
    assert problem(path, content.replace("tall", "1e400"), leave_out=()) == ("table.not_finite", 5, 2)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<!DOCTYPE html><html>", "table.web_page"),
        (b"\n <html lang=en>", "table.web_page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "table.pointer"),
        (b"PK\x03\x04 and so on", "table.archive"),
        (b"\x1f\x8b\x08", "table.archive"),
        (b"%PDF-1.7", "table.other_format"),
        (b"\x89PNG\r\n", "table.other_format"),
    ],
)
def test_that_what_is_no_table_is_refused(path, content, kind):
    assert problem(path, content)[0] == kind


def test_that_a_large_file_a_folder_and_a_missing_one_are_refused(path, monkeypatch):
    with pytest.raises(Problem, match="cannot be found"):
        read_table(path)
    with pytest.raises(Problem, match="folder"):
        read_table(path.parent)
    monkeypatch.setattr(file_kind, "MAX_BYTES", 10)
    assert problem(path, "a,y\n1,2\n3,4\n")[0] == "table.too_large"
    monkeypatch.undo()
    monkeypatch.setattr(frames, "MAX_ROWS", 1)
    assert problem(path, "a,y\n1,2\n3,4\n")[0] == "table.too_many_rows"


@pytest.mark.parametrize("content", ["{},b,y\n1,2,3\n4,5,6\n", "4,2,{},blue\n1,2,0\n4,5,1\n7,8,0\n1,3,1\n"])
def test_that_a_name_is_as_long_as_a_saved_session_takes_it(path, content):
    path.write_text(content.format("n" * LONGEST_NAME))
    source = source_of(table := read_table(path), propose(table))
    assert read_source(Table("test", {"source": source_table(source)}, {}), "source") == source
    assert problem(path, content.format("n" * (LONGEST_NAME + 1)))[0] == "table.name"


@pytest.mark.parametrize(
    ("content", "given", "kind"),
    [
        ("a,y\n1,same\n2,same\n", {"target": "y"}, "table.one_class"),
        ("a,y\n" + "".join(f"{i},w{i % 17}\n" for i in range(60)), {"target": "y"}, "table.too_many_classes"),
        ("a,y\n" + "".join(f"{i},name {i}\n" for i in range(60)), {"target": "y"}, "table.too_many_classes"),
        ("a,y\n1,2\n3,4\n", {"leave_out": ("a",)}, "table.no_input"),
        ("a,y\n1,2\n3,4\n", {"validation": 0.7}, "table.validation"),
        ("a,y\n1,2\n3,4\n", {"missing": "guess"}, "table.choice"),
        ("a,y\n1,2\n3,4\n", {"target": "z"}, "table.no_column"),
        ("a,y\n1,2\n3,4\n", {"separator": "@@"}, "table.choice"),
        ("a,y\n1,2\n3,4\n", {"decimal": 5}, "table.choice"),
        ("a,y\n1,2\n3,4\n", {"thousands": "'"}, "table.choice"),
        ("a,y\n1,2\n3,4\n", {"header": "x"}, "table.choice"),
        ("a,y\n1,2\n3,4\n", {"encoding": 5}, "table.choice"),
        ("a,y\n1,2\n3,4\n", {"encoding": "hex"}, "table.encoding_unknown"),
        ("a,y\n1,2\n3,4\n", {"encoding": "\0"}, "table.encoding_unknown"),
        ("a,y\n1,2\n3,4\n", {"seed": -1}, "seed.out_of_range"),
        ("a,b,y\n1,,2\n,3,4\n", {}, "table.no_rows"),
    ],
)  # fmt: skip
def test_that_choices_that_make_no_network_are_refused(path, content, given, kind):
    assert problem(path, content, **given)[0] == kind


def _kind(path, seed: int) -> str:
    try:
        _open(path, {"validation": 0.5, "seed": seed})
    except Problem as problem:
        return problem.kind
    return ""


def test_that_a_class_that_is_only_validated_is_named(path):
    path.write_text("a,y\n1,red\n2,red\n3,blue\n4,red\n")
    kinds_seen = {_kind(path, seed) for seed in range(9)}
    assert kinds_seen == {"", "table.class_unseen"}


# changed files, other formats, a long reading


def test_that_a_changed_file_is_told_by_the_source_and_by_the_script(path):
    path.write_text("a,y\n1,2\n3,4\n")
    source = source_of(table := read_table(path), propose(table))
    assert not source.changed()
    path.write_text("a,y\n1,2\n3,5\n")
    assert source.changed()
    with pytest.raises(Problem, match="has changed"):
        source.load()
    with pytest.raises(ValueError, match=r"data\.csv has changed"):
        run_lines(source.lines())


def test_that_excel_and_numpy_files_are_read(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["made by", None, None], ["size", "colour", 2019], [1.5, "red", 3], [2.5, "blue", 4], [None, "red", 5]):
        book.active.append(row)
    book.save(tmp_path / "book.xlsx")
    np.save(tmp_path / "array.npy", np.array([[1.0, 2.0], [3.0, 4.0]]))
    for name, columns, X in (
        ("book.xlsx", ("size", "colour_blue", "colour_red"), [[1.5, 0, 1], [2.5, 1, 0]]),
        ("array.npy", ("x0",), [[1], [3]]),
    ):
        source = source_of(table := read_table(tmp_path / name), propose(table))
        batch = source.load()
        assert batch.columns == columns
        np.testing.assert_array_equal(batch.X, X)
        np.testing.assert_array_equal(run_lines(source.lines())["X"], X)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data.csv", "a,y\n1,2\n")
    (tmp_path / "broken.xlsx").write_bytes(packed.getvalue())
    with pytest.raises(Problem, match="cannot be read"):
        read_table(tmp_path / "broken.xlsx")


def test_that_a_long_reading_tells_its_progress_and_can_be_cancelled(path):
    path.write_text("a,b,y\n" + "1.25,2,3\n" * 200_000)
    told: list[float] = []
    assert read_table(path, {}, lambda share: told.append(share) is None).rows == 200_000
    assert told == sorted(told)
    assert len(told) > 3
    path.write_text("a,b,y\n" + "1.25,2,4\n" * 200_000)
    with pytest.raises(Cancelled):
        read_table(path, {}, lambda share: share < 0.7)
