"""Functions that draw on matplotlib axes. They know no Qt widget."""
