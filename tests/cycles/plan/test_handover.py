"""Meetings pass to a successor: parts, invitations, and what everybody is told."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cycles.plan import notices
from cycles.plan.models import Invitation, ReflectionSession
from teams import access, actions, handover
from teams.enums import NoticeState
from teams.models import Notice

from .conftest import fresh


def replace(people: Any, **changes: Any) -> Any:
    values = {
        "successor": people.colleague,
        "schools": access.editable_schools(people.leader),
        "last_day": timezone.localdate() - timedelta(days=1),
        "by": people.leader,
        "at": timezone.now(),
    }
    return actions.replace_person(people.lead, **(values | changes))


def test_who_leaves_is_listed_with_their_meetings(people: Any, timed: ReflectionSession) -> None:
    schools = access.editable_schools(people.leader)
    held = handover.holdings(people.lead, schools=schools, since=timezone.localdate())
    texts = [(holding.label, item.text, item.when) for holding in held for item in holding.items]
    assert ("Meetings ahead", "Grade 4, facilitates", timed.meets_on) in texts
    assert handover.holdings(people.outsider, schools=schools, since=timezone.localdate()) == []


def test_the_successor_facilitates_and_is_invited(people: Any, timed: ReflectionSession) -> None:
    done = replace(people)
    after = fresh(timed)
    assert done.things >= 1
    assert (after.facilitator, after.version) == (people.colleague, timed.version + 1)
    invited = set(Invitation.objects.filter(session=timed).values_list("person__name", flat=True))
    assert invited == {people.teacher.name, people.member.name, people.colleague.name}


def test_everybody_is_told_once(people: Any, timed: ReflectionSession) -> None:
    Notice.objects.filter(kind=notices.INVITED).update(state=NoticeState.SENT)
    replace(people)
    due = Notice.objects.filter(state=NoticeState.DUE).exclude(kind=notices.TOMORROW)
    told = {(row.person.name, row.kind) for row in due.select_related("person") if str(timed.pk) in row.thing}
    expected = {(p.name, notices.CHANGED) for p in (people.teacher, people.member)}
    expected |= {(people.colleague.name, notices.INVITED), (people.lead.name, notices.CANCELLED)}
    assert told & expected == expected
    reminded = Notice.objects.filter(state=NoticeState.DUE, kind=notices.TOMORROW, person=people.lead)
    assert not [row for row in reminded if notices.is_on_as_told(row)]


def test_meetings_before_the_last_day_stay(people: Any, timed: ReflectionSession) -> None:
    assert timed.meets_on is not None
    replace(people, last_day=timed.meets_on)
    assert fresh(timed).facilitator == people.lead
    assert Invitation.objects.filter(session=timed, person=people.lead).exists()
