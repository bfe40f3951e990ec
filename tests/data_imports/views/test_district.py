"""A file of the whole district on its pages: who sees which part of it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from data_imports.models import Upload
from teams.models import AuditEntry, Person, School
from tests.data_imports.making import of_district, read_upload, received_upload, stored_upload
from tests.data_imports.mapped import interim

pytestmark = pytest.mark.django_db
OURS, THEIRS = "Juniper Elementary", "Cottonwood Middle"


def asked(person: Person, name: str, *args: object) -> tuple[int, str]:
    client = Client()
    client.force_login(person)
    answer = client.get(reverse(f"data_imports:{name}", args=args))
    return answer.status_code, answer.content.decode()


def sent(person: Person, data: dict[str, Any]) -> int:
    client = Client()
    client.force_login(person)
    file = SimpleUploadedFile("all.csv", of_district(OURS, THEIRS))
    return client.post(reverse("data_imports:upload-create"), {"file": file, **data}).status_code


def test_only_the_district_may_leave_the_school_open(people: Any) -> None:
    for person in (people.steward, people.district):
        assert sent(person, {}) == 302
    assert set(Upload.objects.values_list("school", flat=True)) == {None}
    assert sent(people.leader, {}) == 422
    assert "The whole district" in asked(people.steward, "upload-new")[1]
    assert "The whole district" not in asked(people.leader, "upload-new")[1]


def test_with_one_school_nothing_is_asked(people: Any) -> None:
    School.objects.filter(pk=people.other_school.pk).delete()
    assert "The whole district" not in asked(people.steward, "upload-new")[1]
    assert sent(people.steward, {}) == 422


def test_the_district_sees_counts_by_school_and_masked_values(people: Any) -> None:
    upload = read_upload(None, people.steward, of_district(OURS, THEIRS))
    for person in (people.steward, people.district):
        status, page = asked(person, "upload", upload.pk)
        assert (status, "School by school" in page, "999999" in page) == (200, True, True)
        assert "900001" not in page
        assert f'<th scope="row">{THEIRS}' in page
    assert not AuditEntry.objects.filter(verb="student rows read").exists()


def test_a_leader_sees_the_share_of_the_own_school_and_never_the_file(people: Any) -> None:
    waiting = read_upload(None, people.steward, of_district(OURS, THEIRS))
    assert asked(people.leader, "upload", waiting.pk)[0] == 404
    assert "iready.csv" not in asked(people.leader, "evidence")[1]
    stored = stored_upload(None, people.steward, of_district(OURS, THEIRS))
    for name in ("upload", "upload-state", "upload-mapping", "upload-rejected"):
        assert asked(people.leader, name, stored.pk)[0] == 403
    page = asked(people.leader, "evidence")[1]
    assert "20 rows for your school" in page
    assert "20 rows of the district's file" in page.replace("&#x27;", "'")
    assert reverse("data_imports:upload", args=[stored.pk]) not in page
    assert reverse("data_imports:upload", args=[stored.pk]) in asked(people.steward, "evidence")[1]


def test_nobody_is_asked_in_to_a_file_that_has_nothing_for_their_school(people: Any) -> None:
    upload = stored_upload(None, people.steward, of_district(THEIRS))
    assert [asked(person, "upload", upload.pk)[0] for person in (people.leader, people.other_leader)] == [404, 403]
    assert asked(people.superintendent, "upload", upload.pk)[0] == 404


def test_its_page_costs_the_same_with_one_school_and_with_many(people: Any, count_queries: Any) -> None:
    def cost(*schools: str) -> int:
        upload = read_upload(None, people.steward, of_district(*schools))
        with count_queries() as queries:
            assert asked(people.steward, "upload", upload.pk)[0] == 200
        return len(queries)

    for at in range(6):
        School.objects.create(code=f"9{at}", name=f"School {at}", network=people.network)
    assert cost(OURS) == cost(OURS, THEIRS, "90", "91", "92", "93", "94", "95")


def test_the_mapping_screen_asks_for_the_school(people: Any) -> None:
    upload = read_upload(None, people.steward, interim())
    client = Client()
    client.force_login(people.steward)
    page = client.get(reverse("data_imports:upload-mapping", args=[upload.pk]))
    assert page.status_code == 200
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields} | {"title": "Interim"}
    for measure in form.measures.values():
        data |= {measure.add_prefix(name): measure[name].value() for name in measure.fields}
    answer = client.post(reverse("data_imports:upload-map", args=[upload.pk]), data)
    assert answer.status_code == 422
    assert "Say which column has the school of each row." in answer.content.decode()
    assert received_upload(None, people.steward, interim()).school is None
