"""A file drawn in a child process: rows come in batches, what is told of the whole comes at the end."""

import pickle
from collections.abc import Iterator
from functools import partial
from itertools import groupby, islice
from pathlib import Path

from data_imports.mapped import NeedsMapping, Said, begun
from data_imports.reading import contract
from data_imports.reading.child import drawn
from data_imports.reading.contract import Given, Kept
from data_imports.reading.files import opened
from data_imports.reading.summary import Reading

BATCH = 500
UNSAID = Said()


class Drawing:
    """One file being drawn; `reading` is there once `batches` is through.

    Refuses, with one sentence, what is damaged, dangerous or empty, and with `NeedsMapping` what nobody knows.
    """

    def __init__(self, path: Path, key: str, given: Given, said: Said = UNSAID) -> None:
        self.path, self.key, self.given, self.said = path, key, given, said
        self._reading: Reading | None = None

    @property
    def reading(self) -> Reading:
        if self._reading is None:
            raise RuntimeError("the file is not drawn to its end")
        return self._reading

    def batches(self) -> Iterator[list[Kept]]:
        """The rows to store, at most 500 at a time, as they are read."""
        inflated = opened(self.path).inflated
        work = partial(messages, key=self.key, given=self.given, said=self.said)
        for message in drawn(work, self.path, inflated=inflated):
            # our own child wrote it
            told = pickle.loads(message)  # noqa: S301
            if isinstance(told, Reading):
                self._reading = told
            elif isinstance(told, list):
                raise NeedsMapping(told)
            else:
                kind, rows = told
                yield list(map(getattr(contract, kind)._make, rows))

    def whole(self) -> Reading:
        """The reading alone, for those who need no rows."""
        for _batch in self.batches():
            pass
        return self.reading


def kind_of(row: Kept) -> str:
    """The name of a row's kind."""
    return type(row).__name__


def messages(path: Path, key: str, given: Given, said: Said = UNSAID) -> Iterator[bytes]:
    """What the child sends: runs of rows of one kind as plain tuples, then the reading; or sketches alone."""
    try:
        reading, rows = begun(path, key, given, said)
    except NeedsMapping as unknown:
        yield pickle.dumps(unknown.sketches, protocol=5)
        return
    while batch := list(islice(rows, BATCH)):
        # kinds that take turns would make a message, and a statement, of every row
        batch.sort(key=kind_of)
        for kind, run in groupby(batch, key=kind_of):
            yield pickle.dumps((kind, list(map(tuple, run))), protocol=5)
    yield pickle.dumps(reading, protocol=5)
