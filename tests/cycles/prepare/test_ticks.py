"""What a lead ticks for their team: paper and 1:1s. That, never what."""

from typing import Any

from django.test import Client
from django.utils import timezone

from cycles.plan.models import HeldCheckIn, ReflectionSession
from cycles.prepare import actions, queries
from cycles.prepare.models import Reflection
from teams.models import AuditEntry
from tests.cycles.making import begin_meeting, dated, hand_in, write

Shown = tuple[frozenset[int], frozenset[int]]


def shown(session: ReflectionSession, people: Any) -> Shown:
    """Whom a page loaded now shows ticked."""
    lines = queries.tick_lines(session, people.lead)
    on_paper = frozenset(line.pk for line in lines if line.is_on_paper)
    return on_paper, frozenset(line.pk for line in lines if line.has_talked)


def tick(
    session: ReflectionSession, people: Any, *, paper: Any = (), talked: Any = (), on_page: Shown | None = None
) -> None:
    """Send a page on which those are ticked; it was loaded just now, or showed `on_page`."""
    sent = (frozenset(person.pk for person in ticked) for ticked in (paper, talked))
    both = zip(on_page or shown(session, people), sent, strict=True)
    paper_ticks, talk_ticks = (actions.Ticks(shown=before, sent=now) for before, now in both)
    actions.tick_people(session, on_paper=paper_ticks, talked=talk_ticks, by=people.lead, at=timezone.now())


def words(session: ReflectionSession, people: Any) -> dict[str, tuple[str, bool]]:
    return {line.name: (line.word, line.has_talked) for line in queries.tick_lines(session, people.lead)}


def test_paper_and_talks_are_ticked_and_taken_back(people: Any, session: ReflectionSession) -> None:
    dated(session)
    tick(session, people, paper=[people.teacher], talked=[people.teacher, people.member])
    assert words(session, people) == {
        "Malik Johnson": ("not yet", True),
        "Sam O'Brien": ("not yet", False),
        "Teresa Núñez": ("on paper", True),
    }
    assert queries.readiness(session).ready == 1
    tick(session, people, talked=[people.member])
    assert words(session, people)["Teresa Núñez"] == ("not yet", False)
    assert (Reflection.objects.count(), HeldCheckIn.objects.count()) == (0, 1)
    assert AuditEntry.objects.filter(verb="1:1s marked").count() == 2


def test_an_older_page_takes_nothing_back(people: Any, session: ReflectionSession) -> None:
    """Two lead a team, and one loaded the list before the other ticked."""
    dated(session)
    older = shown(session, people)
    tick(session, people, paper=[people.teacher], talked=[people.teacher])
    tick(session, people, talked=[people.member], on_page=older)
    assert words(session, people) == {
        "Malik Johnson": ("not yet", True),
        "Sam O'Brien": ("not yet", False),
        "Teresa Núñez": ("on paper", True),
    }


def test_a_lead_hands_in_nobodys_words(people: Any, session: ReflectionSession) -> None:
    """A tick of somebody else's would show what they wrote to its audience."""
    dated(session)
    write(session, people.teacher, "canary", "named")
    hand_in(session, people.member)
    tick(session, people, paper=[people.teacher])
    assert Reflection.objects.get(person=people.teacher).submitted_at is None
    assert Reflection.objects.get(person=people.member).is_on_paper is False
    assert queries.shared_with_group(session).named == ()


def test_strangers_are_not_ticked(people: Any, session: ReflectionSession) -> None:
    dated(session)
    tick(session, people, paper=[people.outsider], talked=[people.outsider])
    assert (Reflection.objects.count(), HeldCheckIn.objects.count()) == (0, 0)


def test_a_meeting_that_has_begun_takes_nothing_back(people: Any, session: ReflectionSession) -> None:
    dated(session)
    tick(session, people, paper=[people.teacher])
    begin_meeting(session)
    tick(session, people)
    assert Reflection.objects.get(person=people.teacher).is_on_paper is True


def test_the_list_is_on_the_leads_page_only(people: Any, session: ReflectionSession, client: Client) -> None:
    dated(session)
    client.force_login(people.lead)
    answer = client.post(f"/sessions/{session.pk}/people/tick/", {"talked": [people.teacher.pk, "x"]}, follow=True)
    assert "Nobody is reminded of what is done." in answer.content.decode()
    assert list(HeldCheckIn.objects.values_list("person", flat=True)) == [people.teacher.pk]
    shown_again = f'name="shown_talked" value="{people.teacher.pk}"'
    assert shown_again in client.get(f"/sessions/{session.pk}/plan/").content.decode()
    assert "Tick paper and 1:1s" in client.get(f"/sessions/{session.pk}/plan/").content.decode()
    client.force_login(people.member)
    for query in ("plan/", "?with=plan"):
        assert "Tick paper and 1:1s" not in client.get(f"/sessions/{session.pk}/{query}").content.decode()


def test_the_list_costs_the_same_for_more(people: Any, session: ReflectionSession, count_queries: Any) -> None:
    def counted() -> int:
        with count_queries() as asked:
            queries.tick_lines(session, people.lead)
        return len(asked)

    first = counted()
    hand_in(session, people.teacher)
    write(session, people.member, "one")
    assert counted() == first == 3
