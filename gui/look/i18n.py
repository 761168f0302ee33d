"""The language of the window. English is in the code; every other language is a folder of resources/i18n."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

import resources

CONTEXT = "core"


class CatalogTranslator(QTranslator):
    """Answer `tr` from a catalogue.

    Unlike Qt's compiled files, a catalogue is one readable table that all contexts share and that a test can compare
    with the code.
    """

    def __init__(self, catalogue: dict[str, str]) -> None:
        super().__init__()
        self._catalogue = catalogue

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return self._catalogue.get(source)

    def isEmpty(self) -> bool:  # noqa: N802 (Qt's name)
        return not self._catalogue


_installed: list[QTranslator] = []
_language = resources.SOURCE_LANGUAGE


def language() -> str:
    """Return the language in use, a key of `resources.languages()`."""
    return _language


def system_language() -> str:
    """Return the system's language if there is a catalogue for it, else English."""
    return known(QLocale.system().name().split("_")[0])


def known(code: str) -> str:
    """Return the language if there is a catalogue for it, else English."""
    return code if code in resources.languages() else resources.SOURCE_LANGUAGE


def use(code: str) -> None:
    """Switch to the language `code`. Widgets get a LanguageChange event and set their texts again.

    Raises:
        KeyError: there is no such language.
    """
    global _language
    if code not in resources.languages():
        raise KeyError(f"Expected one of {', '.join(resources.languages())}, received {code!r}.")
    app = QApplication.instance()
    assert app is not None
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
    _language = code
    if code != resources.SOURCE_LANGUAGE:
        _install(app, code)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)  # Qt posts it; here it holds at once


def _install(app: QCoreApplication, code: str) -> None:
    qt = QTranslator()
    if qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        _installed.append(qt)
    _installed.append(CatalogTranslator(resources.texts(code)))
    for translator in _installed:
        app.installTranslator(translator)


def translate(text: str) -> str:
    """Translate a text of `core`, which does not know Qt, into the language in use."""
    return QCoreApplication.translate(CONTEXT, text)


def tr(text: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return text
