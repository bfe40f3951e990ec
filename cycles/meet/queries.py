"""What is there? A meeting's cards as one person may see them, its topics and causes, its agreed record."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Model, Q
from django.utils.translation import get_language

from cycles.plan.models import Invitation, ReflectionSession
from teams.models import Expectation, Person, Slo, UipGoal

from . import phases
from .enums import CardKind, CauseCategory
from .models import (
    Card,
    Cause,
    Finished,
    GoalRevisit,
    Meeting,
    Phase,
    PhaseRun,
    Reveal,
    Topic,
    Vote,
)


def worded(row: Model, field: str) -> str:
    """A text that a row holds in both languages, in the reader's; English where the other is missing."""
    spanish = getattr(row, f"{field}_es") if (get_language() or "").startswith("es") else ""
    return str(spanish or getattr(row, field))


# --- cards


@dataclass(frozen=True)
class CardLine:
    """One card as it may be shown to the reader."""

    pk: int
    text: str
    because: str
    by: str
    is_mine: bool
    is_celebrated: bool
    topic_id: int | None


@dataclass(frozen=True)
class Cards:
    """Cards of one kind. Until they are shown, `lines` holds the reader's own only; `writers` is how many wrote."""

    is_shown: bool
    lines: tuple[CardLine, ...]
    writers: int

    @property
    def mine(self) -> tuple[CardLine, ...]:
        """The reader's own."""
        return tuple(line for line in self.lines if line.is_mine)

    @property
    def celebrated(self) -> tuple[CardLine, ...]:
        """Those that the group keeps for the record."""
        return tuple(line for line in self.lines if line.is_celebrated)


def shown_kinds(meeting: Meeting) -> set[str]:
    """The kinds of cards that everyone sees; parked ones always. 1 query."""
    revealed = Reveal.objects.filter(meeting=meeting).values_list("kind", flat=True)
    return {*revealed, CardKind.PARKED}


def cards(meeting: Meeting, *kinds: CardKind, reader: Person | None) -> dict[CardKind, Cards]:
    """Cards by kind, oldest first; a kind that is not shown yet gives `reader` (None: the projector) their own only.

    3 queries.
    """
    shown = shown_kinds(meeting)
    rows = Card.objects.filter(meeting=meeting, kind__in=kinds)
    writers = dict(rows.order_by().values_list("kind").annotate(Count("author", distinct=True)))
    readable = rows.filter(Q(kind__in=shown) | Q(author=reader) if reader else Q(kind__in=shown))
    lines: dict[str, list[CardLine]] = defaultdict(list)
    for card in readable.select_related("author").order_by("written_at", "pk"):
        lines[card.kind].append(_card_line(card, reader))
    return {kind: Cards(kind in shown, tuple(lines[kind]), writers.get(kind, 0)) for kind in kinds}


def _card_line(card: Card, reader: Person | None) -> CardLine:
    return CardLine(
        pk=card.pk,
        text=card.text,
        because=card.because,
        by=card.author.name,
        is_mine=reader is not None and card.author_id == reader.pk,
        is_celebrated=card.is_celebrated,
        topic_id=card.topic_id,
    )


# --- topics, votes, causes


@dataclass(frozen=True)
class CauseLine:
    """One link of a chain of whys."""

    pk: int
    text: str
    category: str
    evidence: str
    by: str
    is_agreed: bool


@dataclass(frozen=True)
class TopicLine:
    """A topic with its cards and its chain. `votes` is None until the vote is closed."""

    pk: int
    title: str
    is_chosen: bool
    cards: tuple[CardLine, ...]
    causes: tuple[CauseLine, ...]
    votes: int | None
    has_my_vote: bool

    @property
    def key(self) -> str:
        """Its name on a page."""
        return str(self.pk)

    @property
    def agreed_cause(self) -> CauseLine | None:
        """The root cause that the group agreed on."""
        return next((cause for cause in self.causes if cause.is_agreed), None)


def agreed_cause(topic: Topic) -> Cause | None:
    """The root cause that the group agreed on for `topic`: what the gate for action steps asks. 1 query."""
    return Cause.objects.filter(topic=topic, agreed_at__isnull=False).first()


