"""May I come in without a sign-in? Only to look at one meeting's screen, or, admitted by name, to write in it.

A token opens the screen of its meeting and nothing else: it shows what the projector shows, without any evidence, and
nothing can be changed with it. Unknown, withdrawn and ended look alike, and cost the same one question.

Who is in the room and has no sign-in at hand scans the code on the screen, taps their name, and waits until who leads
looks up and admits them. The attack is that somebody taps another's name. What holds against it:

- the eyes of who leads are the check, and both pages say so; nothing else proves who somebody is;
- the code is only on the screen, only while who leads has switched it on, and another one each time; it offers only
  names of people invited who have not come, never of who leads;
- an admitted browser writes, votes and finishes in this meeting and reads what everyone in it reads: it reads as
  nobody, to whom no row belongs, so no card, line, answer, vote or evidence of the person is shown, whatever a phase
  asks for; what it wrote itself is kept apart (`AdmittedCard`);
- everyone sees that the person is here; the person's own sign-in ends it; who leads ends it, and where it was somebody
  else, takes out what was written and voted under the name;
- it ends with the meeting, after twelve hours at the latest.
"""

import hmac
import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation, ReflectionSession
from reflection_site.encryption import keyed_hash
from teams.models import Person

from .entrances import Admission, NameDoor, ScreenLink
from .models import Card, Meeting

# without those that are mistaken for others: the token is typed at a projector's keyboard
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
AGAIN = re.compile(r"(\d{1,18})-([0-9a-f]{24})")
ADMITTED_HOURS = 12
SHOWN = (SessionState.SCHEDULED, SessionState.MEETING, SessionState.MET)


def nobody(name: str = "") -> Person:
    """Reads for who is not signed in: no row is theirs, no role, no invitation. Never saved."""
    return Person(pk=0, name=name)


# --- the screen


def new_token() -> str:
    """Three times four letters, 59 bits, that somebody can read aloud and type."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def token_hash(token: str) -> str:
    """What the database keeps of a token, however it was typed."""
    return keyed_hash(token.replace("-", "").lower(), "screen link")


def _links(**which: Any) -> list[ScreenLink]:
    fetched = ("session__cycle__school", "session__team", "session__facilitator")
    return [link for link in ScreenLink.objects.select_related(*fetched).filter(**which) if is_living(link)]


def is_living(link: ScreenLink) -> bool:
    """Whether it opens the screen now: until the day after the meeting, at the school. Needs its session fetched."""
    session = link.session
    today = timezone.localdate(timezone=session.cycle.school.zone)
    last_day = max(link.ends_on, (session.meets_on or link.ends_on) + timedelta(days=1))
    return bool(link.token_hash) and session.state in SHOWN and today <= last_day


def token_again(link: ScreenLink) -> str:
    """A second token of the link for who leads: the server can make it again, the database alone cannot."""
    return f"{link.session_id}-{keyed_hash(link.token_hash, 'screen again')[:24]}"


def living_link(token: str) -> ScreenLink:
    """What opens a screen with this token, for whoever has it: nobody is known here."""
    again = AGAIN.fullmatch(token)
    if again is None:
        found = _links(token_hash=token_hash(token))
    else:
        found = [link for link in _links(session=again[1]) if hmac.compare_digest(token_again(link), token)]
    if not found:
        raise Http404
    return found[0]


def linked_session(token: str) -> ReflectionSession:
    """The meeting whose screen this token opens."""
    return living_link(token).session


def linked_versions(token_hashes: Collection[str]) -> dict[str, int]:
    """The version of the meeting (0 before it has begun) for each screen that listens, whose link is not over."""
    sessions = {link.token_hash: link.session_id for link in _links(token_hash__in=token_hashes)}
    meetings = Meeting.objects.filter(session__in=sessions.values())
    versions = dict(meetings.values_list("session", "version"))
    return {hashed: versions.get(session, 0) for hashed, session in sessions.items()}


# --- by name


def door_key(door: NameDoor) -> str:
    """What the code on the screen adds to the address: the server can make it again, the database alone cannot."""
    return keyed_hash(f"{door.meeting_id}:{door.number}", "name door")[:24]


def _meetings() -> QuerySet[Meeting]:
    fetched = ("phase", "protocol", "facilitator", "session__cycle__school", "session__team", "session__facilitator")
    return Meeting.objects.select_related(*fetched)


def knocked_meeting(pk: int, key: str) -> Meeting:
    """The open meeting of session `pk` at whose door this key is the right one."""
    now_open = _meetings().select_related("name_door").filter(closed_at=None, paused_at=None, name_door__isnull=False)
    meeting = now_open.filter(session=pk).first()
    if meeting is None or not hmac.compare_digest(door_key(meeting.name_door).encode(), key.encode()):
        raise Http404
    return meeting


def offered(meeting: Meeting) -> QuerySet[Invitation]:
    """Whose name can be tapped: invited, not here yet; never who leads."""
    asked = Invitation.objects.select_related("person").filter(session=meeting.session_id, person__is_active=True)
    return asked.exclude(has_attended=True).exclude(person=meeting.facilitator_id).order_by("person__name")


def offered_person(meeting: Meeting, pk: str) -> Person:
    """One of them, by their invitation."""
    found = offered(meeting).filter(pk=pk).first() if pk.isdecimal() else None
    if found is None:
        raise Http404
    return found.person


def key_hash(key: str) -> str:
    """What the database keeps of a browser's key."""
    return keyed_hash(key, "admission")


