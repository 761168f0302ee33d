"""The choices that the window stores from one start to the next."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

LAYOUT_VERSION = 2


class Settings:
    """The user's choices, on disk.

    Args:
        remembered: False for a start that neither reads nor writes them, e.g. to take a screenshot.

    Attributes:
        remembered: as above.
    """

    def __init__(self, remembered: bool = True) -> None:
        self.remembered = remembered
        self._store = QSettings("Layerscope", "Layerscope") if remembered else None

    def text(self, key: str, default: str) -> str:
        """Return a stored text, or the default."""
        return str(self._store.value(key, default)) if self._store is not None else default

    def number(self, key: str, default: float) -> float:
        """Return a stored number, or the default if nothing sensible is stored."""
        try:
            return float(self.text(key, str(default)))
        except ValueError:
            return default

    def bytes(self, key: str) -> QByteArray:
        """Return bytes that Qt stored, empty if there are none."""
        value = self._store.value(key) if self._store is not None else None
        return value if isinstance(value, QByteArray) else QByteArray()

    def set(self, key: str, value: object) -> None:
        """Store a value."""
        if self._store is not None:
            self._store.setValue(key, value)

    def save(self) -> None:
        """Write everything to disk now."""
        if self._store is not None:
            self._store.sync()
