"""The version of this program, and those of the libraries that compute its numbers. Imports nothing of Qt."""

from __future__ import annotations

VERSION = "0.1.0"


def version_text() -> str:
    """Return our version and those of Keras, TensorFlow and Qt as one line, without importing any of them."""
    import importlib.metadata  # here, because it brings a lot of the standard library

    parts = [f"Layerscope {VERSION}"]
    for package in ("keras", "tensorflow", "PySide6-Essentials"):
        try:
            parts.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            parts.append(f"{package} missing")
    return ", ".join(parts)
