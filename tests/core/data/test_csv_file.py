"""Every way in which a CSV file can be wrong is named by its line and column; everything else is read as it stands."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.data.csv_file import MAX_COLUMNS, MAX_ROW_CHARACTERS, MAX_ROWS, read
from core.problems.problem import TEXTS, Problem

BOM = b"\xef\xbb\xbf"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data.csv"


@pytest.fixture(scope="module")
def shared_path(tmp_path_factory):
    """One file that every hypothesis example overwrites."""
    return tmp_path_factory.mktemp("csv") / "data.csv"


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def problem_of(path: Path, content: str | bytes) -> tuple[str, dict[str, object]]:
    """The kind and the facts of what is wrong, once the sentences are known to be fillable."""
    with pytest.raises(Problem) as caught:
        read(write(path, content))
    problem = caught.value
    assert "{" not in str(problem).replace(str(problem.fields.get("received")), "")
    return problem.kind, problem.fields


def place_of(path: Path, content: str | bytes) -> tuple[str, object, object]:
    kind, fields = problem_of(path, content)
    return kind, fields["line"], fields["column"]


def table_of(path: Path, content: str | bytes) -> list[list[float]]:
    batch = read(write(path, content)).load()
    return np.hstack([batch.X, batch.Y_true]).tolist()


# What is read


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("bom", [b"", BOM])
@pytest.mark.parametrize("header", ["", "height,weight,age\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"])
def test_that_a_plain_table_is_read(path, delimiter, bom, header, newline, end):
    text = (header + "1,2.5,-3\n4,5e2,.5" + end).replace(",", delimiter).replace("\n", newline)
    source = read(write(path, bom + text.encode()))
    batch = source.load()
    assert batch.X.tolist() == [[1, 2.5], [4, 500]]
    assert batch.Y_true.tolist() == [[-3], [0.5]]
    assert (source.columns, source.target) == ((("height", "weight"), "age") if header else (("x0", "x1"), "y"))
    assert (source.samples, source.delimiter, source.header_lines) == (2, delimiter, int(bool(header)))


@pytest.mark.parametrize(
    ("content", "table"),
    [
        ("1,2", [[1, 2]]),
        ("\n\n1,2\n\n3,4\n\n", [[1, 2], [3, 4]]),
        ("a,b\n\n\n1,2\n", [[1, 2]]),
        ("\n\na,b\n1,2\n", [[1, 2]]),
        ('"a\nb",c\n1,2\n', [[1, 2]]),
        ('"a,b","c ""d"""\n1,2\n', [[1, 2]]),
        ('"1","2"\n"3",4\n', [[1, 2], [3, 4]]),
        ('"1\n",2\n"\n3","4"\n', [[1, 2], [3, 4]]),
        (" 1 ,\t2\n3,\t4 \n", [[1, 2], [3, 4]]),
        ("1,\t2,\t3\n", [[1, 2, 3]]),
        ("\u00a01\u3000,\u20282\x0c\n", [[1, 2]]),
        ("\x1c1\x1f,\x1d2\x85\n", [[1, 2]]),
        ("+1,-2\n1.,.5\n1e3,1E-3\n", [[1, -2], [1, 0.5], [1000, np.float32(0.001)]]),
        ("1e-400,-0\n", [[0, 0]]),
        ("3.4028235e38,-3.4028235e38\n", [[np.float32(3.4028235e38), -np.float32(3.4028235e38)]]),
        ("size; cm,weight\n1,2\n", [[1, 2]]),
        ("#a,b\n1,2\n", [[1, 2]]),
        ("a;b,c;d\n1;2;3\n", [[1, 2, 3]]),
        ("0." + "1" * 5000 + ",2\n", [[np.float32(1 / 9), 2]]),
    ],
)
def test_that_a_readable_table_is_read_as_it_stands(path, content, table):
    assert table_of(path, content) == table


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("1,2,3\n", ("x0", "x1", "y")),
        (" a , b\t,c\n1,2,3\n", ("a", "b", "c")),
        ("a,,c\n1,2,3\n", ("a", "x1", "c")),
        ('"","b",\n1,2,3\n', ("x0", "b", "y")),
        ('"a\nb","c,d","e ""f"""\n1,2,3\n', ("a b", "c,d", 'e "f"')),
        ("키,몸무게,나이\n1,2,3\n", ("키", "몸무게", "나이")),
        ("1,2,abc\n3,4,5\n", ("1", "2", "abc")),
        ("year,2019,2020\n1,2,3\n", ("year", "2019", "2020")),
        ("a,b,c\nnan,1,2\n", None),
    ],
)
def test_that_a_header_names_the_columns(path, content, names):
    if names is None:
        assert place_of(path, content) == ("csv.not_finite", 2, 1)
        return
    source = read(write(path, content))
    assert (*source.columns, source.target) == names


