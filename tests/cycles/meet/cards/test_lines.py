"""Lines of one's own template as cards: which are offered, and which would tell who wrote a sealed one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, queries
from cycles.meet.enums import CardKind
from cycles.meet.models import Card, Meeting
from cycles.prepare import actions as prepare, sharing
from cycles.prepare.models import Answer, Prompt, Reading
from teams.models import Person
from tests.cycles.meet.conftest import fresh
from tests.cycles.meet.sealed.boxes import Browser, here, rule, show

NOW = timezone.now


def prepared(
    meeting: Meeting, person: Person, kind: str, text: str, second: str = "", audience: str = "me", place: int = 0
) -> Answer:
    """What somebody wrote under a question of `kind` of their template; each `place` is a question of its own."""
    reflection = prepare.begin_reflection(meeting.session, by=person, at=NOW())
    prompt, _made = Prompt.objects.get_or_create(
        template=reflection.template, position=60 + place, defaults={"kind": kind, "text": "?"}
    )
    Prompt.objects.filter(pk=prompt.pk).update(kind=kind)
    answer, _made = Answer.objects.update_or_create(
        reflection=reflection,
        prompt=prompt,
        defaults={"text": text, "second_text": second, "audience": audience, "saved_at": NOW()},
    )
    return answer


def offered(meeting: Meeting, person: Person, kind: str = "success", *, is_sealed: bool = False) -> Any:
    return queries.prepared_lines(meeting.session, person, CardKind(kind), is_sealed=is_sealed)


def told(lines: Any) -> list[tuple[str, str]]:
    return [(line.text, line.because) for line in lines.lines]


def test_one_s_own_successes_are_offered_with_their_action(people: Any, meeting: Meeting) -> None:
    prepared(meeting, people.teacher, "success", "14 of 22 explain aloud", "Talk moves")
    prepared(meeting, people.teacher, "growth", "Buses come late", "The new route", place=1)
    prepared(meeting, people.member, "success", "Theirs", "Too")
    assert told(offered(meeting, people.teacher)) == [("14 of 22 explain aloud", "Talk moves")]
    assert told(offered(meeting, people.teacher, "growth")) == [("Buses come late", "")]
    assert told(offered(meeting, people.leader)) == []


@pytest.mark.parametrize(
    ("text", "second", "cards"),
    [
        ("- One\n- Two", "First\nSecond", [("One", "First"), ("Two", "Second")]),
        ("One\n\nTwo", "For both", [("One", "For both"), ("Two", "For both")]),
        ("One\nTwo", "a\nb\nc", [("One Two", "a b c")]),
        ("One", "a\nb", [("One", "a b")]),
        ("One", "", [("One", "")]),
        (" \n ", "", []),
    ],
)
def test_each_typed_line_is_a_card(people: Any, meeting: Meeting, text: str, second: str, cards: Any) -> None:
    prepared(meeting, people.teacher, "success", text, second)
    assert told(offered(meeting, people.teacher)) == cards


def test_what_cannot_be_a_card_yet_says_so(people: Any, meeting: Meeting) -> None:
    prepared(meeting, people.teacher, "success", "Grew", "")
    prepared(meeting, people.teacher, "success", "y" * 401, "Met", place=1)
    prepared(meeting, people.teacher, "success", "z" * 400, "Met", place=2)
    assert [(one.is_whole, one.needs_action, one.is_long) for one in offered(meeting, people.teacher).lines] == [
        (False, True, False),
        (False, False, True),
        (True, False, False),
    ]


@pytest.mark.parametrize("audience", ["lead", "unnamed", "pooled", "named"])
def test_into_a_sealed_box_only_what_nobody_else_could_read(people: Any, meeting: Meeting, audience: str) -> None:
    prepared(meeting, people.teacher, "success", "Mine alone", "Met")
    prepared(meeting, people.teacher, "success", "Shared\nTwice", "Met", audience, place=1)
    sealed = offered(meeting, people.teacher, is_sealed=True)
    assert (told(sealed), sealed.kept_back) == ([("Mine alone", "Met")], 2)
    named = offered(meeting, people.teacher)
    assert ([line.text for line in named.lines], named.kept_back) == (["Mine alone", "Shared", "Twice"], 0)


def test_nor_what_somebody_read_before_it_was_taken_back(people: Any, meeting: Meeting) -> None:
    answer = prepared(meeting, people.teacher, "growth", "Once shared")
    Reading.objects.create(answer=answer, reader=people.lead, read_on=NOW().date())
    sealed = offered(meeting, people.teacher, "growth", is_sealed=True)
    assert (told(sealed), sealed.kept_back) == ([], 1)


def test_nor_what_was_shown_to_the_team_as_a_model(people: Any, meeting: Meeting, go_to: Callable[..., Any]) -> None:
    answer = prepared(meeting, people.lead, "growth", "As a model")
    sharing.show_example(meeting.session, prompt=answer.prompt_id, by=people.lead, at=NOW())
    sealed = offered(meeting, people.lead, "growth", is_sealed=True)
    assert (told(sealed), sealed.kept_back) == ([], 1)
    here(meeting, 6)
    rule(meeting, "growth")
    browser = Browser(go_to(meeting, "growth"), people.lead)
    with pytest.raises(actions.KnownLine):
        browser.write("as  a model")


def test_it_takes_three_queries_however_many_lines(
    people: Any, meeting: Meeting, django_assert_num_queries: Any
) -> None:
    for number in range(4):
        with django_assert_num_queries(3):
            offered(meeting, people.teacher, is_sealed=True)
        with django_assert_num_queries(1):
            offered(meeting, people.teacher)
        prepared(meeting, people.teacher, "success", f"{number}", "Met", place=number)


# --- through the pages


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client: Any, meeting: Meeting) -> Any:
    return client.get(reverse("cycles:room-lines", args=[meeting.session_id]))


def test_the_page_covers_them_and_gives_them_when_asked(
    people: Any, meeting: Meeting, go_to: Callable[..., Any]
) -> None:
    prepared(meeting, people.teacher, "success", "14 of 22 explain aloud", "Talk moves")
    go_to(meeting, "progress")
    teacher = as_person(people.teacher)
    for face in ("room", "room-phase"):
        drawn = teacher.get(reverse(f"cycles:{face}", args=[meeting.session_id])).content.decode()
        assert ("From what you prepared" in drawn, "14 of 22" in drawn) == (True, False)
    given = page(teacher, meeting).content.decode()
    assert ("14 of 22 explain aloud" in given, "carries your name" in given) == (True, True)
    assert "14 of 22" not in page(as_person(people.lead), meeting).content.decode()
    said = {"face": "room", "kind": "success", "text": "14 of 22 explain aloud", "because": "Talk moves"}
    teacher.post(reverse("cycles:card-write", args=[meeting.session_id]), said)
    assert Card.objects.get().author == people.teacher


def test_the_console_and_the_projector_have_no_place_for_them(
    people: Any, meeting: Meeting, go_to: Callable[..., Any]
) -> None:
    go_to(meeting, "progress")
    leads = as_person(people.facilitator)
    for face in ("facilitate", "screen"):
        assert b"From what you prepared" not in leads.get(reverse(f"cycles:{face}", args=[meeting.session_id])).content


def test_where_nothing_of_the_kind_is_written_there_are_none(people: Any, meeting: Meeting) -> None:
    assert page(as_person(people.teacher), meeting).status_code == 404


def test_a_line_put_into_the_box_is_nobodys(people: Any, meeting: Meeting, go_to: Callable[..., Any]) -> None:
    prepared(meeting, people.teacher, "growth", "Only I knew")
    here(meeting, 6)
    rule(meeting, "growth")
    there = go_to(meeting, "growth")
    (line,) = offered(there, people.teacher, "growth", is_sealed=True).lines
    Browser(there, people.teacher).write(line.text)
    show(there)
    assert Card.objects.values_list("text", "author").get() == ("Only I knew", None)
    assert fresh(there.session).is_open
