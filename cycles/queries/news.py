"""What happened of late at the school, for the foot of a person's page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.adjust.enums import AdjustmentState
from cycles.adjust.models import Adjustment
from cycles.listen import queries as listen_queries
from cycles.listen.queries import HeardOnPage
from cycles.plan import access as plan_access
from cycles.share.enums import SummaryState
from cycles.share.models import Summary
from teams.models import Person, School

NEWS_DAYS = 21


@dataclass(frozen=True)
class News:
    """Something that happened: a kind in one word, what, and where to read it."""

    kind: str
    text: str
    when: datetime | None
    url: str


@dataclass(frozen=True)
class Newspaper:
    """The news of one school, on whose clock they are told."""

    school: School | None
    lines: tuple[News, ...]


def news(person: Person, *, now: datetime) -> Newspaper:
    """Summaries published, changes agreed and answers heard at the person's workplace of late. At most 5 queries.

    A team's own changes, and what its lead heard, only for who is in the team.
    """
    standing, since = plan_access.Standing(person), now - timedelta(days=NEWS_DAYS)
    school = standing.school
    if school is None:
        return Newspaper(None, ())
    teams = [one.team_id for one in standing.places]
    heard = listen_queries.heard_lately(person, since=since) if teams else ()
    lines = (*_published(school, since), *_agreed(school, teams, since), *map(_told, heard))
    return Newspaper(school, lines)


def _published(school: School, since: datetime) -> tuple[News, ...]:
    found = Summary.objects.filter(cycle__school=school, state=SummaryState.PUBLISHED, published_at__gte=since)
    rows = found.order_by("-published_at")[:3]
    return tuple(
        News(_("Published"), one.title, one.published_at, reverse("cycles:summary", args=[one.pk])) for one in rows
    )


def _agreed(school: School, teams: list[int], since: datetime) -> tuple[News, ...]:
    agreed = Adjustment.objects.filter(
        session__team__in=teams, session__cycle__school=school, state=AdjustmentState.AGREED, decided_at__gte=since
    )
    rows = agreed.order_by("-decided_at")[:5]
    return tuple(
        News(_("Agreed"), one.text, one.decided_at, reverse("cycles:adjustment", args=[one.pk])) for one in rows
    )


def _told(one: HeardOnPage) -> News:
    words = _("%(lead)s: what I heard, what I will try") % {"lead": one.lead}
    return News(_("To your team"), words, one.heard.published_at, reverse("cycles:heard", args=[one.round.pk]))
