"""Bytes to text: which encoding, which delimiter."""

import csv
import io
from collections import Counter

from django.utils.translation import gettext as _

from data_imports.reading.contract import FileRefused

MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 40_000
TYPOGRAPHY = frozenset("\u00a0\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022¿¡°ºª«»")


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding.

    A byte-order mark decides; then UTF-16 without one, UTF-8, and of Windows-1252 and
    Mac Roman the one that reads like words.
    """
    encoding = encoding_of(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(_("This file's text cannot be read. Save it again as CSV UTF-8.")) from error
    if "\x00" in text:
        raise FileRefused(_("This is not a table: it holds binary data. Export it as CSV or XLSX."))
    return text, encoding


def encoding_of(content: bytes) -> str:
    """The encoding that reads these bytes best."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    if (wide := wide_encoding(content[:SAMPLE])) is not None:
        return wide
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return narrow_encoding(content)
    return "utf-8"


def wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark shows as zeros at every second byte."""
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    if sample[0::2].count(0) > half * 0.6:
        return "utf-16-be"
    return None


def narrow_encoding(content: bytes) -> str:
    """Windows-1252 or Mac Roman, whichever gives likelier words; Latin-1 where neither reads."""
    scores = {
        name: likeliness(text) for name in ("cp1252", "mac_roman") if (text := attempt(content, name)) is not None
    }
    return max(scores, key=lambda name: scores[name]) if scores else "latin-1"


def attempt(content: bytes, encoding: str) -> str | None:
    """The text in this encoding, or None."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def likeliness(text: str) -> int:
    """High where letters beyond ASCII stand as they do in words."""
    score = 0
    for before, letter in zip(" " + text, text, strict=False):
        if letter > "\x7f":
            score += likely(before, letter)
    return score


def likely(before: str, letter: str) -> int:
    """A capital inside a word or a stray symbol speaks against the encoding."""
    if letter in TYPOGRAPHY or letter.islower():
        return 1
    if letter.isupper():
        return -2 if before.islower() else 1
    return -1


def delimiter_of(text: str) -> str:
    """The delimiter under which the first records have the most, and the most even, cells."""
    sample = text[:SAMPLE]
    return max(DELIMITERS, key=lambda delimiter: evenness(sample, delimiter))


def evenness(sample: str, delimiter: str) -> float:
    """Cells per record times the share of records that agree on it."""
    try:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths = [len(cells) for cells, _line in zip(reader, range(25), strict=False) if cells]
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, agreeing = Counter(widths).most_common(1)[0]
    return (width - 1) * agreeing / len(widths)
