"""Few have prepared and the meeting is near: who leads it says whether it goes ahead; nothing happens by itself."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan import queries
from cycles.plan.models import GoAhead, ReflectionSession
from tests.cycles.making import hand_in, schedule


def page(client: Client, person: Any, session: ReflectionSession) -> str:
    client.force_login(person)
    return client.get(reverse("cycles:session", args=[session.pk])).content.decode()


def test_who_leads_it_is_asked_and_nobody_else(people: Any, session: ReflectionSession, client: Client) -> None:
    asked = {
        name: "0 of 3 have prepared" in page(client, getattr(people, name), session)
        for name in ("leader", "facilitator", "lead", "teacher", "superintendent")
    }
    assert asked == {"leader": True, "facilitator": True, "lead": False, "teacher": False, "superintendent": False}


def test_the_word_is_kept_and_becomes_a_line(people: Any, session: ReflectionSession, client: Client) -> None:
    hand_in(session, people.teacher)
    address = reverse("cycles:session-go-ahead", args=[session.pk])
    client.force_login(people.facilitator)
    client.post(address)
    client.force_login(people.leader)
    assert "Somebody decided so before you." in client.post(address, follow=True).content.decode()
    said = GoAhead.objects.get()
    assert (said.by, said.ready, said.total, said.meets_on) == (people.facilitator, 1, 3, session.meets_on)
    told = page(client, people.teacher, session)
    assert ("with 1 of 3 prepared" in told, people.facilitator.name in told) == (True, True)
    assert ">Go ahead<" not in page(client, people.leader, session)


def test_half_is_enough_and_a_far_meeting_has_time(people: Any, cycle: Any, session: ReflectionSession) -> None:
    now = timezone.now()

    def asked(ready: int, total: int, at: Any = now) -> bool:
        return queries.thin_preparation(session, ready=ready, total=total, at=at).is_asked

    assert [asked(ready, 4) for ready in (0, 1, 2, 4)] == [True, True, False, False]
    assert not asked(0, 0)
    far = schedule(cycle, people.other_team, days=20)
    assert not queries.thin_preparation(far, ready=0, total=4, at=now).is_asked
    assert not asked(0, 4, now + timedelta(days=4))


def test_a_word_for_one_day_is_none_for_another(people: Any, session: ReflectionSession, client: Client) -> None:
    client.force_login(people.leader)
    client.post(reverse("cycles:session-go-ahead", args=[session.pk]))
    ReflectionSession.objects.filter(pk=session.pk).update(meets_on=session.meets_on - timedelta(days=1))
    assert ">Go ahead<" in page(client, people.leader, session)


def test_postponing_leads_to_a_later_time(people: Any, session: ReflectionSession, client: Client) -> None:
    assert "?later=1" in page(client, people.leader, session)
    form = client.get(reverse("cycles:schedule", args=[session.pk]), {"later": "1"}).context["form"]
    assert form.initial["meets_on"] > session.meets_on
    assert client.get(reverse("cycles:schedule", args=[session.pk])).context["form"].initial["meets_on"] == (
        session.meets_on
    )
