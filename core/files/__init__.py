"""TOML files read with line numbers, and commands as tables in them. Lessons themselves are in `core.lessons`."""
