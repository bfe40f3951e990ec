"""The pages of listening: what each person sees, what nobody else does, and what it costs."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles import queries as pages
from cycles.listen import actions
from cycles.listen.models import Heard, LearningCycle, MapRound, ThinkingMap
from surveys import actions as survey_actions
from surveys.models import Survey
from teams.models import Notice
from teams.notices import KINDS
from tests.surveys.making import closed, token_of

from .making import answer, ask, crowd, map_of, set_cycle, today_at, write

pytestmark = pytest.mark.django_db
TYPED = {"X-Autosave": "1"}


def as_person(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def shown(person: Any, name: str, *args: Any) -> str:
    answered = as_person(person).get(reverse(name, args=args))
    assert answered.status_code == 200, name
    return answered.content.decode()


def titles(person: Any) -> list[str]:
    return [task.title for task in pages.today(person, now=timezone.now()).tasks]


def saved(client: Client, found: ThinkingMap, version: int, headers: Any = None, **said: str) -> Any:
    data = {"well": "", "improve": "", "other": "", "version": version, **said}
    return client.post(reverse("cycles:map-save", args=[found.pk]), data, headers=headers or {})


# --- a member


def test_typing_is_saved_and_two_windows_meet(people: Any) -> None:
    mine, client = map_of(ask(people), people.teacher), as_person(people.teacher)
    first = saved(client, mine, 0, TYPED, well="Calm\r\nstarts")
    assert (first.status_code, first.json()["version"]) == (200, 1)
    assert map_of(mine.round, people.teacher).well == "Calm\nstarts"
    other = saved(client, mine, 0, TYPED, well="Other")
    assert (other.status_code, other.json()["well"], other.json()["version"]) == (409, "Calm\nstarts", 1)
    plain = saved(client, mine, 0, well="Other window")
    html = plain.content.decode()
    assert (plain.status_code, "Other window" in html, "Calm<br>starts" in html) == (409, True, True)
    assert 'name="version" value="1"' in html


def test_the_same_form_hands_in_what_was_typed_a_moment_ago(people: Any) -> None:
    mine, client = map_of(ask(people), people.teacher), as_person(people.teacher)
    empty = saved(client, mine, 0, done="1")
    assert (empty.status_code, "One branch is enough" in empty.content.decode()) == (422, True)
    assert saved(client, mine, 0, well="Calm starts", done="1").status_code == 302
    stands = map_of(mine.round, people.teacher)
    assert (stands.well, stands.handed_in_at is not None) == ("Calm starts", True)
    assert saved(client, mine, 1, TYPED, well="more").status_code == 410


def test_too_long_is_refused_and_kept_on_the_page(people: Any) -> None:
    mine, client = map_of(ask(people), people.teacher), as_person(people.teacher)
    assert saved(client, mine, 0, TYPED, well="x" * 4001).status_code == 422
    assert "x" * 4001 in saved(client, mine, 0, well="x" * 4001).content.decode()


def test_it_says_who_reads_before_anything_is_written(people: Any) -> None:
    html = shown(people.teacher, "cycles:map", map_of(ask(people), people.teacher).pk)
    assert "you and Sam O&#x27;Brien, once you hand it in" in html
    assert "Your school leader sees only that it was done" in html


def test_on_paper(people: Any) -> None:
    mine = map_of(ask(people), people.teacher)
    assert shown(people.teacher, "cycles:map-print", mine.pk).count("paper__lines") == 54
    as_person(people.teacher).post(reverse("cycles:map-hand-in", args=[mine.pk]))
    assert "Given on paper" in shown(people.teacher, "cycles:map", mine.pk)
    assert "Given to you on paper" in shown(people.lead, "cycles:map-round", mine.round_id)


# --- what is asked on the first page


def test_today_asks_until_it_is_handed_in_and_then_the_lead(people: Any) -> None:
    assert titles(people.teacher) == []
    found = ask(people)
    assert titles(people.teacher) == ["Fill in your thinking map about Sam O'Brien"]
    assert titles(people.lead) == []
    write(found, people.teacher, hand_in=True)
    assert (titles(people.teacher), titles(people.lead)) == ([], ["Read a thinking map"])
    actions.mark_read(map_of(found, people.teacher), at=timezone.now())
    assert titles(people.lead) == []
    MapRound.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    assert (titles(people.member), titles(people.lead)) == ([], ["Tell your team what you heard"])
    answer(found, people.lead)
    assert titles(people.lead) == []
    news = pages.news(people.teacher, now=timezone.now()).lines
    assert [(one.kind, one.text) for one in news] == [("To your team", "Sam O'Brien: what I heard, what I will try")]


def test_another_workplace_rests(people: Any) -> None:
    found = ask(people)
    people.teacher.appointments.create(role="staff", school=people.other_school, starts_on=people.fall.starts_on)
    people.teacher.workplace = people.other_school
    people.teacher.save()
    assert titles(people.teacher) == []
    mine = map_of(found, people.teacher)
    assert as_person(people.teacher).get(reverse("cycles:map", args=[mine.pk])).status_code == 404


# --- the lead


def test_only_what_is_handed_in_reaches_the_lead_and_nobody_else(people: Any) -> None:
    """A canary in every private field, looked for in every page of everybody who must not read it."""
    found = ask(people)
    write(found, people.teacher, "canary handed in", hand_in=True)
    write(found, people.member, "canary begun")
    actions.save_heard(found, heard="canary heard", will_try="canary try", version=0, at=timezone.now())
    mine = shown(people.lead, "cycles:map-round", found.pk)
    assert ("canary handed in" in mine, "canary begun" in mine) == (True, False)
    for person in (people.leader, people.colleague, people.facilitator, people.superintendent, people.district):
        client = as_person(person)
        for name, args in (
            ("cycles:map-round", [found.pk]),
            ("cycles:heard", [found.pk]),
            *(("cycles:map", [one.pk]) for one in ThinkingMap.objects.all()),
            *(("cycles:map-print", [one.pk]) for one in ThinkingMap.objects.all()),
        ):
            assert client.get(reverse(name, args=args)).status_code == 404
        for name in ("cycles:today", "cycles:maps", "cycles:board", "cycles:learning-cycles"):
            assert "canary" not in client.get(reverse(name)).content.decode()
    for person in (people.teacher, people.member):
        assert "canary heard" not in shown(person, "cycles:maps")


def test_the_leader_sees_that_it_was_done(people: Any) -> None:
    found = ask(people)
    write(found, people.teacher, "canary", hand_in=True)
    html = shown(people.leader, "cycles:learning-cycles")
    assert ("1 of 2 handed in" in html, "canary" in html, "Teresa" in html) == (True, False, False)


def test_reading_and_telling_back(people: Any) -> None:
    found = ask(people)
    mine, client = write(found, people.teacher, hand_in=True), as_person(people.lead)
    client.post(reverse("cycles:map-read", args=[mine.pk]))
    assert map_of(found, people.teacher).read_at is not None
    address = reverse("cycles:heard-save", args=[found.pk])
    typed = client.post(address, {"heard": "Calm", "will_try": "", "version": 0}, headers=TYPED)
    assert (typed.status_code, typed.json()["version"]) == (200, 1)
    assert client.post(address, {"heard": "x", "will_try": "", "version": 0}, headers=TYPED).status_code == 409
    missing = client.post(address, {"heard": "Calm", "will_try": "", "version": 1, "publish": "1"})
    assert (missing.status_code, 'name="version" value="1"' in missing.content.decode()) == (422, True)
    assert as_person(people.teacher).get(reverse("cycles:heard", args=[found.pk])).status_code == 404
    client.post(address, {"heard": "Calm", "will_try": "Quiet minute", "version": 1, "publish": "1"})
    html = shown(people.teacher, "cycles:heard", found.pk)
    assert ("Calm" in html, "Quiet minute" in html, Heard.objects.get().version) == (True, True, 2)
    assert "Quiet minute" in shown(people.lead, "cycles:maps")


def test_a_former_lead_reads_nothing_elsewhere(people: Any) -> None:
    found = ask(people)
    write(found, people.teacher, hand_in=True)
    people.lead.appointments.update(ends_on=today_at(people.school) - timedelta(days=1))
    assert as_person(people.lead).get(reverse("cycles:map-round", args=[found.pk])).status_code == 404


def test_a_successor_reads_nothing_that_was_told_before(people: Any) -> None:
    found = ask(people)
    write(found, people.teacher, hand_in=True)
    found.team.memberships.filter(person=people.member).update(position="senior_lead")
    assert as_person(people.member).get(reverse("cycles:map-round", args=[found.pk])).status_code == 404


# --- without names


def test_without_names_is_sealed_until_the_end(people: Any) -> None:
    voters = [people.teacher, people.member, *crowd(people.team, 6)]
    found = ask(people, naming="anonymous")
    survey = Survey.objects.get(map_round=found)
    assert titles(people.teacher) == ["Fill in your thinking map about Sam O'Brien"]
    for voter in voters:
        actions_of(survey, voter)
    task = pages.today(people.teacher, now=timezone.now()).tasks[0]
    assert (task.url, task.done_so_far) == (
        reverse("surveys:sheet", args=[survey.pk]), "without names: ignore it if you are done",
    )  # fmt: skip
    assert "Sealed until the end" in shown(people.lead, "cycles:map-round", found.pk)
    assert "0 of" not in shown(people.lead, "cycles:maps")
    assert "sealed" in shown(people.leader, "cycles:learning-cycles")
    closed(survey)
    page = shown(people.lead, "cycles:map-round", found.pk)
    assert reverse("surveys:results", args=[survey.pk]) in page
    assert "words" in shown(people.lead, "surveys:results", survey.pk)
    assert as_person(people.leader).get(reverse("surveys:results", args=[survey.pk])).status_code == 404


def actions_of(survey: Survey, voter: Any) -> None:
    """Every question of the map's sheet answered."""
    content = {str(one.pk): "4" if one.kind == "rating" else "words" for one in survey.questions.all()}
    survey_actions.cast_ballot(survey, token=token_of(survey, voter), content=content, at=timezone.now())


