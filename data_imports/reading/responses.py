"""A survey's responses, counted as they are read: no response is held, only how often each answer was given."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from data_imports.reading import values
from data_imports.reading.answers import Question, cleaned, finding_of, questions
from data_imports.reading.contract import (
    Dropped,
    Fact,
    Finding,
    Measured,
    Row,
    RowsRead,
    Skipped,
    Statistic,
    SurveyFacts,
)
from data_imports.reading.tables import Record

MOST_ANSWERS = 1_000
STUDENT = re.compile(r"student ?(id|usi|number|identifier)|\b(sasid|lasid|usi)\b", re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"-?\d{1,6},\d{1,2}")


class Tally:
    """How often each answer to one question was given, in finished responses and in those left half-way."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.finished: Counter[str] = Counter()
        self.unfinished: Counter[str] = Counter()
        self.is_free = False

    def take(self, cell: str, *, is_finished: bool) -> None:
        """Count an answer; what was written freely is not held."""
        if self.is_free:
            return
        counts = self.finished if is_finished else self.unfinished
        counts[cleaned(cell)] += 1
        if "\n" in cell.strip() or len(counts) > MOST_ANSWERS:
            self.is_free = True
            self.finished, self.unfinished = Counter(), Counter()

    def finding(self) -> Finding | None:
        """The counts of a closed question; None for free text and for what names a person."""
        return None if self.is_free else finding_of(self.question, self.finished)

    def answers(self) -> dict[str, int]:
        """Every answer as it stands in the file, blanks and half-way responses too."""
        return dict((self.finished + self.unfinished).most_common())


class Responses:
    """One survey: `take` what was finished, `leave` what was not, then `rows` tells what they say.

    `headers` hold the questions; the columns in `skip` are about the response. `days` is where the day stands.
    """

    def __init__(self, headers: Sequence[str], skip: frozenset[int], days: int | None) -> None:
        self.headers, self.days = headers, days
        self.tallies = [Tally(question) for question in questions(headers, skip)]
        self.student = next((at for at, header in enumerate(headers) if STUDENT.search(header)), None)
        self.students: Counter[int] = Counter()
        self.lines: list[int] = []
        self.unfinished = 0
        self.first: date | None = None
        self.last: date | None = None

    def take(self, record: Record) -> None:
        """A response that was finished."""
        self.lines.append(record.line)
        self._count(record, is_finished=True)
        on = None if self.days is None else values.day(record.cells[self.days])
        if on is not None:
            self.first, self.last = min(self.first or on, on), max(self.last or on, on)

    def leave(self, record: Record) -> Skipped:
        """A response that was left half-way: it counts for what the file says of itself only."""
        self.unfinished += 1
        self._count(record, is_finished=False)
        return Skipped(record.line, _("the survey was not finished"))

    def _count(self, record: Record, *, is_finished: bool) -> None:
        for tally in self.tallies:
            tally.take(record.cells[tally.question.place], is_finished=is_finished)
        if self.student is not None and (student := record.cells[self.student].strip()):
            self.students[hash(student)] += 1

    def rows(self) -> Iterator[Row]:
        """Findings with their figures, what was dropped, and when people answered."""
        kept = {}
        for tally in self.tallies:
            if (finding := tally.finding()) is not None:
                kept[finding.position] = tally
                yield finding
                yield Statistic(finding.question, Measured(finding.answered, finding.mean, finding.missing))
        if not kept:
            reason = _("the survey has no closed question whose answers could be kept")
            yield from (Skipped(line, reason) for line in self.lines)
        yield SurveyFacts(len(self.lines), self.first, self.last)
        yield Dropped(tuple(cleaned(name) for at, name in enumerate(self.headers) if cleaned(name) and at not in kept))
        yield RowsRead(len(self.lines) + self.unfinished)
        yield from self._facts(list(kept.values()))

    def _facts(self, kept: list[Tally]) -> Iterator[Fact]:
        told = {tally.question.words: tally.answers() for tally in kept}
        yield Fact("questions", told)
        yield Fact("complete", len(self.lines))
        commas = sum(n for counts in told.values() for answer, n in counts.items() if DECIMAL_COMMA.fullmatch(answer))
        yield Fact("decimal_comma", commas)
        if self.student is not None:
            yield Fact("students", len(self.students))
            yield Fact("students_twice", sum(times > 1 for times in self.students.values()))


def repeated(names: Sequence[str]) -> int:
    """How many column names stand earlier already."""
    return sum(count - 1 for name, count in Counter(filter(None, names)).items())
