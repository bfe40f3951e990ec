from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.prepare import actions, drafting, queries, template_forms
from cycles.prepare.models import Prompt, Template
from tests.cycles.making import schedule, write


def current(kind: str = "teacher") -> Template:
    return Template.objects.get(kind=kind, cycle_kind="mid_year", is_current=True)


def content(draft: Template, **words: Any) -> drafting.Content:
    values = {name: getattr(draft, name) for name in drafting.WORDS} | words
    return drafting.Content(values, list(draft.prompts.order_by("position").values("pk", *drafting.QUESTION)))


@pytest.fixture
def draft(people: Any) -> Template:
    return drafting.begin_draft(current(), by=people.district, at=timezone.now())


def save(draft: Template, by: Any, revision: int = 0, **words: Any) -> Template:
    return drafting.save_draft(draft, content=content(draft, **words), revision=revision, by=by, at=timezone.now())


def publish(draft: Template, by: Any, revision: int = 0, **words: Any) -> Template:
    return drafting.publish_draft(draft, content=content(draft, **words), revision=revision, by=by, at=timezone.now())


def test_a_draft_begins_with_the_words_of_a_version_and_there_is_one(people: Any, draft: Template) -> None:
    assert (draft.version, draft.is_draft, draft.is_current, draft.title) == (2, True, False, current().title)
    assert list(draft.prompts.values(*drafting.QUESTION)) == list(current().prompts.values(*drafting.QUESTION))
    assert drafting.begin_draft(current(), by=people.district, at=timezone.now()) == draft


def test_a_question_keeps_its_row_where_it_moves(people: Any, draft: Template) -> None:
    before = list(draft.prompts.order_by("position").values_list("pk", flat=True))
    questions = list(content(draft).rows)
    turned = drafting.Content(content(draft).words, [*questions[::-1][:-1], {**questions[0], "pk": None}])
    drafting.save_draft(draft, content=turned, revision=0, by=people.district, at=timezone.now())
    after = list(draft.prompts.order_by("position").values_list("pk", "position"))
    assert [pk for pk, _at in after][:-1] == before[::-1][:-1]
    assert ([at for _pk, at in after], after[-1][0] in before) == ([1, 2, 3, 4, 5], False)


def test_of_two_windows_one_is_told_what_the_other_saved(people: Any, draft: Template) -> None:
    save(draft, people.district, title="First")
    with pytest.raises(drafting.DraftChanged) as refused:
        save(draft, people.district, title="Second")
    assert refused.value.newer.title == "First"
    assert save(draft, people.district, revision=1, title="Second").title == "Second"


def test_published_it_is_current_and_the_earlier_one_stays(people: Any, session: Any, draft: Template) -> None:
    reflection = write(session, people.teacher, "one")
    old = current()
    done = publish(draft, people.district, title="New")
    assert (done.version, done.is_current, done.is_draft, done.changed_by) == (2, True, False, people.district)
    assert current() == done
    reflection.refresh_from_db()
    assert (reflection.template, reflection.answers.get().prompt.template) == (old, old)
    # the open session asks what it asked; one without a time asks the new version
    assert queries.preparation(session, people.member).title == old.title
    later = schedule(session.cycle, people.other_team, days=None)
    assert actions.begin_reflection(later, by=people.teacher, at=timezone.now()).template == done


def test_of_two_who_publish_one_wins(people: Any, draft: Template) -> None:
    publish(draft, people.district)
    with pytest.raises(drafting.DraftGone):
        publish(draft, people.district)
    with pytest.raises(drafting.DraftGone):
        drafting.discard_draft(draft, by=people.district, at=timezone.now())


def test_it_is_numbered_after_what_came_meanwhile(people: Any, draft: Template) -> None:
    Template.objects.filter(pk=current().pk).update(is_current=False)
    Template.objects.create(kind="teacher", cycle_kind="mid_year", version=3, title="Came with the program")
    assert publish(draft, people.district).version == 4


def test_put_aside_it_is_gone(people: Any, draft: Template) -> None:
    drafting.discard_draft(draft, by=people.district, at=timezone.now())
    assert not Template.objects.filter(is_draft=True).exists()
    assert not Prompt.objects.filter(template=draft.pk).exists()


def test_buttons_move_add_and_remove() -> None:
    three = [{"text": name} for name in "abc"]

    def order(press: str) -> tuple[str, int]:
        found, at = template_forms.moved(three, press)
        return "".join(one["text"] or "-" for one in found), at

    assert [order(press) for press in ("up-1", "up-0", "down-1", "down-2", "remove-2", "add", "up-9", "fly-1", "")] == [
        ("bac", 0),
        ("abc", 0),
        ("acb", 2),
        ("abc", 2),
        ("ab", 1),
        ("abc-", 3),
        ("abc", 0),
        ("abc", 0),
        ("abc", 0),
    ]
    full = [{"text": "a"}] * template_forms.MOST
    assert len(template_forms.moved(full, "add")[0]) == template_forms.MOST


# --- the pages


@pytest.fixture
def as_district(people: Any) -> Client:
    client = Client()
    client.force_login(people.district)
    return client


