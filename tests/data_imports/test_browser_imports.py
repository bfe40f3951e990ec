"""A clerk's whole way with a file: three rows to mend, mended alone, and taken back."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from data_imports.models import Result, Roster, Upload
from tests.browser import axe, fits, open_link, screenshot
from tests.data_imports.making import google_form, imported, iready, leap, of_district, read_upload, with_mistakes
from tests.data_imports.test_student_ids import both, growth, local, pairs, state

OURS, THEIRS = "Juniper Elementary", "Cottonwood Middle"
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 900}


def looked_at(page: Page, name: str) -> None:
    """Fits and passes axe on a phone and on a desk; kept as pictures."""
    page.wait_for_load_state()
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        fits(page)
        axe(page)
        screenshot(page, f"{name}-{size['width']}")


def uploaded(page: Page, name: str, content: bytes) -> None:
    page.goto("/evidence/uploads/new")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Read this file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def stored(page: Page) -> None:
    page.get_by_role("button", name="Store these rows").click()
    expect(page.get_by_text(re.compile("Stored on"))).to_be_visible(timeout=60_000)


def taken_back(page: Page) -> None:
    page.locator("summary", has_text="Take this file back").click()
    page.get_by_role("button", name="Take this file back").click()
    expect(page.get_by_text(re.compile("Taken back by Rosa Delgado"))).to_be_visible(timeout=60_000)


def test_mend_three_rows_and_undo(people: Any, sign_in: Any, worker: Any) -> None:
    page = sign_in(people.leader)
    uploaded(page, "fall.csv", with_mistakes(iready(30)))
    expect(page.get_by_role("heading", name="Shall we store it?")).to_be_visible(timeout=60_000)
    looked_at(page, "import-understood")
    with page.expect_download() as told:
        page.get_by_role("link", name="Download 3 rows to mend").click()
    assert told.value.suggested_filename == "To mend from fall.csv"
    rows = told.value.path().read_bytes()
    stored(page)
    assert Result.objects.count() == 57
    looked_at(page, "import-stored")
    uploaded(page, "mended.csv", re.sub(rb",94(\d\d),", rb",4\1,", rows))
    expect(page.get_by_text("Every row can be used.")).to_be_visible(timeout=60_000)
    stored(page)
    assert Result.objects.count() == 60
    first, second = Upload.objects.order_by("pk")
    page.goto(f"/evidence/uploads/{first.pk}/")
    page.locator("summary", has_text="Take this file back").click()
    page.get_by_role("button", name="Take this file back").click()
    expect(page.get_by_text("“mended.csv”, stored later, builds on this file.")).to_be_visible()
    for upload in (second, first):
        page.goto(f"/evidence/uploads/{upload.pk}/")
        taken_back(page)
    looked_at(page, "import-undone")
    assert not Result.objects.exists()


def test_much_that_changes_needs_a_word(people: Any, sign_in: Any, worker: Any) -> None:
    imported(iready(20), people.school, by=people.leader)
    page = sign_in(people.leader)
    uploaded(page, "other.csv", re.sub(rb",Y,N,4\d\d,", b",Y,N,555,", iready(20)))
    expect(page.get_by_role("heading", name="Shall we store it?")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Store these rows").click()
    expect(page.get_by_role("alert")).to_contain_text("20 of the 40 results")
    looked_at(page, "import-braked")
    page.get_by_label("I know, and these values are right").check()
    stored(page)
    assert Result.objects.filter(value=555).count() == 20


def test_ids_are_joined_and_doubts_told(people: Any, sign_in: Any) -> None:
    imported(growth(6), people.school, by=people.leader)
    imported(iready(6, windows=("fall",)), people.school, by=people.leader)
    upload = read_upload(people.school, people.leader, both([*pairs(6), (local(0), state(9))]))
    page = sign_in(people.leader)
    page.goto(f"/evidence/uploads/{upload.pk}/")
    expect(page.get_by_role("heading", name="Students with several ids")).to_be_visible()
    looked_at(page, "import-ids")


def test_masked_rows_and_a_survey_that_waits(people: Any, sign_in: Any) -> None:
    upload = read_upload(None, people.steward, with_mistakes(of_district(OURS, THEIRS), 2))
    page = sign_in(people.steward)
    page.goto("/evidence/uploads/new")
    looked_at(page, "import-new")
    page.goto(f"/evidence/uploads/{upload.pk}/")
    expect(page.get_by_text("Values are masked for you there too")).to_be_visible()
    looked_at(page, "import-masked")
    survey = read_upload(people.school, people.leader, google_form(30))
    imported(google_form(30), people.school, by=people.leader, asked=0)
    page = sign_in(people.leader)
    page.goto(f"/evidence/uploads/{survey.pk}/")
    looked_at(page, "import-survey")
    page.goto("/surveys/")
    looked_at(page, "surveys-waiting")


def test_staff_places_and_means(people: Any, sign_in: Any) -> None:
    imported(leap(2).replace(b"Canary 0", b"Teresa M Nunez"), people.school, by=people.leader)
    imported(iready(20).replace(b",T,", b",Vega,"), people.school, by=people.leader)
    page = sign_in(people.leader)
    page.goto("/evidence/")
    looked_at(page, "evidence-leader")
    open_link(page, page.get_by_role("link", name="People in LEAP files whom we do not know"))
    looked_at(page, "import-staff")
    page.get_by_role("button", name="This is Teresa Núñez").click()
    expect(page.get_by_text("Noted. The next file will know.")).to_be_visible()
    page.goto("/evidence/")
    open_link(page, page.get_by_role("link", name="Put classes and grades into teams"))
    looked_at(page, "import-places")
    page.get_by_label("Vega").select_option("Grade 4")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Students of new files join by themselves.")).to_be_visible()
    assert Roster.objects.filter(team=people.team).count() == 20
    page.goto("/evidence/leap/means/")
    looked_at(page, "import-means")
    page.get_by_label("Mean of LE.1").fill("4.5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("A mean needs the number of teachers behind it.")
    page.get_by_label("Teachers behind LE.1").fill("14")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Packets that are frozen from now on show it.")).to_be_visible()


def test_the_districts_table(people: Any, sign_in: Any) -> None:
    imported(iready(4, windows=("fall",)), people.school, by=people.leader)
    imported(iready(4).replace(b",900", b",700"), people.other_school, by=people.other_leader)
    imported(leap(3), people.other_school)
    page = sign_in(people.district)
    page.goto("/evidence/")
    expect(page.get_by_text("evidence is missing that another school has")).to_be_visible()
    looked_at(page, "evidence-district")
