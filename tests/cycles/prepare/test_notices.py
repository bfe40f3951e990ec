from datetime import timedelta
from typing import Any

from django.utils import timezone

from cycles.plan import actions as plan_actions
from cycles.plan.models import Invitation, ReflectionSession
from cycles.prepare import actions
from cycles.prepare.notices import REFLECTION_DUE
from teams import notices as teams_notices
from teams.models import Notice
from tests import moments
from tests.cycles.making import NOON, hand_in, schedule


def timed(people: Any, cycle: Any, days: int) -> ReflectionSession:
    session = schedule(cycle, people.team, days=None)
    return plan(session, people, days)


def plan(session: ReflectionSession, people: Any, days: int) -> ReflectionSession:
    day = moments.today() + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    session.refresh_from_db()
    return plan_actions.schedule_session(
        session,
        meets_on=day,
        meets_at=NOON,
        minutes=60,
        place="Library",
        facilitator=people.lead,
        version=session.version,
        by=people.leader,
        at=timezone.now(),
    )


def due(state: str = "due") -> set[str]:
    return set(Notice.objects.filter(kind=REFLECTION_DUE, state=state).values_list("person__name", flat=True))


EVERYONE = {"Sam O'Brien", "Teresa Núñez", "Malik Johnson"}


def test_everyone_is_to_be_reminded_two_school_days_before(people: Any, cycle: Any) -> None:
    session = timed(people, cycle, 14)
    assert due() == EVERYONE
    moment = Notice.objects.filter(kind=REFLECTION_DUE).first().due_at.astimezone(session.cycle.school.zone)
    assert (session.meets_on - moment.date()).days >= 2


def test_handing_in_ends_ones_own_reminder(people: Any, cycle: Any) -> None:
    session = timed(people, cycle, 14)
    reflection = hand_in(session, people.teacher)
    assert due() == EVERYONE - {"Teresa Núñez"}
    actions.reopen_reflection(reflection, by=people.teacher, at=timezone.now())
    assert due() == EVERYONE


def test_moving_makes_new_ones_and_cancelling_none(people: Any, cycle: Any) -> None:
    session = timed(people, cycle, 14)
    moved = plan(session, people, 21)
    occurrences = set(Notice.objects.filter(kind=REFLECTION_DUE, state="due").values_list("occurrence", flat=True))
    assert (due(), len(occurrences)) == (EVERYONE, 1)
    plan_actions.cancel_session(moved, by=people.leader, at=timezone.now())
    assert due() == set()


def test_guests_and_those_who_are_ready_are_not_wanted(people: Any, cycle: Any) -> None:
    session = timed(people, cycle, 14)
    kind = teams_notices.KINDS[REFLECTION_DUE]
    notice = Notice.objects.get(kind=REFLECTION_DUE, person=people.teacher)
    assert kind.still_wanted(notice) is True
    Invitation.objects.filter(session=session, person=people.teacher).update(is_guest=True)
    assert kind.still_wanted(notice) is False
    Invitation.objects.filter(session=session, person=people.teacher).update(is_guest=False)
    hand_in(session, people.teacher)
    assert kind.still_wanted(notice) is False


def test_the_mail_leads_to_the_page_and_tells_no_content(people: Any, cycle: Any) -> None:
    session = timed(people, cycle, 14)
    notice = Notice.objects.select_related("person", "school").get(kind=REFLECTION_DUE, person=people.member)
    mail = teams_notices.render(notice)
    assert f"/sessions/{session.pk}/prepare/" in mail.text
    assert "Grade 4" in mail.subject
