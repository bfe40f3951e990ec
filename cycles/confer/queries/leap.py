"""The LEAP conversations beside the reflection: their days, the district's guide, one's own lines to copy by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cycles.confer.models import LeapDates
from cycles.prepare.enums import BOXES, PromptKind, Words
from cycles.prepare.models import Answer
from cycles.prepare.queries import prompt_words
from teams.enums import CycleKind
from teams.models import Person, School, SchoolYear


@dataclass(frozen=True)
class LeapTalk:
    """One conversation: in which days, and where the district says how. `own` is the row of the place itself."""

    kind: CycleKind
    starts_on: date | None
    ends_on: date | None
    guidance_url: str
    own: LeapDates | None


@dataclass(frozen=True)
class OwnLine:
    """One box of one's own reflection, as plain words."""

    question: str
    box: Words
    text: str


@dataclass(frozen=True)
class LeapPage:
    """What one person sees; nothing of it leads anywhere by itself."""

    school: School | None
    year: SchoolYear | None
    talks: tuple[LeapTalk, ...]
    lines: tuple[OwnLine, ...]

    @property
    def is_used(self) -> bool:
        return self.school is None or self.school.uses_leap


def current_year(today: date) -> SchoolYear | None:
    """The school year that has begun last. 1 query."""
    return SchoolYear.objects.filter(starts_on__lte=today).order_by("-starts_on").first()


def leap_page(person: Person, school: School | None, *, today: date) -> LeapPage:
    """At most 3 queries. `school` is None for the district."""
    year = current_year(today)
    rows = LeapDates.objects.filter(year=year, school=school) | LeapDates.objects.filter(year=year, school=None)
    found = {(row.school_id, row.kind): row for row in rows} if year else {}
    talks = tuple(_talk(kind, school, found) for kind in CycleKind)
    return LeapPage(school, year, talks, tuple(_lines(person, school, year)) if school and year else ())


def _talk(kind: CycleKind, school: School | None, found: dict[tuple[int | None, str], LeapDates]) -> LeapTalk:
    """The school's own days before the district's; the guide is the district's."""
    own, all_schools = found.get((school.pk if school else None, kind)), found.get((None, kind))
    dated = own if own and own.starts_on else all_schools
    starts_on, ends_on = (dated.starts_on, dated.ends_on) if dated else (None, None)
    return LeapTalk(kind, starts_on, ends_on, all_schools.guidance_url if all_schools else "", own)


def _lines(person: Person, school: School, year: SchoolYear) -> Iterator[OwnLine]:
    """Everything that the person wrote in reflections of this year at the school, whoever else may read it. 1 query."""
    where = {"reflection__person": person, "reflection__session__cycle__school": school}
    answers = Answer.objects.filter(**where, reflection__session__cycle__year=year)
    related = answers.select_related("prompt", "reflection__session")
    for answer in related.order_by("reflection__session__meets_on", "reflection", "prompt__position"):
        question = prompt_words(answer.prompt)[0]
        for box, text in zip(BOXES[PromptKind(answer.prompt.kind)], answer.boxes, strict=False):
            if text.strip():
                yield OwnLine(question, box, text)
