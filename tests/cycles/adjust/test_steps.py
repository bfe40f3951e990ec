from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cycles.adjust import actions
from cycles.adjust.enums import StepState
from cycles.adjust.models import ActionStep
from cycles.meet.models import Meeting
from teams import handover, notices as teams_notices
from teams.models import AuditEntry, Notice, School
from tests import moments
from tests.cycles import agreeing


def take(session: Any, people: Any, **fields: Any) -> ActionStep:
    return agreeing.step(session, people.teacher, **fields)


# --- cause before cure


def test_a_step_on_a_topic_without_an_agreed_cause_is_refused(people: Any, session: Any, topic: Any) -> None:
    agreeing.cause(topic, is_agreed=False)
    with pytest.raises(actions.CauseMissing, match="has no agreed root cause yet"):
        take(session, people, topic=topic)
    assert ActionStep.objects.count() == 0


def test_a_cause_that_is_not_agreed_opens_no_gate(people: Any, session: Any, topic: Any) -> None:
    with pytest.raises(actions.CauseMissing):
        take(session, people, cause=agreeing.cause(topic, is_agreed=False))


def test_the_gate_asks_the_database_and_not_the_page(people: Any, session: Any, topic: Any, cause: Any) -> None:
    type(cause).objects.filter(pk=cause.pk).update(agreed_at=None)
    with pytest.raises(actions.CauseMissing):
        take(session, people, topic=topic, cause=cause)


def test_the_facilitator_goes_on_with_a_reason_that_is_kept(people: Any, session: Any, topic: Any) -> None:
    step = take(session, people, topic=topic, override_reason="We look for it on Monday")
    assert (step.cause, step.override_reason) == (None, "We look for it on Monday")


def test_nobody_else_goes_on_without_a_cause(people: Any, session: Any, topic: Any) -> None:
    with pytest.raises(actions.OverrideNotYours):
        take(session, people, topic=topic, override_reason="Just so", by=people.lead)
    assert ActionStep.objects.count() == 0


def test_the_step_gets_the_agreed_cause_of_its_topic(people: Any, session: Any, topic: Any, cause: Any) -> None:
    step = take(session, people, topic=topic, override_reason="not needed")
    assert (step.cause, step.override_reason) == (cause, "")