def test_naming_is_offered_where_enough_are_asked(people: Any) -> None:
    set_cycle(people, ends_in=5)
    found, client = MapRound.objects.get(team=people.team), as_person(people.lead)
    address = reverse("cycles:naming-choose", args=[found.pk])
    assert 'value="anonymous"' not in shown(people.lead, "cycles:maps")
    client.post(address, {"naming": "anonymous"})
    assert MapRound.objects.get(pk=found.pk).naming == "named"
    crowd(people.team, 3)
    assert 'value="anonymous"' in shown(people.lead, "cycles:maps")
    client.post(address, {"naming": "anonymous"})
    assert MapRound.objects.get(pk=found.pk).naming == "anonymous"


# --- learning cycles


def test_the_leader_sets_what_is_proposed(people: Any) -> None:
    html = shown(people.leader, "cycles:learning-cycles")
    fields = dict(re.findall(r'name="((?:starts|ends)-\d)" value="([^"]+)"', html.split("Spring")[0]))
    assert fields["starts-1"] == f"{people.fall.starts_on:%Y-%m-%d}"
    answered = as_person(people.leader).post(reverse("cycles:learning-cycles-set", args=[people.fall.pk]), fields)
    assert (answered.status_code, LearningCycle.objects.count()) == (302, len(fields) // 2)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"starts-1": "+0"}, "A learning cycle has a first and a last day."),
        ({"starts-1": "+5", "ends-1": "+2"}, "The last day comes after the first one."),
        ({"starts-1": "-5", "ends-1": "+2"}, "It lies within the term."),
        ({"starts-1": "+0", "ends-1": "+9", "starts-2": "+9", "ends-2": "+12"}, "It begins after the one before"),
    ],
)
def test_days_that_cannot_be_are_refused_and_stay_on_the_page(people: Any, days: Any, told: str) -> None:
    sent = {name: f"{people.fall.starts_on + timedelta(days=int(value)):%Y-%m-%d}" for name, value in days.items()}
    refused = as_person(people.leader).post(reverse("cycles:learning-cycles-set", args=[people.fall.pk]), sent)
    html = refused.content.decode()
    assert (refused.status_code, told in html, all(f'value="{day}"' in html for day in sent.values())) == (
        422,
        True,
        True,
    )
    assert LearningCycle.objects.count() == 0


