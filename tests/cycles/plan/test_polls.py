"""Time polls: offered, answered, settled once, closed by the clock; nobody is reminded of what is over."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan import actions, polling, queries, tasks
from cycles.plan.enums import PollState, SessionState
from cycles.plan.models import PollAnswer, ReflectionSession, SlotPoll
from cycles.plan.slots import Slot
from teams import notices as teams_notices, outbox
from teams.enums import NoticeState
from teams.models import Membership, Notice, Person
from tests import moments

from .conftest import fresh, give_time, in_days


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def offered(*clocks: int) -> list[Slot]:
    return [Slot(in_days(9), time(clock), 60) for clock in clocks]


@pytest.fixture
def poll(people: Any, session: ReflectionSession) -> SlotPoll:
    """The lead asks the team about 9 and 10 o'clock, for five days."""
    now = timezone.now()
    made = actions.open_poll(session, slots=offered(9, 10), closes_at=now + timedelta(days=5), by=people.lead, at=now)
    return SlotPoll.objects.select_related("session__cycle__school", "session__team").get(pk=made.pk)


def answer(poll: SlotPoll, person: Person, *replies: str) -> None:
    keys = queries.offered(poll)
    actions.answer_poll(poll, replies=dict(zip(keys, replies, strict=True)), by=person, at=timezone.now())


def waiting(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind, state=NoticeState.DUE).values_list("person__name", flat=True))


def names(*people: Person) -> set[str]:
    return {person.name for person in people}


# --- asking and reminding


def test_everyone_invited_is_asked_and_only_those_missing_are_reminded(people: Any, poll: SlotPoll) -> None:
    team = names(people.lead, people.teacher, people.member)
    assert (waiting(polling.ASKED), waiting(polling.REMINDER)) == (team, team)
    answer(poll, people.teacher, "yes", "no")
    left = names(people.lead, people.member)
    assert (waiting(polling.ASKED), waiting(polling.REMINDER)) == (left, left)


def test_the_mail_names_the_times_and_the_deadline(people: Any, poll: SlotPoll) -> None:
    for kind in (polling.ASKED, polling.REMINDER):
        notice = Notice.objects.select_related("person", "school").get(kind=kind, person=people.teacher)
        mail = teams_notices.render(notice)
        assert ("9:00 AM" in mail.text, "10:00 AM" in mail.text, f"/polls/{poll.pk}/" in mail.text) == (
            True,
            True,
            True,
        )
    closed = teams_notices.put(polling.CLOSED, thing=poll, person=people.lead, due_at=timezone.now(), at=timezone.now())
    assert "has closed" in teams_notices.render(closed).text


def test_a_reminder_that_was_missed_by_void_is_not_wanted_either(people: Any, poll: SlotPoll) -> None:
    notice = Notice.objects.select_related("person").get(kind=polling.REMINDER, person=people.member)
    wanted = teams_notices.KINDS[polling.REMINDER].still_wanted
    assert wanted(notice)
    PollAnswer.objects.create(slot=poll.slots.first(), person=people.member, reply="yes")
    assert not wanted(notice)
    PollAnswer.objects.all().delete()
    actions.cancel_session(poll.session, by=people.leader, at=timezone.now())
    assert not wanted(notice)


@pytest.mark.parametrize("ending", ["settle", "cancel"])
def test_a_poll_that_is_over_reminds_nobody(people: Any, poll: SlotPoll, ending: str) -> None:
    now = timezone.now()
    if ending == "settle":
        actions.settle_poll(poll, slot=poll.slots.first(), version=0, has_word=False, by=people.lead, at=now)
    else:
        actions.cancel_poll(poll, by=people.lead, at=now)
    assert (waiting(polling.ASKED), waiting(polling.REMINDER)) == (set(), set())
    with pytest.raises(actions.PollOver):
        answer(poll, people.teacher, "yes", "yes")
    with pytest.raises(actions.PollOver):
        actions.cancel_poll(poll, by=people.lead, at=now)


