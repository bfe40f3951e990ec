"""The record is checked by those who were there for a school day; then it is final, with its digest."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.adjust import actions, queries, telling
from cycles.adjust.checked import RecordCheck, RecordMend, RecordWord
from cycles.adjust.tasks import finish_due_checks
from cycles.meet import access as meet_access, actions as meet
from cycles.meet.enums import CardKind
from cycles.meet.models import Cause
from cycles.plan import actions as plan
from cycles.plan.enums import MilestoneKind
from cycles.plan.models import Invitation, Milestone, ReflectionSession
from teams import notices
from teams.enums import NoticeState
from teams.models import AuditEntry, Notice, Person
from tests.cycles import agreeing

NOW = timezone.now


@pytest.fixture
def check(people: Any, session: ReflectionSession, meeting: Any, cause: Cause) -> RecordCheck:
    """The record of a meeting at which teacher, member and facilitator were; it agreed on a cause and a step."""
    for person in (people.teacher, people.member, people.facilitator):
        Invitation.objects.update_or_create(session=session, person=person, defaults={"has_attended": True})
    Invitation.objects.filter(session=session, person=people.lead).update(has_attended=False)
    agreeing.card(meeting, people.teacher, CardKind.PARKED, "Buses")
    agreeing.step(session, people.teacher, text="Grade together", cause=cause)
    plan.plan_around(session, at=NOW())
    there = meet_access.meeting_of(session)
    assert there is not None
    meet.close_meeting(there, by=people.facilitator, at=NOW())
    return RecordCheck.objects.select_related("session__cycle__school", "session__team").get(session=session)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind, state=NoticeState.DUE).values_list("person__name", flat=True))


def wanted(kind: str, person: Person) -> bool:
    return notices.KINDS[kind].still_wanted(Notice.objects.get(kind=kind, person=person))


def now(check: RecordCheck) -> RecordCheck:
    check.refresh_from_db()
    return check


def test_closing_the_meeting_opens_it_and_asks_who_was_there(people: Any, check: RecordCheck) -> None:
    assert told(telling.RECORD_TO_CHECK) == {people.teacher.name, people.member.name, people.facilitator.name}
    actions.open_check(check.session, at=NOW())
    assert RecordCheck.objects.count() == 1


def test_it_is_open_for_a_whole_school_day_at_least(people: Any, check: RecordCheck) -> None:
    zone = check.session.cycle.school.zone
    closes = check.closes_at.astimezone(zone)
    assert (closes.hour, closes.minute) == (0, 0)
    assert closes.date() - NOW().astimezone(zone).date() >= timedelta(days=2)
    step = Milestone.objects.get(session=check.session, kind=MilestoneKind.RECORD)
    assert closes.date() - timedelta(days=1) >= step.due_on


def test_all_agree_and_it_is_final_at_once(people: Any, check: RecordCheck) -> None:
    for person in (people.teacher, people.teacher, people.member):
        actions.confirm_record(check, by=person, at=NOW())
    assert now(check).is_final is False
    assert told(telling.RECORD_TO_CHECK) == {people.facilitator.name}
    actions.confirm_record(check, by=people.facilitator, at=NOW())
    assert now(check).is_final
    assert check.digest == hashlib.sha256(check.body.encode()).hexdigest()
    assert Milestone.objects.get(session=check.session, kind=MilestoneKind.RECORD).done_at is not None
    assert AuditEntry.objects.filter(verb="record final").count() == 1


def test_it_says_what_was_agreed(people: Any, check: RecordCheck, cause: Cause) -> None:
    actions.finish_due_checks(at=check.closes_at)
    body = json.loads(now(check).body)
    assert [one["text"] for one in body["steps"]] == ["Grade together"]
    assert [one["causes"][0]["text"] for one in body["meeting"]["topics"]] == [cause.text]
    assert [one["text"] for one in body["meeting"]["parked"]] == ["Buses"]
    assert body["team"] == check.session.team.name


def test_the_day_ends_it_once(people: Any, check: RecordCheck) -> None:
    assert actions.finish_due_checks(at=check.closes_at - timedelta(seconds=1)) == 0
    assert actions.finish_due_checks(at=check.closes_at) == 1
    first = now(check).final_at
    assert actions.finish_due_checks(at=check.closes_at + timedelta(hours=1)) == 0
    finish_due_checks.delay()
    assert now(check).final_at == first


def test_a_remark_goes_to_who_led_and_its_answer_back(people: Any, check: RecordCheck) -> None:
    actions.confirm_record(check, by=people.teacher, at=NOW())
    word = actions.ask_to_mend(check, text="It was October", by=people.teacher, at=NOW())
    assert told(telling.REMARK_MADE) == {people.facilitator.name}
    assert wanted(telling.REMARK_MADE, people.facilitator) is True
    for person in (people.teacher, people.member, people.facilitator):
        actions.confirm_record(check, by=person, at=NOW())
    assert now(check).is_final is False
    actions.answer_remark(word, answer="Mended", by=people.facilitator, at=NOW())
    assert (wanted(telling.REMARK_MADE, people.facilitator), told(telling.REMARK_ANSWERED)) == (
        False,
        {people.teacher.name},
    )
    mail = notices.KINDS[telling.REMARK_ANSWERED].render(Notice.objects.get(kind=telling.REMARK_ANSWERED))
    assert "Mended" in mail.text


def test_who_remarks_agrees_no_longer(people: Any, check: RecordCheck) -> None:
    actions.confirm_record(check, by=people.teacher, at=NOW())
    actions.ask_to_mend(check, text="It was October", by=people.teacher, at=NOW())
    assert RecordWord.objects.filter(text="").count() == 0
    assert wanted(telling.RECORD_TO_CHECK, people.teacher) is False


def test_a_mended_line_keeps_what_it_said(people: Any, check: RecordCheck, cause: Cause) -> None:
    before = cause.text
    actions.mend_line(check, line=f"cause-{cause.pk}", after="We meet too seldom", by=people.facilitator, at=NOW())
    cause.refresh_from_db()
    assert cause.text == "We meet too seldom"
    assert RecordMend.objects.values_list("before", "after").get() == (before, "We meet too seldom")
    with pytest.raises(actions.RecordLineChanged):
        actions.mend_line(check, line=f"cause-{cause.pk}", before=before, after="x", by=people.facilitator, at=NOW())


@pytest.mark.parametrize("line", ["cause-999", "cause-x", "", "person-1", "step-0"])
def test_only_lines_of_this_record_are_mended(people: Any, check: RecordCheck, line: str) -> None:
    with pytest.raises(actions.RecordWordsMissing):
        actions.mend_line(check, line=line, after="x", by=people.facilitator, at=NOW())


def test_every_mendable_line_is_found_and_fits(people: Any, check: RecordCheck) -> None:
    lines = list(queries.mendable(check.session))
    assert {line.key.partition("-")[0] for line in lines} >= {"topic", "cause", "parked", "step"}
    for line in lines:
        actions.mend_line(check, line=line.key, after="Mended", by=people.facilitator, at=NOW())
        with pytest.raises(actions.RecordWordsMissing):
            actions.mend_line(check, line=line.key, after="x" * 401, by=people.facilitator, at=NOW())
    assert {line.words for line in queries.mendable(check.session)} == {"Mended"}


def test_what_is_final_is_not_touched(people: Any, check: RecordCheck, cause: Cause) -> None:
    word = actions.ask_to_mend(check, text="It was October", by=people.teacher, at=NOW())
    actions.finish_due_checks(at=check.closes_at)
    frozen: datetime | None = now(check).final_at
    for late in (
        lambda: actions.confirm_record(check, by=people.teacher, at=NOW()),
        lambda: actions.ask_to_mend(check, text="x", by=people.teacher, at=NOW()),
        lambda: actions.answer_remark(word, answer="x", by=people.facilitator, at=NOW()),
        lambda: actions.mend_line(check, line=f"cause-{cause.pk}", after="x", by=people.facilitator, at=NOW()),
    ):
        with pytest.raises(actions.RecordFinal):
            late()
    assert (now(check).final_at, RecordMend.objects.count()) == (frozen, 0)
    assert wanted(telling.REMARK_MADE, people.facilitator) is False


# --- the page


def page(client: Client, check: RecordCheck, person: Person) -> str:
    client.force_login(person)
    return client.get(reverse("cycles:record", args=[check.session_id])).content.decode()


def press(client: Client, check: RecordCheck, name: str, *more: int, **said: str) -> Any:
    return client.post(reverse(f"cycles:{name}", args=[check.session_id, *more]), said)


def test_each_sees_what_they_may_do(people: Any, check: RecordCheck, client: Client) -> None:
    seen = {
        one: page(client, check, getattr(people, one)) for one in ("teacher", "lead", "facilitator", "superintendent")
    }
    assert {one for one, html in seen.items() if "It looks right" in html} == {"teacher", "facilitator"}
    assert {one for one, html in seen.items() if 'id="mend"' in html} == {"lead", "facilitator"}
    assert {one for one, html in seen.items() if "0 of 3 agree" in html} == set(seen)


def test_said_answered_mended_through_the_page(people: Any, check: RecordCheck, cause: Cause, client: Client) -> None:
    client.force_login(people.teacher)
    press(client, check, "record-remark", text="It was October")
    word = RecordWord.objects.get()
    assert "Waits for an answer" in page(client, check, people.member)
    client.force_login(people.facilitator)
    before = cause.text
    press(client, check, "record-mend", line=f"cause-{cause.pk}", after="We meet too seldom")
    press(client, check, "remark-answer", word.pk, answer="Mended, thank you")
    html = page(client, check, people.teacher)
    assert [text in html for text in (f"<del>{before}</del>", "We meet too seldom", "Mended, thank you")] == [True] * 3
    for person in (people.teacher, people.member, people.facilitator):
        client.force_login(person)
        press(client, check, "record-confirm")
    html = page(client, check, people.teacher)
    assert ("The record is final" in html, now(check).digest[:12] in html, "It looks right" in html) == (
        True,
        True,
        False,
    )


def test_a_refused_word_is_given_back(people: Any, check: RecordCheck, client: Client) -> None:
    client.force_login(people.facilitator)
    answer = press(client, check, "record-mend", line="cause-999", after="My careful words")
    assert (answer.status_code, "My careful words" in answer.content.decode()) == (422, True)
    assert press(client, check, "record-remark", text=" ").status_code == 422


def test_as_many_queries_for_one_remark_and_for_many(
    people: Any, check: RecordCheck, count_queries: Any, client: Client
) -> None:
    def counted() -> int:
        with count_queries() as found:
            page(client, check, people.facilitator)
        return len(found)

    def fill() -> None:
        word = actions.ask_to_mend(check, text="Mend it", by=people.teacher, at=NOW())
        actions.answer_remark(word, answer="Done", by=people.facilitator, at=NOW())
        step = check.session.action_steps.get()
        actions.mend_line(check, line=f"step-{step.pk}", after=f"{NOW()}", by=people.facilitator, at=NOW())

    fill()
    counted()
    first = counted()
    for _ in range(4):
        fill()
    assert counted() == first


# --- where it is asked for


def asked(person: Person, client: Client, check: RecordCheck) -> tuple[bool, bool]:
    """Whether Today and the session's page ask for the person's word."""
    client.force_login(person)
    words = "Check the record"
    pages = ("/", reverse("cycles:session", args=[check.session_id]))
    today, session = (words in client.get(page).content.decode() for page in pages)
    return today, session


def test_today_and_the_session_ask_who_was_there(people: Any, check: RecordCheck, client: Client) -> None:
    assert asked(people.teacher, client, check) == (True, True)
    assert asked(people.lead, client, check) == (False, False)
    actions.confirm_record(check, by=people.teacher, at=NOW())
    assert asked(people.teacher, client, check) == (False, False)
    assert asked(people.member, client, check) == (True, True)


def test_who_waits_for_an_answer_is_asked_again_once_there_is_one(
    people: Any, check: RecordCheck, client: Client
) -> None:
    word = actions.ask_to_mend(check, text="It was six", by=people.teacher, at=NOW())
    assert asked(people.teacher, client, check) == (False, False)
    actions.answer_remark(word, answer="Mended", by=people.facilitator, at=NOW())
    assert asked(people.teacher, client, check) == (True, True)


def test_nobody_is_asked_once_its_day_is_over_or_it_is_final(people: Any, check: RecordCheck, client: Client) -> None:
    RecordCheck.objects.update(closes_at=NOW() - timedelta(minutes=1))
    assert asked(people.teacher, client, check) == (False, False)
    actions.finish_due_checks(at=NOW())
    assert asked(people.teacher, client, check) == (False, False)
