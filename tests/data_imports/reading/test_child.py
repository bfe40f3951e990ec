"""Reading in a child: messages, refusals, limits, and nothing left behind."""

import ctypes
import json
import os
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from data_imports.reading import child
from data_imports.reading.child import Allowed, allowed_for, drawn
from data_imports.reading.contract import FileRefused
from data_imports.reading.files import opened, tables
from tests.data_imports.reading.corpora import large, shared, workbook, written

HERE = Path(__file__)
SMALL = Allowed(memory=64 << 20, seconds=1)


def children() -> list[str]:
    """The processes that this one has started and not yet reaped."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


@pytest.fixture(autouse=True)
def _leaves_no_child() -> Iterator[None]:
    before = children()
    yield
    assert children() == before


def lines(path: Path) -> Iterator[bytes]:
    yield from path.read_bytes().splitlines()


def test_messages_arrive_as_they_were_sent() -> None:
    assert list(drawn(lines, HERE, inflated=1)) == HERE.read_bytes().splitlines()


def test_a_message_may_be_longer_than_the_pipe() -> None:
    assert [len(message) for message in drawn(lambda _path: iter([b"x" * 3_000_000, b""]), HERE, inflated=1)] == [
        3_000_000, 0,
    ]  # fmt: skip


def refusing(_path: Path) -> Iterator[bytes]:
    yield b"first"
    raise FileRefused("Año: this file is refused.")


def test_a_refusal_arrives_with_its_sentence_after_what_came_before() -> None:
    messages = drawn(refusing, HERE, inflated=1)
    assert next(messages) == b"first"
    with pytest.raises(FileRefused, match="Año") as refused:
        next(messages)
    assert str(refused.value) == "Año: this file is refused."


def mistaken(_path: Path) -> Iterator[bytes]:
    yield b"first"
    raise ValueError("canary".upper())


def test_a_mistake_of_ours_tells_its_place_and_no_cell() -> None:
    with pytest.raises(child.ReadingBroke, match="ValueError") as broke:
        list(drawn(mistaken, HERE, inflated=1))
    assert "mistaken" in str(broke.value)
    assert "CANARY" not in str(broke.value)


def looping(_path: Path) -> Iterator[bytes]:
    while True:
        pass
    yield b""


def allocating(_path: Path) -> Iterator[bytes]:
    yield b"begun"
    held = [b"x" * (1 << 20)]
    while True:
        held.append(b"x" * (1 << 20))


def dying(_path: Path) -> Iterator[bytes]:
    yield b"begun"
    os.kill(os.getpid(), 9)


@pytest.mark.parametrize("work", [looping, allocating, dying])
def test_a_child_that_takes_too_much_is_a_refusal_and_nothing_else(work: child.Work) -> None:
    with pytest.raises(FileRefused, match="more memory or time"):
        list(drawn(work, HERE, inflated=1, allowed=SMALL))


def test_a_child_may_take_what_its_file_unpacks_to() -> None:
    def holding(_path: Path) -> Iterator[bytes]:
        held = b"x" * (100 << 20)
        yield b"%d" % len(held)

    assert list(drawn(holding, HERE, inflated=1)) == [b"%d" % (100 << 20)]


def test_a_bigger_file_may_take_more() -> None:
    assert allowed_for(0) < allowed_for(100 << 20) < allowed_for(1 << 30)


def endless(_path: Path) -> Iterator[bytes]:
    while True:
        yield b"x" * 100_000


def test_nothing_is_drawn_ahead_and_stopping_early_ends_the_child() -> None:
    before = children()
    messages = drawn(endless, HERE, inflated=1)
    next(messages)
    started = [pid for pid in children() if pid not in before]
    time.sleep(0.05)
    spent = Path(f"/proc/{started[0]}/stat").read_text().rsplit(") ", 1)[1].split()
    assert spent[0] == "S"  # waits for somebody to take its messages
    messages.close()
    assert not Path(f"/proc/{started[0]}").exists()


def test_a_child_that_is_never_begun_is_never_born() -> None:
    before = children()
    drawn(endless, HERE, inflated=1)
    assert children() == before


def records(path: Path) -> Iterator[bytes]:
    """The rows of the first table, a hundred in a message, as a worker draws them."""
    rows = iter(tables(path)[0].records)
    while some := list(islice(rows, 100)):
        yield json.dumps([record.cells for record in some]).encode()


def test_a_good_workbook_needs_a_quarter_of_what_it_may_take(tmp_path: Path) -> None:
    path = written(tmp_path, large(3_000, 65))
    inflated = opened(path).inflated
    allowed = Allowed(*(share // 4 for share in allowed_for(inflated)))
    assert inflated > 5_000_000
    assert sum(len(json.loads(some)) for some in drawn(records, path, inflated=inflated, allowed=allowed)) == 3_000


def sparse(cell: str) -> bytes:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="%s"><v>1</v></c></row>' % cell.encode()
    return shared(workbook([["id"]]), b"", rows)


def strings_bomb() -> bytes:
    """Some 250 MB of strings, each too long for the small blocks of which a long test run leaves many lying free."""
    strings = b"".join(b"<si><t>%d%s</t></si>" % (number, b"x" * 600) for number in range(400_000))
    return shared(workbook([["id"]]), strings, b'<row><c t="s"><v>1</v></c></row>')


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (sparse("A1048576"), "row 1048576"),
        (sparse("XFD1048576"), "2,000 columns"),
        (b"a,b\n" + b'1,"' + b"x" * 200_000, "never closes"),
    ],
)
def test_a_bomb_is_refused_by_the_child_with_its_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(FileRefused, match=words):
        list(drawn(records, path, inflated=len(content)))


def test_a_bomb_that_looks_honest_takes_no_more_than_its_share(tmp_path: Path) -> None:
    path = written(tmp_path, strings_bomb())
    ctypes.CDLL(None).malloc_trim(0)  # what earlier tests left lying free would be the child's as well
    with pytest.raises(FileRefused, match="more memory or time"):
        list(drawn(records, path, inflated=1, allowed=Allowed(memory=32 << 20, seconds=20)))