def test_settling_gives_the_time_and_tells_everyone_once(people: Any, poll: SlotPoll) -> None:
    settled = actions.settle_poll(
        poll, slot=poll.slots.get(meets_at=time(10)), version=0, has_word=False, by=people.lead, at=timezone.now()
    )
    assert (settled.state, settled.meets_on, settled.meets_at) == (SessionState.SCHEDULED, in_days(9), time(10))
    assert waiting("session-invitation") == names(people.lead, people.teacher, people.member)


def test_a_lead_does_not_settle_on_the_evening(people: Any, session: ReflectionSession) -> None:
    now = timezone.now()
    poll = actions.open_poll(session, slots=offered(9, 17), closes_at=now + timedelta(days=2), by=people.lead, at=now)
    evening = poll.slots.get(meets_at=time(17))
    with pytest.raises(actions.BeyondContractDay):
        actions.settle_poll(poll, slot=evening, version=0, has_word=False, by=people.lead, at=now)
    actions.settle_poll(poll, slot=evening, version=0, has_word=True, by=people.leader, at=now)
    assert fresh(session).meets_at == time(17)


def test_one_poll_at_a_time(people: Any, poll: SlotPoll) -> None:
    now = timezone.now()
    with pytest.raises(actions.PollRunning):
        actions.open_poll(poll.session, slots=offered(9, 10), closes_at=now, by=people.leader, at=now)


def test_a_meeting_that_has_begun_is_not_polled(people: Any, timed: ReflectionSession) -> None:
    ReflectionSession.objects.filter(pk=timed.pk).update(state=SessionState.MEETING)
    now = timezone.now()
    with pytest.raises(actions.SessionOver):
        actions.open_poll(timed, slots=offered(9, 10), closes_at=now, by=people.leader, at=now)


def test_the_clock_closes_it_once_and_tells_who_asked(people: Any, poll: SlotPoll) -> None:
    late = poll.closes_at + timedelta(minutes=1)
    assert actions.close_due_polls(at=poll.closes_at - timedelta(minutes=1)) == 0
    assert (actions.close_due_polls(at=late), actions.close_due_polls(at=late)) == (1, 0)
    poll.refresh_from_db()
    assert poll.state == PollState.CLOSED
    assert (waiting(polling.CLOSED), waiting(polling.ASKED), waiting(polling.REMINDER)) == (
        {people.lead.name},
        set(),
        set(),
    )
    actions.settle_poll(poll, slot=poll.slots.first(), version=0, has_word=False, by=people.lead, at=late)
    assert fresh(poll.session).state == SessionState.SCHEDULED


def test_the_doorbell_closes_what_is_due(people: Any, poll: SlotPoll) -> None:
    SlotPoll.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    tasks.close_due_polls()
    poll.refresh_from_db()
    assert poll.state == PollState.CLOSED


def test_no_answer_counts_after_the_deadline(people: Any, poll: SlotPoll) -> None:
    with pytest.raises(actions.PollOver):
        actions.answer_poll(poll, replies={}, by=people.teacher, at=poll.closes_at + timedelta(seconds=1))


# --- the pages


def typed(*clocks: str, **changes: str) -> dict[str, str]:
    values = {"minutes": "60", "closes_on": in_days(5).isoformat()}
    for number, clock in enumerate(clocks):
        values |= {f"day-{number}": in_days(9).isoformat(), f"time-{number}": clock}
    return values | changes


def test_a_poll_is_opened_with_free_times_that_were_proposed(people: Any, session: ReflectionSession) -> None:
    client = as_person(people.lead)
    free = queries.alternates(session, today=moments.today())
    assert len({one.meets_on for one in free}) == 3
    page = text_of(client.get(reverse("cycles:poll-new", args=[session.pk])))
    assert [f'value="{one.meets_on:%Y-%m-%d}"' in page for one in free] == [True] * 3
    opened = client.post(reverse("cycles:poll-open", args=[session.pk]), typed("09:00", "10:00", "10:00"))
    poll = SlotPoll.objects.get()
    assert opened["Location"] == reverse("cycles:poll", args=[poll.pk])
    assert [one.meets_at for one in poll.slots.order_by("meets_at")] == [time(9), time(10)]
    assert poll.closes_at == datetime.combine(in_days(5), time(17), tzinfo=session.cycle.school.zone)
    assert client.get(reverse("cycles:poll-new", args=[session.pk]))["Location"] == opened["Location"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (typed("09:00"), "Offer at least two different times."),
        (typed("09:00", "09:00"), "Offer at least two different times."),
        (typed("09:00", "10:00", **{"time-2": "11:00"}), "A time on offer has a day and a time."),
        (typed("09:00", "10:00", closes_on="2020-01-01"), "This has passed; choose a later day."),
        (typed("09:00", "10:00", closes_on="2099-01-01"), "Close the poll before the first time on offer."),
    ],
)
def test_what_does_not_fit_is_refused(people: Any, session: ReflectionSession, data: Any, said: str) -> None:
    refused = as_person(people.lead).post(reverse("cycles:poll-open", args=[session.pk]), data)
    assert refused.status_code == 422
    assert said in text_of(refused)
    assert not SlotPoll.objects.exists()


