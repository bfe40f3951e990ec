"""What a lead was told, what they told back, their own way through the cycles: no number beside another's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from cycles.listen import access
from cycles.listen.enums import MapBox
from cycles.listen.models import Heard, MapRound, ThinkingMap
from reflection_site.statements import Given, Statement
from surveys.enums import THINKING_MAPS, Naming, SurveyState
from teams.models import Person, Team

from .cycles import cycle_title, team_size, titled

COUNTED = {
    "asked": Count("maps"),
    "told": Count("maps", filter=Q(maps__handed_in_at__isnull=False)),
    "unread": Count("maps", filter=Q(maps__handed_in_at__isnull=False, maps__read_at__isnull=True)),
}


@dataclass(frozen=True)
class ToldRound:
    """One round of a lead: how many told them something, and how far their own answer is."""

    round: MapRound
    title: str
    asked: int
    told: int
    unread: int
    is_open: bool
    will_try: str
    has_published: bool

    @property
    def is_planned(self) -> bool:
        return self.round.opened_at is None

    @property
    def is_anonymous(self) -> bool:
        return self.round.naming == Naming.ANONYMOUS


def told_to(person: Person, *, at: datetime) -> tuple[ToldRound, ...]:
    """The person's rounds, those ahead included, the newest first. 1 query, and the workplace."""
    rounds = access.addressed_rounds(person).annotate(**COUNTED)
    return tuple(_told(one, at) for one in rounds.order_by("-learning_cycle__ends_on", "-pk"))


@dataclass(frozen=True)
class WaitingRound:
    """One round that a lead has to read, or to answer, as a card names it."""

    pk: int
    team: str
    title: str
    unread: int


def _addressed() -> "QuerySet[MapRound, Any]":
    """What a card shows of the opened rounds of a lead at a school."""
    rounds = MapRound.objects.filter(lead=Given("lead"), team__school=Given("school"), opened_at__isnull=False)
    return (
        rounds.annotate(**COUNTED)
        .order_by("-learning_cycle__ends_on", "-pk")
        .values_list(
            "pk",
            "team__name",
            "learning_cycle__term__name",
            "learning_cycle__number",
            "closes_at",
            "heard__published_at",
            F("told"),
            F("unread"),
            "survey__answered",
        )
    )


ADDRESSED = Statement(_addressed)


def told_waiting(person: Person, *, at: datetime) -> tuple[WaitingRound, ...]:
    """Those of `told_to` that wait, the newest first. 1 query, and the workplace."""
    school = access.workplace_of(person)
    return tuple(
        WaitingRound(pk, team, titled(term, number), unread)
        for pk, team, term, number, closes_at, published_at, told, unread, answered in ADDRESSED.rows(
            lead=person.pk, school=school.pk if school else None
        )
        if _waits(unread, told if answered is None else answered, at <= closes_at, published_at is not None)
    )


def _waits(unread: int, told: int, is_open: bool, has_published: bool) -> bool:
    """Whether there is something to read in an opened round, or to answer once all had their time."""
    return unread > 0 or (not is_open and told > 0 and not has_published)


def _told(found: MapRound, at: datetime) -> ToldRound:
    asked, told = getattr(found, "asked", 0), getattr(found, "told", 0)
    if found.survey:
        # how many is told at the end only, and only where enough did
        asked, told = found.survey.asked, found.survey.answered
    heard = _heard(found)
    return ToldRound(
        found,
        cycle_title(found.learning_cycle),
        asked,
        told,
        getattr(found, "unread", 0),
        found.closes_at is not None and at <= found.closes_at,
        heard.will_try if heard else "",
        heard is not None and heard.published_at is not None,
    )


def _heard(found: MapRound) -> Heard | None:
    return getattr(found, "heard", None)


@dataclass(frozen=True)
class ToldMap:
    """A member's map as the addressed lead reads it."""

    map: ThinkingMap
    author: str
    branches: tuple[tuple[MapBox, str], ...]
    talk_url: str


@dataclass(frozen=True)
class RoundPage:
    """One round's page: what I was told, what I tell back."""

    told: ToldRound
    maps: tuple[ToldMap, ...]
    heard: Heard
    results_url: str


def round_page(found: MapRound, person: Person, *, at: datetime) -> RoundPage:
    """2 queries."""
    told = _told(access.addressed_rounds(person).annotate(**COUNTED).get(pk=found.pk), at)
    maps = found.maps.filter(handed_in_at__isnull=False).select_related("author").order_by("author__name")
    is_over = found.survey is not None and found.survey.state == SurveyState.CLOSED
    return RoundPage(
        told,
        tuple(
            ToldMap(one, one.author.name, _branches(one), reverse("cycles:check-in-new", args=[one.author_id]))
            for one in maps
        ),
        _heard(told.round) or Heard(round=found),
        reverse("surveys:results", args=[found.survey_id]) if is_over else "",
    )


def _branches(found: ThinkingMap) -> tuple[tuple[MapBox, str], ...]:
    return tuple((box, text) for box in MapBox if (text := getattr(found, box.value)).strip())


def ahead_of(rounds: Sequence[ToldRound]) -> tuple[tuple[ToldRound, bool], ...]:
    """The next round of each team ahead, with whether enough would be asked to ask without names. A query each."""
    nearest = {one.round.team_id: one for one in rounds if one.is_planned}
    return tuple((one, offers_anonymous(one.round)) for one in nearest.values())


def offers_anonymous(found: MapRound) -> bool:
    """Whether enough are in the team today. 1 query."""
    return team_size(found.team, without=found.lead_id) >= THINKING_MAPS.least_asked


@dataclass(frozen=True)
class HeardOnPage:
    """What a lead told the team."""

    round: MapRound
    title: str
    lead: str
    heard: Heard


def heard_page(found: MapRound) -> HeardOnPage:
    """No query. Needs `heard` fetched."""
    return HeardOnPage(found, cycle_title(found.learning_cycle), found.lead.name, found.heard)


def heard_lately(person: Person, *, since: datetime | None) -> tuple[HeardOnPage, ...]:
    """What leads told the person's teams, since then or ever, the newest first. 1 query, and the workplace."""
    rounds = access.heard_rounds(person)
    if since:
        rounds = rounds.filter(heard__published_at__gte=since)
    return tuple(heard_page(one) for one in rounds.order_by("-heard__published_at"))


def heard_in(team: Team, person: Person) -> HeardOnPage | None:
    """The newest of what the team's lead told it, if the person may read it. 1 query, and the workplace."""
    found = access.heard_rounds(person).filter(team=team).order_by("-heard__published_at").first()
    return heard_page(found) if found else None


def heard_before(found: ThinkingMap) -> HeardOnPage | None:
    """What the same lead told the team after the maps before this one. 1 query, and the workplace."""
    earlier = access.heard_rounds(found.author).filter(
        team=found.round.team_id,
        lead=found.round.lead_id,
        learning_cycle__ends_on__lt=found.round.learning_cycle.ends_on,
    )
    last = earlier.order_by("-learning_cycle__ends_on").first()
    return heard_page(last) if last else None
