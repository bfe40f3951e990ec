"""Text to rows: delimiters, columns of fixed width, and the line on which each record begins."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from django.utils.translation import gettext as _

from data_imports.reading.contract import FileRefused
from data_imports.reading.tables import Record
from data_imports.reading.text import Opener, encoding_of

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 200_000
SAMPLED_RECORDS = 100
FITS = 1.5
MOST_RULED = 400


@dataclass(frozen=True)
class TextRows:
    """The filled rows of a text file."""

    opener: Opener
    encoding: str
    delimiter: str
    cuts: tuple[int, ...] = ()
    sheet: str = ""

    def __iter__(self) -> Iterator[Record]:
        with self.opener() as file, io.TextIOWrapper(file, self.encoding, newline="") as text:
            if self.cuts:
                yield from cut(text, self.cuts)
            else:
                yield from self.delimited(text)

    def delimited(self, text: Iterable[str]) -> Iterator[Record]:
        """Records of delimited text. Refuses a quotation mark that never closes, with its line."""
        begins, cells = 1, [""]
        taken: list[str] = []
        # the empty line at the end is a record of its own, unless an open quote swallows it
        reader = csv.reader(kept(chain(text, ("",)), taken), delimiter=self.delimiter)
        try:
            for cells in reader:
                if len(taken) > 1:
                    check_quotes(taken, self.delimiter)
                if cells and (cells[0].strip() or any(map(str.strip, cells))):
                    yield Record(begins, cells)
                begins = reader.line_num + 1
                taken.clear()
        except csv.Error as error:
            raise self.unclosed(begins) from error
        if cells:
            raise self.unclosed(begins)

    def unclosed(self, begins: int) -> FileRefused:
        """The one sentence for an open quote, with the first line where quotes go wrong."""
        with self.opener() as file, io.TextIOWrapper(file, self.encoding, newline="") as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            line = 1
            try:
                for _cells in reader:
                    line = reader.line_num + 1
            except csv.Error:
                begins = line
        words = _("A quotation mark that opens on line %(line)d never closes. Export the file again.")
        return FileRefused(words % {"line": begins})


def kept(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    """Lines, each also put where the record that it belongs to can be looked at again."""
    for line in lines:
        taken.append(line)
        yield line


def check_quotes(lines: list[str], delimiter: str) -> None:
    """Raise csv.Error where a record of several lines has more in a cell than stands between its quotes."""
    for _cells in csv.reader(lines, delimiter=delimiter, strict=True):
        pass


def text_rows(opener: Opener, sheet: str = "") -> TextRows:
    """The rows of a text file, its encoding and shape found from its content."""
    encoding = encoding_of(opener)
    with opener() as file, io.TextIOWrapper(file, encoding, newline="") as text:
        sample = text.read(SAMPLE)
    if not sample.strip():
        raise FileRefused(_("This file is empty."))
    delimiter, fitting = delimiter_of(sample)
    if fitting < FITS and (cuts := cuts_of(sample)):
        return TextRows(opener, encoding, "", cuts, sheet)
    return TextRows(opener, encoding, delimiter, (), sheet)


def delimiter_of(sample: str) -> tuple[str, float]:
    """The delimiter under which records have the most, and the most even, cells; and how well it fits."""
    fitting = {delimiter: evenness(sample, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: fitting[delimiter])
    return best, fitting[best]


def evenness(sample: str, delimiter: str) -> float:
    """Cells per record times the share of records that agree on it; banners above count against it a little."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths: list[int] = []
    try:
        widths.extend(len(cells) for cells in islice(reader, SAMPLED_RECORDS) if cells)
    except csv.Error:
        return 0.0
    if len(sample) >= SAMPLE and 1 < len(widths) < SAMPLED_RECORDS:
        widths.pop()
    return max(((width - 1) * count / len(widths) for width, count in Counter(widths).items()), default=0.0)


def cuts_of(sample: str) -> tuple[int, ...]:
    """Where columns of fixed width begin: after blanks that every line has; none where no ruler shows."""
    lines = [line.rstrip() for line in sample.splitlines()[:-1][:MOST_RULED] or sample.splitlines() if line.strip()]
    width = max(map(len, lines), default=0)
    if len(lines) < 3 or "\t" in sample or width > 20_000:
        return ()
    filled = [False] * width
    for line in lines:
        for found in re.finditer(r"\S+", line):
            filled[found.start() : found.end()] = [True] * (found.end() - found.start())
    least = 1 if len(lines) >= 8 else 2
    ruler = "".join("x" if is_filled else " " for is_filled in filled)
    starts = [0, *(gap.end() for gap in re.finditer(rf"(?<=x) {{{least},}}", ruler))]
    return tuple(starts) if len(starts) > 1 and are_columns(lines, starts) else ()


def are_columns(lines: Sequence[str], starts: Sequence[int]) -> bool:
    """Whether at least half of the lines fill each column."""
    bounds = list(pairwise([*starts, None]))
    return all(sum(bool(line[first:last].strip()) for line in lines) * 2 >= len(lines) for first, last in bounds)


def cut(text: Iterable[str], starts: Sequence[int]) -> Iterator[Record]:
    """Records of lines that are cut at the same places."""
    bounds = list(pairwise([*starts, None]))
    for line, words in enumerate(text, start=1):
        if words.strip():
            yield Record(line, [words[first:last].strip() for first, last in bounds])
