"""Bytes to text: which encoding, found by passing once through the file without holding it."""

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import IO

from django.utils.translation import gettext as _

from data_imports.reading.contract import FileRefused

Opener = Callable[[], AbstractContextManager[IO[bytes]]]
MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
CHUNK = 1 << 20
SAMPLE = 40_000
ENOUGH_LETTERS = 50_000
MOST_CONTROLS = 0.005
CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f")
BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
TYPOGRAPHY = frozenset("\u00a0\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022¿¡°ºª«»")


def encoding_of(opener: Opener) -> str:
    """The encoding that reads a file best.

    A byte-order mark decides; then UTF-16 without one, UTF-8, and of Windows-1252, Mac Roman and
    Latin-1 the one that reads like words. Refuses what is binary, and what its own mark does not read.
    """
    with opener() as file:
        sample = file.read(SAMPLE)
    marked = next((encoding for mark, encoding in MARKS if sample.startswith(mark)), None)
    if (encoding := marked or wide_encoding(sample)) is not None:
        if not reads(opener, encoding):
            raise FileRefused(_("This file's text cannot be read. Save it again as CSV UTF-8."))
        return encoding
    return "utf-8" if reads(opener, "utf-8") else narrow_encoding(opener)


def chunks(opener: Opener) -> Iterator[bytes]:
    """The bytes of a file, a megabyte at a time."""
    with opener() as file:
        while chunk := file.read(CHUNK):
            yield chunk


def reads(opener: Opener, encoding: str) -> bool:
    """Whether the whole file is text in this encoding. Refuses binary data, with its line."""
    decoder = codecs.getincrementaldecoder(encoding)()
    is_narrow = encoding.startswith("utf-8")
    line = 1
    try:
        for chunk in chunks(opener):
            text = decoder.decode(chunk)
            if "\x00" in text or (is_narrow and is_binary(chunk)):
                raise binary(line + breaks(text.partition("\x00")[0]))
            line += breaks(text)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def breaks(text: str) -> int:
    """How many lines end in a text."""
    return max(text.count("\n"), text.count("\r"))


def is_binary(chunk: bytes) -> bool:
    """Whether more control characters stand here than in any text."""
    controls = len(chunk) - len(chunk.translate(None, CONTROLS))
    return controls > 3 and controls > len(chunk) * MOST_CONTROLS


def binary(line: int) -> FileRefused:
    """The one sentence for a file that is no text."""
    words = _("This is not a table: line %(line)d holds binary data. Export it as CSV or XLSX.")
    return FileRefused(words % {"line": line})


def wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark shows as zeros at every second byte."""
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > half * 0.6 and sample[0::2].count(0) < half * 0.1:
        return "utf-16-le"
    if sample[0::2].count(0) > half * 0.6 and sample[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return None


def narrow_encoding(opener: Opener) -> str:
    """Windows-1252, Mac Roman or Latin-1, whichever gives likelier words."""
    pairs: Counter[bytes] = Counter()
    line = 1
    for chunk in chunks(opener):
        if b"\x00" in chunk or is_binary(chunk):
            raise binary(line + chunk.partition(b"\x00")[0].count(b"\n"))
        line += chunk.count(b"\n")
        if pairs.total() < ENOUGH_LETTERS:
            pairs.update(pairs_of(chunk))
    scores = {name: score for name in ("cp1252", "mac_roman", "latin-1") if (score := likeliness(pairs, name))}
    return max(scores, key=lambda name: scores[name][0])


def pairs_of(chunk: bytes) -> Iterator[bytes]:
    """Each byte beyond ASCII with the byte before it."""
    for found in BEYOND_ASCII.finditer(chunk):
        at = found.start()
        yield chunk[at - 1 : at + 1] if at else b" " + chunk[:1]


def likeliness(pairs: Counter[bytes], encoding: str) -> tuple[int] | None:
    """High where letters beyond ASCII stand as they do in words; None where a byte has no meaning."""
    score = 0
    for pair, count in pairs.items():
        try:
            text = pair.decode(encoding)
        except UnicodeDecodeError:
            return None
        score += likely(text[0], text[1]) * count
    return (score,)


def likely(before: str, letter: str) -> int:
    """A capital inside a word or a stray symbol speaks against the encoding."""
    if letter in TYPOGRAPHY or letter.islower():
        return 1
    if letter.isupper():
        return -2 if before.islower() else 1
    return -1
