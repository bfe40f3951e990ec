"""The evidence pages as people meet them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from data_imports import actions, queries
from data_imports.models import Upload
from teams.models import AuditEntry, Person
from tests.data_imports.making import NOW, YEAR, frozen_packet, imported, iready, leap, received_upload

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: Person, name: str, *args: object) -> str:
    answer = signed_in(person).get(reverse(f"data_imports:{name}", args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_evidence_page_costs_the_same_with_one_file_and_with_many(people: Any, count_queries: Any) -> None:
    def asked() -> int:
        client = signed_in(people.leader)
        with count_queries() as queries:
            assert client.get(reverse("data_imports:evidence")).status_code == 200
        return len(queries)

    imported(iready(2), people.school, by=people.leader)
    frozen_packet(people.school, None, "B")
    one = asked()
    for number in range(6):
        imported(iready(3 + number), people.school, by=people.lead, at=NOW + timedelta(hours=number))
        frozen_packet(people.school, None, "B")
    frozen_packet(people.school, people.team, "A")
    assert asked() == one <= 25


def test_a_chosen_file_is_received_and_waits(people: Any) -> None:
    client = signed_in(people.leader)
    file = SimpleUploadedFile("export.csv", iready(4))
    answer = client.post(reverse("data_imports:upload-create"), {"file": file, "school": people.school.pk})
    upload = Upload.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("data_imports:upload", args=[upload.pk]))
    assert (upload.school, upload.by, upload.state) == (people.school, people.leader, "received")


@pytest.mark.parametrize("data", [{}, {"year": "someday"}])
def test_a_refused_form_stands_again_with_its_reasons(people: Any, data: dict[str, str]) -> None:
    answer = signed_in(people.leader).post(reverse("data_imports:upload-create"), data)
    assert answer.status_code == 422
    assert "Before this can go on" in answer.content.decode()


def test_a_leader_cannot_upload_for_another_school(people: Any) -> None:
    file = SimpleUploadedFile("export.csv", iready(4))
    data = {"file": file, "school": people.other_school.pk}
    assert signed_in(people.leader).post(reverse("data_imports:upload-create"), data).status_code == 422
    assert not Upload.objects.exists()


@pytest.fixture
def understood(people: Any) -> Upload:
    upload = received_upload(people.school, people.leader, iready(12).replace(b",Y,N,40", b",Y,N,9940", 1))
    actions.read_upload(upload, at=NOW)
    return upload


def test_the_leader_sees_the_own_rows_and_a_steward_their_shape(people: Any, understood: Upload) -> None:
    clear, masked = page(people.leader, "upload", understood.pk), page(people.steward, "upload", understood.pk)
    assert "900001" in clear
    assert "900001" not in masked
    assert "999999" in masked
    assert "99400" not in masked
    assert "Canary" not in clear
    assert "Store these rows" in clear
    read = AuditEntry.objects.filter(verb="student rows read")
    assert [entry.actor_id for entry in read] == [people.leader.pk]


def test_confirm_and_cancel_lead_back(people: Any, understood: Upload) -> None:
    client = signed_in(people.leader)
    assert client.post(reverse("data_imports:upload-confirm", args=[understood.pk])).status_code == 302
    answer = client.post(reverse("data_imports:upload-cancel", args=[understood.pk]), follow=True)
    assert "is put aside" in answer.content.decode()
    answer = client.post(reverse("data_imports:upload-confirm", args=[understood.pk]), follow=True)
    assert "moved on in the meantime" in answer.content.decode()
    assert Upload.objects.get().state == "cancelled"


def test_the_state_part_asks_again_until_it_is_done(people: Any, understood: Upload) -> None:
    client = signed_in(people.leader)
    address = reverse("data_imports:upload-state", args=[understood.pk])
    assert client.get(address)["HX-Refresh"] == "true"
    Upload.objects.update(state="storing")
    answer = client.get(address)
    assert "HX-Refresh" not in answer
    assert "every 1s" in answer.content.decode()


def test_the_page_of_a_file_costs_the_same_with_many_problems(people: Any, count_queries: Any) -> None:
    def asked(content: bytes) -> int:
        upload = received_upload(people.school, people.leader, content)
        actions.read_upload(upload, at=NOW)
        client = signed_in(people.leader)
        with count_queries() as queries:
            assert client.get(reverse("data_imports:upload", args=[upload.pk])).status_code == 200
        return len(queries)

    one = asked(iready(12).replace(b",Y,N,40", b",Y,N,9940", 1))
    assert asked(iready(12).replace(b",Y,N,4", b",Y,N,99")) == one


def test_a_packet_page_carries_its_figures_and_tables(people: Any) -> None:
    imported(iready(120), people.school)
    version = frozen_packet(people.school, None, "B")
    shown = page(people.leader, "packet", version.pk)
    assert 'data-figure="chart-levels-iready-math-overall_scale-figure"' in shown
    assert "What stands out" in shown
    assert "Show as a table" in shown


def test_a_superintendent_reads_no_packet_of_named_students(people: Any) -> None:
    version = frozen_packet(people.school, people.team, "A")
    address = reverse("data_imports:packet", args=[version.pk])
    codes = {
        name: signed_in(getattr(people, name)).get(address).status_code
        for name in ("leader", "teacher", "superintendent", "colleague", "outsider")
    }
    assert codes == {"leader": 200, "teacher": 200, "superintendent": 403, "colleague": 403, "outsider": 404}


def test_a_team_packet_is_read_from_the_day_one_joined(people: Any) -> None:
    frozen = timezone.now() - timedelta(days=30)
    version = actions.freeze_packet(
        school=people.school, team=people.team, profile="A", year=YEAR, window="winter", by=None, at=frozen
    )
    since = {"teacher": 30, "member": 29}
    for name, days in since.items():
        day = timezone.localdate() - timedelta(days=days)
        getattr(people, name).memberships.update(starts_on=day)
    address = reverse("data_imports:packet", args=[version.pk])
    codes = {name: signed_in(getattr(people, name)).get(address).status_code for name in since}
    assert codes == {"teacher": 200, "member": 403}


def rated(people: Any) -> None:
    """Teresa has an observation of her own."""
    imported(leap(1).replace(b"teacher0@example.org", people.teacher.email.encode()), people.school)


def test_leap_rows_are_off_until_the_district_turns_them_on(people: Any) -> None:
    rated(people)
    assert "has not turned this on" in page(people.teacher, "leap-mine")
    assert "<dd>" not in page(people.leader, "leap-person", people.teacher.pk)


def test_leap_rows_are_for_their_person_and_evaluator_who_is_noted(people: Any, settings: Any) -> None:
    settings.LEAP_INDIVIDUAL = True
    rated(people)
    assert page(people.teacher, "leap-mine").count("<dd>") == 12
    assert page(people.member, "leap-mine").count("<dd>") == 0
    assert not AuditEntry.objects.filter(verb="LEAP rows read").exists()
    assert page(people.lead, "leap-person", people.teacher.pk).count("<dd>") == 12
    entry = AuditEntry.objects.get(verb="LEAP rows read")
    assert (entry.actor_id, entry.subject_id, entry.count) == (people.lead.pk, people.teacher.pk, 12)


def test_when_supervision_ends_so_does_the_reading(people: Any, settings: Any) -> None:
    settings.LEAP_INDIVIDUAL = True
    rated(people)
    people.lead.supervises.update(ends_on=timezone.localdate() - timedelta(days=1))
    address = reverse("data_imports:leap-person", args=[people.teacher.pk])
    assert signed_in(people.lead).get(address).status_code == 403


def test_a_superintendent_reads_the_rows_of_whom_they_evaluate_and_of_nobody_else(people: Any, settings: Any) -> None:
    settings.LEAP_INDIVIDUAL = True
    rated(people)
    address = reverse("data_imports:leap-person", args=[people.teacher.pk])
    assert signed_in(people.superintendent).get(address).status_code == 403
    link = people.superintendent.supervises.create(
        supervisee=people.teacher, school=people.school, starts_on=timezone.localdate()
    )
    assert page(people.superintendent, "leap-person", people.teacher.pk).count("<dd>") == 12
    entry = AuditEntry.objects.get(verb="LEAP rows read")
    assert (entry.actor_id, entry.school_id, entry.count) == (people.superintendent.pk, people.school.pk, 12)
    link.delete()
    people.superintendent.supervises.create(
        supervisee=people.teacher, school=people.other_school, starts_on=timezone.localdate()
    )
    assert signed_in(people.superintendent).get(address).status_code == 403


def test_a_steward_sees_no_means_of_leap_ratings(people: Any) -> None:
    upload = received_upload(people.school, people.leader, leap(1))
    actions.read_upload(upload, at=NOW)
    means = {name: mean for name, _n, _gaps, mean in queries.upload_page(upload, is_masked=True).measures}
    clear = {name: mean for name, _n, _gaps, mean in queries.upload_page(upload, is_masked=False).measures}
    assert (means["leap.indicator_score"], clear["leap.indicator_score"]) == ("*", "4.50")


def test_no_choice_on_the_mapping_screen_tells_a_steward_who_is_in_the_file(people: Any) -> None:
    """A column that repeats is offered by its words, where it could name levels or tests."""
    levels = ("Below", "Approaching", "Met", "Exceeds")
    rows = [
        f"Canary Kid{n % 9},8{n % 9:05},{3 + n % 2},10/{1 + n % 20}/2026,{20 + n},{levels[n % 4]}" for n in range(24)
    ]
    content = "\n".join(["Pupil,Pupil Number,Yr Level,Given On,Math Points,Attained", *rows]).encode()
    upload = received_upload(people.school, people.leader, content)
    actions.read_upload(upload, at=NOW)
    address = reverse("data_imports:upload-map", args=[upload.pk])
    said = {"title": "T", "kind": "results", "date_shape": "written", "c1": "student", "c3": "taken_on", "c4": "score"}
    said |= {"m4-title": "M", "m4-subject": "math", "m4-lowest": "0", "m4-highest": "60", "m4-level": "Pupil"}
    again = {"again": "yes", "title": "T", "kind": "results", "c4": "score", "tests": "Pupil"}
    for person, is_told in ((people.steward, False), (people.leader, True)):
        answers = [signed_in(person).post(address, form).content.decode() for form in (said, again)]
        assert ["Canary Kid1" in answer for answer in answers] == [is_told, is_told]