# --- costs


def test_pages_cost_the_same_with_one_and_with_many(people: Any, count_queries: Any) -> None:
    found = ask(people)
    write(found, people.teacher, hand_in=True)
    addresses = [
        (people.lead, "cycles:map-round", [found.pk]),
        (people.lead, "cycles:maps", []),
        (people.lead, "cycles:today", []),
        (people.teacher, "cycles:maps", []),
        (people.teacher, "cycles:today", []),
        (people.leader, "cycles:learning-cycles", []),
    ]

    def counted() -> dict[str, int]:
        costs = {}
        for person, name, args in addresses:
            client = as_person(person)
            client.get(reverse(name, args=args))
            with count_queries() as asked:
                client.get(reverse(name, args=args))
            costs[f"{person} {name}"] = len(asked)
        return costs

    first = counted()
    for one in crowd(people.team, 4):
        ThinkingMap.objects.create(round=found, author=one, well="x", version=1)
        write(found, one, "y", hand_in=True)
    for number in (2, 3):
        begun = people.fall.starts_on + timedelta(days=number)
        cycle = LearningCycle.objects.create(
            school=people.school, term=people.spring, number=number, starts_on=begun,
            ends_on=begun, maps_until=begun + timedelta(days=7), asked_at=timezone.now(),
        )  # fmt: skip
        times = {"opened_at": timezone.now(), "closes_at": timezone.now() + timedelta(days=1)}
        more = MapRound.objects.create(learning_cycle=cycle, team=people.team, lead=people.lead, **times)
        for author in (people.teacher, people.member):
            ThinkingMap.objects.create(round=more, author=author)
        write(more, people.teacher, hand_in=True)
        answer(more, people.lead)
    assert counted() == first
    assert max(first.values()) <= 27, first


