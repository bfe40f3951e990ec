"""A session's packet: tabs, newer evidence, versions and their difference, paper, files, one that failed."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cycles.plan import access, actions, queries
from cycles.plan.models import Invitation, ReflectionSession
from data_imports.enums import UploadState
from data_imports.models import SurveyFinding, Upload
from teams.models import AuditEntry
from tests import moments
from tests.cycles.making import open_cycle, schedule

from .packets import CHANGE, LEVELS, chart, freeze_by_hand


@pytest.fixture
def session(people: Any) -> ReflectionSession:
    session = schedule(open_cycle(people), people.team, facilitator=people.facilitator)
    freeze_by_hand(session, chart(), chart(CHANGE, winter="12 points"))
    return session


def get(person: Any, name: str, session: ReflectionSession, *args: str, show: str = "") -> Any:
    client = Client()
    client.force_login(person)
    return client.get(reverse(f"cycles:{name}", args=[session.pk, *args]), {"show": show} if show else {})


def text(person: Any, name: str, session: ReflectionSession, *args: str, show: str = "") -> str:
    answer = get(person, name, session, *args, show=show)
    assert answer.status_code == 200
    return str(answer.content.decode())


def came_in(people: Any, at: Any, state: str = UploadState.APPLIED) -> None:
    """A file with something about the packet's year."""
    upload = Upload.objects.create(
        school=people.school, at=at, file_name="winter.csv", digest="d" * 64, state=state, state_at=at, applied_at=at
    )
    SurveyFinding.objects.create(
        school=people.school, year=people.year.name, window="winter", survey=f"s{upload.pk}", title="Survey",
        position=1, question="How safe?", kind="scale", responses=9, answered=9, upload=upload,
    )  # fmt: skip


# --- which charts


def test_tabs_show_one_sort_of_chart_where_there_are_both(people: Any, session: ReflectionSession) -> None:
    ties = access.ties(people.teacher, session)
    keys = {
        show: queries.packet_page(session, people.teacher, ties, show=show).shown.charts
        for show in ("", *queries.VIEWS)
    }
    assert {show: [one.key for one in charts] for show, charts in keys.items()} == {
        "": [LEVELS, CHANGE], "levels": [LEVELS], "change": [CHANGE],
    }  # fmt: skip
    page = text(people.teacher, "packet", session, show="change")
    assert '<a href="?show=change" aria-current="page">' in page
    assert CHANGE in text(people.teacher, "packet", session, show="nonsense")
    freeze_by_hand(session, chart())
    assert "?show=change" not in text(people.teacher, "packet", session)


# --- newer evidence


def test_newer_evidence_is_told_without_a_number_until_it_is_frozen_again(
    people: Any, session: ReflectionSession
) -> None:
    came_in(people, session.packet.as_of - timedelta(minutes=1))
    came_in(people, timezone.now(), state=UploadState.REFUSED)
    assert "Newer evidence exists." not in text(people.teacher, "packet-notes", session)
    came_in(people, timezone.now())
    assert "until it is frozen again" in text(people.teacher, "packet-notes", session)
    assert "Freeze again to bring it in" in text(people.lead, "packet-notes", session)
    ReflectionSession.objects.update(packet_checked_at=timezone.now())
    assert "Newer evidence exists." not in text(people.teacher, "packet-notes", session)


def test_freezing_again_notes_when_it_looked(people: Any, session: ReflectionSession) -> None:
    at = timezone.now()
    actions.freeze_packet(session, by=people.lead, at=at)
    session.refresh_from_db()
    assert session.packet_checked_at == at


# --- versions and what changed


def test_the_difference_names_each_changed_cell(people: Any, session: ReflectionSession) -> None:
    freeze_by_hand(session, chart(fall="41%", winter="57%"), chart("leap", subject="LEAP"))
    page = queries.difference_page(session, people.teacher)
    told = [
        (one.state, [(cell.where, cell.before, cell.after) for cell in one.cells]) for one in page.difference.charts
    ]
    assert told == [
        ("changed", [("Grade 4, Winter", "52%", "57%"), ("All, Winter", "52%", "57%")]),
        ("new", []),
        ("gone", []),
    ]
    shown = text(people.teacher, "packet-difference", session)
    assert "From version 1" in shown
    assert "52%" in shown
    assert "What changed since the version before" in text(people.teacher, "packet-notes", session)
    assert "Version 1" in text(people.teacher, "packet-notes", session)


def test_a_row_or_a_number_that_came_went_or_was_hidden(people: Any, session: ReflectionSession) -> None:
    rows = [["Grade 4", None, "52%"], ["Grade 5", "30%", "31%"]]
    freeze_by_hand(session, chart(rows=rows), chart(CHANGE, winter="12 points"))
    changed = queries.difference_page(session, people.teacher).difference
    assert [(cell.where, cell.before, cell.after) for cell in changed.charts[0].cells] == [
        ("Grade 4, Fall", "41%", None),
        ("Grade 5, Fall", "", "30%"),
        ("Grade 5, Winter", "", "31%"),
        ("All, Fall", None, ""),
        ("All, Winter", "52%", ""),
    ]
    assert changed.cells == 5