def _causes_by_topic(rows: Sequence[Topic]) -> dict[int, list[CauseLine]]:
    found: dict[int, list[CauseLine]] = defaultdict(list)
    for cause in Cause.objects.filter(topic__in=rows).select_related("proposed_by").order_by("pk"):
        found[cause.topic_id].append(
            CauseLine(
                pk=cause.pk,
                text=cause.text,
                category=str(CauseCategory(cause.category).label),
                evidence=cause.evidence,
                by=cause.proposed_by.name if cause.proposed_by else "",
                is_agreed=cause.agreed_at is not None,
            )
        )
    return found


def topics(meeting: Meeting, *, reader: Person | None, chosen_only: bool = False) -> list[TopicLine]:
    """Topics in the order of their votes once the vote is closed, before that as they were made. 4 queries."""
    rows = Topic.objects.filter(meeting=meeting, **({"is_chosen": True} if chosen_only else {}))
    held = list(rows.annotate(votes_given=Count("votes")).order_by("pk"))
    is_counted = meeting.votes_closed_at is not None
    if is_counted:
        held.sort(key=lambda topic: -topic.votes_given)
    lines: dict[int | None, list[CardLine]] = defaultdict(list)
    for card in Card.objects.filter(topic__in=held).select_related("author").order_by("written_at", "pk"):
        lines[card.topic_id].append(_card_line(card, reader))
    causes = _causes_by_topic(held)
    mine = set(Vote.objects.filter(person=reader, topic__in=held).values_list("topic_id", flat=True))
    return [
        TopicLine(
            pk=topic.pk,
            title=topic.title,
            is_chosen=topic.is_chosen,
            cards=tuple(lines[topic.pk]),
            causes=tuple(causes[topic.pk]),
            votes=topic.votes_given if is_counted else None,
            has_my_vote=topic.pk in mine,
        )
        for topic in held
    ]


def voters(meeting: Meeting) -> int:
    """How many people have voted; never who or for what. 1 query."""
    return Vote.objects.filter(topic__meeting=meeting).values("person").distinct().count()


# --- goals


@dataclass(frozen=True)
class GoalLine:
    """One thing that the group agreed on earlier, with today's verdict where there is one.

    `field` is "goal", "slo" or "expectation": the name that `actions.revisit_goal` takes.
    """

    field: str
    pk: int
    title: str
    detail: str
    verdict: str
    verdict_label: str
    evidence: str

    @property
    def key(self) -> str:
        """Its name on a page."""
        return f"{self.field}-{self.pk}"


def goals(meeting: Meeting) -> list[GoalLine]:
    """The school's goals of the year, the team's SLOs and expectations, each with its verdict. At most 4 queries."""
    session, year = meeting.session, meeting.session.cycle.year_id
    school = session.cycle.school
    found: dict[tuple[str, int], GoalRevisit] = {}
    for revisit in GoalRevisit.objects.filter(meeting=meeting):
        for field in ("goal", "slo", "expectation"):
            found[field, getattr(revisit, f"{field}_id")] = revisit
    uip = UipGoal.objects.filter(school=school, year=year, is_archived=False).order_by("pk") if school.uses_uip else []
    slos = Slo.objects.filter(team=session.team_id, year=year).order_by("pk") if school.uses_slo else []
    expected = Expectation.objects.filter(team=session.team_id, year=year).order_by("pk")
    return [
        *(_goal_line("goal", row.pk, row.title, row.target, found) for row in uip),
        *(_goal_line("slo", row.pk, row.objective, row.course, found) for row in slos),
        *(_goal_line("expectation", row.pk, row.text, "", found) for row in expected),
    ]


def _goal_line(field: str, pk: int, title: str, detail: str, found: dict[tuple[str, int], GoalRevisit]) -> GoalLine:
    revisit = found.get((field, pk))
    return GoalLine(
        field=field,
        pk=pk,
        title=title,
        detail=detail,
        verdict=revisit.verdict if revisit else "",
        verdict_label=revisit.get_verdict_display() if revisit else "",
        evidence=revisit.evidence if revisit else "",
    )


# --- the agenda and the people


