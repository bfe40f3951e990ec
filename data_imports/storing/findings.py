"""Survey counts into findings; one survey is told from another by its questions."""

import hashlib
from datetime import date

from django.utils.translation import gettext as _

from data_imports.enums import Window
from data_imports.formats import formats
from data_imports.merging import Counts
from data_imports.models import SurveyFinding
from data_imports.reading.contract import Finding, Reading
from data_imports.reading.values import school_year_of, window_of
from data_imports.storing.source import Source, Stored

TOLD = ("responses", "answered", "counts", "mean", "favourable", "question", "kind")


def store_findings(reading: Reading, source: Source) -> Stored:
    """All findings of a survey; rows are counted by what became of the survey as a whole."""
    if reading.survey is None or not reading.findings:
        return Stored()
    responses = reading.rows_kept
    found = [finding(row, reading, source) for row in reading.findings]
    kept = {row.position: row for row in same_survey(found)}
    new = [row for row in found if row.position not in kept]
    changed = [refreshed(kept[row.position], row) for row in found if differs(kept.get(row.position), row)]
    SurveyFinding.objects.bulk_create(new, batch_size=200)
    SurveyFinding.objects.bulk_update(changed, [*TOLD, "upload_id", "title"], batch_size=50)
    if not kept:
        return Stored(Counts(created=responses))
    return Stored(Counts(changed=responses) if new or changed else Counts(unchanged=responses))


def same_survey(found: list[SurveyFinding]) -> list[SurveyFinding]:
    """What is stored of the same survey in the same window."""
    if not found:
        return []
    one = found[0]
    return list(SurveyFinding.objects.filter(school=one.school, year=one.year, window=one.window, survey=one.survey))


def differs(old: SurveyFinding | None, new: SurveyFinding) -> bool:
    """Whether a stored finding says something else."""
    return old is not None and any(getattr(old, name) != getattr(new, name) for name in TOLD)


def refreshed(old: SurveyFinding, new: SurveyFinding) -> SurveyFinding:
    """The stored row with what the new one says."""
    for name in (*TOLD, "upload_id", "title"):
        setattr(old, name, getattr(new, name))
    return old


def finding(row: Finding, reading: Reading, source: Source) -> SurveyFinding:
    """One question's counts as a row."""
    on = survey_day(reading, source)
    return SurveyFinding(
        school=source.school,
        year=source.given.year or school_year_of(on),
        window=source.given.window or Window(window_of(on)),
        survey=survey_key(reading),
        title=survey_title(reading, on),
        position=row.position,
        question=row.question[:500],
        kind=row.kind,
        responses=reading.rows_kept,
        answered=row.answered,
        counts=[list(option) for option in row.counts],
        mean=row.mean,
        favourable=row.favourable,
        upload_id=source.upload_id,
    )


def survey_day(reading: Reading, source: Source) -> date:
    """The last day on which somebody answered, else the day of the upload."""
    return (reading.survey.last_on if reading.survey else None) or source.on


def survey_key(reading: Reading) -> str:
    """The same for every export of one survey."""
    words = "\n".join(row.question for row in reading.findings)
    return hashlib.sha256(f"{reading.format}\n{words}".encode()).hexdigest()


def survey_title(reading: Reading, on: date) -> str:
    """A survey by its tool and month."""
    return _("%(kind)s, %(month)s") % {
        "kind": formats()[reading.format].title,
        "month": on.strftime("%B %Y"),
    }