def test_the_database_itself_refuses_a_step_that_skips_the_cause(people: Any, session: Any, topic: Any) -> None:
    row = {"owner": people.teacher, "due_on": agreeing.in_days(3), "created_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionStep.objects.create(session=session, topic=topic, text="x", **row)


def test_a_step_off_the_topics_needs_no_cause(people: Any, session: Any) -> None:
    assert take(session, people).topic is None


def test_topics_of_another_meeting_are_refused(people: Any, session: Any, cycle: Any) -> None:
    from tests.cycles.making import schedule

    other = schedule(cycle, people.ilt, facilitator=people.facilitator)
    strange = agreeing.cause(agreeing.topic(agreeing.begin(other)))
    with pytest.raises(actions.ThreadBroken):
        take(session, people, cause=strange)


def test_goals_of_another_school_are_refused(people: Any, session: Any) -> None:
    people.goal.school = people.other_school
    people.goal.save()
    with pytest.raises(actions.ThreadBroken):
        take(session, people, goal=people.goal)


def test_an_owner_from_elsewhere_is_refused(people: Any, session: Any) -> None:
    for stranger in (people.outsider, people.superintendent):
        with pytest.raises(actions.OwnerNotHere, match=stranger.name):
            agreeing.step(session, stranger)


# --- settling


def test_somebody_was_faster(people: Any, session: Any) -> None:
    step = take(session, people)
    actions.settle_action_step(step, state="done", note="", by=people.teacher, at=timezone.now())
    with pytest.raises(actions.AlreadySettled, match="already “Done”"):
        actions.settle_action_step(step, state="dropped", note="no time", by=people.lead, at=timezone.now())
    step.refresh_from_db()
    assert (step.state, step.settled_by) == ("done", people.teacher)


def test_dropping_needs_a_reason(people: Any, session: Any) -> None:
    with pytest.raises(actions.ReasonMissing):
        actions.settle_action_step(take(session, people), state="dropped", note=" ", by=people.lead, at=timezone.now())


def test_a_settled_step_is_taken_up_again(people: Any, session: Any) -> None:
    step = take(session, people)
    for state in ("done", "open"):
        actions.settle_action_step(step, state=state, note="", by=people.teacher, at=timezone.now())
    assert (step.state, step.settled_at) == (StepState.OPEN, None)


def test_each_change_moves_the_room(people: Any, session: Any, meeting: Meeting) -> None:
    before = meeting.version
    step = take(session, people)
    actions.settle_action_step(step, state="done", note="", by=people.teacher, at=timezone.now())
    meeting.refresh_from_db()
    assert meeting.version == before + 2


def test_what_was_done_is_in_the_trail(people: Any, session: Any) -> None:
    step = take(session, people)
    actions.settle_action_step(step, state="done", note="secret", by=people.teacher, at=timezone.now())
    assert list(AuditEntry.objects.filter(verb__startswith="action step").values_list("verb", "actor_id")) == [
        ("action step taken", people.facilitator.pk),
        ("action step done", people.teacher.pk),
    ]


# --- reminders


def states() -> list[tuple[str, str]]:
    return list(Notice.objects.filter(kind="step due").order_by("pk").values_list("person__name", "state"))


def test_the_owner_is_reminded_three_days_before(people: Any, session: Any) -> None:
    step = take(session, people)
    notice = Notice.objects.get(kind="step due")
    mail = teams_notices.render(Notice.objects.select_related("person", "school").get(pk=notice.pk))
    local = notice.due_at.astimezone(people.school.zone)
    assert (notice.person, local.date()) == (people.teacher, step.due_on - timedelta(days=3))
    assert "Collect two tasks" in mail.subject


def test_nobody_is_reminded_of_what_is_done(people: Any, session: Any) -> None:
    actions.settle_action_step(take(session, people), state="done", note="", by=people.teacher, at=timezone.now())
    assert states() == [("Teresa Núñez", "void")]


def test_a_reminder_that_lost_its_reason_is_not_wanted(people: Any, session: Any) -> None:
    step = take(session, people)
    notice = Notice.objects.get(kind="step due")
    wanted = teams_notices.KINDS["step due"].still_wanted
    before = wanted(notice)
    ActionStep.objects.filter(pk=step.pk).update(due_on=agreeing.in_days(40))
    assert (before, wanted(notice)) == (True, False)


def test_open_steps_pass_to_a_successor(people: Any, session: Any) -> None:
    take(session, people)
    done = take(session, people, text="Done before")
    actions.settle_action_step(done, state="done", note="", by=people.teacher, at=timezone.now())
    schools, today = School.objects.filter(pk=people.school.pk), moments.today()
    held = [item.text for one in handover.holdings(people.teacher, schools=schools, since=today) for item in one.items]
    handover.hand_over(
        people.teacher,
        successor=people.member,
        schools=schools,
        since=today,
        by=people.leader,
        at=timezone.now(),
    )
    assert "Collect two tasks" in held
    assert dict(ActionStep.objects.values_list("text", "owner__name")) == {
        "Collect two tasks": "Malik Johnson",
        "Done before": "Teresa Núñez",
    }
    assert ("Malik Johnson", "due") in states()


def test_a_button_pressed_twice_makes_one_step(people: Any, session: Any) -> None:
    at = timezone.now()
    first, second = take(session, people, at=at), take(session, people, at=at + timedelta(seconds=2))
    assert (first, Notice.objects.filter(person=people.teacher).count()) == (second, 1)
    assert take(session, people, at=at + timedelta(seconds=30)) != first
