from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from cycles import queries
from cycles.adjust.models import ActionStep, Adjustment, Advice
from cycles.plan import actions
from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation, ReflectionSession
from cycles.plan.slots import Slot
from cycles.queries.drawers import filled
from cycles.queries.today import greeting
from cycles.share.models import Review, Summary
from teams.models import School, SchoolYear
from tests import moments
from tests.cycles.confer.talks import arrange
from tests.cycles.listen.making import ask, set_cycle
from tests.cycles.making import begin_meeting, hand_in, join, open_cycle, schedule, write

DENVER = ZoneInfo("America/Denver")
SET_CYCLES = "Set this year's learning cycles"


def titles(person: Any) -> list[str]:
    return [task.title for task in queries.today(person, now=timezone.now()).tasks]


def step(session: ReflectionSession, owner: Any, days: int = 5) -> ActionStep:
    now = timezone.now()
    due_on = now.date() + timedelta(days=days)
    return ActionStep.objects.create(session=session, text="Plan together", owner=owner, due_on=due_on, created_at=now)


def proposal(session: ReflectionSession, by: Any) -> Adjustment:
    return Adjustment.objects.create(
        session=session,
        scope="school",
        text="Weekly number talks",
        reason="r",
        proposed_by=by,
        proposed_at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("hour", "words"), [(8, "Good morning, Rosa"), (14, "Good afternoon, Rosa"), (19, "Good evening, Rosa")]
)
def test_the_greeting_follows_the_schools_clock(hour: int, words: str) -> None:
    moment = datetime(2026, 12, 8, hour, 30, tzinfo=DENVER).astimezone(UTC)
    assert greeting("Rosa", moment, DENVER) == words


def test_a_teacher_is_asked_for_a_word_and_a_reflection(people: Any, session: Any) -> None:
    assert titles(people.teacher) == ["Fill in your reflection", "Say whether you are coming"]


def test_a_poll_is_asked_until_it_is_answered(people: Any, session: Any) -> None:
    now, day = timezone.now(), session.meets_on + timedelta(days=7)
    Invitation.objects.update(reply="yes")
    offered = [Slot(day, time(11), 60), Slot(day, time(13), 60)]
    poll = actions.open_poll(session, slots=offered, closes_at=now + timedelta(days=1), by=people.lead, at=now)
    assert "Say when you can meet" in titles(people.teacher)
    assert "Say when you can meet" not in titles(people.colleague)
    actions.answer_poll(poll, replies={poll.slots.first().pk: "yes"}, by=people.teacher, at=now)
    assert "Say when you can meet" not in titles(people.teacher)
    assert "Say when you can meet" in titles(people.member)


def test_the_first_day_begins_with_a_school(people: Any, client: Client) -> None:
    assert titles(people.district) == []
    School.objects.all().delete()
    assert titles(people.district) == ["Set up your first school"]
    assert titles(people.steward) == []
    client.force_login(people.district)
    page = client.get("/cycle/").content.decode()
    assert ("No school yet" in page, 'href="/setup/"' in page) == (True, True)


def test_the_headline_counts_and_names_the_day(people: Any, session: Any) -> None:
    page = queries.today(people.teacher, now=timezone.now())
    assert page.headline == f"Two things before {session.meets_on:%A}."


def test_what_is_done_is_not_asked_again(people: Any, session: Any) -> None:
    Invitation.objects.filter(person=people.teacher).update(reply="yes")
    write(session, people.teacher, "begun")
    begun = queries.today(people.teacher, now=timezone.now()).tasks
    assert [(task.title, task.done_so_far) for task in begun] == [("Finish your reflection", "1 answered")]
    hand_in(session, people.teacher, "begun")
    page = queries.today(people.teacher, now=timezone.now())
    assert (page.tasks, page.headline) == ([], "Nothing is waiting for you.")


def test_an_open_room_comes_first(people: Any, session: Any) -> None:
    step(session, people.teacher)
    begin_meeting(session)
    assert titles(people.teacher)[0] == "Your meeting is open now"
    assert queries.today(people.teacher, now=timezone.now()).tasks[0].action == "Join"
    assert queries.today(people.facilitator, now=timezone.now()).tasks[0].action == "Facilitate"


