"""People from outside, for who looks after them: whom to ask by when, what became of each pass, what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from cycles.plan import access, slots
from cycles.plan.enums import LetterKind, SessionState
from cycles.plan.models import LinkLetter, Pass, ReflectionSession
from teams.enums import NoticeState
from teams.templatetags.school_time import day

from .voices import is_open

DAYS_BEFORE = 4
AHEAD = (SessionState.PLANNED, SessionState.SCHEDULED)


def proposed_answer_day(session: ReflectionSession, *, today: date) -> date | None:
    """Four school days before the meeting, or the day before it; None without a time, or where none is left.

    A day that others are asked for already is proposed again, so that they are one round. At most 2 queries.
    """
    if session.meets_on is None:
        return None
    asked = Pass.objects.filter(access.living(), session=session, answers_by__gte=today)
    stands: date | None = asked.order_by("-answers_by").values_list("answers_by", flat=True).first()
    wanted = stands or slots.school_days(session.cycle.school).before(session.meets_on, DAYS_BEFORE)
    wanted = max(wanted, today)
    return wanted if wanted < session.meets_on else None


@dataclass(frozen=True)
class GivenPass:
    """A pass in the list: whose, what it allows, until when, how it stands.

    `mail` is what became of the e-mail with the link, for who has no account; `is_refused` that none arrives. What
    became of a reminder is told to nobody: it would say who has answered.
    """

    given: Pass
    allows: str
    until: str
    state: str
    word: str
    mail: str
    is_refused: bool
    is_by_hand: bool

    @property
    def is_link(self) -> bool:
        return self.given.person_id is None

    @property
    def holds(self) -> bool:
        """Whether it can be taken back; one that is over too, so that the person can be invited anew."""
        return self.given.revoked_at is None


def given_passes(session: ReflectionSession, *, at: datetime) -> list[GivenPass]:
    """Every pass to the session, those that hold first. Two queries."""
    rows = list(Pass.objects.filter(session=session).select_related("person", "given_by"))
    letters = LinkLetter.objects.filter(given__session=session, kind=LetterKind.ASK).order_by("pk")
    newest = {letter.given_id: letter for letter in letters}
    shown = [_shown(given, newest.get(given.pk), session, at) for given in rows]
    return sorted(shown, key=lambda one: (one.state == "off", one.given.holder.casefold(), one.given.pk))


def _shown(given: Pass, letter: LinkLetter | None, session: ReflectionSession, at: datetime) -> GivenPass:
    state, word = _state(given, session, at)
    is_refused = letter is not None and letter.state == NoticeState.FAILED and given.revoked_at is None
    return GivenPass(
        given=given,
        allows=_allows(given),
        until=day(given.ends_on),
        state=state,
        word=word,
        mail=_mail(given, letter),
        is_refused=is_refused,
        is_by_hand=given.person_id is None and letter is None,
    )


def _mail(given: Pass, letter: LinkLetter | None) -> str:
    if given.person_id or given.revoked_at or not given.allows_feedback:
        return ""
    if letter is None:
        return _("You send the link; nobody reminds them")
    if letter.state == NoticeState.SENT:
        return _("E-mailed to %(address)s") % {"address": given.email}
    if letter.state == NoticeState.FAILED:
        return _("No e-mail reaches %(address)s") % {"address": given.email}
    return _("The e-mail to %(address)s is on its way") % {"address": given.email}


def _allows(given: Pass) -> str:
    words = []
    if given.allows_feedback:
        words.append(_("answers questions by %(day)s") % {"day": day(given.answers_by)})
    if given.allows_meeting:
        with_packet = given.allows_packet
        words.append(_("comes, with the evidence") if with_packet else _("comes, without the evidence"))
    return "; ".join(words)


def _state(given: Pass, session: ReflectionSession, at: datetime) -> tuple[str, str]:
    """Whether somebody answered is told only of those who gave their name with it."""
    if given.revoked_at is not None:
        return "off", _("Taken back")
    if given.ends_on is not None and timezone.localtime(at, session.cycle.school.zone).date() > given.ends_on:
        return "off", _("Over")
    if given.allows_feedback and given.is_sent and not given.is_unnamed:
        return "done", _("Has answered")
    return "quiet", _("Asked") if given.allows_feedback else _("Invited")


# --- what next


@dataclass(frozen=True)
class Next:
    """The one next step on top of the page: what, why, where. `is_waiting`: something is to be mended."""

    title: str
    why: str
    url: str = ""
    action: str = ""
    is_waiting: bool = False


def next_with_guests(session: ReflectionSession, passes: Sequence[GivenPass], *, at: datetime) -> Next:
    """No query. `passes` as `given_passes` gives them."""
    asked = [one for one in passes if one.given.allows_feedback and one.given.revoked_at is None]
    for one in asked:
        one.given.session = session
    home = reverse("cycles:session", args=[session.pk])
    waiting = [one for one in asked if is_open(one.given, at=at)]
    refused = [one.given.holder for one in waiting if one.is_refused]
    if refused:
        words = {"names": ", ".join(refused)}
        return Next(
            _("No e-mail reaches %(names)s.") % words,
            _("Ask for the right address, take the pass back and ask again; or make a new link and send it yourself."),
            is_waiting=True,
        )
    if waiting:
        return _waiting(waiting)
    if asked:
        return Next(_("The day for answers is over."), _("Read what they said before you meet."), home, _("Read it"))
    if session.state not in AHEAD:
        return Next(_("Nobody was asked beforehand."), _("The meeting has begun or is over."), home, _("The session"))
    return Next(
        _("Ask one or two people who see the team from another side."),
        _("Four open questions, ten minutes of their time, no account needed."),
        "#ask",
        _("Ask somebody"),
    )


def _waiting(waiting: Sequence[GivenPass]) -> Next:
    last = max(one.given.answers_by for one in waiting if one.given.answers_by)
    title = ngettext("%(count)s person can still answer.", "%(count)s people can still answer.", len(waiting))
    why = _("Nothing to do: who has not answered is reminded once. What they send is read when %(day)s is over.")
    by_hand = [one.given.holder for one in waiting if one.is_by_hand and one.state != "done"]
    if by_hand:
        why = _("Have you sent %(names)s their link? Nobody else reminds them. Answers are read when %(day)s is over.")
    words = {"day": day(last), "names": ", ".join(by_hand)}
    return Next(title % {"count": len(waiting)}, why % words, "#ask", _("Ask somebody else"))