def test_versions_for_other_readers_are_not_compared(people: Any, session: ReflectionSession) -> None:
    assert "no earlier version" in text(people.teacher, "packet-difference", session)
    freeze_by_hand(session, chart(winter="60%"), profile="C")
    assert queries.difference_page(session, people.teacher).difference is None
    freeze_by_hand(session, chart(winter="60%"), profile="A", at=timezone.now() + timedelta(hours=1))
    assert [one.state for one in queries.difference_page(session, people.teacher).difference.charts] == [
        "changed", "gone",
    ]  # fmt: skip


def test_who_joined_after_the_first_version_does_not_get_its_numbers(people: Any, session: ReflectionSession) -> None:
    """A team's own numbers of the time before one came are nobody's business but those who were there."""
    since = moments.today()
    people.teacher.memberships.update(starts_on=since)
    session.packet.__class__.objects.update(as_of=timezone.now() - timedelta(days=5))
    freeze_by_hand(session, chart(winter="60%"))
    assert queries.difference_page(session, people.teacher).difference is None
    assert queries.difference_page(session, people.leader).difference is not None


# --- paper and files


def test_paper_has_every_table_its_sentence_and_where_it_comes_from(people: Any, session: ReflectionSession) -> None:
    shown = text(people.teacher, "packet-print", session)
    for part in ("In winter 52% are at or above.", "12 points", "i-Ready, 52%", session.packet.digest, "No spring"):
        assert part in shown
    assert "data-figure" not in shown


def test_a_csv_holds_all_tables_and_no_formula(people: Any, session: ReflectionSession) -> None:
    freeze_by_hand(session, chart(rows=[["=1+1", "@x", "+12"], ["-3", None, "\u00a0=2"]]))
    answer = get(people.teacher, "packet-download", session, "csv")
    assert answer["Content-Disposition"] == 'attachment; filename="evidence-grade-4-v2.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["'=1+1", "'@x", "'+12"] in lines
    assert ["'-3", "*", "'\u00a0=2"] in lines
    assert [line for line in lines for cell in line if cell[:1] in "=+-@" and cell] == []


def test_a_workbook_holds_text_only(people: Any, session: ReflectionSession) -> None:
    freeze_by_hand(session, chart(rows=[["=1+1", "@x", "+12"]], subject="A/B: [math]"))
    book = load_workbook(io.BytesIO(get(people.teacher, "packet-download", session, "xlsx").content))
    assert book.sheetnames == ["About this packet", "1 A B   math"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=1+1" in {cell.value for cell in cells}


def test_every_leaving_is_kept_with_rows_profile_and_digest(people: Any, session: ReflectionSession) -> None:
    for name, args in (("packet-download", ["csv"]), ("packet-download", ["xlsx"]), ("packet-print", [])):
        get(people.teacher, name, session, *args)
    digest = session.packet.digest[:16]
    thing = f"packetversion:{session.packet_id}"
    kept = AuditEntry.objects.filter(thing=thing, verb__in=["packet downloaded", "packet printed"]).order_by("pk")
    assert list(kept.values_list("verb", "actor_id", "purpose", "count")) == [
        ("packet downloaded", people.teacher.pk, f"csv, profile A, digest {digest}", 4),
        ("packet downloaded", people.teacher.pk, f"xlsx, profile A, digest {digest}", 4),
        ("packet printed", people.teacher.pk, f"print, profile A, digest {digest}", 4),
    ]


def test_what_readers_from_outside_take_along_is_kept_with_its_interest(
    people: Any, session: ReflectionSession
) -> None:
    freeze_by_hand(session, chart(), profile="C")
    Invitation.objects.create(session=session, person=people.partner, is_guest=True)
    assert get(people.partner, "packet-download", session, "csv").status_code == 200
    entry = AuditEntry.objects.get(verb="packet downloaded")
    assert entry.purpose.endswith("; invited to take part in the school's reflection meeting")
    assert (entry.actor_id, entry.school_id, entry.count) == (people.partner.pk, people.school.pk, 2)


def test_no_other_kind_of_file_is_made(people: Any, session: ReflectionSession) -> None:
    assert get(people.teacher, "packet-download", session, "html").status_code == 404
    assert not AuditEntry.objects.filter(verb="packet downloaded").exists()


# --- one that could not be made


def test_a_packet_that_could_not_be_made_says_so_until_it_is_asked_for_again(
    people: Any, session: ReflectionSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_kwargs: Any) -> Any:
        raise RuntimeError("no room left")

    with monkeypatch.context() as patch:
        patch.setattr("cycles.plan.actions.packets.freeze_evidence", broken)
        actions.ask_for_packet(session, by=people.lead, at=timezone.now())
        actions.freeze_asked_packets(at=timezone.now())
    said = "could not be made"
    assert said in text(people.lead, "packet", session)
    assert "no room left" not in text(people.lead, "packet", session)
    assert said not in text(people.teacher, "packet", session)
    actions.ask_for_packet(session, by=people.lead, at=timezone.now())
    assert said not in text(people.lead, "packet", session)
    actions.freeze_asked_packets(at=timezone.now())
    assert said not in text(people.lead, "packet", session)
