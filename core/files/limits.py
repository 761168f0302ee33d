"""How large a lesson, and a saved session, may be. They may come from a stranger, and must not hold up the window.

Every limit of a lesson is far above what a lesson needs: the course has 22 pages in two languages, 100,000 bytes in
all, at most 4 goals on a page and 466 characters in a line.
"""

from __future__ import annotations

LARGEST_FILE = 50_000
"""Bytes of one file."""

LARGEST_LESSON = 500_000
"""Characters of all files together."""

LONGEST_LINE = 1_000
"""Characters of one line of TOML."""

DEEPEST = 16
"""Parts of a dotted key, and arrays and tables in each other."""

LARGEST_INTEGER = 2**63 - 1
"""TOML asks of a reader to take integers up to here."""

MOST_ENTRIES = 50
"""Of an array of tables or of names: commands, options, chapters, highlights."""

MOST_GOALS = 20
"""Of a page. They are looked at after everything that is done on it."""

MOST_STEPS = 20_000
"""Of gradient descent, of one command: a fraction of a second."""

MOST_EPOCHS = 1_000
"""Of one command `Fit`."""

MOST_MINUTES = 180
"""Of one page."""

MOST_PAGES = 30
"""Of a whole lesson."""

LONGEST_TEXT = 1_000
"""Characters of a title, a goal, a hint."""

MOST_WORDS = 120
"""Words of a page's prose."""

LONGEST_PROSE = 2_000
"""Characters of a page's prose."""

LONGEST_WORD = 200
"""Characters of a page's prose without a space: a line is broken between words."""

MOST_PICTURES = 4
"""Of a page's prose."""

MOST_CELLS = 200
"""Bars in a page's prose, which stand between the cells of a table."""

# sessions

MOST_MEGABYTES = {"session.json": 64, "numbers.bin": 512, "losses.bin": 256, "validation.bin": 64, "data": 32}
"""Of the parts of a saved session, unpacked. A million steps of the first network take less than 1, 1 and 4 of them."""

MOST_BRANCHES = 10_000
MOST_COMMANDS = 200_000
"""Of all branches together."""

MOST_STEPS_IN_ALL = 10**12
"""Of a branch: at the fastest, two months."""

LARGEST_COPY = 20_000_000
"""Bytes of a table's file that is copied into a session; of a larger one it holds only the place and checksum."""