def sent(draft: Template, **changes: Any) -> dict[str, Any]:
    """The form as a browser sends it."""
    data: dict[str, Any] = {name: getattr(draft, name) for name in drafting.WORDS}
    prompts = list(draft.prompts.order_by("position"))
    data |= {"version": draft.revision, "order": ",".join(str(prompt.pk) for prompt in prompts)}
    for prompt in prompts:
        for name in drafting.QUESTION:
            value = getattr(prompt, name)
            if value not in (True, False):
                data[f"question-{prompt.pk}-{name}"] = value
            elif value:
                data[f"question-{prompt.pk}-{name}"] = "on"
    return data | changes


def at(name: str, draft: Template) -> str:
    return reverse(f"cycles:{name}", args=[draft.pk])


def test_a_draft_is_begun_edited_and_published(people: Any, as_district: Client) -> None:
    there = as_district.post(at("draft-begin", current()))["Location"]
    draft = Template.objects.get(is_draft=True)
    assert there == at("template-edit", draft)
    assert as_district.get(there).status_code == 200
    moved = as_district.post(at("draft-save", draft), sent(draft, press="down-0"))
    assert moved["Location"] == f"{there}?at=1&by=down"
    assert 'value="down-1" autofocus' in as_district.get(moved["Location"]).content.decode()
    draft.refresh_from_db()
    kinds = list(draft.prompts.order_by("position").values_list("kind", flat=True))
    assert kinds == ["growth", "success", "goals", "keep_stop_start", "support"]
    done = as_district.post(at("draft-publish", draft), sent(draft, title="What we ask now"))
    assert done["Location"] == at("template", draft)
    assert current().title == "What we ask now"


def test_every_refusal_keeps_what_was_typed(people: Any, as_district: Client, draft: Template) -> None:
    first = draft.prompts.order_by("position")[0].pk
    data = sent(draft, title="Typed words", **{f"question-{first}-text_es": ""})
    refused = as_district.post(at("draft-publish", draft), data)
    html = refused.content.decode()
    assert (refused.status_code, "Typed words" in html) == (422, True)
    assert f'href="#id-question-{first}-text_es"' in html
    long = as_district.post(at("draft-save", draft), sent(draft, title="x" * 121))
    assert (long.status_code, "x" * 121 in long.content.decode()) == (422, True)
    # an unfinished draft is saved all the same
    assert as_district.post(at("draft-save", draft), data).status_code == 302
    assert Template.objects.get(is_draft=True).title == "Typed words"


def test_the_second_window_sees_both(people: Any, as_district: Client, draft: Template) -> None:
    data = sent(draft)
    as_district.post(at("draft-save", draft), data | {"title": "From the first window"})
    refused = as_district.post(at("draft-publish", draft), data | {"title": "From the second window"})
    html = refused.content.decode()
    assert refused.status_code == 409
    assert ("From the first window" in html, "From the second window" in html) == (True, True)
    assert 'name="version" value="1"' in html
    again = as_district.post(at("draft-publish", draft), data | {"title": "Both", "version": 1})
    assert (again.status_code, current().title) == (302, "Both")


def test_as_typed_it_is_saved(people: Any, as_district: Client, draft: Template) -> None:
    def auto(**changes: Any) -> Any:
        return as_district.post(at("draft-save", draft), sent(draft, **changes), headers={"X-Autosave": "1"})

    assert auto(title="One").json() == {"version": 1}
    draft.refresh_from_db()
    newer = sent(draft)
    refused = auto(title="Two", version=0)
    told = refused.json()
    assert (refused.status_code, told["version"], told["title"], told["minutes"]) == (409, 1, "One", "20")
    # by these names a window joins what it typed with what stands there
    words = {
        name
        for name in newer
        if name not in ("order", "version") and not name.endswith(("is_required", "has_scaffold"))
    }
    assert words <= set(told)
    assert told[f"question-{draft.prompts.get(position=2).pk}-has_scaffold=on"] == "true"
    assert auto(minutes="many").status_code == 422


def test_the_preview_speaks_both_languages(people: Any, as_district: Client) -> None:
    page = at("template", current())
    assert "¿Qué les salió bien" in as_district.get(f"{page}?in=es&as=phone").content.decode()
    assert "What went well for your students" in as_district.get(f"{page}?in=en").content.decode()
    assert "paper__box" in as_district.get(f"{at('template-print', current())}?in=es").content.decode()


def test_a_leader_looks_and_sees_no_draft(people: Any, client: Client, draft: Template) -> None:
    client.force_login(people.leader)
    listed = client.get(reverse("cycles:templates")).content.decode()
    assert ("Your mid-year reflection" in listed, "Draft" in listed) == (True, False)
    assert client.get(at("template", current())).status_code == 200
    assert client.get(at("template", draft)).status_code == 404


def test_the_list_and_the_history_count_the_same_with_more(
    people: Any, as_district: Client, draft: Template, count_queries: Any
) -> None:
    def counted() -> tuple[int, int]:
        with count_queries() as listed:
            as_district.get(reverse("cycles:templates"))
        with count_queries() as shown:
            as_district.get(at("template", current()))
        return len(listed), len(shown)

    first = counted()
    publish(draft, people.district)
    for kind in ("lead", "teacher"):
        drafting.begin_draft(current(kind), by=people.district, at=timezone.now())
    assert counted() == first
