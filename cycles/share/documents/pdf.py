"""The letter as a tagged PDF, set by typst with the typeface that it carries itself."""

import json
from pathlib import Path
from typing import Any

import typst

from cycles.share.models import Summary

from .content import letter_of

TEMPLATE = Path(__file__).with_name("letter.typ")


def as_pdf(summary: Summary) -> bytes:
    """PDF/UA-1. The words are handed over as data, so markup or code in them is printed as it was typed.

    Where the letter has a sign that the own typeface lacks (an emoji), the fonts of the system help out, and the
    file is tagged without claiming the standard.
    """
    words = json.dumps(letter_of(summary).as_data())
    try:
        return _compile(words, ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError:
        return _compile(words)


def _compile(words: str, **options: Any) -> bytes:
    made: bytes = typst.compile(str(TEMPLATE), format="pdf", sys_inputs={"letter": words}, **options)
    return made
