"""Text from a lesson of unknown origin: Markdown without HTML, scripts, external links or files from elsewhere."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImageReader, QResizeEvent, QTextCharFormat, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from gui.look import theme

PICTURES = (".png", ".jpg", ".jpeg")
LARGEST_PICTURE = 2_000_000
"""The largest picture, in bytes."""

MOST_PIXELS = 4_000_000
"""The largest picture when it is unpacked, in pixels: a small file can hold a huge one."""

CODE = re.compile(r"`([^`]+)`")


def rich(text: str) -> str:
    """Return one line of a lesson as rich text for a label: text between backticks is code, all else is plain."""
    family = theme.current().font(mono=True).families()[0]
    return CODE.sub(rf'<span style="font-family: \'{family}\'">\1</span>', html.escape(text, quote=False))


def plain(text: str) -> str:
    """Return the line without its marks, e.g. for a screen reader."""
    return CODE.sub(r"\1", text)


class Prose(QTextBrowser):
    """A page's prose, as high as its text; the owner scrolls it.

    Links are shown but lead nowhere. A picture is shown if its file is in the lesson's own folder. Of box.png the dark
    theme takes box.dark.png if there is one.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="lesson_prose")
        self._markdown, self._folder = "", Path()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)

    def set_prose(self, markdown: str, folder: Path) -> None:
        """Show a text; `folder` holds its pictures."""
        if (markdown, folder) != (self._markdown, self._folder):
            self._markdown, self._folder = markdown, folder
            self.restyle()

    def restyle(self) -> None:
        """Set the text again in the fonts of the theme."""
        now = theme.current()
        self.setStyleSheet("background: transparent;")
        self.document().setDefaultFont(now.font())
        features = QTextDocument.MarkdownFeature
        self.document().setMarkdown(self._markdown, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        self.setAccessibleDescription(self.document().toPlainText())
        self._format_text()
        self._resize_to_text()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _format_text(self) -> None:
        """Format code in the mono font, links in the link colour, and lists with a small indent."""
        now = theme.current()
        self.document().setIndentWidth(now.px(14))
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()  # so that the text is laid out once: a table would be at each of its cells
        block = self.document().begin()
        while block.isValid():
            pieces = [(f.position(), f.length(), f.charFormat()) for f in _fragments(block)]
            for position, length, style in pieces:
                changed = QTextCharFormat()
                if style.fontFixedPitch():
                    changed.setFontFamilies(now.font(mono=True).families())
                    changed.setProperty(QTextCharFormat.Property.FontPixelSize, now.px(12))
                    changed.setBackground(now.color("bg.sunken"))
                elif style.isAnchor():
                    changed.setForeground(QColor(now.color("accent")))
                else:
                    continue
                cursor.setPosition(position)
                cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(changed)
            shape = block.blockFormat()
            shape.setBottomMargin(now.px(4 if block.textList() is not None else 8))
            shape.setTopMargin(0)
            shape.setLineHeight(120, 1)  # percent
            cursor.setPosition(block.position())
            cursor.setBlockFormat(shape)
            block = block.next()
        cursor.endEditBlock()

    def _resize_to_text(self) -> None:
        self.document().setTextWidth(max(1, self.viewport().width()))
        self.setFixedHeight(max(1, round(self.document().size().height())))

    # ---- Qt -------------------------------------------------------------------------------------------------

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 (Qt's name)
        """Load only pictures, and only from the lesson's own folder."""
        text = name.toString() if isinstance(name, QUrl) else str(name)
        path = self._folder / text
        dark = path.with_suffix(f".dark{path.suffix}")
        if theme.current().name == theme.DARK and dark.is_file():
            path = dark
        inside = text == Path(text).name and path.suffix.lower() in PICTURES and path.is_file()
        if not inside or path.is_symlink() or path.stat().st_size > LARGEST_PICTURE:
            return None
        reader, width = QImageReader(str(path)), max(1, self.viewport().width())
        if reader.size().width() * reader.size().height() > MOST_PIXELS:
            return None
        picture = reader.read()
        if picture.width() > width:
            return picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._resize_to_text()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(0, 0)


def _fragments(block: Any) -> list[Any]:
    """Return the fragments of a block, each of which has one format."""
    found, iterator = [], block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.isValid():
            found.append(fragment)
        iterator += 1
    return found