def test_that_the_widest_and_the_longest_table_are_read(path):
    wide = read(write(path, ",".join(["1"] * MAX_COLUMNS) + "\n")).load()
    assert wide.X.shape == (1, MAX_COLUMNS - 1)
    long = read(write(path, "1,2\n" * MAX_ROWS)).load()
    assert long.Y_true.shape == (MAX_ROWS, 1)


@pytest.mark.parametrize("kind", [str, Path, os.fsencode])
def test_that_a_path_may_be_text_bytes_or_a_path(path, kind):
    write(path, "1,2\n")
    assert read(kind(path)).path == str(path)


# What is not a file of text


def test_that_a_missing_file_a_folder_and_a_path_through_a_file_are_named(tmp_path, path):
    write(path, "1,2\n")
    for place, kind in [
        (tmp_path / "none.csv", "csv.missing"),
        (path / "below.csv", "csv.missing"),
        (f"{path}\0", "csv.missing"),
        (tmp_path, "csv.directory"),
    ]:
        with pytest.raises(Problem) as problem:
            read(place)
        assert problem.value.kind == kind
        assert problem.value.fields["path"] == str(place)


def test_that_what_the_system_refuses_is_told_in_its_words(path, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    write(path, "1,2\n")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Problem) as problem:
        read(path)
    assert (problem.value.kind, problem.value.fields["reason"]) == ("csv.unreadable", "Permission denied")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are made on POSIX only")
def test_that_a_pipe_is_refused_instead_of_waited_for(path):
    os.mkfifo(path)
    with pytest.raises(Problem) as problem:
        read(path)
    assert problem.value.kind == "csv.unreadable"


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz", ".lzma"])
def test_that_an_ending_at_which_numpy_would_decompress_is_refused(tmp_path, ending):
    with pytest.raises(Problem) as problem:
        read(write(tmp_path / f"data.csv{ending}", "1,2\n"))
    assert problem.value.kind == "csv.unreadable"
    assert problem.value.fields["reason"] == "it is a compressed file"
    assert ending in problem.value.fields["path"]


@pytest.mark.parametrize(
    ("content", "byte", "line", "column"),
    [
        ("높이,몸무게\n1,2\n".encode("cp949"), "0xB3", 1, 1),
        ("키,몸무게\n1,2\n".encode("cp949"), "0xB8", 1, 2),
        ("a,b\n1,2\n\n3,4°\n".encode("latin-1"), "0xB0", 4, 2),
        ('"a\nb",c\n1,2\n3,"4\n\xb0"\n'.encode("latin-1"), "0xB0", 5, 2),
        ("a,b\n1,2\n".encode("utf-16"), "0xFF", 1, 1),
        ("a,b\n1,2\n".encode("utf-16-le"), "0x00", 1, 1),
        (b"1,2\n3,4\x00\n", "0x00", 2, 2),
        (b"1,2\n3,\x00\n", "0x00", 2, 2),
        (b"\x00", "0x00", 1, 1),
        (b"\x80", "0x80", 1, 1),
        (BOM + b"1,2\n\xed\xa0\x80,1\n", "0xED", 2, 1),
        (b"1,2\n3,\xe2\x82", "0xE2", 2, 2),
        (b"\x1f\x8b\x08", "0x8B", 1, 1),
    ],
)
def test_that_a_byte_that_is_not_utf_8_is_named(path, content, byte, line, column):
    assert problem_of(path, content) == ("csv.encoding", {"byte": byte, "line": line, "column": column})


# What is not a table


@pytest.mark.parametrize(
    ("content", "line"),
    [("", 1), (BOM, 1), ("\n\r\n\n", 1), ("a,b\n", 2), ("a,b", 2), ("\n\na,b\n\n", 4), ("hello", 2), ('"a\nb",c\n', 3)],
)
def test_that_a_file_without_a_row_of_numbers_is_empty(path, content, line):
    assert problem_of(path, content) == ("csv.empty", {"path": str(path), "line": line})


