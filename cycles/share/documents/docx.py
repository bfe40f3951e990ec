"""The letter for a word processor."""

import io

from docx import Document
from docx.document import Document as Opened

from cycles.share.models import Summary
from cycles.share.queries.letters import Block

from .content import letter_of


def as_docx(summary: Summary) -> bytes:
    """Headings, paragraphs and bullets as real styles, so that a screen reader knows them."""
    letter = letter_of(summary)
    document = Document()
    document.core_properties.title = letter.title
    document.core_properties.author = letter.school
    document.core_properties.language = letter.language
    document.add_heading(letter.title, level=1)
    document.add_paragraph(letter.lede)
    for section in letter.sections:
        document.add_heading(section.heading, level=2)
        for block in section.blocks:
            _add(document, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: Opened, block: Block) -> None:
    if block.heading:
        document.add_heading(block.heading, level=3)
    for paragraph in block.paragraphs:
        document.add_paragraph(paragraph)
    for line in block.lines:
        document.add_paragraph(line, style="List Bullet")
