"""Workbooks and parcels made for tests, good and bad."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


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


def shared(content: bytes, strings: bytes, rows: bytes) -> bytes:
    """A workbook with these shared strings, and these rows in its second sheet, as Excel writes them."""
    files = unpacked(content)
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(b"</Types>", part)
    files["xl/sharedStrings.xml"] = b'<sst xmlns="%s">%s</sst>' % (MAIN, strings)
    head, _, _ = files["xl/worksheets/sheet2.xml"].partition(b"<sheetData>")
    files["xl/worksheets/sheet2.xml"] = head + b"<sheetData>" + rows + b"</sheetData></worksheet>"
    return parcel(files)


def written(folder: Path, content: bytes, name: str = "file") -> Path:
    """Content as a file whose name tells nothing."""
    path = folder / name
    path.write_bytes(content)
    return path


def large(rows: int, columns: int) -> bytes:
    """A workbook of so many cells, half numbers, half shared strings, written faster than a library does."""
    strings = b"".join(b"<si><t>Canary School %d</t></si>" % n for n in range(500))
    names = [openpyxl.utils.get_column_letter(n) for n in range(1, columns + 1)]
    cells = [
        f'<c r="{name}%d"><v>%d</v></c>' if at % 2 else f'<c r="{name}%d" t="s"><v>%d</v></c>'
        for at, name in enumerate(names)
    ]
    row = '<row r="%d">' + "".join(cells) + "</row>"
    filled = (
        row % (line, *(number for at in range(columns) for number in (line, (line * 7 + at) % 500)))
        for line in range(1, rows + 1)
    )
    return shared(workbook([["id"]]), strings, "".join(filled).encode())
