"""The record while it is checked: who has said what, which lines can be mended, and what it says when it is final."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from cycles.adjust.checked import RecordCheck, RecordMend, RecordWord
from cycles.adjust.models import ActionStep
from cycles.meet import queries as meet_queries
from cycles.meet.enums import CardKind
from cycles.meet.models import Card, Cause, EssentialAnswer, GoalRevisit, Topic
from cycles.plan.models import Invitation, ReflectionSession
from teams.models import Person

Lines = tuple[str, str, QuerySet[Any]]


@dataclass(frozen=True)
class MendableLine:
    """A line of the record: `key` names its row and field, `label` says what it is."""

    key: str
    label: str
    words: str


@dataclass(frozen=True)
class CheckShown:
    """The check as one reader sees it. `agreed` of `present` have said that it looks right."""

    check: RecordCheck
    present: int
    agreed: int
    remarks: tuple[RecordWord, ...]
    mends: tuple[RecordMend, ...]
    lines: tuple[MendableLine, ...]
    may_say: bool
    has_agreed: bool

    @property
    def last_on(self) -> date:
        """The last day on which it may be checked, at the school."""
        return self.check.last_on

    @property
    def unanswered(self) -> int:
        """How many remarks wait for an answer."""
        return sum(one.answered_at is None for one in self.remarks)


def check_of(session: ReflectionSession) -> RecordCheck | None:
    """None before the meeting was closed. 1 query."""
    return RecordCheck.objects.filter(session=session).first()


def present_people(session: ReflectionSession) -> QuerySet[Person]:
    """Who was there, and so may check the record."""
    came = Invitation.objects.filter(session=session, has_attended=True)
    return Person.objects.filter(pk__in=came.values("person"), is_active=True)


def waiting_checks(person: Person, sessions: Collection[ReflectionSession], *, at: datetime) -> list[RecordCheck]:
    """Records of these sessions that wait for the word of somebody who was there, the first to close first. 1 query.

    Who has said that it looks right is waited for no longer, nor who waits for an answer themselves.
    """
    known = {session.pk: session for session in sessions}
    came = Invitation.objects.filter(person=person, has_attended=True)
    said = RecordWord.objects.filter(person=person).filter(Q(text="") | Q(answered_at=None))
    rows = RecordCheck.objects.filter(session__in=list(known), final_at=None, closes_at__gt=at)
    found = rows.filter(session__in=came.values("session")).exclude(pk__in=said.values("check_of"))
    checks = list(found.order_by("closes_at", "pk"))
    for check in checks:
        check.session = known[check.session_id]
    return checks


def check_shown(session: ReflectionSession, reader: Person, *, may_mend: bool) -> CheckShown | None:
    """At most 5 queries, and 7 for who may mend while it is open."""
    check = check_of(session)
    if check is None:
        return None
    check.session = session
    present = set(present_people(session).values_list("pk", flat=True))
    words = list(RecordWord.objects.filter(check_of=check).select_related("person", "answered_by").order_by("pk"))
    agreed = {one.person_id for one in words if not one.text}
    return CheckShown(
        check=check,
        present=len(present),
        agreed=len(agreed & present),
        remarks=tuple(one for one in words if one.text),
        mends=tuple(RecordMend.objects.filter(check_of=check).select_related("by").order_by("pk")),
        lines=tuple(mendable(session)) if may_mend and not check.is_final else (),
        may_say=not check.is_final and reader.pk in present,
        has_agreed=reader.pk in agreed,
    )


# --- lines that can be mended


def _rows(session: ReflectionSession) -> tuple[Lines, ...]:
    """Which rows and fields a record's lines are."""
    cards = Card.objects.filter(meeting__session=session)
    celebrated = cards.filter(kind=CardKind.SUCCESS, is_celebrated=True)
    causes = Cause.objects.filter(topic__meeting__session=session, topic__is_chosen=True, agreed_at__isnull=False)
    return (
        ("verdict", "evidence", GoalRevisit.objects.filter(meeting__session=session)),
        ("success", "text", celebrated),
        ("action", "because", celebrated),
        ("topic", "title", Topic.objects.filter(meeting__session=session, is_chosen=True)),
        ("cause", "text", causes),
        ("evidence", "evidence", causes.exclude(evidence="")),
        ("answer", "text", EssentialAnswer.objects.filter(meeting__session=session)),
        ("parked", "text", cards.filter(kind=CardKind.PARKED)),
        ("step", "text", ActionStep.objects.filter(session=session)),
    )


def _labels() -> dict[str, str]:
    return {
        "verdict": _("Evidence on a goal"),
        "success": _("What we celebrate"),
        "action": _("What led to it"),
        "topic": _("Topic"),
        "cause": _("Root cause"),
        "evidence": _("Evidence for a root cause"),
        "answer": _("Answer to a question"),
        "parked": _("Parked for later"),
        "step": _("Action step"),
    }


def mendable(session: ReflectionSession) -> Iterator[MendableLine]:
    """Every line of the record that can be put into other words. 9 queries."""
    labels = _labels()
    for name, field, rows in _rows(session):
        for pk, words in rows.order_by("pk").values_list("pk", field):
            yield MendableLine(f"{name}-{pk}", labels[name], words)


def line_row(session: ReflectionSession, key: str) -> tuple[Model, str] | None:
    """The row and the field of a line; None where the record has no such line. 1 query."""
    name, _dash, pk = key.partition("-")
    for one, field, rows in _rows(session):
        if one == name and pk.isdecimal():
            row = rows.filter(pk=int(pk)).first()
            return (row, field) if row else None
    return None


def line_label(line: str) -> str:
    """What a mended line is."""
    return _labels().get(line.partition("-")[0], "")


# --- what it says when it is final


def record_body(session: ReflectionSession, check: RecordCheck) -> dict[str, Any]:
    """Everything that the group stands by, in English words for what is ours. At most 21 queries."""
    with translation.override("en"):
        said = meet_queries.record(session)
        steps = ActionStep.objects.filter(session=session).select_related("owner").order_by("pk")
        return {
            "schema": 1,
            "school": session.cycle.school.name,
            "team": session.team.name,
            "meeting": asdict(said) if said else None,
            "steps": [{"text": one.text, "owner": one.owner.name, "due_on": one.due_on.isoformat()} for one in steps],
            "remarks": [
                {"by": one.person.name, "text": one.text, "answer": one.answer}
                for one in check.words.select_related("person").exclude(text="").order_by("pk")
            ],
            "agreed": sorted(check.words.filter(text="").values_list("person__name", flat=True)),
            "mends": list(check.mends.order_by("pk").values("line", "before", "after")),
        }
