"""A district's own version of a protocol: drafted, guarded, published; meetings keep theirs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Phase, Protocol
from cycles.meet.protocols import drafting, forms, rails

NOW = timezone.now


def current(kind: str = "team") -> Protocol:
    return Protocol.objects.get(kind=kind, is_current=True)


@pytest.fixture
def draft(people: Any) -> Protocol:
    return drafting.begin_draft(current(), by=people.district, at=NOW())


@pytest.fixture
def as_district(people: Any) -> Client:
    client = Client()
    client.force_login(people.district)
    return client


def at(name: str, protocol: Protocol) -> str:
    return reverse(f"cycles:{name}", args=[protocol.pk])


def sent(draft: Protocol, **changes: Any) -> dict[str, Any]:
    """The form as a browser sends it."""
    rows = list(draft.phases.order_by("position"))
    data: dict[str, Any] = {name: getattr(draft, name) for name in drafting.WORDS}
    data |= {"version": draft.revision, "order": ",".join(str(row.pk) for row in rows)}
    for row in rows:
        said = {name: getattr(row, name) for name in drafting.PHASE}
        data |= {f"phase-{row.pk}-{name}": value for name, value in said.items() if value is not None}
    return data | changes


def kinds(protocol: Protocol) -> list[str]:
    return list(protocol.phases.order_by("position").values_list("kind", flat=True))


def test_a_draft_begins_with_every_word_and_rule_and_there_is_one(people: Any, draft: Protocol) -> None:
    assert (draft.version, draft.is_draft, draft.is_current) == (2, True, False)
    assert list(draft.phases.values(*drafting.PHASE)) == list(current().phases.values(*drafting.PHASE))
    assert drafting.begin_draft(current(), by=people.district, at=NOW()) == draft


def test_steps_are_moved_added_and_removed(people: Any, as_district: Client, draft: Protocol) -> None:
    before = kinds(draft)
    moved = as_district.post(at("protocol-draft-save", draft), sent(draft, press="down-1"))
    assert moved["Location"] == f"{at('protocol-edit', draft)}?at=2&by=down"
    assert 'value="down-2" autofocus' in as_district.get(moved["Location"]).content.decode()
    draft.refresh_from_db()
    assert kinds(draft)[1:3] == [before[2], before[1]]
    as_district.post(at("protocol-draft-save", draft), sent(draft, press="add", add_kind="observe"))
    draft.refresh_from_db()
    added = draft.phases.get(kind="observe")
    assert (added.title, added.title_es != "", added.prompt, added.minutes) == ("Observe", True, "", 10)
    # a kind that stands there already is not added again
    as_district.post(at("protocol-draft-save", draft), sent(draft, press="add", add_kind="observe"))
    draft.refresh_from_db()
    assert kinds(draft).count("observe") == 1
    as_district.post(at("protocol-draft-save", draft), sent(draft, press=f"remove-{len(kinds(draft)) - 1}"))
    draft.refresh_from_db()
    assert "observe" not in kinds(draft)


def test_causes_and_actions_are_not_removed_from_the_guide(people: Any, as_district: Client, draft: Protocol) -> None:
    causes = kinds(draft).index("causes")
    assert f'value="remove-{causes}"' not in as_district.get(at("protocol-edit", draft)).content.decode()
    as_district.post(at("protocol-draft-save", draft), sent(draft, press=f"remove-{causes}"))
    draft.refresh_from_db()
    assert "causes" in kinds(draft)
    # moved behind the actions it is kept as a draft, and not published
    as_district.post(at("protocol-draft-save", draft), sent(draft, press=f"down-{causes}"))
    draft.refresh_from_db()
    refused = as_district.post(at("protocol-draft-publish", draft), sent(draft))
    assert (refused.status_code, "Root causes come before action steps" in refused.content.decode()) == (422, True)
    assert current().version == 1


@pytest.mark.parametrize(
    ("kind", "keys", "refusals"),
    [
        ("team", ["welcome", "growth", "causes", "action_steps"], 0),
        ("team", ["welcome", "growth", "fishbone", "action_steps"], 0),
        ("team", ["welcome", "growth", "action_steps"], 1),
        ("team", ["welcome", "action_steps", "causes"], 1),
        ("fishbone", ["growth", "action_steps"], 1),
        # nothing is chosen in it, so that nothing needs a cause
        ("what_so_what", ["observe", "infer", "action_steps"], 0),
        ("what_so_what", ["observe", "observe"], 1),
        ("what_so_what", [], 1),
    ],
)
def test_the_rails(db: None, kind: str, keys: list[str], refusals: int) -> None:
    assert len(rails.broken(kind, keys)) == refusals


def test_published_it_is_for_meetings_to_come(people: Any, session: Any, as_district: Client, draft: Protocol) -> None:
    old = actions.open_meeting(session, by=people.facilitator, at=NOW()).protocol
    done = as_district.post(at("protocol-draft-publish", draft), sent(draft, title="Our way"))
    assert done["Location"] == at("protocol", draft)
    assert (current().title, current().version, current().changed_by) == ("Our way", 2, people.district)
    session.meeting.refresh_from_db()
    assert (session.meeting.protocol, session.meeting.protocol.version) == (old, 1)
    assert kinds(current()) == kinds(old)


def test_every_refusal_keeps_what_was_typed(people: Any, as_district: Client, draft: Protocol) -> None:
    first = draft.phases.order_by("position")[0].pk
    data = sent(draft, title="Typed words", **{f"phase-{first}-prompt_es": ""})
    refused = as_district.post(at("protocol-draft-publish", draft), data)
    html = refused.content.decode()
    assert (refused.status_code, "Typed words" in html) == (422, True)
    assert f'href="#id-phase-{first}-prompt_es"' in html
    too_much = as_district.post(at("protocol-draft-save", draft), data | {f"phase-{first}-least": "30"})
    assert (too_much.status_code, "At the most as many" in too_much.content.decode()) == (422, True)
    unknown = as_district.post(at("protocol-draft-save", draft), data | {f"phase-{first}-kind": "lost"})
    assert (unknown.status_code, "not known any more" in unknown.content.decode()) == (422, True)
    # an unfinished draft is saved all the same
    assert as_district.post(at("protocol-draft-save", draft), data).status_code == 302


def test_of_two_windows_the_second_sees_both(people: Any, as_district: Client, draft: Protocol) -> None:
    data = sent(draft)
    as_district.post(at("protocol-draft-save", draft), data | {"title": "From the first window"})
    refused = as_district.post(at("protocol-draft-publish", draft), data | {"title": "From the second window"})
    html = refused.content.decode()
    assert refused.status_code == 409
    assert ("From the first window" in html, "From the second window" in html) == (True, True)
    told = as_district.post(at("protocol-draft-save", draft), data, headers={"X-Autosave": "1"})
    assert (told.status_code, told.json()["title"], told.json()["version"]) == (409, "From the first window", 1)
    growth = draft.phases.get(kind="growth").pk
    assert told.json()[f"phase-{growth}-shows=voices"] == "true"
    assert told.json()[f"phase-{growth}-shows=packet"] == "false"
    as_district.post(at("protocol-draft-discard", draft))
    gone = as_district.post(at("protocol-draft-save", draft), data)
    assert gone.status_code == 404


def test_rules_are_kept_and_those_a_kind_has_not_are_not_asked_for(people: Any, draft: Protocol) -> None:
    form = forms.shown(draft, list(draft.phases.order_by("position")))
    asked = {str(one["kind"].value()): set(one.fields) for one in form.phases}
    assert "votes" in asked["growth"]
    assert not {"votes", "vote_cap", "reveal"} & asked["goals"]
    growth = draft.phases.get(kind="growth")
    rules = {"votes": "5", "vote_cap": "2", "reveal": "anonymous", "writers": "lead", "shows": ["packet"]}
    data = sent(draft, **{f"phase-{growth.pk}-{name}": value for name, value in rules.items()})
    client = Client()
    client.force_login(people.district)
    client.post(at("protocol-draft-save", draft), data)
    growth.refresh_from_db()
    assert (growth.votes, growth.vote_cap, growth.reveal, growth.writers, growth.shows) == (
        5, 2, "anonymous", "lead", ["packet"],
    )  # fmt: skip
    client.post(at("protocol-draft-save", draft), data | {"version": 1, f"phase-{growth.pk}-votes": ""})
    growth.refresh_from_db()
    assert growth.votes is None


def test_put_aside_it_is_gone(people: Any, as_district: Client, draft: Protocol) -> None:
    as_district.post(at("protocol-draft-discard", draft))
    assert not Protocol.objects.filter(is_draft=True).exists()
    assert not Phase.objects.filter(protocol=draft.pk).exists()
