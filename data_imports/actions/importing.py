"""A file into the tables: all of it or nothing."""

import hashlib
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from data_imports.actions.mappings import keep_mapping, mapping_of, with_kept
from data_imports.actions.noting import brake, note, shares_of
from data_imports.actions.owning import aside, is_of_district, owner_of
from data_imports.drawing import UNSAID, Drawing
from data_imports.enums import UploadState
from data_imports.mapped import Said
from data_imports.merging import Counts
from data_imports.models import Upload
from data_imports.reading.contract import Given, Problem
from data_imports.reading.summary import Reading
from data_imports.storing import Source, Store, Stored
from reflection_site import failpoints
from teams import audit
from teams.models import Person, School

Tick = Callable[[int], None]
SHOWN = Problem._fields[:5]


@dataclass(frozen=True)
class Imported:
    """What an import read and did."""

    reading: Reading
    stored: Stored
    upload: int | None
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """The shape that `import_file --json` promises. `peak_rss_mb` is the larger of this process and its child."""
        peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return {
            "format": self.reading.format,
            "rows_read": self.reading.rows_read,
            **self.stored.counts._asdict(),
            "skipped": self.reading.left_out,
            "rejected": self.reading.rejected,
            "problems": [dict(zip(SHOWN, problem, strict=False)) for problem in self.reading.problems],
            "measures": {name: measure._asdict() for name, measure in self.reading.measures.items()},
            "facts": self.reading.facts(),
            "skipped_reasons": dict(self.reading.skipped_reasons()),
            "unmatched": self.stored.unmatched,
            **({"ids": {"joined": self.stored.joined, "merged": self.stored.merged}} if self.stored.joined else {}),
            "brake": brake(self.stored),
            **({"schools": self.by_school()} if self.stored.shares or self.reading.parts else {}),
            "upload": self.upload,
            "seconds": round(self.seconds, 3),
            "peak_rss_mb": round(peak / 1024, 1),
        }

    def by_school(self) -> dict[str, dict[str, int]]:
        """The counts of each school of a file of the whole district, by its code."""
        codes = dict(School.objects.values_list("pk", "code"))
        return {codes[key]: told for key, told in sorted(shares_of(self.reading, self.stored).items())}


def import_file(
    path: Path,
    *,
    name: str,
    school: School | None,
    given: Given,
    by: Person | None,
    at: datetime,
    format_key: str = "",
    said: Said = UNSAID,
    is_dry: bool = False,
) -> Imported:
    """Read a file and store it, in one transaction; a dry run stores nothing.

    Without a school the file's own school names decide: all rows go to the one that they name, or, where somebody of
    the district brings the file, each to its own. A mapping that was said is kept for the next file. Refuses, with one
    sentence, what cannot be read and what belongs to no school that is known.
    """
    began = time.perf_counter()
    said = with_kept(said)
    if school is None and not is_of_district(by):
        school = owner_of(Drawing(path, format_key, given, said), is_dry=is_dry)
        if school is None:
            reading = Drawing(path, format_key, given, said).whole()
            stored = Stored(Counts(created=reading.rows_kept))
            return Imported(reading, stored, None, time.perf_counter() - began)
    given = aside(given, school)
    drawing, source = Drawing(path, format_key, given, said), source_of(school, given, at=at)
    with Store(source) as store:
        fill(store, drawing)
        if is_dry:
            stored, pk = store.preview(drawing.reading), None
        else:
            store.prepare()
            with transaction.atomic():
                upload = new_upload(path, name=name, school=school, given=given, by=by, at=at)
                if said.body is not None:
                    keep_mapping(drawing.reading.told["mapping"], by=by, at=at)
                upload.mapping = mapping_of(drawing.reading)
                stored = keep(store, drawing.reading, upload, at=at)
                pk = upload.pk
    return Imported(drawing.reading, stored, pk, time.perf_counter() - began)


def import_content(content: bytes, **told: Any) -> Imported:
    """`import_file` for bytes in hand."""
    with tempfile.NamedTemporaryFile(prefix="solstice-") as file:
        file.write(content)
        file.flush()
        return import_file(Path(file.name), **told)


def fill(store: Store, drawing: Drawing, tick: Tick | None = None) -> None:
    """Draw a file into a store; `tick` hears in which row of the file we are."""
    rows = 0
    for batch in drawing.batches():
        store.take(batch)
        failpoints.reach("import.staging")
        rows = getattr(batch[-1], "line", rows)
        if tick is not None:
            tick(rows)


def source_of(school: School | None, given: Given, *, at: datetime) -> Source:
    """Where the rows of an import belong; without a school each to its own."""
    return Source(school, at.astimezone(Upload(school=school).zone).date(), given)


def new_upload(
    path: Path, *, name: str, school: School | None, given: Given, by: Person | None, at: datetime
) -> Upload:
    """A row for a file or folder that is read and stored at once."""
    digest, size = fingerprint(path)
    return Upload.objects.create(
        school=school,
        by=by,
        at=at,
        file_name=name[:200],
        digest=digest,
        size=size,
        given_year=given.year,
        given_window=given.window,
        given_asked=given.asked,
        given_respondents=given.respondents,
        state=UploadState.STORING,
        state_at=at,
    )


def fingerprint(path: Path) -> tuple[str, int]:
    """The digest and size of a file; of a folder, those of its files in the order of their names."""
    if path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
    digest, size = hashlib.sha256(), 0
    for part in sorted(found for found in path.rglob("*") if found.is_file()):
        told, weight = fingerprint(part)
        digest.update(f"{part.relative_to(path)} {told}\n".encode())
        size += weight
    return digest.hexdigest(), size


def keep(store: Store, reading: Reading, upload: Upload, *, at: datetime) -> Stored:
    """Store every staged row and write down what became of the file. Runs in the caller's transaction."""
    stored = store.store(reading, upload.pk)
    note(upload, reading, stored)
    upload.state, upload.state_at, upload.applied_at = UploadState.APPLIED, at, at
    upload.save()
    record_stored(upload, stored, at=at)
    return stored


def record_stored(upload: Upload, stored: Stored, *, at: datetime) -> None:
    """What was stored, and of a file of the whole district how much for each school."""
    told = {upload.school: stored.counts}
    if upload.school is None:
        schools = School.objects.in_bulk(stored.shares)
        told |= {schools[key]: share.counts for key, share in stored.shares.items()}
    for school, counts in told.items():
        kept = counts.created + counts.changed
        audit.record("upload stored", upload, by=upload.by, at=at, school=school, count=kept)