def wanted_phases(meeting: Meeting) -> list[Phase]:
    """The protocol's phases that this meeting has, in order. 1 query."""
    rows = Phase.objects.filter(protocol=meeting.protocol_id, kind__in=phases.kinds()).order_by("position")
    return [phase for phase in rows if phase.pk == meeting.phase_id or phases.kind(phase.kind).is_wanted(meeting)]


def around(meeting: Meeting, wanted: Sequence[Phase]) -> tuple[Phase | None, Phase | None]:
    """The phases before and after the current one. No query."""
    place = [phase.pk for phase in wanted].index(meeting.phase_id)
    before = wanted[place - 1] if place else None
    return before, wanted[place + 1] if place + 1 < len(wanted) else None


@dataclass(frozen=True)
class AgendaLine:
    """One phase on the agenda. `state`: "done", "current" or "next"; `real` is None where nobody has been."""

    title: str
    planned: int
    real: int | None
    state: str

    @property
    def is_over(self) -> bool:
        """Whether it took longer than planned."""
        return self.real is not None and self.real > self.planned


def agenda(meeting: Meeting, wanted: Sequence[Phase], *, at: datetime) -> list[AgendaLine]:
    """Every phase with planned and real minutes. 1 query."""
    spent: dict[int, timedelta] = defaultdict(timedelta)
    for run in PhaseRun.objects.filter(meeting=meeting):
        spent[run.phase_id] += max((run.left_at or meeting.closed_at or at) - run.entered_at, timedelta())
    return [
        AgendaLine(
            title=worded(phase, "title"),
            planned=phase.minutes,
            real=round(spent[phase.pk].total_seconds() / 60) if phase.pk in spent else None,
            state=_agenda_state(meeting, phase),
        )
        for phase in wanted
    ]


def _agenda_state(meeting: Meeting, phase: Phase) -> str:
    if phase.pk == meeting.phase_id and meeting.is_open:
        return "current"
    return "done" if phase.position < meeting.phase.position or not meeting.is_open else "next"


@dataclass(frozen=True)
class Presence:
    """An invited person: have they come, are they finished with this step."""

    pk: int
    name: str
    has_come: bool
    is_finished: bool


def presence(meeting: Meeting) -> list[Presence]:
    """Everyone invited, by name; people who came uninvited and finished follow. 2 queries."""
    finished = Finished.objects.filter(meeting=meeting, step=meeting.step).select_related("person")
    done = {row.person_id: row.person.name for row in finished}
    asked = Invitation.objects.filter(session=meeting.session_id).select_related("person").order_by("person__name")
    lines = [Presence(row.person_id, row.person.name, bool(row.has_attended), row.person_id in done) for row in asked]
    known = {line.pk for line in lines}
    return [*lines, *(Presence(pk, name, True, True) for pk, name in done.items() if pk not in known)]


# --- the agreed record


@dataclass(frozen=True)
class Record:
    """What a meeting agreed on: never a raw card, votes as totals only."""

    opened_at: datetime
    closed_at: datetime | None
    facilitator: str
    present: tuple[str, ...]
    verdicts: tuple[GoalLine, ...]
    celebrations: tuple[CardLine, ...]
    topics: tuple[TopicLine, ...]
    parked: tuple[CardLine, ...]
    plus: tuple[CardLine, ...]
    delta: tuple[CardLine, ...]


def record(session: ReflectionSession) -> Record | None:
    """The agreed record of a session's meeting; None before it has begun. At most 14 queries, however long."""
    meeting = Meeting.objects.select_related("phase", "facilitator").filter(session=session).first()
    if meeting is None:
        return None
    meeting.session = session
    kinds = (CardKind.SUCCESS, CardKind.PARKED, CardKind.PLUS, CardKind.DELTA)
    held = cards(meeting, *kinds, reader=None)
    came = Invitation.objects.filter(session=session, has_attended=True).order_by("person__name")
    return Record(
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        facilitator=meeting.facilitator.name,
        present=tuple(came.values_list("person__name", flat=True)),
        verdicts=tuple(line for line in goals(meeting) if line.verdict),
        celebrations=held[CardKind.SUCCESS].celebrated,
        topics=tuple(topics(meeting, reader=None, chosen_only=True)),
        parked=held[CardKind.PARKED].lines,
        plus=held[CardKind.PLUS].lines,
        delta=held[CardKind.DELTA].lines,
    )
