"""Late bounces: reports of several mail servers, soft, forged and damaged ones; twice; by pipe and by folder."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings as trying, strategies as st

from teams import bounces, notices, outbox, tasks
from teams.enums import NoticeState
from teams.models import Notice, Person
from tests.services import Sink

KIND = "test-bounce"
SHAPES = ("postfix", "exchange", "headers", "utf-8")


def report(message_id: str, address: str, *, status: str = "5.1.1", action: str = "failed", shape: str = "") -> bytes:
    """As mail servers write them: Postfix with the whole mail, Exchange in its own order, headers only, RFC 6533."""
    kind = {"utf-8": "message/global-delivery-status"}.get(shape, "message/delivery-status")
    back = {"headers": "text/rfc822-headers", "utf-8": "message/global"}.get(shape, "message/rfc822")
    fields = [f"Final-Recipient: rfc822; {address}", f"Action: {action}", f"Status: {status} (bad destination)"]
    if shape == "exchange":
        fields = [f"Action: {action}", f"Final-Recipient: RFC822;{address.upper()}", f"Status: {status}"]
    lines = [
        "From: Mail Delivery System <MAILER-DAEMON@mail.example>",
        "To: solstice@localhost",
        "Subject: Undelivered Mail Returned to Sender",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="line"',
        "Message-ID: <the-report@mail.example>",
        "",
        "--line",
        "Content-Type: text/plain",
        "",
        "Your message could not be delivered.",
        "",
        "--line",
        f"Content-Type: {kind}",
        "",
        "Reporting-MTA: dns; mail.example",
        "Arrival-Date: Wed, 25 Nov 2026 09:00:00 -0700",
        "",
        *fields,
        "Diagnostic-Code: smtp; 550 5.1.1 no such user",
        "",
        "--line",
        f"Content-Type: {back}",
        "",
        "From: Solstice <solstice@localhost>",
        f"To: {address}",
        "Subject: By Tue, Dec 1: what you saw",
        "Message-ID:",
        f" {message_id}",
        "",
        "--line--",
        "",
    ]
    return "\r\n".join(lines).encode()


@pytest.fixture
def row(people: Any, smtp: Sink) -> Any:
    """A notice that the teacher's mail server took."""
    notices.register(
        KIND,
        label="Letter",
        still_wanted=lambda _row: True,
        render=lambda row: notices.Mail(f"Letter {row.occurrence}", "Hello"),
        is_urgent=True,
    )
    at = timezone.now()
    found = notices.put(KIND, thing=people.teacher, person=people.teacher, due_at=at, at=at, school=people.school)
    outbox.send_due(timezone.now)
    found.refresh_from_db()
    assert found.state == NoticeState.SENT
    yield found
    del notices.KINDS[KIND]


def state(row: Notice) -> tuple[str, str]:
    row.refresh_from_db()
    return row.state, row.reason


REFUSED = (NoticeState.FAILED, outbox.ADDRESS_REFUSED)
SENT = (NoticeState.SENT, "")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_failure_for_good_is_a_refusal_twice_or_once(people: Any, row: Notice, shape: str) -> None:
    came_back = report(row.message_id, people.teacher.email, shape=shape)
    assert (bounces.take_in(came_back), state(row)) == (True, REFUSED)
    assert (bounces.take_in(came_back), state(row)) == (False, REFUSED)


@pytest.mark.parametrize(
    "told",
    [
        {"status": "4.2.2"},
        {"action": "delayed"},
        {"action": "delivered", "status": "2.0.0"},
        {"address": "member@example.org"},
        {"message_id": "<00000000-0000-4000-8000-000000000000@localhost>"},
        {"message_id": "%"},
        {"status": "5"},
    ],
)
def test_what_is_not_for_good_or_not_ours_changes_nothing(people: Any, row: Notice, told: dict[str, str]) -> None:
    said = {"message_id": row.message_id, "address": people.teacher.email} | told
    assert (bounces.take_in(report(**said)), state(row)) == (False, SENT)


def test_a_mail_that_only_quotes_one_is_no_report(people: Any, row: Notice) -> None:
    whole = report(row.message_id, people.teacher.email)
    plain = whole.replace(b"multipart/report", b"text/plain", 1)
    answer = b"From: x@example.org\r\nSubject: Re: Hi\r\nIn-Reply-To: " + row.message_id.encode() + b"\r\n\r\nThanks"
    assert [bounces.take_in(mail) for mail in (plain, answer, b"", whole[:300])] == [False] * 4
    assert state(row) == SENT


