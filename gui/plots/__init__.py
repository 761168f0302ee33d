"""Functions that draw on a matplotlib Axes. No Qt in here."""
