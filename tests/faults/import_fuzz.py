"""Thousands of broken files: each is read or refused in one sentence, within its memory, and the worker lives."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from tests.measuring import measure

Change = Callable[[bytes, random.Random], bytes]
BATCH = 100
NOISE = (b"", b"\x00", b'"', b'""', b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\xff", b"\xc3", b"\xef\xbb\xbf")
WORDS = (b"*", b"<16", b"N/A", b"-99", b"1e999", b"9" * 400, b"=1/0", b"9/31/2026", b"Total", b"\xd9\xa3", b"12345.0")
MARKUP = (
    b"<!DOCTYPE x>",
    b"<c/>",
    b"<v>",
    b"</row>",
    b't="s"',
    b't="d"',
    b's="999"',
    b'r="XFD1048576"',
    b"&lt;",
    b"&x;",
)


def well_formed() -> list[bytes]:
    """The project's own samples, files in vendor layouts, a workbook and a zip of texts."""
    from tests.data_imports import making

    texts = [path.read_bytes() for path in sorted(making.SAMPLES.rglob("*")) if path.is_file()]
    made = [
        making.iready(8),
        making.leap(2),
        making.google_form(8),
        making.roster(5, team="Grade 4", email="t@example.org"),
    ]
    fixed = b"\n".join(f"00{n:<6}Canary {n:<10}{400 + n:>5}".encode() for n in range(20))
    return [*texts, *made, fixed, made[0].decode().encode("utf-16"), workbook(made[0]), zipped(made)]


def workbook(text: bytes) -> bytes:
    """A text as a workbook of two sheets."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in text.decode().splitlines():
        book.active.append([int(cell) if cell.isdecimal() else cell for cell in line.split(",")])
    book.create_sheet("Notes").append(["About these data"])
    book.save(out)
    return out.getvalue()


def zipped(texts: list[bytes]) -> bytes:
    """Texts in a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, text in enumerate(texts):
            packed.writestr(f"{number}.csv", text)
    return out.getvalue()


def broken(content: bytes, chance: random.Random) -> bytes:
    """A file with one to eight things wrong, in its parts where it has some."""
    if content.startswith(b"PK") and chance.random() < 0.7:
        return repacked(content, chance)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        content = chance.choice(CHANGES)(content, chance)
    return content


def repacked(content: bytes, chance: random.Random) -> bytes:
    """A parcel of which one part is broken; the parcel itself is whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice([name for name in names if "sheet" in name] * 3 + names)
        for name in names:
            part = old.read(name)
            if name == chosen:
                part = chance.choice((*CHANGES, marked))(part, chance)
            if chance.random() < 0.99:
                new.writestr(name, part)
    return out.getvalue()


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 12)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def spliced(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    new = chance.choice((*NOISE, *WORDS, chance.randbytes(chance.randrange(24))))
    return content[:at] + new * chance.choice((1, 1, 1, 50)) + content[at + chance.choice((0, 0, 1, 60)) :]


def marked(content: bytes, chance: random.Random) -> bytes:
    at = chance.choice([n for n, byte in enumerate(content) if byte in b"<>"] or [0])
    return content[:at] + chance.choice(MARKUP) + content[at:]


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def shuffled(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def redelimited(content: bytes, chance: random.Random) -> bytes:
    return content.replace(chance.choice((b",", b";", b"\t")), chance.choice((b";", b"\t", b"|", b" ", b",,", b"\n")))


def reencoded(content: bytes, chance: random.Random) -> bytes:
    read, write = (chance.choice(("utf-8", "cp1252", "mac_roman", "utf-16", "utf-16-le", "utf-16-be")) for _ in "ab")
    return content.decode(read, "replace").encode(write, "replace")


def repeated(content: bytes, chance: random.Random) -> bytes:
    first = chance.randrange(len(content) + 1)
    piece = content[first : first + chance.choice((1, 30, 3_000))]
    return content[:first] + piece * chance.choice((2, 5, 200)) + content[first:]


CHANGES: tuple[Change, ...] = (flipped, spliced, spliced, cut, shuffled, redelimited, reencoded, repeated)


def wrong(path: Path, content: bytes) -> str:
    """What is wrong with the way a file was read or refused; empty where nothing is."""
    from data_imports.formats import read_file
    from data_imports.reading.contract import FileRefused
    from data_imports.reading.files import tables

    path.write_bytes(content)
    try:
        for table in tables(path):
            width = len(table.header)
            if any(len(record.cells) < width for record in table.records):
                return "a record is narrower than its header"
        read_file(content)
    except FileRefused as refusal:
        return "" if str(refusal).strip() and "\n" not in str(refusal) else "a refusal is no sentence"
    return ""


def told(work: Path, files: list[bytes], seeds: range) -> Iterator[bytes]:
    """A line for each file that broke a promise, with the seed that makes it again."""
    for seed in seeds:
        chance = random.Random(seed)
        content = broken(files[seed % len(files)], chance)
        try:
            words = wrong(work / "file", content)
        except Exception as error:  # noqa: BLE001 - it is counted
            words = f"{type(error).__name__}: {error}"
        if words:
            yield f"{seed}: {words}".encode()


def broken_promises(count: int, seed: int = 0) -> list[str]:
    """Read so many broken files in children of limited memory; what each broken promise was."""
    from data_imports.reading.child import drawn
    from data_imports.reading.contract import FileRefused

    files, found = well_formed(), list[str]()
    largest = 1_000 * max(map(len, files))
    with TemporaryDirectory() as folder:
        for first in range(seed, seed + count, BATCH):
            seeds = range(first, min(first + BATCH, seed + count))
            try:
                work = Path(folder)
                found += [
                    line.decode()
                    for line in drawn(lambda path, some=seeds: told(path, files, some), work, inflated=largest)
                ]
            except FileRefused as refusal:
                found.append(f"{seeds}: {refusal}")
    return found


@measure("import.fuzz", unit="broken promises", against="limit", goal=0, runs=1)
def import_fuzz() -> tuple[float, float]:
    """5,000 files."""
    return len(broken_promises(5_000)), 0
