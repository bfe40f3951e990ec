from collections.abc import Callable, Iterator
from pathlib import Path


def drawn(work: Callable[[Path], Iterator[bytes]], path: Path, *, inflated: int) -> Iterator[bytes]:
    return work(path)