@pytest.mark.parametrize(
    ("content", "line"),
    [("1\n2\n3\n", 1), ("a\n1\n2\n", 1), ("\n\n5\n", 3), ("1 2\n3 4\n", 1), ("1|2\n3|4\n", 1), ('"1,2"\n"3,4"\n', 1)],
)
def test_that_one_column_is_not_enough(path, content, line):
    assert place_of(path, content) == ("csv.one_column", line, 1)


@pytest.mark.parametrize(
    ("content", "line", "column", "expected", "received", "first_line"),
    [
        ("1,2,3\n1,2\n", 2, 3, 3, 2, 1),
        ("1,2,3\n1,2,3,4\n", 2, 4, 3, 4, 1),
        ("\na,b\n1,2\n\n1,2,\n", 5, 3, 2, 3, 2),
        ('"a\nb",c\n1,2\n"3\n",4\n5\n', 6, 2, 2, 1, 1),
        ('1,2\n"3\n",4,5\n', 3, 3, 2, 3, 1),
        ("1,2\n3\n", 2, 2, 2, 1, 1),
        ("a table\n1,2,3\n4,5,6\n", 2, 2, 1, 3, 1),
        ("a,b,c\n1,2\n", 2, 3, 3, 2, 1),
        ("1,2\n3,x,y\n", 2, 3, 2, 3, 1),
    ],
)
def test_that_a_ragged_line_is_named(path, content, line, column, expected, received, first_line):
    kind, fields = problem_of(path, content)
    assert kind == "csv.ragged"
    assert fields == {
        "line": line, "column": column, "expected": expected, "received": received, "first_line": first_line
    }  # fmt: skip


@pytest.mark.parametrize("header", ["", "a,b\n"])
def test_that_one_row_too_many_is_named_by_its_line(path, header):
    content = header + "1,2\n" * MAX_ROWS + "\n3,4\n"
    line = MAX_ROWS + 2 + bool(header)
    assert problem_of(path, content) == ("csv.too_many_rows", {"line": line, "column": 1, "limit": MAX_ROWS})


@pytest.mark.parametrize("cell", ["1", "a"])
@pytest.mark.parametrize("count", [MAX_COLUMNS + 1, 5000])
def test_that_too_many_columns_are_named_and_counted(path, cell, count):
    kind, fields = problem_of(path, "\n" + ",".join([cell] * count) + "\n")
    assert kind == "csv.too_many_columns"
    assert fields == {"line": 2, "column": MAX_COLUMNS + 1, "limit": MAX_COLUMNS, "received": str(count)}


def test_that_a_line_of_a_million_columns_is_not_counted_to_its_end(path):
    kind, fields = problem_of(path, "1," * 1_000_000)
    assert kind == "csv.too_many_columns"
    assert fields["received"] == f"{MAX_ROW_CHARACTERS // 2 + 1}+"


# What is not a number


@pytest.mark.parametrize(
    "cell", ["abc", "1_000", "١٢", "１２", "1 000", "0x10", "1d5", "1e", "--1", "1.2.3", "e5", ".", "1j"]
)
def test_that_text_is_named_with_its_place(path, cell):
    assert problem_of(path, f"a,b,t\n1,2,3\n\n4, {cell} ,6\n") == (
        "csv.text",
        {"line": 4, "column": 2, "name": "b", "received": cell},
    )


@pytest.mark.parametrize(
    "cell", ["nan", "NaN", "-nan", "inf", "-Infinity", "+INF", "1e400", "-1e400", "3.5e38", "3.4028236e38"]
)
def test_that_a_number_that_float32_cannot_hold_is_named(path, cell):
    assert problem_of(path, f"1,2\n3,{cell}\n") == (
        "csv.not_finite",
        {"line": 2, "column": 2, "name": "y", "received": cell},
    )


