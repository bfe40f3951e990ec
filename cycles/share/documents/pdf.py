"""The letter as a tagged PDF, set by typst with the typeface that it carries itself."""

import json
from pathlib import Path

import typst

from cycles.share.models import Summary

from .content import letter_of

TEMPLATE = Path(__file__).with_name("letter.typ")


def as_pdf(summary: Summary) -> bytes:
    """PDF/UA-1. The words are handed over as data, so markup or code in them is printed as it was typed."""
    words = json.dumps(letter_of(summary).as_data())
    made: bytes = typst.compile(
        str(TEMPLATE),
        format="pdf",
        sys_inputs={"letter": words},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return made
