"""The letter for a word processor."""

import io
import re

from docx import Document

from cycles.share.models import Summary
from cycles.share.queries.letters import Block

from .content import letter_of

# a .docx is XML, which cannot hold these at all
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text)


def as_docx(summary: Summary) -> bytes:
    """Headings, paragraphs and bullets as real styles, so that a screen reader knows them."""
    letter = letter_of(summary)
    document = Document()
    document.core_properties.title = _clean(letter.title)
    document.core_properties.author = _clean(letter.school)
    document.core_properties.language = letter.language
    document.add_heading(_clean(letter.title), level=1)
    document.add_paragraph(_clean(letter.lede))
    for section in letter.sections:
        document.add_heading(_clean(section.heading), level=2)
        for block in section.blocks:
            _add(document, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: Document, block: Block) -> None:  # type: ignore[valid-type]
    if block.heading:
        document.add_heading(_clean(block.heading), level=3)  # type: ignore[attr-defined]
    for paragraph in block.paragraphs:
        document.add_paragraph(_clean(paragraph))  # type: ignore[attr-defined]
    for line in block.lines:
        document.add_paragraph(_clean(line), style="List Bullet")  # type: ignore[attr-defined]
