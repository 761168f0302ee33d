"""What all tests share: an offscreen screen, quiet TensorFlow, and settings that are not the user's."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ["KERAS_BACKEND"] = "tensorflow"

try:
    import PySide6.QtWidgets  # noqa: F401
except ImportError as error:
    from gui.command_line import library_sentence

    raise SystemExit(library_sentence(error)) from error