def test_those_invited_answer_and_see_who_said_what(people: Any, poll: SlotPoll) -> None:
    first, second = queries.offered(poll)
    client, address = as_person(people.teacher), reverse("cycles:poll-answer", args=[poll.pk])
    assert "Answer for each time." in text_of(client.post(address, {f"reply-{first}": "yes"}))
    client.post(address, {f"reply-{first}": "yes", f"reply-{second}": "maybe"})
    answer(poll, people.member, "yes", "no")
    page = queries.poll_page(poll, people.lead)
    assert [(one.yes, one.maybe, one.no, one.is_best) for one in page.offers] == [
        (("Malik Johnson", "Teresa Núñez"), (), (), True), ((), ("Teresa Núñez",), ("Malik Johnson",), False),
    ]  # fmt: skip
    assert (page.missing, page.may_settle, page.may_answer) == (("Sam O'Brien",), True, True)
    shown = text_of(as_person(people.member).get(reverse("cycles:poll", args=[poll.pk])))
    assert "Teresa Núñez" in shown
    assert "Take this time" not in shown
    assert as_person(people.superintendent).get(reverse("cycles:poll", args=[poll.pk])).status_code == 403


def test_one_click_settles_it(people: Any, poll: SlotPoll) -> None:
    first, _second = queries.offered(poll)
    client, address = as_person(people.leader), reverse("cycles:poll-settle", args=[poll.pk, first])
    done = client.post(address, {"version": "0"})
    assert done["Location"] == reverse("cycles:cycle", args=[poll.session.cycle_id])
    assert fresh(poll.session).meets_at == time(9)
    assert "This poll is over" in text_of(client.post(address, {"version": "1"}, follow=True))


def test_settling_what_somebody_else_moved_is_refused(people: Any, poll: SlotPoll) -> None:
    give_time(poll.session, people)
    first, _second = queries.offered(poll)
    client = as_person(people.leader)
    text = text_of(client.post(reverse("cycles:poll-settle", args=[poll.pk, first]), {"version": "0"}, follow=True))
    assert "Somebody else changed this meeting" in text
    poll.refresh_from_db()
    assert poll.state == PollState.OPEN


def test_a_poll_is_called_off(people: Any, poll: SlotPoll) -> None:
    text = text_of(as_person(people.leader).post(reverse("cycles:poll-cancel", args=[poll.pk]), follow=True))
    assert "Nobody is reminded of it" in text
    assert waiting(polling.REMINDER) == set()


def test_the_page_costs_the_same_for_many_people_and_times(people: Any, poll: SlotPoll, count_queries: Any) -> None:
    def cost() -> int:
        with count_queries() as found:
            queries.poll_page(poll, people.lead)
        return len(found)

    answer(poll, people.teacher, "yes", "no")
    few = cost()
    for number in range(6):
        person = Person.objects.create(email=f"more{number}@example.org", name=f"More {number}")
        Membership.objects.create(team=people.team, person=person, starts_on=in_days(-9))
        poll.session.invitations.create(person=person)
        answer(poll, person, "maybe", "yes")
    assert cost() == few
    assert few <= 8


def test_mail_is_sent_to_those_asked(people: Any, poll: SlotPoll, mailoutbox: list[Any]) -> None:
    answer(poll, people.member, "yes", "yes")
    outbox.send_due(timezone.now)
    assert {mail.to[0] for mail in mailoutbox} == {people.lead.email, people.teacher.email}
