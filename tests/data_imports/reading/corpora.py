"""Workbooks and parcels made for tests, good and bad."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl


def workbook(rows: Iterable[Sequence[object]], title: str = "Data") -> bytes:
    """A workbook with an empty first sheet."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parcel(files: dict[str, bytes]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def changed(content: bytes, **parts: tuple[bytes, bytes]) -> bytes:
    """A workbook in one of whose parts (by the end of its name, `_` for `.`) words are replaced."""
    files = unpacked(content)
    for tail, (old, new) in parts.items():
        name = next(name for name in files if name.endswith(tail.replace("_", ".")))
        assert old in files[name], (name, files[name][:500])
        files[name] = files[name].replace(old, new, 1)
    return parcel(files)


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a parcel."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def written(folder: Path, content: bytes, name: str = "file") -> Path:
    """Content as a file whose name tells nothing."""
    path = folder / name
    path.write_bytes(content)
    return path