def test_the_leader_plans(people: Any, session: Any, cycle: Any) -> None:
    schedule(cycle, people.other_team, days=None)
    proposal(session, people.lead)
    assert titles(people.leader) == [
        "Freeze the evidence packet",
        "Give a meeting a time",
        "Decide on a proposed change",
        SET_CYCLES,
    ]


def test_the_leader_opens_the_cycle_that_is_near(people: Any) -> None:
    assert titles(people.leader) == ["Open the reflection cycle", SET_CYCLES]
    assert titles(people.lead) == []


def test_the_leader_sets_learning_cycles_once_a_year(people: Any) -> None:
    assert titles(people.leader)[-1] == SET_CYCLES
    set_cycle(people)
    assert SET_CYCLES not in titles(people.leader)
    assert SET_CYCLES in titles(people.other_leader)
    SchoolYear.objects.update(ends_on=moments.today() - timedelta(days=1))
    assert SET_CYCLES not in titles(people.other_leader)


def test_the_lead_freezes_their_own_packet_only(people: Any, session: Any, cycle: Any) -> None:
    schedule(cycle, people.other_team)
    assert titles(people.lead).count("Freeze the evidence packet") == 1


def test_the_facilitator_gets_ready(people: Any, session: Any) -> None:
    assert titles(people.facilitator) == ["Get ready to facilitate"]


def test_promises_and_advice_and_reviews(people: Any, session: Any, cycle: Any) -> None:
    step(session, people.member)
    change = proposal(session, people.lead)
    now = timezone.now()
    Advice.objects.create(adjustment=change, adviser=people.superintendent, question="Is it worth it?", asked_at=now)
    summary = Summary.objects.create(cycle=cycle, state="published", title="Letter", drafted_at=now, published_at=now)
    Review.objects.create(summary=summary, reviewer=people.superintendent)
    assert "Plan together" in titles(people.member)
    assert titles(people.superintendent) == ["Advice is asked of you", "Read the summary of Juniper Elementary"]


def test_the_summary_follows_the_last_meeting(people: Any, session: Any, cycle: Any) -> None:
    ReflectionSession.objects.update(state=SessionState.MET)
    assert titles(people.leader) == ["Draft the summary", SET_CYCLES]
    Summary.objects.create(cycle=cycle, title="Letter", drafted_at=timezone.now())
    assert titles(people.leader) == ["Finish and publish the summary", SET_CYCLES]


def test_nobody_is_asked_for_a_cancelled_meeting(people: Any, session: Any) -> None:
    ReflectionSession.objects.update(state=SessionState.CANCELLED)
    assert titles(people.teacher) == []


def test_strangers_are_asked_nothing(people: Any, session: Any) -> None:
    for person in (people.outsider, people.partner, people.district, people.steward, people.colleague):
        assert titles(person) == []


def test_a_guest_sees_their_invitation(people: Any, session: Any) -> None:
    Invitation.objects.create(session=session, person=people.partner, is_guest=True)
    assert titles(people.partner) == ["Say whether you are coming"]


def test_coming_up_and_news(people: Any, session: Any, cycle: Any) -> None:
    now = timezone.now()
    Summary.objects.create(cycle=cycle, state="published", title="Letter", drafted_at=now, published_at=now)
    Adjustment.objects.filter(pk=proposal(session, people.lead).pk).update(
        state="agreed", decision="We try it.", decided_at=now
    )
    page = queries.today(people.teacher, now=now)
    assert [(day.day, [item.title for item in day.items]) for day in page.strip] == [
        (session.meets_on, ["Grade 4 reflection"])
    ]
    assert [one.kind for one in queries.news(people.teacher, now=now).lines] == ["Published", "Agreed"]
    assert [one.kind for one in queries.news(people.colleague, now=now).lines] == ["Published"]
    assert queries.news(people.outsider, now=now).lines == ()


