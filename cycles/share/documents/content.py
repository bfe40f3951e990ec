"""What both kinds of files say."""

from dataclasses import asdict, dataclass

from django.utils.translation import get_language, gettext as _

from cycles.share.models import Summary
from cycles.share.queries.letters import Section, sections_of
from teams.templatetags.school_time import long_day


@dataclass(frozen=True)
class Letter:
    """A summary in words only."""

    title: str
    school: str
    lede: str
    foot: str
    language: str
    sections: tuple[Section, ...]

    def as_data(self) -> dict[str, object]:
        return asdict(self)


def letter_of(summary: Summary) -> Letter:
    """The letter in the reader's language; a draft says that it is one. Needs `cycle.school` fetched."""
    school = summary.cycle.school
    if summary.published_at is None:
        lede = _("Draft, not shared yet")
    else:
        day = long_day(summary.published_at.astimezone(school.zone).date())
        lede = _("%(school)s, %(day)s") % {"school": school.name, "day": day}
    return Letter(
        title=summary.title,
        school=school.name,
        lede=lede,
        foot=_("From the reflection of %(school)s") % {"school": school.name},
        language=(get_language() or "en")[:2],
        sections=sections_of(summary),
    )
