from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cycles.plan import actions, queries
from cycles.plan.enums import Step
from cycles.plan.models import Resource
from cycles.share.models import Summary
from tests.cycles.confer.talks import arrange
from tests.cycles.making import open_cycle, schedule

NORMS = {
    "step": "prepare",
    "title": "Norms",
    "title_es": "Normas",
    "link": "https://example.org/norms",
    "link_es": "https://example.org/normas",
}


def add(people: Any, **changes: Any) -> Resource:
    return actions.add_resource(by=people.district, at=timezone.now(), **(NORMS | changes))


@pytest.fixture
def as_district(people: Any) -> Client:
    client = Client()
    client.force_login(people.district)
    return client


def test_links_come_by_step_in_the_readers_language(people: Any) -> None:
    add(people)
    add(people, step="share", title="Letters", title_es="", link_es="")
    add(people, step="meet", title="Protocol")
    assert [one.title for one in queries.resources(Step.SHARE, Step.PREPARE)] == ["Norms", "Letters"]
    with translation.override("es"):
        shown = [(one.title, one.link) for one in queries.resources(Step.SHARE, Step.PREPARE)]
    assert shown == [("Normas", NORMS["link_es"]), ("Letters", NORMS["link"])]


def test_each_step_has_its_links_where_it_is_done(people: Any) -> None:
    session = schedule(open_cycle(people), people.team, facilitator=people.facilitator)
    summary = Summary.objects.create(cycle=session.cycle, title="Letter", drafted_at=timezone.now())
    talk = arrange(people.lead, people.teacher, session)
    for step in ("plan", "prepare", "check_in", "adjust", "share"):
        add(people, step=step, title=f"Guide to {step}")
    for person, name, thing, step in (
        (people.leader, "cycle-new", None, "plan"),
        (people.teacher, "prepare", session, "prepare"),
        (people.teacher, "check-in", talk, "check_in"),
        (people.lead, "record", session, "adjust"),
        (people.leader, "summary-edit", summary, "share"),
    ):
        client = Client()
        client.force_login(person)
        html = client.get(reverse(f"cycles:{name}", args=[thing.pk] if thing else [])).content.decode()
        assert [one for one in Step.values if f"Guide to {one}<" in html] == [step]


def test_a_title_is_there_once_at_a_step(people: Any) -> None:
    first = add(people)
    with pytest.raises(actions.TitleTaken):
        add(people)
    other = add(people, title="Guide")
    with pytest.raises(actions.TitleTaken):
        actions.change_resource(other, by=people.district, at=timezone.now(), **NORMS)
    actions.remove_resource(first, by=people.district, at=timezone.now())
    actions.remove_resource(first, by=people.district, at=timezone.now())
    assert list(Resource.objects.all()) == [other]


def test_the_page_adds_changes_and_takes_away(people: Any, as_district: Client) -> None:
    assert as_district.post(reverse("cycles:resource-add"), NORMS).status_code == 302
    resource = Resource.objects.get()
    assert "Norms" in as_district.get(reverse("cycles:resources")).content.decode()
    as_district.post(reverse("cycles:resource-change", args=[resource.pk]), NORMS | {"title": "Our norms"})
    resource.refresh_from_db()
    assert resource.title == "Our norms"
    as_district.post(reverse("cycles:resource-remove", args=[resource.pk]))
    assert Resource.objects.count() == 0


@pytest.mark.parametrize("link", ["http://example.org/", "javascript:alert(1)", "norms.pdf"])
def test_only_a_safe_address_is_taken_and_the_words_stay(as_district: Client, link: str) -> None:
    refused = as_district.post(reverse("cycles:resource-add"), NORMS | {"link": link})
    html = refused.content.decode()
    assert (refused.status_code, "Normas" in html, 'href="#resource-new-link"' in html) == (422, True, True)
    assert Resource.objects.count() == 0


def test_a_refused_change_keeps_what_was_typed(people: Any, as_district: Client) -> None:
    add(people)
    other = add(people, title="Guide")
    refused = as_district.post(reverse("cycles:resource-change", args=[other.pk]), NORMS | {"title_es": "Typed words"})
    assert (refused.status_code, "Typed words" in refused.content.decode()) == (422, True)


def test_they_stand_where_they_help(people: Any, client: Client, count_queries: Any) -> None:
    session = schedule(open_cycle(people), people.team)
    client.force_login(people.teacher)
    pages = [reverse(f"cycles:{name}", args=[session.pk]) for name in ("session-plan", "prepare")]

    def counted() -> list[int]:
        counts = []
        for page in pages:
            with count_queries() as found:
                client.get(page)
            counts.append(len(found))
        return counts

    add(people)
    first = counted()
    for title in ("Guide", "Questions"):
        add(people, title=title, link=f"https://example.org/{title}")
    assert counted() == first
    assert ["https://example.org/Guide" in client.get(page).content.decode() for page in pages] == [True, True]
    add(people, step="share", title="Letters", link="https://example.org/letters")
    assert ["letters" in client.get(page).content.decode() for page in pages] == [False, False]
