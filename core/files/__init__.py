"""Files: commands as tables, for lessons and saved sessions alike; TOML with line numbers; the file of a session.

Lessons themselves are in `core.lessons`.
"""
