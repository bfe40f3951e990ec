"""The frame of every page: what it loads, how it looks at both widths, and the pages that need nobody's sign-in."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views import defaults

from tests.browser import axe, fits, screenshot, until
from tests.people import PASSWORD, People

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
WIDTHS = {"phone": 360, "desk": 1280, "wall": 1920}
OPEN_PAGES = {"sign-in": "/accounts/login/", "reset": "/accounts/password/reset/", "styleguide": "/styleguide/"}
OWN_PAGES = ("account_change_password", "mfa_index", "account_email", "account_logout")


# --- files


def vendored() -> list[tuple[str, str]]:
    rows = re.findall(r"^\| `(.+?)` \|.*`([0-9a-f]{64})` \|$", (STATIC / "vendor/README.md").read_text(), re.M)
    return [(name, digest) for name, digest in rows]


def test_signing_in_says_nothing_more_than_the_page(people: People, client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": people.teacher.email, "password": PASSWORD}, follow=True)
    assert (answer.status_code, list(answer.context["messages"])) == (200, [])
    asked = {"oldpassword": PASSWORD, "password1": "sol y sombra 2026", "password2": "sol y sombra 2026"}
    client.post("/accounts/password/change/", asked)
    answer = client.post(
        "/accounts/login/", {"login": people.teacher.email, "password": "sol y sombra 2026"}, follow=True
    )
    told = [str(one) for one in answer.context["messages"]]
    assert "Your new password is saved." in told
    assert not any("uccessfully" in words for words in told)


def test_every_vendored_file_is_listed_with_its_digest() -> None:
    there = {
        str(path.relative_to(STATIC / "vendor")): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (STATIC / "vendor").rglob("*")
        if path.is_file() and path.name not in {"README.md", "LICENSE"}
    }
    assert dict(vendored()) == there


def test_every_vendored_package_brings_its_licence() -> None:
    folders = {name.split("/")[0] for name, _ in vendored()}
    assert {path.parent.name for path in (STATIC / "vendor").glob("*/LICENSE")} == folders


def test_the_drawn_figures_are_of_the_version_that_the_server_makes() -> None:
    from plotly.offline import get_plotlyjs_version

    assert (STATIC / f"vendor/plotly-cartesian-{get_plotlyjs_version()}").is_dir()


def test_own_styles_and_scripts_name_no_other_host() -> None:
    own = [*(STATIC / "css").glob("*.css"), *(STATIC / "js").glob("*.js")]
    named = {path.name: re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", path.read_text()) for path in own}
    assert {name: hosts for name, hosts in named.items() if hosts} == {}


def test_colours_stand_only_among_the_tokens() -> None:
    """Every page takes its colours from one place; the dark screen is declared beside its styles."""
    loose = {
        path.name: re.findall(r"(?<!--)#[0-9a-f]{3,8}\b", re.sub(r"--[\w-]+:[^;]+;", "", path.read_text()))
        for path in (STATIC / "css").glob("*.css")
        if path.name not in {"tokens.css", "print.css"}
    }
    assert {name: set(found) - {"#fff"} for name, found in loose.items() if set(found) - {"#fff"}} == {}


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "vendor/lucide-1.62.0/sprite.svg").read_text()))
    pattern = re.compile(r'_icon\.html" with (?:[^%]*\s)?name="([\w-]+)"|icon="([\w-]+)"')
    asked = {name or icon for path in TEMPLATES.rglob("*.html") for name, icon in pattern.findall(path.read_text())}
    assert asked - drawn == set()


def test_every_component_says_how_it_is_used() -> None:
    silent = [
        p.name for p in (TEMPLATES / "components").glob("_*.html") if not p.read_text().startswith("{% comment %}")
    ]
    assert silent == ["_mark.html"]


# --- contrast


def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (STATIC / "css/tokens.css").read_text()))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(tokens()[one]), luminance(tokens()[other])))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["ground", "surface", "sunken"])
@pytest.mark.parametrize("ink", ["ink", "ink-soft", "ink-faint", "teal", "teal-deep", "amber", "red", "green"])
def test_words_can_be_read_on_every_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("amber", "amber-soft"),
        ("red", "red-soft"),
        ("green", "green-soft"),
        ("quiet", "quiet-soft"),
        ("teal-deep", "teal-soft"),
        ("on-teal", "teal"),
    ],
)
def test_words_can_be_read_on_their_chip(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("mark", ["amber-mark", "red-mark", "green-mark", "quiet-mark", "line-strong", "focus"])
def test_marks_and_edges_of_fields_can_be_seen(mark: str) -> None:
    assert min(contrast(mark, ground) for ground in ("ground", "surface")) >= 3


# --- pages without sign-in


def test_sign_in_asks_for_an_address_and_a_password_and_offers_no_sign_up(client: Client, db: None) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert re.findall(r'<input type="(\w+)" name="(login|password)"', page) == [
        ("email", "login"),
        ("password", "password"),
    ]
    assert reverse("account_signup") not in page


def test_a_person_signs_in_with_their_address(client: Client, people: People) -> None:
    answer = client.post(reverse("account_login"), {"login": people.teacher.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_wrong_password_is_said_on_top_and_keeps_the_address(client: Client, people: People) -> None:
    answer = client.post(reverse("account_login"), {"login": people.teacher.email, "password": "not-this-one"})
    page = answer.content.decode()
    assert "data-error-summary" in page
    assert f'value="{people.teacher.email}"' in page


def test_nobody_signs_up_alone(client: Client, db: None) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    assert "Accounts are made by your school" in page
    assert '<input type="password"' not in page


def test_the_language_is_chosen_without_an_account(client: Client, db: None) -> None:
    client.post(reverse("set_language"), {"language": "es", "next": reverse("account_login")})
    assert '<html lang="es">' in client.get(reverse("account_login")).content.decode()


def heading(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, re.findall(r"<h1[^>]*>(.*?)</h1>", answer.content.decode())[0]


def request() -> HttpRequest:
    return RequestFactory().get("/somewhere/")


def test_every_error_has_a_page_that_says_what_to_do_next() -> None:
    assert heading(defaults.bad_request(request(), Exception())) == (400, "We could not read that request")
    assert heading(defaults.permission_denied(request(), Exception())) == (403, "This part is not open to you")
    assert heading(defaults.page_not_found(request(), Exception())) == (404, "This page is not here")
    assert heading(defaults.server_error(request())) == (500, "Something went wrong on our side")


def test_a_refusal_tells_its_own_reason() -> None:
    answer = defaults.permission_denied(request(), PermissionDenied("Only the facilitator opens a phase."))
    assert "Only the facilitator opens a phase." in answer.content.decode()


def test_a_form_without_its_token_is_refused_kindly(people: People) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": people.teacher.email})
    assert heading(answer) == (403, "This page has been open too long")


# --- the frame


def test_the_rail_marks_where_one_is(people: People) -> None:
    client = Client()
    client.force_login(people.leader)
    page = client.get(reverse("account_change_password")).content.decode()
    assert re.findall(r'class="rail__link" href="([^"]+)"', page) == [
        reverse(name)
        for name in ("cycles:today", "cycles:board", "data_imports:evidence", "teams:goals", "teams:people")
    ]
    assert f'data-person="{people.leader.pk}"' in page


def test_htmx_runs_no_code_from_attributes_and_shows_refused_forms() -> None:
    found = re.search(r"name=\"htmx-config\" content='(.+?)'", render_to_string("components/_head.html"))
    assert found
    config = json.loads(found[1])
    assert (config["allowEval"], config["allowScriptTags"], config["includeIndicatorStyles"]) == (False, False, False)
    assert {"code": "422", "swap": True} in config["responseHandling"]


def test_a_figure_cannot_leave_its_place_in_the_page() -> None:
    figure = {"data": [], "layout": {"title": "</script><script>alert(1)</script>"}}
    page = render_to_string("components/_chart_card.html", {"id": "c", "title": "T", "figure": figure})
    assert "<script>alert" not in page


def test_a_hidden_cell_of_a_table_says_so() -> None:
    page = render_to_string("components/_plain_table.html", {"head": ["", "Fall"], "rows": [["Newcomers", None]]})
    assert re.findall(r'<td class="num hidden-cell">(.*?)</td>', page) == [
        '<span aria-hidden="true">*</span><span class="visually-hidden">hidden to protect privacy</span>'
    ]


# --- in a browser


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
@pytest.mark.parametrize("address", OPEN_PAGES.values(), ids=OPEN_PAGES.keys())
def test_open_pages_fit_and_are_accessible(page: Any, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address, wait_until="networkidle")
    fits(page)
    axe(page)
    screenshot(page, f"page-{address.strip('/').replace('/', '-')}-{width}")


@pytest.mark.browser
def test_the_projector_sample_fits_and_is_accessible(page: Any) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto("/styleguide/?screen")
    fits(page)
    axe(page)
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_a_persons_own_pages_fit_and_are_accessible(sign_in: Any, people: People, width: int) -> None:
    page = sign_in(people.leader)
    page.set_viewport_size({"width": width, "height": 800})
    for name in OWN_PAGES:
        page.goto(reverse(name))
        fits(page)
        axe(page)


@pytest.mark.browser
def test_the_menu_opens_closes_and_signs_out(sign_in: Any, people: People) -> None:
    page = sign_in(people.leader)
    page.goto(reverse("account_change_password"))
    page.locator("details[data-menu] summary").click()
    axe(page)
    page.keyboard.press("Escape")
    assert page.get_by_role("button", name="Sign out").is_visible() is False
    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")


BACK = "() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


def sign_in_anew(page: Any, person: Any) -> None:
    """In another window of the same browser, after a sign-out there."""
    page.goto(reverse("account_logout"))
    page.get_by_role("button", name="Sign out").last.click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "login" not in url)


@pytest.mark.browser
def test_a_page_that_back_brings_whole_is_shown_to_its_person_only(sign_in: Any, people: People) -> None:
    for person in (people.teacher, people.lead):
        person.set_password(PASSWORD)
        person.save()
    page = sign_in(people.teacher)
    page.goto(reverse("account_change_password"))
    page.get_by_label("Current password").fill("half a word")
    window = page.context.new_page()
    sign_in_anew(window, people.teacher)
    page.evaluate(BACK)
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "csrftoken")
    tokens = "all => all.every((one) => one.value === all[0].value) && all[0].value"
    until(page, lambda: page.locator("[name=csrfmiddlewaretoken]").evaluate_all(tokens) == token)
    assert page.get_by_label("Current password").input_value() == "half a word"
    assert page.get_by_label("Current password").is_visible()
    sign_in_anew(window, people.lead)
    with page.expect_navigation():
        page.evaluate(BACK)
    assert page.locator("body").get_attribute("data-person") == str(people.lead.pk)
    assert page.get_by_label("Current password").input_value() == ""


@pytest.mark.browser
def test_a_chart_is_drawn_under_the_content_policy(page: Any) -> None:
    page.goto("/styleguide/")
    page.locator("#math").scroll_into_view_if_needed()
    page.wait_for_selector("#math[data-state=drawn] .main-svg")
    assert page.locator("#math .bars .point").count() == 7
