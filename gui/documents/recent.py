"""The files that were open lately."""

from __future__ import annotations

import json
from pathlib import Path

from gui.look.settings import Settings

MOST_RECENT = 5
KEY = "recent"


class RecentFiles:
    """Remember which files were open, the latest first, from one start to the next.

    Args:
        settings: where they are remembered.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._paths = _paths(settings.text(KEY, "[]"))

    @property
    def paths(self) -> tuple[Path, ...]:
        return self._paths

    def add(self, path: Path) -> None:
        """Put a file in front."""
        others = (other for other in self._paths if other != path)
        self._paths = (path, *others)[:MOST_RECENT]
        self._settings.set(KEY, json.dumps([str(path) for path in self._paths]))


def _paths(text: str) -> tuple[Path, ...]:
    """Read what the settings hold; what is no list of texts is forgotten."""
    try:
        found = json.loads(text)
    except ValueError:
        return ()
    texts = found if isinstance(found, list) else []
    return tuple(Path(one) for one in texts if isinstance(one, str) and one)[:MOST_RECENT]
