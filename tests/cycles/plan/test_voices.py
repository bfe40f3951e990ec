"""What people from outside say: saved, sent, read after its day, with a name or without."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan import actions, queries
from cycles.plan.enums import SessionState
from cycles.plan.models import Pass, ReflectionSession, Voice
from tests import moments

from .conftest import fresh, give_time, in_days
from .guests import after_the_day, answer, as_person, ask, heard, linked

# --- saved, sent, taken up again


def test_words_are_saved_as_typed_and_never_overwritten(people: Any, timed: ReflectionSession) -> None:
    _given, token = ask(timed, people)
    client, address = Client(), linked(token, "-save", question="well")
    typed = {"X-Autosave": "1"}
    saved = client.post(address, {"text": "Reading nights", "version": 0}, headers=typed)
    assert (saved.status_code, saved.json()["version"]) == (200, 1)
    newer = client.post(address, {"text": "Other", "version": 0}, headers=typed)
    assert (newer.status_code, newer.json()) == (409, {"text": "Reading nights", "version": 1})
    plain = client.post(address, {"text": "Other", "version": 0})
    assert (plain.status_code, ">Other</textarea>" in plain.content.decode().replace("\n", "")) == (409, True)
    assert "Reading nights" in client.get(linked(token)).content.decode()
    assert client.post(linked(token, "-save", question="else"), {"text": "Thanks", "version": 0}).status_code == 302
    assert client.post(f"/voices/{token}/nonsense/save/", {"text": "x", "version": 0}).status_code == 404


def test_words_are_sealed_in_the_database(people: Any, timed: ReflectionSession) -> None:
    from django.db import connection

    given, _token = ask(timed, people)
    answer(given, "canary")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cycles_voice UNION SELECT email FROM cycles_pass")
        stored = str(cursor.fetchall())
    assert ("canary" in stored, "maria" in stored) == (False, False)


def test_nobody_reads_before_the_day_is_over(people: Any, timed: ReflectionSession) -> None:
    given, _ = ask(timed, people)
    actions.save_voice(given, question="well", text="canary", version=0, at=timezone.now())
    other, _ = ask(timed, people, person=people.partner)
    answer(other, "Calm hallways")
    assert heard(timed, people.lead) == []
    with after_the_day():
        assert heard(timed, people.lead) == [(people.partner.name, "Calm hallways")]
        with pytest.raises(actions.FeedbackClosed):
            actions.save_voice(given, question="well", text="late", version=1, at=timezone.now())
        with pytest.raises(actions.FeedbackClosed):
            actions.take_back_feedback(other, at=timezone.now())
    assert Voice.objects.get(given=given).text == "canary"


def test_what_is_taken_up_again_or_revoked_before_the_day_is_not_read(people: Any, timed: ReflectionSession) -> None:
    first, _ = ask(timed, people)
    second, _ = ask(timed, people, name="Jo Webb")
    third, _ = ask(timed, people, name="Kit Low")
    for given in (first, second, third):
        answer(given, f"from {given.name}")
    actions.take_back_feedback(first, at=timezone.now())
    actions.revoke_pass(second, by=people.leader, at=timezone.now())
    with after_the_day():
        assert heard(timed, people.lead) == [("Kit Low", "from Kit Low")]
        actions.revoke_pass(third, by=people.leader, at=timezone.now())
        assert heard(timed, people.lead) == [("Kit Low", "from Kit Low")]


def test_after_the_day_the_page_is_kindly_closed(people: Any, timed: ReflectionSession) -> None:
    _given, token = ask(timed, people)
    with after_the_day():
        page = Client().get(linked(token))
        assert (page.status_code, "Thank you for thinking with us." in page.content.decode()) == (200, True)
        late = Client().post(linked(token, "-save", question="well"), {"text": "x", "version": 0})
        assert late.status_code == 422


def test_something_is_to_be_written_before_it_is_sent(people: Any, timed: ReflectionSession) -> None:
    _given, token = ask(timed, people)
    empty = Client().post(linked(token, "-send"), {"name_shown": "named"})
    assert (empty.status_code, "One answer is enough" in empty.content.decode()) == (422, True)


# --- without a name


def test_without_a_name_only_where_five_are_asked_for_the_same_day(people: Any, timed: ReflectionSession) -> None:
    passes = [ask(timed, people, name=f"Parent{n} Lee")[0] for n in range(4)]
    late, _ = ask(timed, people, name="Late Lee", answers_by=in_days(6))
    actions.save_voice(passes[0], question="well", text="a", version=0, at=timezone.now())
    for given in (passes[0], late):
        assert not queries.unnamed_is_offered(given)
    with pytest.raises(actions.UnnamedNotOffered):
        actions.send_feedback(passes[0], is_unnamed=True, at=timezone.now())
    token = ask(timed, people, name="Parent4 Lee")[1]
    actions.send_feedback(passes[0], is_unnamed=True, at=timezone.now())
    assert "Without my name" in Client().get(linked(token)).content.decode()


def test_lines_without_a_name_are_read_while_five_could_have_written_them(
    people: Any, timed: ReflectionSession
) -> None:
    passes = [ask(timed, people, name=f"Parent{n} Lee")[0] for n in range(6)]
    answer(passes[0], "unnamed line", is_unnamed=True)
    answer(passes[1], "named line")
    told = queries.given_passes(timed, at=timezone.now())
    assert [one.word for one in told] == ["Asked", "Has answered", *["Asked"] * 4]
    answer(passes[2], "another")
    with after_the_day():
        assert heard(timed, people.lead) == [("Parent1 Lee", "named line"), ("Parent2 Lee", "another")]
        found = queries.voices(fresh(timed), people.lead, at=timezone.now())
        assert found.is_held_back
        Pass.objects.filter(pk=passes[2].pk).update(is_sent=False)
        assert sorted(heard(timed, people.lead)) == [("", "unnamed line"), ("Parent1 Lee", "named line")]


def test_the_page_names_its_readers_and_they_are_the_ones_who_read(people: Any, timed: ReflectionSession) -> None:
    give_time(timed, people, facilitator=people.facilitator)
    for guest in (people.colleague, people.superintendent):
        actions.invite_guest(fresh(timed), person=guest, sees_packet=False, by=people.leader, at=timezone.now())
    given, _ = ask(timed, people)
    answer(given, "canary voice")
    named = set(queries.feedback_page(given, at=timezone.now()).readers)
    readers = set()
    names = ("leader", "lead", "teacher", "member", "facilitator", "colleague", "superintendent")
    with after_the_day():
        for name in names:
            person = getattr(people, name)
            page = as_person(person).get(reverse("cycles:session-plan", args=[timed.pk])).content.decode()
            readers |= {person.name} if "canary voice" in page else set()
    assert named == readers == {getattr(people, name).name for name in names[:5]}


def test_nothing_is_read_of_a_cancelled_meeting(people: Any, timed: ReflectionSession) -> None:
    given, _ = ask(timed, people)
    answer(given, "canary")
    actions.cancel_session(timed, by=people.leader, at=timezone.now())
    with after_the_day():
        assert heard(timed, people.lead) == []
    ReflectionSession.objects.filter(pk=timed.pk).update(state=SessionState.MET)
    assert heard(timed, people.lead) == [("Maria Ortiz", "canary")]


# --- whom, and until when


def test_one_person_and_a_day_before_the_meeting(people: Any, timed: ReflectionSession) -> None:
    client, address = as_person(people.lead), reverse("cycles:feedback-ask", args=[timed.pk])
    parent = {"name": "Maria Ortiz", "email": "maria@family.test", "answers_by": str(in_days(5))}
    refused = [
        {},
        parent | {"person": people.partner.pk},
        parent | {"email": ""},
        parent | {"answers_by": str(in_days(-2))},
        parent | {"answers_by": str(timed.meets_on)},
        parent | {"ends_on": str(in_days(4))},
        {"person": people.teacher.pk, "answers_by": str(in_days(5))},
    ]
    assert [client.post(address, said).status_code for said in refused] == [422] * 7
    assert client.post(address, {"person": people.partner.pk, "answers_by": str(in_days(5))}).status_code == 302
    assert Pass.objects.count() == 1


def test_a_day_is_proposed_and_kept_for_the_round(people: Any, timed: ReflectionSession) -> None:
    today = moments.today()
    proposed = queries.proposed_answer_day(timed, today=today)
    assert proposed is not None
    assert today <= proposed < timed.meets_on
    ask(timed, people, answers_by=in_days(8))
    assert queries.proposed_answer_day(timed, today=today) == in_days(8)
    assert queries.proposed_answer_day(timed, today=timed.meets_on) is None


def test_the_list_costs_the_same_for_more(people: Any, timed: ReflectionSession, count_queries: Any) -> None:
    client = as_person(people.leader)

    def counted() -> int:
        with count_queries() as asked:
            assert client.get(reverse("cycles:guests", args=[timed.pk])).status_code == 200
        return len(asked)

    ask(timed, people)
    counted()
    first = counted()
    for name in ("Jo Webb", "Kit Low", "Lou May"):
        ask(timed, people, name=name)
    assert counted() == first
