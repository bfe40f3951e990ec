"""Who has an account made for them is told so, and gets in by one link, once."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from teams import actions, outbox, workbook
from teams.models import Appointment, Notice, Person
from teams.welcome import WELCOME
from tests.moments import travel
from tests.services import Sink

pytestmark = pytest.mark.django_db
CHOSEN = {"password1": "sol y sombra 2026", "password2": "sol y sombra 2026"}


def add(people: Any, name: str = "Nia Ruiz", email: str = "nia@example.org", language: str = "en") -> Person:
    return actions.add_person_with_role(
        name=name, email=email, employee_number="", language=language, role="staff",
        school=people.school, network=None, by=people.leader, at=timezone.now(),
    )  # fmt: skip


def letters(smtp: Sink, address: str) -> list[Any]:
    """What that address got once everything due is sent."""
    outbox.send_due(timezone.now)
    return smtp.to(address)


def body(letter: Any) -> str:
    return str(letter.get_body(("plain",)).get_content())


def link(letter: Any) -> str:
    return re.search(r"(/accounts/password/reset/key/\S+)", body(letter)).group(1)


def choose(address: str) -> tuple[Client, Any]:
    """Follow the link and choose a password."""
    client = Client()
    page = client.get(address, follow=True)
    return client, client.post(page.redirect_chain[-1][0], CHOSEN) if page.redirect_chain else page


def test_the_link_lets_the_person_in_once(people: Any, smtp: Sink) -> None:
    add(people, "Siobhán O'Brien 🌻")
    (letter,) = letters(smtp, "nia@example.org")
    assert letter["Subject"] == "Welcome to Solstice at Juniper Elementary"
    assert "Hello Siobhán," in body(letter)
    assert "You sign in as: nia@example.org" in body(letter)
    page = Client().get(link(letter), follow=True)
    assert "Welcome, Siobhán. Choose your password." in page.content.decode()
    client, answer = choose(link(letter))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    again, _page = choose(link(letter))
    assert "This link no longer works" in again.get(link(letter)).content.decode()
    assert again.get("/").status_code == 302


@pytest.mark.clock
def test_an_old_link_is_refused_and_leads_to_a_new_one(people: Any, smtp: Sink) -> None:
    add(people)
    (letter,) = letters(smtp, "nia@example.org")
    # a moment with a zone would take the server's own away, and the link is dated by the server's clock
    with travel(timezone.now() + timedelta(days=3, minutes=5), tick=False):
        page = Client().get(link(letter)).content.decode()
    assert "This link no longer works" in page
    assert reverse("account_reset_password") in page


def test_it_speaks_the_persons_language(people: Any, smtp: Sink) -> None:
    add(people, language="es")
    (letter,) = letters(smtp, "nia@example.org")
    assert "Hola, Nia:" in body(letter)


def test_who_is_in_by_then_is_not_welcomed_any_more(people: Any, smtp: Sink) -> None:
    nia = add(people)
    Person.objects.filter(pk=nia.pk).update(last_login=timezone.now())
    assert letters(smtp, "nia@example.org") == []
    assert Notice.objects.get(kind=WELCOME).state == "void"


def test_shown_on_ones_own_page_it_holds_no_link(people: Any, smtp: Sink) -> None:
    add(people)
    client, _answer = choose(link(letters(smtp, "nia@example.org")[0]))
    page = client.get(reverse("teams:notice", args=[Notice.objects.get(kind=WELCOME).pk])).content.decode()
    assert "An account was made for you" in page
    assert "/accounts/password/reset/key/" not in page


def test_a_mended_address_gets_its_own_and_closes_the_old_link(people: Any, smtp: Sink) -> None:
    nia = add(people, email="nia@exmaple.org")
    (wrong,) = letters(smtp, "nia@exmaple.org")
    facts = {"name": nia.name, "employee_number": "", "is_active": True, "email": "nia@example.org"}
    actions.edit_person(nia, **facts, by=people.leader, at=timezone.now())
    (right,) = letters(smtp, "nia@example.org")
    assert "This link no longer works" in Client().get(link(wrong)).content.decode()
    assert choose(link(right))[1].status_code == 302
    assert set(EmailAddress.objects.values_list("email", flat=True)) <= {"nia@example.org"}


def test_a_leader_sends_it_again_until_the_person_is_in(people: Any, smtp: Sink) -> None:
    nia = add(people)
    letters(smtp, "nia@example.org")
    client = Client()
    client.force_login(people.leader)
    address = reverse("teams:person-welcome", args=[nia.pk])
    assert "Send the welcome again" in client.get(reverse("teams:person", args=[nia.pk])).content.decode()
    client.post(address)
    assert len(letters(smtp, "nia@example.org")) == 1  # within the hour it is the same one
    with travel(timezone.now() + timedelta(hours=1), tick=False):
        client.force_login(people.leader)
        client.post(address)
        assert len(letters(smtp, "nia@example.org")) == 2
    Person.objects.filter(pk=nia.pk).update(last_login=timezone.now())
    assert "They have signed in by now" in client.post(address, follow=True).content.decode()
    assert "Send the welcome again" not in client.get(reverse("teams:person", args=[nia.pk])).content.decode()


def test_a_workbook_welcomes_whom_it_brings_and_nobody_twice(people: Any, smtp: Sink, client: Client) -> None:
    book = load_workbook(BytesIO(workbook.template()))
    for row, name in ((3, "Ana"), (4, "Ben")):
        for place, cell in enumerate(["0101", name, f"{name}@new.example", "Staff", "", ""], 1):
            book["People"].cell(row, place, cell)
    out = BytesIO()
    book.save(out)
    client.force_login(people.leader)
    for _ in range(2):
        file = SimpleUploadedFile("filled.xlsx", out.getvalue())
        shown = client.post(reverse("teams:setup-upload"), {"file": file}, follow=True).context["shown"]
        told = Notice.objects.filter(kind=WELCOME).count()
        client.post(reverse("teams:setup-apply", args=[shown.file.pk]))
    assert told == 2  # the first time's; looking puts nothing
    outbox.send_due(timezone.now)
    assert sorted(letter["To"] for letter in smtp.messages) == ["ana@new.example", "ben@new.example"]


def test_a_list_of_people_welcomes_too(people: Any, smtp: Sink, client: Client) -> None:
    client.force_login(people.leader)
    content = b"email,name,employee_number,language,school,role\ncleo@new.example,Cleo,,es,0101,staff\n"
    file = SimpleUploadedFile("people.csv", content)
    asked = {"kind": "people", "file": file}
    shown = client.post(reverse("teams:sheet-upload"), asked, follow=True).context["shown"]
    assert not Notice.objects.filter(kind=WELCOME).exists()
    client.post(reverse("teams:setup-apply", args=[shown.file.pk]))
    assert len(letters(smtp, "cleo@new.example")) == 1
    assert Appointment.objects.filter(person__email="cleo@new.example").count() == 1
