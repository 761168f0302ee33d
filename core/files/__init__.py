"""Files: sessions, models and scripts, written whole or not at all; commands as tables; TOML with line numbers.

Lessons themselves are in `core.lessons`.
"""
