"""Who opened what, answers shown as a model, private words covered, one's own words taken along or deleted."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan.models import ReflectionSession
from cycles.prepare import queries, sharing
from cycles.prepare.models import Answer, Example, Reading, Reflection
from teams.models import AuditEntry, SchoolYear
from tests.cycles.making import begin_meeting, hand_in, join, write


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: Any, name: str, session: ReflectionSession) -> str:
    return client_of(person).get(reverse(f"cycles:{name}", args=[session.pk])).content.decode()


# --- who opened it


def test_an_author_sees_who_opened_an_answer_and_when(people: Any, session: Any) -> None:
    hand_in(session, people.teacher, "for my lead", "lead")
    hand_in(session, people.member, "for nobody", "me")
    assert "Opened by" not in page(people.teacher, "prepare-mine", session)
    for _twice in range(2):
        page(people.lead, "prepare-shared", session)
    page(people.leader, "prepare-shared", session)
    (reading,) = Reading.objects.all()
    today = timezone.localtime(timezone.now(), session.cycle.school.zone).date()
    assert (reading.reader, reading.read_on) == (people.lead, today)
    mine = page(people.teacher, "prepare-mine", session)
    assert f"Opened by Sam O&#x27;Brien, {today:%B} {today.day}" in mine
    assert "Opened by" not in page(people.member, "prepare-mine", session)


def test_days_are_told_in_order(people: Any, session: Any) -> None:
    hand_in(session, people.teacher, "named", "named")
    lines = queries.shared_with_group(session, people.lead).named
    for days in (0, 1, 1):
        sharing.note_readings(lines, session, by=people.lead, at=timezone.now() + timedelta(days=days))
    (opened,) = [one for own in queries.shared_of_mine(session, people.teacher) for one in own.opened]
    assert (opened.name, len(opened.on), sorted(opened.on)) == ("Sam O'Brien", 2, list(opened.on))


def test_ones_own_lines_are_not_counted(people: Any, session: Any) -> None:
    hand_in(session, people.lead, "my own", "named")
    page(people.lead, "prepare-shared", session)
    assert Reading.objects.count() == 0


def test_reading_costs_the_same_for_more(people: Any, session: Any, count_queries: Any) -> None:
    def counted() -> tuple[int, int]:
        client = client_of(people.lead)
        with count_queries() as shared:
            client.get(reverse("cycles:prepare-shared", args=[session.pk]))
        with count_queries() as mine:
            client_of(people.teacher).get(reverse("cycles:prepare-mine", args=[session.pk]))
        return len(shared), len(mine)

    hand_in(session, people.teacher, "one", "named")
    counted()
    first = counted()
    for name in ("Ana", "Ben"):
        hand_in(session, join(session, name), "more", "named")
    assert counted() == first


# --- a model from the lead


def show(people: Any, session: ReflectionSession, who: Any, change: str = "show") -> int:
    prompt = Answer.objects.filter(reflection__person=who).first().prompt_id
    return client_of(who).post(reverse(f"cycles:example-{change}", args=[session.pk, prompt])).status_code


def test_a_lead_shows_an_answer_before_the_team_writes(people: Any, session: Any) -> None:
    write(session, people.lead, "I planned too late")
    assert show(people, session, people.lead) == 302
    html = page(people.teacher, "prepare", session)
    assert ("I planned too late" in html, "A model from Sam O&#x27;Brien" in html) == (True, True)
    assert "as a model from you" in page(people.lead, "prepare-mine", session)
    assert AuditEntry.objects.filter(verb="answer shown as a model").count() == 1
    # what is written afterwards stays where it is
    Answer.objects.update(version=1)
    reflection = Reflection.objects.get(person=people.lead)
    answer = reflection.answers.get()
    answer.text = "and a second thought"
    answer.save()
    assert "second thought" not in page(people.teacher, "prepare", session)


def test_it_can_be_taken_back(people: Any, session: Any) -> None:
    write(session, people.lead, "I planned too late")
    show(people, session, people.lead)
    assert show(people, session, people.lead, "take-back") == 302
    assert Example.objects.count() == 0
    assert "I planned too late" not in page(people.teacher, "prepare", session)


def test_only_who_leads_shows_a_model_and_only_their_own(people: Any, session: Any) -> None:
    write(session, people.teacher, "mine")
    assert show(people, session, people.teacher) == 403
    assert "Show it to the team" not in page(people.teacher, "prepare-mine", session)
    prompt = Answer.objects.get().prompt_id
    client_of(people.lead).post(reverse("cycles:example-show", args=[session.pk, prompt]))
    assert Example.objects.count() == 0


# --- covered


@pytest.mark.parametrize(("audience", "covers"), [("me", 1), ("lead", 1), ("named", 0)])
def test_private_words_are_covered_on_every_page(people: Any, session: Any, audience: str, covers: int) -> None:
    write(session, people.teacher, "words", audience)
    assert page(people.teacher, "prepare", session).count('<details class="cover">') == covers
    assert page(people.teacher, "prepare-mine", session).count('<details class="cover">') == covers
    reflection = hand_in(session, people.teacher, "words", audience)
    reflection.answers.exclude(prompt__position=1).delete()
    assert page(people.teacher, "prepare", session).count('<details class="cover">') == covers
    to_lead = page(people.lead, "prepare-shared", session)
    assert to_lead.count('<details class="cover">') == (audience == "lead")


# --- one's own


def test_everything_of_ones_own_is_a_file(people: Any, session: Any) -> None:
    hand_in(session, people.teacher, "Number talks", "named")
    hand_in(session, people.member, "somebody else's")
    answer = client_of(people.teacher).get(reverse("cycles:own-words"))
    told = answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="my-reflections.txt"'
    assert [word in told for word in ("Number talks", "with my name", "Juniper Elementary, Grade 4")] == [True] * 3
    assert "somebody else" not in told
    assert "nothing yet" in client_of(people.leader).get(reverse("cycles:own-words")).content.decode()


def test_ones_words_are_deleted_before_the_meeting(people: Any, session: Any) -> None:
    hand_in(session, people.teacher, "gone", "named")
    answer = client_of(people.teacher).post(reverse("cycles:words-delete", args=[session.pk]))
    assert answer.status_code == 302
    assert (Reflection.objects.count(), Answer.objects.count()) == (0, 0)
    assert queries.readiness(session).ready == 0


def test_after_the_meeting_it_stays_true_that_one_was_ready(people: Any, session: Any) -> None:
    hand_in(session, people.teacher, "gone", "named")
    begin_meeting(session)
    client_of(people.teacher).post(reverse("cycles:words-delete", args=[session.pk]))
    assert (Reflection.objects.count(), Answer.objects.count()) == (1, 0)
    assert queries.readiness(session).ready == 1


def test_words_are_kept_until_the_next_school_year_is_over(people: Any, session: Any) -> None:
    hand_in(session, people.teacher, "old")
    over = people.year.ends_on
    SchoolYear.objects.create(name="next", starts_on=over + timedelta(days=60), ends_on=over + timedelta(days=340))
    noon = datetime.combine(over, time(12), tzinfo=UTC)
    assert sharing.forget_old_words(at=noon + timedelta(days=340)) == 0
    assert sharing.forget_old_words(at=noon + timedelta(days=341)) == 2
    assert (Reflection.objects.count(), Answer.objects.count()) == (1, 0)