def _holding(at: datetime) -> Q:
    """Admissions in which somebody may write: at most for some hours, while the meeting is not closed."""
    since = at - timedelta(hours=ADMITTED_HOURS)
    is_in = Q(admitted_at__gte=since, ended_at=None, person__is_active=True)
    return is_in & Q(meeting__closed_at=None)


def asked_admission(pk: int, key: str) -> Admission:
    """What this browser asked at session `pk`, however it was answered."""
    found = Admission.objects.select_related("person", "meeting").filter(meeting__session=pk, key_hash=key_hash(key))
    admission = found.first()
    if admission is None:
        raise Http404
    admission.meeting = _meetings().get(pk=admission.meeting_id)
    return admission


def is_in(admission: Admission) -> bool:
    """Whether it holds now. Needs its meeting and person fetched."""
    at = timezone.now()
    is_recent = admission.admitted_at is not None and admission.admitted_at >= at - timedelta(hours=ADMITTED_HOURS)
    return is_recent and admission.ended_at is None and admission.person.is_active and not admission.meeting.closed_at


def admitted(pk: int, key: str) -> Admission:
    """May write in the meeting of session `pk`: the browser that was admitted, while that holds."""
    admission = asked_admission(pk, key)
    if not is_in(admission):
        raise Http404
    return admission


def admitted_card(admission: Admission, pk: int) -> Card:
    """A card that this browser wrote."""
    card = Card.objects.filter(meeting=admission.meeting_id, admitted__admission=admission, pk=pk).first()
    if card is None:
        raise Http404
    card.meeting = admission.meeting
    return card


def answered_admission(meeting: Meeting, pk: UUID) -> Admission:
    """Somebody at the door of this meeting, or in it, for who leads."""
    admission = Admission.objects.select_related("person").filter(meeting=meeting, pk=pk).first()
    if admission is None:
        raise Http404
    admission.meeting = meeting
    return admission


def admitted_versions(pks: Collection[UUID]) -> dict[UUID, int]:
    """The version of the meeting for each browser at the door or admitted that may listen now."""
    waiting = Q(admitted_at=None, ended_at=None, meeting__closed_at=None, meeting__name_door__isnull=False)
    rows = Admission.objects.filter(waiting | _holding(timezone.now()), pk__in=pks)
    return dict(rows.values_list("pk", "meeting__version"))
