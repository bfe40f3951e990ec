"""The mapping screen: what a person says of columns, and what comes of it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from data_imports import actions
from data_imports.models import Mapping, Result, Scale, Upload
from data_imports.reading import mapping
from teams.models import AuditEntry, Person
from tests.browser import axe, fits, screenshot
from tests.data_imports.making import NOW, iready, received_upload
from tests.data_imports.mapped import interim, long

pytestmark = pytest.mark.django_db
ANSWERS = {
    "title": "Math interim",
    "kind": "results",
    "date_shape": "written",
    "c0": "student",
    "c1": "grade",
    "c2": "taken_on",
    "c3": "score",
    "c4": "part",
    "m3-title": "Math points",
    "m3-subject": "math",
    "m3-lowest": "0",
    "m3-highest": "60",
    "m3-level": "Attained",
    "m3-levels": "Below\nApproaching\nMet\nExceeds",
    "m3-met": "Met",
}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def read(people: Any, content: bytes = b"") -> Upload:
    """A file that a worker has looked at."""
    upload = received_upload(people.school, people.leader, content or interim())
    again(upload)
    return upload


def again(upload: Upload) -> None:
    """A worker comes by."""
    upload.refresh_from_db()
    actions.read_upload(upload, at=NOW)
    upload.refresh_from_db()


def say(people: Any, upload: Upload, **changes: str) -> Any:
    """What the leader answers."""
    return signed_in(people.leader).post(reverse("data_imports:upload-map", args=[upload.pk]), ANSWERS | changes)


def screen(person: Person, upload: Upload) -> str:
    answer = signed_in(person).get(reverse("data_imports:upload", args=[upload.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("data_imports:upload-mapping", args=[upload.pk]), 302)]
    return answer.content.decode()


def test_an_unknown_file_asks_instead_of_being_refused(people: Any) -> None:
    upload = read(people)
    assert (upload.state, upload.refusal) == ("unmapped", "")
    clear, masked = screen(people.leader, upload), screen(people.steward, upload)
    assert "800000 · 800001 · 800002" in clear
    assert "800000" not in masked
    assert "999999 · 999999 · 999999" in masked
    read_by = AuditEntry.objects.filter(verb="student rows read").values_list("actor_id", flat=True)
    assert list(read_by) == [people.leader.pk]


def test_what_is_said_is_kept_and_the_file_read_with_it(people: Any) -> None:
    upload = read(people)
    assert say(people, upload).status_code == 302
    again(upload)
    assert (upload.state, upload.format, upload.rows_read, upload.created) == ("understood", "mapped", 24, 24)
    kept = Mapping.objects.get()
    assert (kept.title, kept.by, upload.mapping) == ("Math interim", people.leader, kept)
    actions.confirm_upload(upload, by=people.leader, at=NOW)
    actions.store_upload(upload, at=NOW)
    found = Result.objects.filter(upload=upload).order_by("value")
    assert {row.measure.key for row in found} == {"custom.math-interim.math-points"}
    assert [(row.value, row.level, row.is_met) for row in found[:3]] == [(20, 1, False), (21, 2, False), (22, 3, True)]
    assert found[0].year == "2026-27"


def test_the_next_file_with_these_headers_is_not_asked_about(people: Any) -> None:
    say(people, read(people))
    upload = read(people, interim(30))
    assert (upload.state, upload.rows_read, upload.mapping) == ("understood", 30, Mapping.objects.get())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"c0": ""}, "Say which column has the student ids."),
        ({"c1": "student"}, "“Student id” is chosen for Pupil Number, Yr Level."),
        ({"c3": ""}, "Say which column has scores."),
        ({"c2": ""}, "Say which window it is for."),
        ({"c2": "", "window": "fall"}, "Say which school year it is for."),
        ({"year": "someday"}, "Write the school year like 2026-27."),
        ({"m3-highest": "-1"}, "The highest score must be above the lowest, which is 0."),
        ({"m3-levels": "", "m3-met": ""}, "we saw Below, Approaching, Met, Exceeds."),
        ({"m3-met": "Mastered"}, "“Mastered” is not one of the levels above: Below, Approaching, Met, Exceeds."),
        ({"m3-levels": "Met\nMet"}, "“Met” stands here twice."),
        ({"c1": "score"}, "Look at the score Yr Level below"),
        ({"title": ""}, "What do you call this file?"),
    ],
)
def test_a_refused_form_loses_nothing(changes: dict[str, str], words: str, people: Any) -> None:
    upload = read(people)
    answer = say(people, upload, **{"m3-title": "Canary score"} | changes)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert "Canary score" in shown or changes.get("c3") == ""
    assert not Mapping.objects.exists()
    upload.refresh_from_db()
    assert upload.state == "unmapped"


def test_a_newly_chosen_score_shows_its_section(people: Any) -> None:
    upload = read(people)
    answer = say(people, upload, c1="score", again="yes", **{"m3-title": "Canary score"})
    shown = answer.content.decode()
    assert answer.status_code == 200
    titles = dict(re.findall(r'<input[^>]*name="(m\d-title)"[^>]*value="([^"]*)"', shown))
    assert titles == {"m1-title": "Yr Level", "m3-title": "Canary score"}


def test_a_file_without_dates_takes_its_window_from_the_person_each_time(people: Any) -> None:
    upload = read(people, interim(dates=False))
    assert say(people, upload, c2="", window="winter", year="2026-27").status_code == 302
    again(upload)
    assert (upload.state, upload.window, upload.year) == ("understood", "winter", "2026-27")
    later = read(people, interim(5, dates=False))
    assert later.state == "unmapped"
    assert "You told us about columns like these before" in screen(people.leader, later)


def test_what_was_understood_may_be_changed(people: Any) -> None:
    upload = read(people, iready(12))
    client = signed_in(people.leader)
    assert client.post(reverse("data_imports:upload-ask", args=[upload.pk])).status_code == 302
    again(upload)
    assert upload.state == "unmapped"
    shown = screen(people.leader, upload)
    assert "Canary" not in shown
    assert "Overall Scale Score" in shown
    moved = client.post(reverse("data_imports:upload-ask", args=[upload.pk]), follow=True)
    assert "moved on in the meantime" in moved.content.decode()


def test_a_file_that_moved_on_is_not_mapped_twice(people: Any) -> None:
    upload = read(people)
    say(people, upload)
    answer = say(people, upload)
    assert (answer.status_code, answer["Location"]) == (302, reverse("data_imports:upload", args=[upload.pk]))
    assert AuditEntry.objects.filter(verb="columns said").count() == 1


def test_the_screen_costs_the_same_with_many_columns(people: Any, count_queries: Any) -> None:
    def asked(content: bytes) -> int:
        address = reverse("data_imports:upload-mapping", args=[read(people, content).pk])
        client = signed_in(people.leader)
        with count_queries() as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    wide = ",".join(f"Item {n}" for n in range(60))
    many = "\n".join([f"Pupil Number,{wide}", *(f"60500{n},{','.join(['5'] * 60)}" for n in range(8))]) + "\n"
    assert asked(interim()) == asked(many.encode())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_unknown_file_is_mapped_and_imported(live: str, people: Any, sign_in: Any, smtp: Any) -> None:
    page = sign_in(people.leader)
    page.goto(reverse("data_imports:upload-new"))
    page.locator("input[type=file]").set_input_files(
        {
            "name": "interim.csv",
            "mimeType": "text/csv",
            "buffer": interim(header="Who,Lot,Given On,Mark,Att"),
        }
    )
    page.get_by_role("button", name="Read this file").click()
    page.wait_for_url("**/uploads/*/")
    upload = Upload.objects.get()
    again(upload)
    page.goto(reverse("data_imports:upload", args=[upload.pk]))
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        fits(page)
        screenshot(page, f"mapping-{width}")
        axe(page)
    page.get_by_label("What do you call this file?").fill("Math interim")
    page.get_by_label("What is in it?").select_option("results")
    page.get_by_label("Meaning of Who").select_option("student")
    page.get_by_label("Meaning of Given On").select_option("taken_on")
    page.get_by_label("Meaning of Mark").select_option("score")
    page.get_by_label("Meaning of Att").select_option("part")
    page.get_by_role("button", name="Show the scores that I chose").click()
    page.get_by_label("Column with its level").select_option("Att")
    page.get_by_label("Levels, the lowest first").fill("")
    page.get_by_label("The first level that counts as met").fill("")
    page.get_by_role("button", name="Save and read the file again").click()
    page.get_by_text("Write the levels of this column: we saw Below, Approaching, Met, Exceeds.").wait_for()
    screenshot(page, "mapping-refused-1280")
    axe(page)
    page.get_by_label("Levels, the lowest first").fill("Below\nApproaching\nMet\nExceeds")
    page.get_by_label("The first level that counts as met").fill("Met")
    page.get_by_role("button", name="Save and read the file again").click()
    page.wait_for_url("**/uploads/*/")
    again(upload)
    page.goto(reverse("data_imports:upload", args=[upload.pk]))
    page.get_by_text("Values and means, to compare with the report you know").click()
    page.get_by_role("cell", name="31.50").wait_for()
    page.get_by_role("button", name="Store these rows").click()
    upload.refresh_from_db()
    actions.store_upload(upload, at=NOW)
    assert Result.objects.filter(upload=upload).count() == 24
    later = read(people, interim(12, header="Who,Lot,Given On,Mark,Att"))
    page.goto(reverse("data_imports:upload", args=[later.pk]))
    page.get_by_role("button", name="Store these rows").wait_for()


def filled(people: Any, upload: Upload, **changes: str) -> dict[str, Any]:
    """What the screen has filled in."""
    page = signed_in(people.leader).get(reverse("data_imports:upload-mapping", args=[upload.pk]))
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields} | changes
    for measure in form.measures.values():
        data |= {measure.add_prefix(name): measure[name].value() for name in measure.fields}
    return data


def post(people: Any, upload: Upload, data: dict[str, Any]) -> Any:
    return signed_in(people.leader).post(reverse("data_imports:upload-map", args=[upload.pk]), data)


def test_each_test_that_a_column_names_has_a_section_of_its_own(people: Any) -> None:
    upload = read(people, long())
    data = filled(people, upload, title="Interims")
    assert (data["tests"], data["m4t0-title"], data["m4t1-title"]) == ("Test", "ELA interim", "Math interim")
    assert (data["m4t0-subject"], data["m4t0-highest"], data["m4t1-highest"]) == ("ela", "1000", "100")
    assert post(people, upload, data | {"m4t1-highest": "40"}).status_code == 302
    again(upload)
    assert (upload.state, upload.created, upload.rejected) == ("understood", 48, 0)
    actions.confirm_upload(upload, by=people.leader, at=NOW)
    actions.store_upload(upload, at=NOW)
    scales = Scale.objects.order_by("measure__key").values_list("measure__key", "measure__subject", "highest", "levels")
    assert [(key, subject, highest, len(levels)) for key, subject, highest, levels in scales] == [
        ("custom.interims.ela-interim", "ela", 1000.0, 4),
        ("custom.interims.math-interim", "math", 40.0, 0),
    ]
    again_asked = read(people, long(30))
    assert (again_asked.state, again_asked.created, again_asked.unchanged) == ("understood", 12, 48)


def test_a_column_that_names_no_test_makes_one_section_again(people: Any) -> None:
    upload = read(people, long())
    answer = post(people, upload, filled(people, upload, tests="", title="Interims") | {"again": "yes"})
    assert list(answer.context["form"].measures) == ["m4"]
    answer = post(people, upload, filled(people, upload, tests="Test", title="Interims") | {"again": "yes"})
    assert list(answer.context["form"].measures) == ["m4t0", "m4t1"]


def headerless(students: int = 24) -> bytes:
    return interim(students).split(b"\n", 1)[1]


def test_a_file_without_a_header_is_known_by_its_shape_and_one_click_reads_it(people: Any) -> None:
    first = read(people, headerless())
    names = {"n0": "Pupil", "n1": "Grade", "n2": "Day", "n3": "Points", "n4": "Band"}
    meant = {"c0": "student", "c1": "grade", "c2": "taken_on", "c3": "score", "c4": "part"}
    chosen = filled(people, first, title="Interim", kind="results", **names, **meant) | {"again": "yes"}
    form = post(people, first, chosen).context["form"]
    data = {name: form[name].value() for name in form.fields}
    for measure in form.measures.values():
        data |= {measure.add_prefix(name): measure[name].value() for name in measure.fields}
    data |= {
        "m3-title": "Points",
        "m3-level": "Column 5",
        "m3-levels": "Below\nApproaching\nMet\nExceeds",
        "m3-met": "Met",
    }
    assert post(people, first, data).status_code == 302
    again(first)
    assert (first.state, first.created) == ("understood", 24)
    actions.confirm_upload(first, by=people.leader, at=NOW)
    actions.store_upload(first, at=NOW)
    second = read(people, headerless(30))
    assert second.state == "unmapped"
    assert "You told us about columns like these before." in screen(people.leader, second)
    offered = filled(people, second)
    assert (offered["n3"], offered["c3"], offered["m3-title"], offered["m3-met"]) == (
        "Points",
        "score",
        "Points",
        "Met",
    )
    assert post(people, second, offered).status_code == 302
    again(second)
    assert (second.state, second.created, second.unchanged) == ("understood", 6, 24)


def test_another_shape_is_not_taken_for_it(people: Any) -> None:
    body = mapping.checked({"title": "Interim", "kind": "other", "names": list("ABCDE"), "headers": list("ABCDE")})
    actions.keep_mapping(body | {"shapes": ["id", "number", "day", "number", "text"]}, by=None, at=NOW)
    assert "You told us" not in screen(people.leader, read(people, headerless()))
    assert "You told us" not in screen(people.leader, read(people, headerless().replace(b",Below", b"")))
    actions.keep_mapping(body | {"shapes": ["id", "number", "day", "number", "words"]}, by=None, at=NOW)
    assert "You told us" in screen(people.leader, read(people, headerless()))
