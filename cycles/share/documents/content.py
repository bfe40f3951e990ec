"""What both kinds of files say."""

import re
from dataclasses import asdict, dataclass

from django.utils.translation import get_language, gettext as _

from cycles.share.models import Summary
from cycles.share.queries.letters import Block, Section, sections_of
from teams.templatetags.school_time import long_day

# neither XML nor a typeface can hold these
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without what cannot be printed."""
    return UNPRINTABLE.sub("", text)


def _printable_block(block: Block) -> Block:
    return Block(printable(block.heading), tuple(map(printable, block.lines)), tuple(map(printable, block.paragraphs)))


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
        title=printable(summary.title),
        school=printable(school.name),
        lede=lede,
        foot=_("From the reflection of %(school)s") % {"school": school.name},
        language=(get_language() or "en")[:2],
        sections=tuple(
            Section(section.name, section.heading, tuple(map(_printable_block, section.blocks)))
            for section in sections_of(summary)
        ),
    )
