"""Who is shown the same, asked for whole rooms at once."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, OuterRef, Value
from django.utils import timezone

from cycles.meet.models import Card, Finished, Meeting, Vote
from cycles.plan import queries as plan_queries
from cycles.plan.models import Invitation, Pass
from teams.enums import LEADING, Role
from teams.models import Appointment, Membership

from .own import is_apart


@dataclass(frozen=True)
class Alike:
    """A meeting, the phase it is in, and the language of each member who has no part in it and nothing apart.

    Of them, some are `finished` in the step at hand.
    """

    meeting: int
    phase: str
    languages: dict[int, str]
    finished: frozenset[int]


def alike(sessions: Collection[int]) -> dict[int, Alike]:
    """By session: those who came, belong to its team, see its evidence and nothing else. 5 queries, however many."""
    day = timezone.localdate()
    parts = ("session__facilitator", "session__deputy", "facilitator")
    told = ("pk", "session", "phase__kind", "session__team", *parts)
    meetings = list(Meeting.objects.filter(session__in=sessions).values_list(*told, named=True))
    came = Invitation.objects.filter(session__in=sessions, has_attended=True, sees_packet=True, is_guest=False)
    asked = list(came.values_list("session", "person", "person__language"))
    people = {person for _, person, _ in asked}
    held = Membership.objects.on(day).filter(team__in={row.session__team for row in meetings})
    places = list(held.values_list("team", "person", "position"))
    more = Appointment.objects.on(day).filter(person__in=people).exclude(role=Role.STAFF)
    with_roles = set(more.values_list("person", flat=True))
    owners = _owners([row.pk for row in meetings])
    found = {}
    for row in meetings:
        members = {person for team, person, _ in places if team == row.session__team}
        leads = {person for team, person, position in places if team == row.session__team and position in LEADING}
        apart = {*leads, *with_roles, *(getattr(row, part) for part in parts)}
        apart |= {person for meeting, person, is_finished in owners if meeting == row.pk and not is_finished}
        finished = frozenset(person for meeting, person, is_finished in owners if meeting == row.pk and is_finished)
        languages = {person: language for session, person, language in asked if session == row.session}
        mine = {person: language for person, language in languages.items() if person in members - apart}
        found[row.session] = Alike(row.pk, row.phase__kind, mine, finished)
    return found


def _owners(meetings: Collection[int]) -> set[tuple[int, int, bool]]:
    """A meeting, a person who has something of their own in it, and whether it is "I'm finished", as `own`. 1 query."""
    cards = Card.objects.filter(is_apart(), meeting__in=meetings, author__isnull=False)
    votes = Vote.objects.filter(topic__meeting__in=meetings)
    feedback = Pass.objects.filter(session__meeting__in=meetings, allows_feedback=True, person__isnull=False)
    asked = Invitation.objects.filter(session__meeting__in=meetings)
    unseen = asked.filter(plan_queries.unpredicted("session__packet__packet", OuterRef(OuterRef("person"))))
    finished = Finished.objects.filter(meeting__in=meetings, step=F("meeting__step"))
    pairs = (
        cards.order_by().values_list("meeting", "author", Value(False)),
        votes.order_by().values_list("topic__meeting", "person", Value(False)),
        feedback.order_by().values_list("session__meeting", "person", Value(False)),
        unseen.order_by().values_list("session__meeting", "person", Value(False)),
        finished.order_by().values_list("meeting", "person", Value(True)),
    )
    return {(meeting, person, bool(is_finished)) for meeting, person, is_finished in pairs[0].union(*pairs[1:])}
