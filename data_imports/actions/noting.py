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

from data_imports.enums import is_much
from data_imports.formats import formats
from data_imports.models import Upload, UploadProblem, UploadShare
from data_imports.reading.summary import Part, Reading
from data_imports.reading.values import school_year_of, window_of
from data_imports.storing import Share, Stored
from reflection_site.encryption import encrypt
from teams.models import School
from teams.transfer import files

KEPT_PROBLEMS = 500
NAMED = 3
NUMBER = re.compile(r"-+|[-+]?[\d.,]+%?")


def note(upload: Upload, reading: Reading, stored: Stored) -> None:
    """Counts, measures and problems of a reading."""
    upload.format, upload.rows_read = reading.format, reading.rows_read
    upload.created, upload.changed, upload.unchanged = stored.counts
    upload.skipped, upload.rejected = reading.left_out, reading.rejected
    upload.unmatched = stored.unmatched
    on = upload.at.astimezone(upload.zone).date()
    upload.year = commonest(reading.years) or upload.given_year or school_year_of(on)
    upload.window = commonest(reading.windows) or upload.given_window
    upload.braked = brake(stored)[:500]
    upload.understood = {
        "measures": {name: measure._asdict() for name, measure in reading.measures.items()},
        "dropped": list(reading.dropped_columns),
        "skipped": reading.skipped_reasons(),
        "covers": covers(reading),
        "is_survey": bool(reading.kinds["Finding"]),
        "students": {"joined": stored.joined, "merged": stored.merged},
        "facts": {name: reading.told.get(name) for name in ("header_row", "sheets")},
        "sample": encrypt(json.dumps(reading.sample)) if reading.sample else "",
        "differences": encrypt(json.dumps(stored.differences, default=str)) if stored.differences else "",
    }
    note_shares(upload, reading, stored)
    note_problems(upload, reading)


def shares_of(reading: Reading, stored: Stored) -> dict[int, dict[str, int]]:
    """The counts of each school in a file of the whole district."""
    keys = [*stored.shares, *(reading.parts.keys() - stored.shares.keys())]
    told = {key: (stored.shares.get(key, Share()), reading.parts.get(key, Part())) for key in keys}
    return {
        key: {**share.counts._asdict(), "skipped": part.skipped, "rejected": part.rejected,
              "weighed": share.weighed, "had": share.had}
        for key, (share, part) in told.items()
    }  # fmt: skip


def note_shares(upload: Upload, reading: Reading, stored: Stored) -> None:
    """What a file of the whole district has for each school."""
    upload.shares.all().delete()
    rows = (
        UploadShare(upload=upload, school_id=key, covers=titled(reading, reading.parts.get(key, Part()).covers), **told)
        for key, told in shares_of(reading, stored).items()
    )
    UploadShare.objects.bulk_create(rows, batch_size=100)


def covers(reading: Reading) -> list[tuple[str, str]]:
    """What the file has for which window: the titles of measures, LEAP, or the survey; a roster is for the year."""
    days = [reading.survey.last_on if reading.survey else None, reading.told.get("last_day")]
    found = {*reading.covers, *(("", window_of(day)) for day in days if isinstance(day, date))}
    if reading.kinds["Place"]:
        found.add(("", ""))
    return titled(reading, found)


def titled(reading: Reading, found: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """(measure, window) by the measure's title; without a measure by that of the kind of file."""
    kind = str(formats()[reading.format].title) if reading.format in formats() else ""
    kind = kind or reading.told.get("mapping", {}).get("title", "")
    titles = {"": kind} | {key: scale.title for key, scale in reading.scales.items()}
    return sorted({(title, window) for key, window in found if (title := titles.get(key, ""))})


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
    """Why somebody must confirm knowingly: a fifth of what a school has would change or go, or a range; else ""."""
    return " ".join(
        filter(None, [brake_by_school(stored) if stored.shares else brake_at_school(stored), *stored.scales])
    )


def brake_at_school(stored: Stored) -> str:
    """The sentence for a file of one school."""
    if not is_much(stored.weighed, stored.had):
        return ""
    told: dict[str, Any] = {"changed": stored.weighed, "had": stored.had}
    return _("This file would change or remove %(changed)d of the %(had)d results that the school has.") % told


def brake_by_school(stored: Stored) -> str:
    """The same for a file of the whole district: which schools it is about, the first of them by name."""
    over = {key: share for key, share in stored.shares.items() if is_much(share.weighed, share.had)}
    if not over:
        return ""
    names = School.objects.filter(pk__in=over).order_by("name").values_list("pk", "name")
    part = _("%(school)s (%(changed)d of %(had)d)")
    told = [part % {"school": name, "changed": over[pk].weighed, "had": over[pk].had} for pk, name in names]
    if (more := len(told) - NAMED) > 0:
        told[NAMED:] = [_("%(n)d more") % {"n": more}]
    sentence = _("This file would change or remove more than a fifth of what these schools have: %(schools)s.")
    return sentence % {"schools": ", ".join(told)}


def commonest(words: "Counter[str]") -> str:
    """The word that most rows have."""
    return next((word for word, _n in words.most_common(1)), "")
