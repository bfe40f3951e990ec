"""What people from outside are asked before a meeting, and what is read of it after the day.

Nobody reads anything before the day for answers is over: so it can be taken back until then, and the order in which
lines come tells nothing. Those asked for the same day are one round; a line without a name is shown while at least
five of its round could have written it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cycles.plan import access
from cycles.plan.enums import SessionState, VoiceQuestion
from cycles.plan.models import Pass, ReflectionSession, Voice
from reflection_site.encryption import keyed_hash
from teams.models import Person, School
from teams.templatetags.school_time import day

SMALLEST_GROUP = 5
AHEAD = (SessionState.PLANNED, SessionState.SCHEDULED)


def _has_passed(last: date | None, school: School, at: datetime) -> bool:
    return last is None or timezone.localtime(at, school.zone).date() > last


def is_open(given: Pass, *, at: datetime) -> bool:
    """Whether it may still be answered: until the end of its day at the school, while the meeting is ahead. No query.

    Needs `session.cycle.school`.
    """
    is_ahead = given.session.state in AHEAD and not given.session.has_begun
    return is_ahead and not _has_passed(given.answers_by, given.session.cycle.school, at)


def _is_read(given: Pass, session: ReflectionSession, at: datetime) -> bool:
    if session.state == SessionState.CANCELLED:
        return False
    return session.has_begun or _has_passed(given.answers_by, session.cycle.school, at)


def unnamed_is_offered(given: Pass) -> bool:
    """Whether at least five people are asked for the same day. One query."""
    asked = Pass.objects.filter(
        access.living(), session=given.session_id, answers_by=given.answers_by, allows_feedback=True
    )
    return asked.count() >= SMALLEST_GROUP


# --- for who answers


@dataclass(frozen=True)
class Asked:
    """One question with what stands under it."""

    question: VoiceQuestion
    text: str
    version: int

    @property
    def key(self) -> str:
        return str(self.question.value)

    @property
    def form_id(self) -> str:
        return f"voice-{self.question.value}"


@dataclass(frozen=True)
class FeedbackPage:
    """The questions of one pass; `readers` are named before anything is saved."""

    given: Pass
    asked: list[Asked]
    readers: list[str]
    is_open: bool
    offers_unnamed: bool
    last_day: str

    @property
    def answered(self) -> int:
        return sum(bool(one.text.strip()) for one in self.asked)


def feedback_page(given: Pass, *, at: datetime) -> FeedbackPage:
    """At most 3 queries."""
    stands = {voice.question: voice for voice in given.voices.all()}
    return FeedbackPage(
        given=given,
        asked=[_asked(question, stands.get(question.value)) for question in VoiceQuestion],
        readers=list(access.voice_readers(given.session).order_by("name").values_list("name", flat=True)),
        is_open=is_open(given, at=at),
        offers_unnamed=unnamed_is_offered(given),
        last_day=day(given.answers_by),
    )


def _asked(question: VoiceQuestion, voice: Voice | None) -> Asked:
    return Asked(question, voice.text if voice else "", voice.version if voice else 0)


# --- for who reads


@dataclass(frozen=True)
class Heard:
    """One question with the lines that are read under it: (author, text), the author empty where it is unnamed."""

    question: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    key: str = ""


@dataclass(frozen=True)
class Voices:
    """What was said beforehand. `waiting`: how many are asked whose day is not over; `until` is the last such day."""

    heard: list[Heard]
    waiting: int
    until: date | None
    is_held_back: bool

    @property
    def is_empty(self) -> bool:
        return not self.heard and not self.waiting and not self.is_held_back

    def under(self, questions: Iterable[str]) -> "Voices":
        """Those under some of the questions."""
        keys = set(questions)
        return replace(self, heard=[one for one in self.heard if one.key in keys])


def voices(session: ReflectionSession, reader: Person, *, at: datetime) -> Voices:
    """What the session's readers read. At most 2 queries. Needs `cycle.school`."""
    asked = list(Pass.objects.filter(session=session, allows_feedback=True).select_related("person"))
    read = [given for given in asked if _is_read(given, session, at)]
    open_now = [given for given in asked if not _is_read(given, session, at) and given.revoked_at is None]
    shown = [given for given in read if given.is_sent and not given.is_unnamed]
    hidden = [given for given in read if given.is_sent and given.is_unnamed]
    unnamed = [given for given in hidden if _could_have_written(given, asked, reader, session) >= SMALLEST_GROUP]
    written = _written([*shown, *unnamed])
    return Voices(
        heard=_by_question(shown, unnamed, written),
        waiting=len(open_now) if session.state in AHEAD else 0,
        until=max((given.answers_by for given in open_now if given.answers_by), default=None),
        is_held_back=len(unnamed) < len(hidden),
    )


def _written(passes: Iterable[Pass]) -> list[Voice]:
    rows = Voice.objects.filter(given__in=[given.pk for given in passes])
    # an order that nobody can read anything from
    return sorted(rows, key=lambda voice: keyed_hash(str(voice.pk), "order of voices")) if passes else []


def _could_have_written(given: Pass, asked: list[Pass], reader: Person, session: ReflectionSession) -> int:
    """How many of the same round could have written its lines, as far as the reader can know."""
    school = session.cycle.school
    over = datetime.combine((given.answers_by or date.min) + timedelta(days=1), time(0), tzinfo=school.zone)
    return sum(
        one.answers_by == given.answers_by
        and (one.revoked_at is None or one.revoked_at >= over)
        and not (one.is_sent and not one.is_unnamed)
        and one.person_id != reader.pk
        for one in asked
    )


def _by_question(named: list[Pass], unnamed: list[Pass], written: list[Voice]) -> list[Heard]:
    """Split by question, so that one person's lines are not joined; those with names first, by name."""
    names = {given.pk: given.holder for given in named}
    heard = []
    for question in VoiceQuestion:
        lines = [
            (names.get(voice.given_id, ""), voice.text)
            for voice in written
            if voice.question == question and voice.text.strip()
        ]
        signed = sorted(line for line in lines if line[0])
        if lines:
            heard.append(Heard(str(question.label), [*signed, *(line for line in lines if not line[0])], question))
    return heard
