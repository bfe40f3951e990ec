"""Survey counts into findings; one survey is told from another by its questions."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from data_imports.enums import Respondents, Window
from data_imports.formats import formats
from data_imports.merging import Counts, Merge, Staging
from data_imports.models import SurveyFinding
from data_imports.reading.contract import Finding
from data_imports.reading.summary import Reading
from data_imports.reading.values import school_year_of, window_of
from data_imports.storing.source import Difference, Source, Stored, differences

FINDINGS = Merge(
    SurveyFinding,
    key=("school_id", "year", "window", "survey", "position"),
    compared=("question", "kind", "responses", "asked", "respondents", "answered", "counts", "mean", "favourable"),
    carried=("title", "upload_id"),
    constant=frozenset({"school_id", "upload_id"}),
)
SHOWN = ("answered", "mean")


class Findings:
    """The shelf for questions: few rows, staged once the whole survey is known."""

    kind = Finding

    def __init__(self) -> None:
        self.rows: list[Finding] = []
        self.staged: Staging | None = None

    def take(self, rows: Sequence[Finding]) -> None:
        self.rows += rows

    def _stage(self, reading: Reading, source: Source) -> Staging:
        if self.staged is None:
            self.staged = Staging(FINDINGS).__enter__()
            self.staged.take([finding(row, reading, source) for row in self.rows])
        return self.staged

    def preview(self, reading: Reading, source: Source) -> Stored:
        staged = self._stage(reading, source)
        counts, _heavy = staged.counts(source.constants)
        if not counts.changed:
            return Stored(told(counts, reading))
        found = differences(staged, source.constants, ("question",), SHOWN)
        changes = [Difference(question, *change) for (question,), changes in found for change in changes]
        return Stored(told(counts, reading), differences=changes)

    def store(self, reading: Reading, source: Source) -> Stored:
        counts, _heavy = self._stage(reading, source).merge(source.constants)
        return Stored(told(counts, reading))

    def close(self) -> None:
        if self.staged is not None:
            self.staged.__exit__(None)


def told(counts: Counts, reading: Reading) -> Counts:
    """Responses, by what became of the survey as a whole."""
    responses = reading.rows_kept
    if not counts.changed and not counts.unchanged:
        return Counts(created=responses)
    return Counts(changed=responses) if counts.created or counts.changed else Counts(unchanged=responses)


def finding(row: Finding, reading: Reading, source: Source) -> tuple[object, ...]:
    """One question's counts as a staged row."""
    on = survey_day(reading, source)
    year, window = source.given.year or school_year_of(on), source.given.window or Window(window_of(on)).value
    options = json.dumps([list(option) for option in row.counts])
    responses = reading.survey.responses if reading.survey else reading.rows_kept
    asked = (responses, source.given.asked, source.given.respondents or Respondents.STAFF.value)
    told_of = (row.question[:500], row.kind, *asked, row.answered, options)
    return (
        year, window, survey_key(reading), row.position, *told_of, row.mean, row.favourable,
        survey_title(reading, on)[:160],
    )  # fmt: skip


def survey_day(reading: Reading, source: Source) -> date:
    """The last day on which somebody answered, else the day of the upload."""
    return (reading.survey.last_on if reading.survey else None) or source.on


def survey_key(reading: Reading) -> str:
    """The same for every export of one survey."""
    words = "\n".join(reading.questions)
    return hashlib.sha256(f"{reading.format}\n{words}".encode()).hexdigest()


def survey_title(reading: Reading, on: date) -> str:
    """A survey by its tool and month."""
    known = formats().get(reading.format)
    title = known.title if known else reading.told.get("mapping", {}).get("title")
    return _("%(kind)s, %(month)s") % {
        "kind": title or _("Survey"),
        "month": on.strftime("%B %Y"),
    }
