"""What is asked of people from outside, and taken back."""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from cycles.plan import access, asking, notices, queries
from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation, Pass, ReflectionSession
from teams import audit, notices as teams_notices
from teams.models import Person

from .around import follow_feedback
from .invitations import give_pass, whole_session
from .refusals import AskedAlready, PassOver, SessionOver

AHEAD = (SessionState.PLANNED, SessionState.SCHEDULED)


@transaction.atomic
def ask_for_feedback(
    session: ReflectionSession,
    *,
    answers_by: date,
    by: Person,
    at: datetime,
    person: Person | None = None,
    name: str = "",
    email: str = "",
    language: str = "en",
    by_mail: bool = False,
    ends_on: date | None = None,
) -> tuple[Pass, str]:
    """Ask somebody from outside what they saw. Returns the pass, and the token of the link for who has no account.

    A person with an account is told by the outbox. The link is shown once, to who asks; with `by_mail` the site mails
    it too, in `language`, and reminds. Otherwise its token is in no table. Refuses with `AskedAlready`, and with
    `SessionOver` once the meeting has begun.
    """
    now = whole_session(session)
    if now.state not in AHEAD:
        raise SessionOver
    if _is_asked(now, person, email):
        raise AskedAlready(person.name if person else name)
    token = "" if person else secrets.token_urlsafe(24)
    days = {"allows_feedback": True, "answers_by": answers_by}
    if person:
        given = give_pass(now, person, ends_on=ends_on, by=by, at=at, is_sent=False, **days)
    else:
        link = {"token_hash": access.link_hash(token), "token": token if by_mail else "", "language": language}
        who = {"name": name, "email": email, "ends_on": ends_on, "given_by": by, "given_at": at}
        given = Pass.objects.create(session=now, **who, **link, **days)
    given.session = now
    asking.tell(given, at=at)
    follow_feedback(now, at=at)
    audit.record("feedback asked for", given, by=by, at=at, subject=person, school=now.cycle.school)
    return given, token


def _is_asked(session: ReflectionSession, person: Person | None, email: str) -> bool:
    asked = Pass.objects.filter(session=session, allows_feedback=True, revoked_at=None)
    if person:
        return asked.filter(person=person).exists()
    # the column is sealed, so it is compared here
    return any(row.email.lower() == email.lower() for row in asked.filter(person=None))


@transaction.atomic
def renew_link(given: Pass, *, by: Person, at: datetime) -> str:
    """A new link in place of the old one, which opens nothing from now on; mailed where the old one was.

    Refuses with `PassOver`.
    """
    token = secrets.token_urlsafe(24)
    rows = Pass.objects.filter(access.living(), pk=given.pk, person=None)
    given.token_hash, given.token = access.link_hash(token), token if given.token else ""
    if not rows.update(token_hash=given.token_hash, token=given.token):
        raise PassOver
    asking.tell(given, at=at)
    audit.record("feedback link renewed", given, by=by, at=at, school=given.session.cycle.school)
    return token


@transaction.atomic
def revoke_pass(given: Pass, *, by: Person, at: datetime) -> None:
    """Take it back: link, questions, meeting and evidence close at once. Refuses with `PassOver` a second time.

    What was sent and nobody has read yet is not read any more; what was read stays as it was. Who had been told of
    the meeting is told once that it goes on without them.
    """
    if not Pass.objects.filter(pk=given.pk, revoked_at=None).update(
        revoked_at=at, revoked_by=by, token_hash="", token=""
    ):
        raise PassOver
    if queries.is_open(given, at=at):
        Pass.objects.filter(pk=given.pk).update(is_sent=False)
    session, reason = given.session, gettext_noop("The pass was taken back.")
    asking.forget(given, at=at, reason=reason)
    if given.allows_feedback:
        follow_feedback(session, at=at)
    if given.person:
        _uninvite(session, given.person, reason, at)
    audit.record("pass taken back", given, by=by, at=at, subject=given.person, school=session.cycle.school)


def _uninvite(session: ReflectionSession, person: Person, reason: str, at: datetime) -> None:
    """Who still has a part in the meeting stays invited."""
    parts = (session.facilitator_id, session.deputy_id, session.note_taker_id, session.timekeeper_id)
    if person.pk in parts or not Invitation.objects.filter(session=session, person=person, is_guest=True).delete()[0]:
        return
    was_told = person.pk in notices.told_people(session)
    teams_notices.void(session, at=at, person=person, reason=reason)
    if was_told and session.state == SessionState.SCHEDULED:
        teams_notices.put(
            notices.CANCELLED,
            thing=session,
            person=person,
            due_at=at,
            at=at,
            occurrence=str(session.version),
            school=session.cycle.school,
        )