def test_only_the_mail_that_came_back_counts_not_what_it_holds(people: Any, row: Notice) -> None:
    """A report about somebody else's mail, with ours attached deep inside."""
    ours = report(row.message_id, people.teacher.email)
    forged = report("<other@elsewhere.example>", people.teacher.email).replace(b"\r\n--line--", b"\r\n\r\n" + ours)
    assert (bounces.take_in(forged), state(row)) == (False, SENT)


def test_every_row_of_a_digest_came_back(people: Any, row: Notice) -> None:
    Notice.objects.filter(pk=row.pk).update(digest_id="<digest@localhost>")
    other = Notice.objects.create(
        kind=KIND, thing="x:1", person=people.teacher, school=people.school, due_at=row.due_at, created_at=row.due_at,
        state=NoticeState.SENT, address=row.address, message_id="<own@localhost>", digest_id="<digest@localhost>",
    )  # fmt: skip
    assert bounces.take_in(report("<digest@localhost>", people.teacher.email))
    assert (state(row), state(other)) == (REFUSED, REFUSED)


@trying(max_examples=300, deadline=None)
@given(at=st.integers(0, 1200), cut=st.integers(0, 40), put=st.binary(max_size=40))
def test_a_damaged_report_never_raises(at: int, cut: int, put: bytes) -> None:
    whole = report("<x@localhost>", "teresa@example.org")
    found = bounces.read(whole[:at] + put + whole[at + cut :])
    assert found is None or found.message_id.startswith("<")


def test_many_addresses_and_deep_nesting_are_bounded() -> None:
    fields = b"".join(
        b"Final-Recipient: rfc822; a%d@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n" % number
        for number in range(5000)
    )
    whole = report("<x@localhost>", "teresa@example.org").replace(b"Diagnostic-Code", fields + b"Diagnostic-Code", 1)
    found = bounces.read(whole)
    assert found is not None
    assert len(found.addresses) == bounces.MOST
    deep = b"Content-Type: message/rfc822\r\n\r\n" * 5000 + whole
    assert bounces.read(deep) is None or bounces.read(deep) == found


# --- the two ways in


def piped(content: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    out = io.StringIO()
    call_command("read_bounce", stdout=out)
    return out.getvalue().strip()


def test_by_pipe(people: Any, row: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    assert piped(b"\xff\x00 nonsense", monkeypatch) == "Nothing of ours came back."
    assert piped(report(row.message_id, people.teacher.email), monkeypatch) == "An address takes no mail."
    assert state(row) == REFUSED


def test_by_folder(people: Any, row: Notice, tmp_path: Path, settings: Any) -> None:
    tasks.read_bounces()
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1.mail").write_bytes(report(row.message_id, people.teacher.email))
    (tmp_path / "new" / "2.mail").write_bytes(b"Subject: out of office\r\n\r\nBack on Monday")
    settings.BOUNCES_MAILDIR = str(tmp_path)
    tasks.read_bounces()
    assert state(row) == REFUSED
    assert [path.name for path in (tmp_path / "new").iterdir()] == []
    assert [path.name for path in (tmp_path / "cur").iterdir()] == ["2.mail:2,S"]
    assert bounces.read_folder(tmp_path) == 0


# --- who sees it


def test_the_leader_sees_it_in_the_list_and_on_the_persons_page(people: Any, row: Notice, client: Client) -> None:
    bounces.take_in(report(row.message_id, people.teacher.email))
    pages = {"list": reverse("teams:people"), "person": reverse("teams:person", args=[people.teacher.pk])}

    def told(reader: Person) -> dict[str, bool]:
        client.force_login(reader)
        return {name: "No mail reaches" in client.get(address).content.decode() for name, address in pages.items()}

    assert told(people.leader) == told(people.district) == {"list": True, "person": True}
    assert told(people.lead) == {"list": False, "person": False}
    Person.objects.filter(pk=people.teacher.pk).update(email="teresa.new@example.org")
    assert told(people.leader) == {"list": False, "person": False}
