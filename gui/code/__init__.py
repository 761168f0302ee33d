"""The Code panel, and the line that is typed under it."""