def test_every_persona_has_a_first_page(people: Any, session: Any, client: Client) -> None:
    for name in ("leader", "lead", "teacher", "superintendent", "partner", "district", "steward", "outsider"):
        person = getattr(people, name)
        client.force_login(person)
        html = client.get("/").content.decode()
        assert f", {person.first_name}" in html


def test_every_card_leads_somewhere(people: Any, session: Any, cycle: Any, client: Client) -> None:
    schedule(cycle, people.ilt, facilitator=people.facilitator)
    schedule(cycle, people.other_team, days=None)
    Invitation.objects.create(session=session, person=people.partner, is_guest=True)
    change = proposal(session, people.lead)
    now = timezone.now()
    Advice.objects.create(adjustment=change, adviser=people.superintendent, question="Is it worth it?", asked_at=now)
    summary = Summary.objects.create(cycle=cycle, state="published", title="Letter", drafted_at=now, published_at=now)
    Review.objects.create(summary=summary, reviewer=people.superintendent)
    Adjustment.objects.filter(pk=proposal(session, people.lead).pk).update(
        state="agreed", decision="We try it.", decided_at=now
    )
    for person in (
        people.leader,
        people.lead,
        people.teacher,
        people.facilitator,
        people.partner,
        people.superintendent,
    ):
        step(session, person)
        client.force_login(person)
        page = queries.today(person, now=now)
        links = [task.url for task in page.tasks] + [one.url for one in queries.news(person, now=now).lines]
        links += [item.url for day in page.strip for item in day.items]
        assert links
        assert {url: client.get(url).status_code for url in links} == dict.fromkeys(links, 200)


def test_another_workplace_rests(people: Any, session: Any) -> None:
    since = people.fall.starts_on
    people.teacher.appointments.create(role="staff", school=people.other_school, starts_on=since)
    people.teacher.workplace = people.other_school
    people.teacher.save()
    assert titles(people.teacher) == []


def test_one_and_many_cost_the_same(people: Any, session: Any, cycle: Any, client: Client, count_queries: Any) -> None:
    def counted() -> list[int]:
        found = []
        for person in (people.leader, people.lead, people.teacher):
            client.force_login(person)
            with count_queries() as asked:
                client.get("/")
            found.append(len(asked))
        return found

    ilt = schedule(cycle, people.ilt)
    for person in (people.leader, people.lead, people.teacher):
        step(session, person)
    first = counted()
    schedule(cycle, people.other_team, days=None)
    for name in ("Ana", "Ben", "Cleo"):
        join(session, name)
        step(ilt, people.lead)
        step(ilt, people.teacher)
        proposal(session, people.lead)
    later = open_cycle(people, kind="end_of_year")
    schedule(later, people.team, days=9)
    assert counted() == first
    assert first == [14, 12, 11]


def test_news_come_a_moment_later_or_with_the_page(
    people: Any, session: Any, cycle: Any, client: Client, count_queries: Any
) -> None:
    now = timezone.now()
    Summary.objects.create(cycle=cycle, state="published", title="Our letter", drafted_at=now, published_at=now)
    client.force_login(people.teacher)
    told = {address: "Our letter" in client.get(address).content.decode() for address in ("/", "/?with=news")}
    assert told == {"/": False, "/?with=news": True}
    with count_queries() as asked:
        assert "Our letter" in client.get("/today/news/").content.decode()
    assert len(asked) == 7


def test_drawers_with_nothing_in_them_are_not_opened(people: Any, client: Client, count_queries: Any) -> None:
    client.force_login(people.teacher)
    with count_queries() as asked:
        client.get("/")
    assert len(asked) == 7


def test_each_drawer_tells_when_it_is_filled(people: Any, session: Any) -> None:
    assert filled(people.teacher) == frozenset()
    step(session, people.teacher)
    assert filled(people.teacher) == {"steps"}
    arrange(people.lead, people.teacher, session)
    assert (filled(people.teacher), filled(people.lead)) == ({"steps", "talks"}, {"talks"})
    ask(people)
    assert filled(people.teacher) == {"steps", "talks", "maps"}
    assert filled(people.lead) == {"talks", "told"}