@pytest.mark.parametrize(
    ("content", "line", "column", "name"),
    [
        ("1,,3\n", 1, 2, "x1"),
        ("a,b\n1,2\n1,\n", 3, 2, "b"),
        ("a,b\n1,\u3000\n", 2, 2, "b"),
        ('1,2\n"",3\n', 2, 1, "x0"),
        (",,\n1,2,3\n", 1, 1, "x0"),
        ("1,2,\n3,4,\n", 1, 3, "y"),
        ("  \n1,2\n", 1, 1, "y"),
        ("1\t2\n\t\n", 2, 1, "x0"),
    ],
)
def test_that_an_empty_cell_is_named(path, content, line, column, name):
    assert problem_of(path, content) == ("csv.blank", {"line": line, "column": column, "name": name})


@pytest.mark.parametrize(
    ("content", "line", "column", "received"),
    [
        ("1,2,abc\n", 1, 3, "abc"),  # the only row, and not only words
        ("5.1,3.5,setosa\n4.9,3.0,setosa\n", 1, 3, "setosa"),  # words all the way down: no header
        ("1,2,abc\n3,4,\n", 1, 3, "abc"),
        ("a,b,c\nx,y,z\n", 2, 1, "x"),
        ("a,b,species\n5.1,3.5,setosa\n", 2, 3, "setosa"),
        ("a,b\n1,2\n3,4\nfive,6\n", 4, 1, "five"),
        ('a,b\n"1\n\n",two\n', 4, 2, "two"),
        ("1,5;2,5\n3,5;4,5\n", 1, 1, "1,5"),  # decimal commas
        ("a;b\n1,5;2\n", 2, 1, "1,5"),
        ("1,5\t2,5\n", 1, 1, "1,5"),
        ("1,5;2,5\n3;4\n", 1, 1, "1,5"),  # not a header: two numbers, wrongly written
        ("1_000,2\n3,4\n", 1, 1, "1_000"),
        ("１,２\n3,4\n", 1, 1, "１"),
        ('1"2",3\n4,5\n6,7 "8"\n', 3, 2, '7 "8"'),
    ],
)
def test_that_the_first_cell_of_text_is_named(path, content, line, column, received):
    kind, fields = problem_of(path, content)
    assert (kind, fields["line"], fields["column"], fields["received"]) == ("csv.text", line, column, received)


@pytest.mark.parametrize(
    ("content", "line", "column", "received"),
    [
        ('"1,2\n3,4\n', 1, 1, '"1,2 3,4'),
        ('1,2\n3,"4\n5,6\n', 2, 2, '"4 5,6'),
        ('1,2\n"3\n","4\n5,6\n', 3, 2, '"4 5,6'),
        ('a,"b', 1, 2, '"b'),
    ],
)
def test_that_a_quote_that_is_never_closed_is_named_where_its_cell_begins(path, content, line, column, received):
    kind, fields = problem_of(path, content)
    assert (kind, fields["line"], fields["column"], fields["received"]) == ("csv.text", line, column, received)


@pytest.mark.parametrize(
    "content",
    [
        "1,2\n3," + "x" * 10_000_000,
        "1,2\n3," + "x1" * 10_000_000 + "\n",
        "1,2\n3,0." + "1" * 10_000_000 + "\n",
        '1,2\n3,"4\n' + "5,6\n" * 500_000,
    ],
)
def test_that_a_huge_cell_is_named_and_shown_short(path, content):
    kind, fields = problem_of(path, content)
    assert (kind, fields["column"]) == ("csv.text", 2)
    assert len(fields["received"]) <= 41


def test_that_a_number_beyond_float64_is_not_mistaken_for_text(path):
    assert place_of(path, "1,2\n3," + "1" * 10_000_000 + "\n") == ("csv.not_finite", 2, 2)


def test_that_a_cell_is_shown_on_one_line_of_printable_characters(path):
    received = problem_of(path, '1,2\n3,"a\x07\n  b\x1b[0m{line}"\n')[1]["received"]
    assert received == "a\N{REPLACEMENT CHARACTER} b\N{REPLACEMENT CHARACTER}[0m{line}"


def test_that_a_lowered_limit_of_the_csv_module_is_a_problem_too(path):
    before = csv.field_size_limit(10)
    try:
        assert place_of(path, "1,2\n3,12345678901234567890\n")[:2] == ("csv.text", 2)
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize("rows", [MAX_ROWS, 1_000_000])
def test_that_the_longest_file_is_read_and_a_longer_one_refused(path, rows):
    write(path, "0.123456,-1.5,1e-3,42,3.14159\n" * rows)
    if rows > MAX_ROWS:
        with pytest.raises(Problem):
            read(path)
    else:
        assert read(path).load().X.shape == (MAX_ROWS, 4)


