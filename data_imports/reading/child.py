"""Reading in a process of its own, whose memory and processor time grow with the size of the file.

A file that needs more than it should ends the child and nothing else.
"""

import gc
import os
import resource
import select
import signal
import struct
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, NoReturn

from django.utils.translation import gettext as _

from data_imports.reading.contract import FileRefused

Work = Callable[[Path], Iterator[bytes]]
HEADER = struct.Struct("!cI")
MESSAGE, REFUSED, BROKEN, DONE = b"M", b"R", b"B", b"D"
LEAST_MEMORY = 256 << 20
MEMORY_PER_BYTE = 6
LEAST_SECONDS = 30
SECONDS_PER_MEGABYTE = 1
PATIENCE = 10


class ReadingBroke(RuntimeError):
    """A mistake of ours in the child; the text is its type and the lines of code, and no cell of the file."""


class Allowed(NamedTuple):
    """Bytes beyond those that the process has already, and seconds of processor time."""

    memory: int
    seconds: int


def allowed_for(inflated: int) -> Allowed:
    """What a file that unpacks to so many bytes may need."""
    return Allowed(
        LEAST_MEMORY + MEMORY_PER_BYTE * inflated,
        LEAST_SECONDS + SECONDS_PER_MEGABYTE * (inflated >> 20),
    )


def drawn(work: Work, path: Path, *, inflated: int, allowed: Allowed | None = None) -> Iterator[bytes]:
    """The messages of `work(path)`, run in a child process, as they come.

    The child waits while nobody takes its messages, so nothing piles up. Its refusals arrive as they are;
    memory or time that run out, or any other death, are a refusal too. Ending early ends the child.
    `work` must not touch the database.
    """
    allowed = allowed or allowed_for(inflated)
    reading, writing = os.pipe()
    child = forked()
    if child == 0:
        os.close(reading)
        run(work, path, writing, allowed)
    os.close(writing)
    try:
        yield from received(reading, allowed)
    finally:
        os.close(reading)
        end(child)


def forked() -> int:
    """A copy of this process; its other threads stay here, and the child takes no lock of theirs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def end(child: int) -> None:
    """Kill a child that still runs, and take it off the process table."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(child, 0)


def run(work: Work, path: Path, writing: int, allowed: Allowed) -> NoReturn:
    """The child's whole life. Nothing of the parent is flushed, closed or cleaned up here."""
    code = 1
    try:
        confine(allowed)
        for message in work(path):
            send(writing, MESSAGE, message)
        send(writing, DONE, b"")
        code = 0
    except FileRefused as refusal:
        send(writing, REFUSED, str(refusal).encode())
    except (MemoryError, BrokenPipeError):
        code = 2
    except BaseException as error:  # noqa: BLE001 - a child may not return into its parent's code
        send(writing, BROKEN, told(error).encode())
    finally:
        os._exit(code)


def told(error: BaseException) -> str:
    """What went wrong and where, without the words of the error, which may quote a cell."""
    places = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__name__} in a reading child\n{places}"


def confine(allowed: Allowed) -> None:
    """Limits of this process, and the signals of a plain one."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    gc.freeze()
    memory = size_now() + allowed.memory
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, allowed.seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(limit)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, hard))


def size_now() -> int:
    """The address space of this process in bytes."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (OSError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * resource.getpagesize()


def send(writing: int, kind: bytes, message: bytes) -> None:
    """One message with its kind and length."""
    left = memoryview(HEADER.pack(kind, len(message)) + message)
    while left:
        left = left[os.write(writing, left) :]


def received(reading: int, allowed: Allowed) -> Iterator[bytes]:
    """The child's messages until it says that it is done."""
    while True:
        kind, length = HEADER.unpack(exactly(reading, HEADER.size, allowed))
        message = exactly(reading, length, allowed)
        if kind == DONE:
            return
        if kind == REFUSED:
            raise FileRefused(message.decode())
        if kind == BROKEN:
            raise ReadingBroke(message.decode())
        yield message


def exactly(reading: int, length: int, allowed: Allowed) -> bytes:
    """So many bytes. Refuses the file where the child is gone, or silent for far longer than it may work."""
    parts = []
    poll = select.poll()
    poll.register(reading, select.POLLIN)
    while length:
        part = os.read(reading, min(length, 1 << 16)) if poll.poll(allowed.seconds * PATIENCE * 1000) else b""
        if not part:
            raise FileRefused(
                _("This file needs more memory or time than a file of its size should. Export a smaller part of it.")
            )
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
