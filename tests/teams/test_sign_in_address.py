"""Whoever holds the sign-in address holds the account."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teams import actions, notices
from teams.models import Notice
from teams.transfer import files

pytestmark = pytest.mark.django_db


def test_nobody_takes_an_address_that_is_not_theirs(people: Any) -> None:
    client = Client()
    client.force_login(people.teacher)
    client.get(reverse("account_email"))
    client.post(reverse("account_email"), {"action_add": "", "email": "next-principal@example.org"})
    assert not EmailAddress.objects.filter(email="next-principal@example.org").exists()


def test_an_address_that_was_replaced_asks_for_no_new_password(people: Any) -> None:
    before = people.teacher.email
    EmailAddress.objects.create(user=people.teacher, email=before, primary=True)
    Client().post(reverse("account_reset_password"), {"email": before})
    assert [letter.to for letter in mail.outbox] == [[before]]
    mail.outbox.clear()
    facts = {"name": people.teacher.name, "employee_number": "", "is_active": True, "email": "new@example.org"}
    actions.edit_person(people.teacher, **facts, by=people.district, at=timezone.now())
    Client().post(reverse("account_reset_password"), {"email": before})
    assert mail.outbox == []


def test_a_list_that_swells_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "load_workbook", lambda *_args, **_more: pytest.fail("it was opened"))
    parcel = BytesIO()
    with ZipFile(parcel, "w", ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"xl/{number}.xml", b"0" * (10 * 1024 * 1024))
    with pytest.raises(files.Unreadable):
        files.rows_of("people.xlsx", parcel.getvalue())


def test_a_name_with_a_line_break_breaks_no_subject(people: Any) -> None:
    notice = Notice(person=people.teacher, kind=next(iter(notices.KINDS)))
    assert notices.letter(notice, subject="Grade 4\r\nBcc: x@example.org", lines=[]).subject == (
        "Grade 4 Bcc: x@example.org"
    )
