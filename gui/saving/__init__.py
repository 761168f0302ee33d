"""Saving and opening in the background: the file that a session belongs to, and whether everything is in it."""
