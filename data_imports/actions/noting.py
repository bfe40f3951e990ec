"""What is written down about a file: on its upload and beside it."""

import csv
import io
import json
import re
from collections import Counter
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from data_imports.formats import formats
from data_imports.models import Upload, UploadProblem
from data_imports.reading.summary import Reading
from data_imports.reading.values import school_year_of, window_of
from data_imports.storing import Stored
from reflection_site.encryption import encrypt
from teams.transfer import files

KEPT_PROBLEMS = 500
BRAKE_SHARE = 0.2
NUMBER = re.compile(r"-+|[-+]?[\d.,]+%?")


def note(upload: Upload, reading: Reading, stored: Stored) -> None:
    """Counts, measures and problems of a reading."""
    upload.format, upload.rows_read = reading.format, reading.rows_read
    upload.created, upload.changed, upload.unchanged = stored.counts
    upload.skipped, upload.rejected = reading.left_out, reading.rejected
    upload.unmatched = stored.unmatched
    on = upload.at.astimezone(upload.school.zone).date()
    upload.year = commonest(reading.years) or upload.given_year or school_year_of(on)
    upload.window = commonest(reading.windows) or upload.given_window
    upload.braked = brake(stored)
    upload.understood = {
        "measures": {name: measure._asdict() for name, measure in reading.measures.items()},
        "dropped": list(reading.dropped_columns),
        "skipped": reading.skipped_reasons(),
        "covers": covers(reading),
        "facts": {name: reading.told.get(name) for name in ("header_row", "sheets")},
        "sample": encrypt(json.dumps(reading.sample)) if reading.sample else "",
        "differences": encrypt(json.dumps(stored.differences, default=str)) if stored.differences else "",
    }
    note_problems(upload, reading)


def covers(reading: Reading) -> list[tuple[str, str]]:
    """What the file has for which window: the titles of measures, LEAP, or the survey; a roster is for the year."""
    found = {(reading.scales[key].title, window) for key, window in reading.covers if key in reading.scales}
    title = str(formats()[reading.format].title) if reading.format in formats() else ""
    title = title or reading.told.get("mapping", {}).get("title", "")
    days = [reading.survey.last_on if reading.survey else None, reading.told.get("last_day")]
    found |= {(title, window_of(day)) for day in days if isinstance(day, date) and title}
    if title and reading.kinds["Place"]:
        found.add((title, ""))
    return sorted(found)


def note_problems(upload: Upload, reading: Reading) -> None:
    """The first problems, each with its cell, and the rows to mend as a file."""
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
    upload.rejected_rows.delete(save=False)
    if reading.to_mend:
        out = io.StringIO()
        csv.writer(out).writerows([harmless(cell) for cell in row] for row in reading.to_mend)
        content = ContentFile(out.getvalue().encode("utf-8-sig"))
        upload.rejected_rows.save(f"{upload.digest[:32]}-to-mend", content, save=False)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs; numbers and marks such as “--” are as they were, so that they can come back."""
    return cell if NUMBER.fullmatch(cell) else files.harmless(cell)


def brake(stored: Stored) -> str:
    """Why somebody must confirm knowingly: a fifth of what the school has would change or go; else ""."""
    if not stored.had or stored.weighed <= stored.had * BRAKE_SHARE:
        return ""
    told: dict[str, Any] = {"changed": stored.weighed, "had": stored.had}
    return _("This file would change or remove %(changed)d of the %(had)d results that the school has.") % told


def commonest(words: "Counter[str]") -> str:
    """The word that most rows have."""
    return next((word for word, _n in words.most_common(1)), "")
