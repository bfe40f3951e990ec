"""May I? The room of a session. Source: the matrix of `privacy.md`, rows "Live session".

Everyone who may join may write. Only the person who leads now may advance, reveal, choose and close; the
facilitator, the deputy and the school's leader may take over, which everyone sees.
"""

import hmac
import time
from collections.abc import Collection
from importlib import import_module
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from cycles.plan import access as plan_access
from cycles.plan.models import HeldChart, ReflectionSession
from reflection_site import changes
from reflection_site.encryption import keyed_hash
from teams.models import Expectation, Person, Slo, UipGoal

from .boxes import CardBox
from .early import EarlyCard
from .enums import CardKind, Face
from .models import Card, Cause, Meeting, Topic

CLOCK_SECONDS = 10


def meeting_of(session: ReflectionSession) -> Meeting | None:
    """The session's meeting with what every page of the room needs, on the session that is at hand already."""
    meeting = Meeting.objects.select_related("phase", "protocol", "facilitator").filter(session=session).first()
    if meeting is not None:
        meeting.session = session
    return meeting


def _begun(session: ReflectionSession) -> Meeting:
    meeting = meeting_of(session)
    if meeting is None:
        raise Http404
    return meeting


def joinable_session(person: Person, pk: int) -> ReflectionSession:
    """May come into the room: its team, the school's leader, who facilitates it, who is invited."""
    return plan_access.joinable_session(person, pk)


def joinable_meeting(person: Person, pk: int) -> Meeting:
    """May write in the meeting of session `pk`; 404 before it has begun."""
    return _begun(plan_access.joinable_session(person, pk))


def facilitated_session(person: Person, pk: int) -> ReflectionSession:
    """May open the console: facilitator, deputy, the leader who may take over."""
    return plan_access.facilitated_session(person, pk)


def facilitated_meeting(person: Person, pk: int) -> Meeting:
    """May take over the meeting of session `pk`."""
    return _begun(plan_access.facilitated_session(person, pk))


def may_see(person: Person, session: ReflectionSession, face: Face) -> bool:
    """Whether the door of a face lets the person in. At most 4 queries."""
    if face == Face.FACILITATE:
        return plan_access.facilitated_sessions(person).filter(pk=session.pk).exists()
    return plan_access.ties(person, session).joins


def led_meeting(person: Person, pk: int) -> Meeting:
    """Leads the meeting of session `pk` now; who only may take over gets 403 until they have."""
    meeting = facilitated_meeting(person, pk)
    if meeting.facilitator_id != person.pk:
        raise PermissionDenied
    return meeting


def noted_meeting(person: Person, pk: int) -> Meeting:
    """May enter what was written on paper: who leads now, and who takes notes."""
    meeting = joinable_meeting(person, pk)
    if person.pk not in (meeting.facilitator_id, meeting.session.note_taker_id):
        raise PermissionDenied
    return meeting


def shown_card(meeting: Meeting, pk: int, kind: CardKind) -> Card:
    """A card of the meeting that everybody sees already."""
    card = Card.objects.filter(meeting=meeting, meeting__reveals__kind=kind, kind=kind, pk=pk).first()
    if card is None:
        raise Http404
    return card


def any_shown_card(meeting: Meeting, pk: int) -> Card | None:
    """A card of the meeting that everybody sees, whatever its kind."""
    is_shown = Q(kind=CardKind.PARKED) | Q(kind__in=meeting.reveals.values("kind"))
    return Card.objects.filter(is_shown, meeting=meeting, pk=pk).first()


def parked_card(meeting: Meeting, pk: int) -> Card:
    """What the meeting parked: seen by everyone from the start."""
    card = Card.objects.filter(meeting=meeting, kind=CardKind.PARKED, pk=pk).first()
    if card is None:
        raise Http404
    return card


def own_card(person: Person, meeting: Meeting, pk: int) -> Card:
    """A card that the person wrote in this meeting."""
    card = Card.objects.filter(meeting=meeting, author=person, pk=pk).first()
    if card is None:
        raise Http404
    return card


def early_card(person: Person, session: ReflectionSession, pk: int) -> EarlyCard:
    """A card that the person wrote ahead of this session's meeting."""
    card = EarlyCard.objects.filter(session=session, author=person, pk=pk).first()
    if card is None:
        raise Http404
    return card


def card_box(person: Person, pk: int) -> CardBox:
    """The sealed box of the phase that the meeting is in, for whoever may write there."""
    meeting = joinable_meeting(person, pk)
    box = CardBox.objects.filter(session=pk, phase=meeting.phase_id, seal_salt__isnull=False, is_early=False).first()
    if box is None:
        raise Http404
    return box


