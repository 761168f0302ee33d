"""How a file is read: the arguments for pandas, and the same as a line of the script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.problems.problem import Problem
from core.tables.encoding import is_encoding

BLANKS = " "
"""The separator of columns that are set apart by any number of blanks and tabs."""

SEPARATORS = (",", ";", "\t", "|", BLANKS)
TEXT, EXCEL, NUMPY = "text", "excel", "numpy"
CHOICES: dict[str, tuple[object, ...]] = {
    "separator": SEPARATORS,
    "decimal": (".", ","),
    "thousands": ("", ".", ","),
    "header": (True, False),
}
"""What may be chosen about how a file is read, besides its encoding."""

READING = (*CHOICES, "encoding")
"""The names of all choices about how a file is read; the others are about its columns and rows."""

LONGEST_NAME = 1_000
"""Characters of a column's or a class's name."""

STRIP = "df.columns = df.columns.astype(str).str.strip()"


@dataclass(frozen=True)
class Reading:
    """How a file is read.

    Attributes:
        form: "text", "excel" or "numpy".
        separator: what stands between two cells of a text, one of `SEPARATORS`.
        encoding: of a text, by Python's name.
        decimal: the decimal mark, "." or ",".
        thousands: the mark between groups of three digits, or "".
        header: whether the first row after those that are skipped has the names.
        skip: how many lines (rows, in Excel) stand before it.
        comment: what a comment begins with, or "".
        names: those of the columns, where the file does not name them.
        blanks: whether blanks follow the separators.
        cells: how many cells of a row are read, where rows end with a separator too many; 0 for all.
        row_names: whether rows have one cell more than the first row, which names the row, as R writes.
        missing: marks of missing values that pandas does not know.
        as_text: columns whose cells are never taken as numbers.
        strip: whether names are no text, or have blanks around them, which are left out.
        inputs, targets: the arrays of a .npz that are read; without targets, the last column of inputs holds them.
    """

    form: str = TEXT
    separator: str = ","
    encoding: str = "utf-8"
    decimal: str = "."
    thousands: str = ""
    header: bool = True
    skip: int = 0
    comment: str = ""
    names: tuple[str, ...] = ()
    blanks: bool = False
    cells: int = 0
    row_names: bool = False
    missing: tuple[str, ...] = ()
    as_text: tuple[str, ...] = ()
    strip: bool = False
    inputs: str = ""
    targets: str = ""

    def arguments(self) -> dict[str, Any]:
        """Return the arguments for `pd.read_csv` or `pd.read_excel` that differ from their defaults."""
        found: dict[str, Any] = {}
        if self.form == TEXT:
            found |= {"sep": r"\s+" if self.separator == BLANKS else self.separator, "encoding": self.encoding}
            found |= {"skipinitialspace": True} if self.blanks and self.separator != BLANKS else {}
            found |= {"comment": self.comment} if self.comment else {}
            found |= {"usecols": range(self.cells)} if self.cells else {}
            found = {name: value for name, value in found.items() if (name, value) not in _DEFAULTS}
        if self.decimal != ".":
            found["decimal"] = self.decimal
        if self.thousands:
            found["thousands"] = self.thousands
        if self.skip:
            found["skiprows"] = self.skip
        if not self.header:
            found["header"] = None
        if self.names:
            found["names"] = list(self.names)
        if self.missing:
            found["na_values"] = list(self.missing)
        if self.as_text:
            found["dtype"] = dict.fromkeys(self.as_text, str)
        return found

    def _joined(self) -> str:
        """Write how an array of targets joins the inputs: as one column, or as many."""
        return '.join(pd.DataFrame(Y).add_prefix("y"))' if self.names else ".assign(y=Y.reshape(-1))"

    @property
    def function(self) -> str:
        """The name of pandas' function."""
        return "read_excel" if self.form == EXCEL else "read_csv"

    def lines(self, variable: str = "path") -> tuple[str, ...]:
        """Write the Python that reads the file at a path into `df`."""
        if self.form == NUMPY:
            array = f"np.load({variable})" + (f"[{written(self.inputs)}]" if self.inputs else "")
            if not self.targets:
                return (f"df = pd.DataFrame({array}, columns={written(list(self.names))})",)
            return (
                f"data = np.load({variable})",
                f"X, Y = data[{written(self.inputs)}], data[{written(self.targets)}]",
                'df = pd.DataFrame(X.reshape(len(X), -1)).add_prefix("x")' + self._joined(),
            )
        strip = (STRIP,) if self.strip else ()
        given = [f"{name}={_argument(value)}" for name, value in self.arguments().items()]
        one = f"df = pd.{self.function}({', '.join([variable, *given])})"
        if len(one) <= 110:
            return (one, *strip)
        return (f"df = pd.{self.function}(", f"    {variable},", *(f"    {text}," for text in given), ")", *strip)


_DEFAULTS = (("sep", ","), ("encoding", "utf-8"))


def check_chosen(chosen: Mapping[str, Any]) -> None:
    """Raise a Problem unless every choice about how a file is read is a value of its kind."""
    for name, value in chosen.items():
        if name == "encoding":
            right, expected = isinstance(value, str), "str"
        else:
            allowed = CHOICES[name]
            right = type(value) is type(allowed[0]) and value in allowed
            expected = ", ".join(map(repr, allowed))
        if not right:
            raise Problem("table.choice", expected=f"{name}: {expected}", received=repr(value))


def is_possible(reading: Reading) -> bool:
    """Return whether a file could be read so: the fields become part of the written code."""
    texts = (reading.inputs, reading.targets, *reading.names, *reading.missing, *reading.as_text)
    return (
        reading.form in (TEXT, EXCEL, NUMPY)
        and all(getattr(reading, name) in allowed for name, allowed in CHOICES.items())
        and reading.comment in ("", "#")
        and min(reading.skip, reading.cells) >= 0
        and is_encoding(reading.encoding)
        and all(map(is_name, texts))
    )


def is_name(text: str) -> bool:
    """Return whether a column or a class may have this name."""
    return len(text) <= LONGEST_NAME and "\0" not in text


def _argument(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(name)}: {kind.__name__}" for name, kind in value.items()) + "}"
    return 'r"\\s+"' if value == r"\s+" else written(value)


def written(value: Any) -> str:
    """Write a value as Python, texts in double quotes where that is as short."""
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    text = repr(value)
    plain = isinstance(value, str) and text[0] == "'" and '"' not in text
    return f'"{text[1:-1]}"' if plain else text