def test_every_mail_reads_well_in_both_languages(people: Any) -> None:
    crowd(people.team, 6)
    found = ask(people)
    write(found, people.teacher, hand_in=True)
    answer(found, people.lead)
    for notice in Notice.objects.filter(kind__in=["map-asked", "map-reminder", "maps-in", "map-heard"]):
        mail = KINDS[notice.kind].render(notice)
        assert ("%(" in mail.subject + mail.text, "http" in mail.text) == (False, True)


def test_a_notice_is_wanted_only_while_the_map_is(people: Any) -> None:
    found = ask(people)

    def wanted(kind: str, person: Any) -> bool:
        return KINDS[kind].still_wanted(Notice.objects.get(kind=kind, person=person))

    assert (wanted("map-asked", people.teacher), wanted("maps-in", people.lead)) == (True, False)
    write(found, people.teacher, hand_in=True)
    assert (wanted("map-reminder", people.teacher), wanted("maps-in", people.lead)) == (False, True)
    assert wanted("map-reminder", people.member) is True
    found.team.memberships.filter(person=people.member).update(ends_on=today_at(people.school) - timedelta(days=1))
    assert wanted("map-reminder", people.member) is False
    found.team.memberships.filter(person=people.member).update(ends_on=None)
    MapRound.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    assert wanted("map-reminder", people.member) is False


def test_without_names_everybody_is_reminded(people: Any) -> None:
    crowd(people.team, 6)
    found = ask(people, naming="anonymous")
    survey = Survey.objects.get(map_round=found)
    actions_of(survey, people.teacher)
    notice = Notice.objects.get(kind="map-reminder", person=people.teacher)
    mail = KINDS["map-reminder"].render(notice)
    assert (KINDS["map-reminder"].still_wanted(notice), "ignore this if you are done" in mail.text) == (True, True)
