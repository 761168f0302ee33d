"""What is saved gets the ending of its kind, unless it has it: "v1.2" is part of a name."""

from __future__ import annotations

import pytest

from core.files.endings import with_ending


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("net", "net.keras"),
        ("net.keras", "net.keras"),
        ("net.H5", "net.H5"),
        ("net v1.2", "net v1.2.keras"),
        ("net.unknown", "net.unknown.keras"),
        ("my.folder/net", "my.folder/net.keras"),
    ],
)
def test_that_a_name_has_an_ending_that_is_known(typed, expected):
    assert with_ending(typed, (".keras", ".h5")) == expected


def test_that_the_kind_that_was_chosen_is_appended():
    assert with_ending("net", (".keras", ".h5"), ".h5") == "net.h5"
