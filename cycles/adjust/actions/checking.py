"""The record, checked by those who were there: agreed to, remarked on, mended, and final after a school day."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cycles.adjust import queries, telling
from cycles.adjust.checked import RecordCheck, RecordMend, RecordWord
from cycles.plan import actions as plan, around, slots
from cycles.plan.enums import MilestoneKind
from cycles.plan.models import Milestone, ReflectionSession
from reflection_site.canonical import canonical, digest
from teams import audit
from teams.models import Person

from .refusals import RecordFinal, RecordLineChanged, RecordWordsMissing


@transaction.atomic
def open_check(session: ReflectionSession, *, at: datetime) -> RecordCheck:
    """Everyone who was there may check the record from now on, until the day of its step is over. Twice is once."""
    check, is_new = RecordCheck.objects.get_or_create(
        session=session, defaults={"opened_at": at, "closes_at": _closes(session, at)}
    )
    if is_new:
        telling.ask_to_check(check, at=at)
    return check


def _closes(session: ReflectionSession, at: datetime) -> datetime:
    """The midnight after the day on which the record is to be confirmed: at least one whole school day."""
    school = session.cycle.school
    least = around.shifted(slots.school_days(school), timezone.localtime(at, school.zone).date(), 1)
    step = Milestone.objects.filter(session=session, kind=MilestoneKind.RECORD).first()
    day = max(least, step.due_on) if step else least
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=school.zone)


def _still_open(check: RecordCheck) -> None:
    """Locks the check, so that nothing is said of a record that becomes final meanwhile."""
    if RecordCheck.objects.select_for_update().get(pk=check.pk).is_final:
        raise RecordFinal


@transaction.atomic
def confirm_record(check: RecordCheck, *, by: Person, at: datetime) -> None:
    """Say that it looks right. Once all who were there have, and no remark is open, it is final at once."""
    _still_open(check)
    RecordWord.objects.get_or_create(check_of=check, person=by, text="", defaults={"said_at": at})
    telling.forget_check(check, by, at=at)
    _finish_if_agreed(check, at=at)


def _finish_if_agreed(check: RecordCheck, *, at: datetime) -> None:
    words = RecordWord.objects.filter(check_of=check)
    agreed = words.filter(text="").values("person")
    waits = queries.present_people(check.session).exclude(pk__in=agreed).exists()
    if not waits and not words.exclude(text="").filter(answered_at=None).exists():
        _finish(check, at=at)


@transaction.atomic
def ask_to_mend(check: RecordCheck, *, text: str, by: Person, at: datetime) -> RecordWord:
    """Say what is to be mended; who said before that it looks right does so no longer."""
    _still_open(check)
    RecordWord.objects.filter(check_of=check, person=by, text="").delete()
    word = RecordWord.objects.create(check_of=check, person=by, text=text, said_at=at)
    telling.forget_check(check, by, at=at)
    telling.tell_of_remark(word, at=at)
    return word


@transaction.atomic
def answer_remark(word: RecordWord, *, answer: str, by: Person, at: datetime) -> None:
    """Say what was done about it, or why it stays. A later answer replaces it."""
    _still_open(word.check_of)
    RecordWord.objects.filter(pk=word.pk).update(answer=answer, answered_by=by, answered_at=at)
    word.answer, word.answered_by, word.answered_at = answer, by, at
    telling.tell_of_answer(word, at=at)


@transaction.atomic
def mend_line(check: RecordCheck, *, line: str, after: str, by: Person, at: datetime, before: str = "") -> RecordMend:
    """Put a line of the record into other words. What it said before stays to be seen.

    `before` is what the person saw there: where it says something else by now, `RecordLineChanged`.
    """
    _still_open(check)
    found = queries.line_row(check.session, line)
    if found is None:
        raise RecordWordsMissing(_("Choose a line of the record."))
    row, field = found
    now, longest = str(getattr(row, field)), getattr(row._meta.get_field(field), "max_length", 0)
    if before and before != now:
        raise RecordLineChanged
    if len(after) > longest:
        raise RecordWordsMissing(_("That is too long for this line: at most %(count)s letters.") % {"count": longest})
    if not type(row)._default_manager.filter(pk=row.pk, **{field: now}).update(**{field: after}):
        raise RecordLineChanged
    audit.record("record mended", check.session, by=by, at=at, school=check.session.cycle.school, purpose=line)
    return RecordMend.objects.create(check_of=check, line=line, before=now, after=after, by=by, at=at)


@transaction.atomic
def _finish(check: RecordCheck, *, at: datetime) -> bool:
    """Freeze what it says; whether this call did. The step of the plan is done with it."""
    # behind the lock of whoever mends a line just now: what is frozen is what was mended
    if RecordCheck.objects.select_for_update().get(pk=check.pk).is_final:
        return False
    check.final_at, check.body = at, canonical(queries.record_body(check.session, check), other=str)
    check.digest = digest(check.body)
    check.save(update_fields=["final_at", "body", "digest"])
    session = check.session
    plan.finish_milestone(session, kind=MilestoneKind.RECORD, is_done=True, by=session.facilitator, at=at)
    audit.record("record final", session, by=None, at=at, school=session.cycle.school)
    return True


def finish_due_checks(*, at: datetime) -> int:
    """Make final every record whose day is over; returns how many. Run often; safe to run at any time."""
    due = RecordCheck.objects.filter(final_at=None, closes_at__lte=at)
    related = ("session__team", "session__cycle__school", "session__cycle__year", "session__facilitator")
    return sum(_finish(check, at=at) for check in due.select_related(*related).order_by("pk"))
