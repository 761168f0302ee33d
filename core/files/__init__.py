"""TOML files read with line numbers, and commands as tables in them. What a lesson is stands in `core.lessons`."""