def card_pass(box_pk: UUID | str, nonce: str) -> str:
    """A browser's number, signed for one box."""
    return f"{box_pk}.{nonce}.{keyed_hash(f'{box_pk}:{nonce}', 'card pass')}"


def passed_box(signed: str) -> CardBox:
    """The box that a pass was signed for, shut or opened, for whoever has the pass: nobody is known here."""
    box_pk, _, rest = signed.partition(".")
    nonce, _, _signature = rest.partition(".")
    if not hmac.compare_digest(signed.encode(), card_pass(box_pk, nonce).encode()):
        raise Http404
    box = CardBox.objects.select_related("phase", "session__cycle__school").filter(pk=box_pk).first()
    if box is None:
        raise Http404
    return box


def topic_of(meeting: Meeting, pk: int) -> Topic:
    """A topic of the meeting."""
    topic = Topic.objects.filter(meeting=meeting, pk=pk).first()
    if topic is None:
        raise Http404
    return topic


def cause_of(meeting: Meeting, pk: int) -> Cause:
    """A link of one of the meeting's chains."""
    cause = Cause.objects.select_related("topic").filter(topic__meeting=meeting, pk=pk).first()
    if cause is None:
        raise Http404
    return cause


def goal_at_hand(meeting: Meeting, field: str, pk: int) -> dict[str, UipGoal | Slo | Expectation]:
    """A goal, SLO or expectation that this meeting revisits, under the name that `actions.revisit_goal` takes."""
    session, year = meeting.session, meeting.session.cycle.year_id
    rows: dict[str, QuerySet[Any]] = {
        "goal": UipGoal.objects.filter(school=session.cycle.school, year=year),
        "slo": Slo.objects.filter(team=session.team_id, year=year),
        "expectation": Expectation.objects.filter(team=session.team_id, year=year),
    }
    row = rows[field].filter(pk=pk).first()
    if row is None:
        raise Http404
    return {field: row}


def predicting_session(person: Person, pk: int) -> ReflectionSession:
    """May predict what its held charts show: whoever reads its packet."""
    return plan_access.packet_session(person, pk)


def revealing_session(person: Person, pk: int) -> ReflectionSession:
    """May reveal its held charts: who facilitates it; while it meets, only who leads now."""
    session = plan_access.facilitated_session(person, pk)
    meeting = meeting_of(session)
    if meeting is not None and meeting.is_open and meeting.facilitator_id != person.pk:
        raise PermissionDenied
    return session


def held_chart(session: ReflectionSession, chart: str) -> HeldChart:
    """A chart that the session holds back."""
    held = HeldChart.objects.filter(session=session, chart=chart).first()
    if held is None:
        raise Http404
    return held


class Listener(NamedTuple):
    """Who listens to a session's room: the person, the session, the sign-in; keys only.

    `password` tells whether the sign-in still rests on the person's password, in this process and without holding it.
    """

    person: int
    session: int
    sign_in: str | None
    password: int


def listener(person: Person, session: ReflectionSession, sign_in: str | None) -> Listener:
    """The person who listens under this sign-in."""
    return Listener(person.pk, session.pk, sign_in, hash(person.password))


_heard = changes.Memory()


def heard_versions(listeners: Collection[Listener]) -> dict[Listener, int]:
    """The version of the session's meeting (0 before it has begun) for each of those who may listen now.

    They may as long as they are signed in, active, and would be let into the room now. What ends by the clock, such as
    a sign-in, ends within `CLOCK_SECONDS`. 11 queries, however many; 1 where nothing was written since the last time.
    """
    found = _heard.since(timezone.localdate(), int(time.monotonic() / CLOCK_SECONDS))
    if new := set(listeners) - found.keys():
        found |= dict.fromkeys(new) | _ask_versions(new)
    return {one: version for one in listeners if (version := found[one]) is not None}


def _ask_versions(listeners: Collection[Listener]) -> dict[Listener, int]:
    """10 queries."""
    now, keys = timezone.now(), {one.sign_in for one in listeners}
    store = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class()
    standing = store.objects.filter(session_key__in=keys, expire_date__gt=now)
    signed_in = set(standing.values_list("session_key", flat=True))
    sessions = {one.session for one in listeners}
    let_in = plan_access.joining(sessions)
    versions = dict(Meeting.objects.filter(session__in=sessions).values_list("session", "version"))
    people = Person.objects.filter(pk__in={one.person for one in listeners}).values_list("pk", "password")
    passwords = {pk: hash(password) for pk, password in people}
    stand = [one for one in listeners if one.sign_in in signed_in and passwords.get(one.person) == one.password]
    heard = (one for one in stand if (one.person, one.session) in let_in)
    return {one: versions.get(one.session, 0) for one in heard}
