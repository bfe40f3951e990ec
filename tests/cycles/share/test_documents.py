import io
from typing import Any

import pytest
from django.utils import translation
from docx import Document

from cycles.share import documents
from cycles.share.models import Summary

NASTY = (
    '#import "@preview/x:1.0.0": *  #read("/etc/passwd") #panic("no") $ x^2 $ *bold* _it_ `raw` <label> @ref \\ '
    "= heading // comment /* open =SUM(A1) <w:p/> &amp; é ñ “”"
)


@pytest.fixture
def nasty(draft: Summary) -> Summary:
    Summary.objects.filter(pk=draft.pk).update(
        title=f"Title {NASTY}"[:200], celebrations=f"{NASTY}\n• {NASTY}", growth="a\x0bb\x01"
    )
    draft.refresh_from_db()
    return draft


def test_the_pdf_is_tagged_and_stays_inert(nasty: Summary) -> None:
    made = documents.as_pdf(nasty)
    assert (made[:5], b"/StructTreeRoot" in made, b"pdfuaid" in made) == (b"%PDF-", True, True)


def test_the_pdf_says_its_language(nasty: Summary) -> None:
    with translation.override("es"):
        assert b"/Lang(es)" in documents.as_pdf(nasty)


def paragraphs(made: bytes) -> list[tuple[str, str]]:
    return [(line.style.name, line.text) for line in Document(io.BytesIO(made)).paragraphs]


def test_the_document_holds_the_words_as_typed(nasty: Summary) -> None:
    found = paragraphs(documents.as_docx(nasty))
    assert found[0] == ("Heading 1", nasty.title)
    assert ("List Bullet", NASTY) in found
    assert ("Heading 3", NASTY) in found


def test_the_document_has_real_headings_and_bullets(draft: Any) -> None:
    found = paragraphs(documents.as_docx(draft))
    assert [style for style, _ in found[:6]] == [
        "Heading 1",
        "Normal",
        "Heading 2",
        "Heading 3",
        "List Bullet",
        "Heading 2",
    ]


def test_a_sign_without_a_glyph_stops_no_letter(draft: Summary) -> None:
    Summary.objects.filter(pk=draft.pk).update(growth="We did it 🎉 谢谢")
    draft.refresh_from_db()
    assert b"/StructTreeRoot" in documents.as_pdf(draft)