# Whatever the file holds

FRAGMENTS = st.sampled_from(
    [
        *(bytes([byte]) for byte in b'0123456789.,;\t\n\r" aeE+-_#\x00\x0c\x1c\xb0'),
        b"nan",
        b"1e39",
        b"\r\n",
        BOM,
        "가".encode(),
    ]
)
CONTENTS = st.one_of(st.binary(), st.lists(FRAGMENTS, max_size=40).map(b"".join))
FLOATS = st.floats(width=32, allow_nan=False, allow_infinity=False)


@settings(max_examples=500, deadline=None, database=None)
@given(CONTENTS)
@example(b'"1"2,3\n')
@example(b'1,2\n"3\r",4\r\n')
@example(b"1,2\r\r\n3,4\n\r")
def test_that_any_bytes_give_finite_numbers_or_a_problem(shared_path, content):
    try:
        source = read(write(shared_path, content))
    except Problem as refusal:
        problem = refusal
    else:
        problem = None
    if problem:
        assert problem.kind in TEXTS
        assert problem.text().title in str(problem)
        return
    batch = source.load()
    assert batch.X.shape == (source.samples, len(source.columns))
    assert batch.Y_true.shape == (source.samples, 1)
    assert min(batch.X.shape) >= 1
    assert np.isfinite(batch.X).all()
    assert np.isfinite(batch.Y_true).all()


@settings(max_examples=300, deadline=None, database=None)
@given(
    table=st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(FLOATS, min_size=width, max_size=width), min_size=1)
    ),
    names=st.none()
    | st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=5, max_size=5),
    delimiter=st.sampled_from([",", ";", "\t"]),
    quoting=st.sampled_from([csv.QUOTE_NONNUMERIC, csv.QUOTE_ALL]),
    newline=st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_that_any_table_is_read_back(shared_path, table, names, delimiter, quoting, newline, encoding):
    width = len(table[0])
    header = [[f"n {name}" for name in names[:width]]] if names else []
    with shared_path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=newline).writerows([*header, *table])
    source = read(shared_path)
    batch = source.load()
    numbers = np.array(table, np.float32)
    assert batch.X.tobytes() == numbers[:, :-1].tobytes()
    assert batch.Y_true.tobytes() == numbers[:, -1:].tobytes()
    assert source.target == (" ".join(header[0][-1].split()) if header else "y")


@settings(max_examples=200, deadline=None, database=None)
@given(
    rows=st.integers(1, 8),
    width=st.integers(2, 5),
    bad=st.sampled_from([("x", "csv.text"), ("", "csv.blank"), ("inf", "csv.not_finite"), ("\xb0", "csv.encoding")]),
    blanks=st.lists(st.integers(0, 2), min_size=9, max_size=9),
    data=st.data(),
)
def test_that_one_bad_cell_is_named_wherever_it_stands(shared_path, rows, width, bad, blanks, data):
    row, column = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, width - 1))
    lines = ["\n" * blanks[0] + ";".join("abcde"[:width])]
    for index in range(rows):
        cells = [bad[0] if (index, place) == (row, column) else f"{place}.5" for place in range(width)]
        lines.append("\n" * blanks[index + 1] + ";".join(cells))
    content = "\n".join(lines).encode("latin-1")
    line = 2 + row + sum(blanks[: row + 2])
    assert place_of(shared_path, content) == (bad[1], line, column + 1)


def test_that_the_numbers_of_a_file_are_read_once_for_all_who_need_them(tmp_path, monkeypatch):
    read_files, loadtxt = [], np.loadtxt
    monkeypatch.setattr(np, "loadtxt", lambda *args, **kwargs: (read_files.append(args), loadtxt(*args, **kwargs))[1])
    source = read(write(tmp_path / "once.csv", "1,2\n3,4\n"))
    assert source.load() is source.load()
    assert len(read_files) == 1
    write(tmp_path / "once.csv", "5,6\n")
    assert read(tmp_path / "once.csv").load().X.tolist() == [[5.0]]
    with pytest.raises(Problem, match="changed"):
        source.load()
