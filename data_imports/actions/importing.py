"""A file into the tables: all of it or nothing."""

import hashlib
import resource
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from data_imports.enums import UploadState
from data_imports.formats import formats, read_file
from data_imports.models import Upload, UploadProblem
from data_imports.reading.contract import FileRefused, Given, Reading, Skipped
from data_imports.reading.values import school_year_of, window_of
from data_imports.storing import Source, Stored, store
from teams import audit
from teams.models import Person, School

KEPT_PROBLEMS = 500


@dataclass(frozen=True)
class Imported:
    """What an import read and did."""

    reading: Reading
    stored: Stored
    upload: int | None
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """The shape that `import_file --json` promises."""
        return {
            "format": self.reading.format,
            "rows_read": self.reading.rows_read,
            **self.stored.counts._asdict(),
            "skipped": len(self.reading.skipped),
            "rejected": self.reading.rejected,
            "problems": [problem._asdict() for problem in self.reading.problems],
            "measures": {name: measure._asdict() for name, measure in self.reading.measures.items()},
            "upload": self.upload,
            "seconds": round(self.seconds, 3),
            "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        }


def import_content(
    content: bytes,
    *,
    name: str,
    school: School | None,
    given: Given,
    by: Person | None,
    at: datetime,
    format_key: str = "",
    is_dry: bool = False,
) -> Imported:
    """Read a file and store it, in one transaction; a dry run stores nothing.

    Without a school the file's own school names decide. Refuses, with one sentence, what cannot
    be read and what belongs to no school that is known.
    """
    began = time.perf_counter()
    reading = read_file(content, format_key, given)
    school = school or owner_of(reading, is_dry=is_dry)
    if school is None:
        stored = Stored(Stored().counts._replace(created=reading.rows_kept))
        return Imported(reading, stored, None, time.perf_counter() - began)
    narrow(reading, school)
    with transaction.atomic():
        upload = new_upload(content, name=name, school=school, given=given, by=by, at=at)
        stored = apply(reading, upload, given=given, at=at)
        transaction.set_rollback(is_dry)
    pk = None if is_dry else upload.pk
    return Imported(reading, stored, pk, time.perf_counter() - began)


def new_upload(content: bytes, *, name: str, school: School, given: Given, by: Person | None, at: datetime) -> Upload:
    """A row for a file that is read and stored at once."""
    return Upload.objects.create(
        school=school,
        by=by,
        at=at,
        file_name=name[:200],
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        given_year=given.year,
        given_window=given.window,
        state=UploadState.STORING,
        state_at=at,
    )


def apply(reading: Reading, upload: Upload, *, given: Given, at: datetime) -> Stored:
    """Store every kept row and write down what became of the file. Runs in the caller's transaction."""
    on = at.astimezone(upload.school.zone).date()
    stored = store(reading, Source(upload.school, upload.pk, on, given))
    note(upload, reading, stored)
    upload.state, upload.state_at, upload.applied_at = UploadState.APPLIED, at, at
    upload.save()
    kept = stored.counts.created + stored.counts.changed
    audit.record("upload stored", upload, by=upload.by, at=at, school=upload.school, count=kept)
    return stored


def note(upload: Upload, reading: Reading, stored: Stored) -> None:
    """Counts, measures and problems of a reading, on its upload and beside it."""
    upload.format, upload.rows_read = reading.format, reading.rows_read
    upload.created, upload.changed, upload.unchanged = stored.counts
    upload.skipped, upload.rejected = len(reading.skipped), reading.rejected
    upload.unmatched = stored.unmatched
    upload.year = commonest(years(reading)) or upload.given_year
    upload.window = commonest(score.window for score in reading.scores) or upload.given_window
    upload.understood = {
        "measures": {name: measure._asdict() for name, measure in reading.measures.items()},
        "dropped": list(reading.dropped_columns),
        "skipped": reading.skipped_reasons(),
        "covers": covers(reading),
    }
    note_problems(upload, reading)


def covers(reading: Reading) -> list[tuple[str, str]]:
    """What the file has for which window: the titles of measures, LEAP, or the survey."""
    found = {(reading.scales[row.measure].title, row.window) for row in reading.scores}
    found |= {(_("LEAP observations"), window_of(row.observed_on)) for row in reading.observations}
    if reading.survey is not None and reading.survey.last_on is not None:
        found.add((str(formats()[reading.format].title), window_of(reading.survey.last_on)))
    return sorted(found)


def note_problems(upload: Upload, reading: Reading) -> None:
    """The first problems, each with its cell."""
    upload.problems.all().delete()
    rows = (
        UploadProblem(
            upload=upload,
            row=problem.row,
            column=problem.column[:120],
            found=problem.found[:200],
            expected=str(problem.expected)[:200],
            mend=str(problem.mend)[:200],
        )
        for problem in reading.problems[:KEPT_PROBLEMS]
    )
    UploadProblem.objects.bulk_create(rows, batch_size=100)


def commonest(words: Iterable[str]) -> str:
    """The word that most rows have."""
    counted: dict[str, int] = {}
    for word in words:
        counted[word] = counted.get(word, 0) + 1
    return max(counted, key=lambda word: counted[word], default="")


def years(reading: Reading) -> Iterable[str]:
    """The school years of the kept rows."""
    yield from (score.year for score in reading.scores)
    yield from (row.year for row in reading.observations)
    if reading.survey is not None and reading.survey.last_on is not None:
        yield school_year_of(reading.survey.last_on)


def known_schools() -> dict[str, School]:
    """Schools by name and by code."""
    schools = list(School.objects.all())
    return {name.casefold(): school for school in schools for name in (school.name, school.code)}


def owner_of(reading: Reading, *, is_dry: bool) -> School | None:
    """The only school, else the one that the file names. A dry run may go without."""
    known = known_schools()
    named = {known[name.casefold()] for name in reading.school_names() if name.casefold() in known}
    if len(schools := set(known.values())) == 1:
        return schools.pop()
    if len(named) == 1:
        return named.pop()
    if is_dry:
        return None
    if named:
        raise FileRefused(_("This file holds rows of several schools. Say which one with its code."))
    raise FileRefused(_("This file names no school that we know. Say which one with its code."))


def narrow(reading: Reading, school: School) -> None:
    """Leave out rows that name another school that is known; unknown names are taken as this one."""
    known = known_schools()
    foreign = {name for name in reading.school_names() if known.get(name.casefold(), school).pk != school.pk}
    if not foreign:
        return
    for rows in (reading.scores, reading.observations, reading.places):
        reason = _("the row belongs to another school")
        reading.skipped.extend(Skipped(row.line, reason) for row in rows if row.school in foreign)
    reading.scores = [row for row in reading.scores if row.school not in foreign]
    reading.observations = [row for row in reading.observations if row.school not in foreign]
    reading.places = [row for row in reading.places if row.school not in foreign]
