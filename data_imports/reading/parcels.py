"""Zip files looked through before anything in them is used: sizes, names, and parts that could do harm."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from data_imports.reading.contract import FileRefused
from data_imports.reading.text import CHUNK, Opener

MAGIC = b"PK"
MOST_PARTS = 2_000
MOST_INFLATED = 1 << 30
MOST_SWELLING = 150
ALWAYS_FINE = 50 << 20
LOCAL_HEADER = 30
HEAD = 1_000
DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""", re.IGNORECASE)
PLAIN_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"})
OUTSIDE = re.compile(rb"<[^<>]*\bTargetMode\s*=\s*[\"']External[\"'][^<>]*>")
HARMLESS_OUTSIDE = re.compile(rb"/(hyperlink|externalLink\w*|xlExternalLinkPath/\w+)[\"']")


def damaged() -> FileRefused:
    """The one sentence for a parcel that does not open."""
    return FileRefused(_("This workbook is damaged and does not open. Export it again, or save it as CSV."))


def swollen() -> FileRefused:
    """The one sentence for a parcel that would unpack to too much."""
    return FileRefused(_("This file would unpack to far more than it should. Save it as CSV."))


@contextmanager
def member(opener: Opener, name: str) -> Iterator[IO[bytes]]:
    """One part of a parcel, to be read as a stream."""
    with opener() as file, zipfile.ZipFile(file) as parcel, parcel.open(name) as part:
        yield part


def inspected(opener: Opener, size: int) -> tuple[list[str], int]:
    """The names of a parcel's parts and how many bytes they really unpack to.

    Refuses what is damaged, locked, swells, hides parts, or holds anything that points outside.
    """
    try:
        with opener() as file, zipfile.ZipFile(file) as parcel:
            parts = [part for part in parcel.infolist() if not part.is_dir()]
            check_parts(parts, parcel, size)
            inflated = sum(inflate(parcel, part) for part in parts)
    except (FileRefused, MemoryError):
        raise
    except Exception as error:
        raise damaged() from error
    return [part.filename for part in parts], inflated


def check_parts(parts: list[zipfile.ZipInfo], parcel: zipfile.ZipFile, size: int) -> None:
    """What the parcel says of itself, before anything is inflated."""
    inflated = sum(part.file_size for part in parts)
    if len(parcel.infolist()) > MOST_PARTS or is_swollen(inflated, size):
        raise swollen()
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(_("This workbook has a password or an old format. Save it as XLSX without a password."))
    if any(is_slip(part.filename) for part in parts):
        raise FileRefused(_("This file holds parts that point outside it. Export it again."))
    names = {part.filename.lower() for part in parts}
    odd = any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts)
    if odd or len(names) < len(parts) or overlaps(parcel.infolist(), size):
        raise damaged()


def is_swollen(inflated: int, size: int) -> bool:
    """Whether so much cannot honestly come out of so little."""
    return inflated > MOST_INFLATED or (inflated > size * MOST_SWELLING and inflated > ALWAYS_FINE)


def is_slip(name: str) -> bool:
    """Whether a part's name would leave the folder that it is unpacked to."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts


def overlaps(parts: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether parts share bytes, or something else stands before the first: one file with two faces."""
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end or (end == 0 and part.header_offset > 0):
            return True
        end = part.header_offset + LOCAL_HEADER + len(part.orig_filename) + part.compress_size
    return end > size


def inflate(parcel: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """The bytes that a part really has. Refuses more than it states, and XML that declares entities."""
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    counted, tail = 0, b""
    with parcel.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if counted == 0:
                check_head(part.filename, chunk, is_xml=is_xml)
            counted += len(chunk)
            if counted > part.file_size or counted > MOST_INFLATED:
                raise swollen()
            if is_xml:
                check_xml(part.filename, tail + chunk)
            tail = chunk[-HEAD:]
    if counted != part.file_size:
        raise damaged()
    return counted


def check_head(name: str, chunk: bytes, *, is_xml: bool) -> None:
    """The first bytes of a part: no parcel in a parcel, and XML in an encoding that can be looked through."""
    if chunk.startswith(b"PK\x03\x04") and "/embeddings/" not in name:
        raise FileRefused(_("This zip file holds another zip file or workbook. Upload the file inside it."))
    declared = ENCODING.search(chunk[:HEAD])
    if is_xml and (b"\x00" in chunk[:HEAD] or (declared and declared[1].lower() not in PLAIN_ENCODINGS)):
        raise damaged()


def check_xml(name: str, chunk: bytes) -> None:
    """No entities, and nothing fetched from elsewhere but what a person would have to click."""
    outside = name.endswith(".rels") and any(not HARMLESS_OUTSIDE.search(found[0]) for found in OUTSIDE.finditer(chunk))
    if DECLARED.search(chunk) or outside:
        raise FileRefused(_("This workbook refers to something outside it. Save it again as XLSX, or as CSV."))
