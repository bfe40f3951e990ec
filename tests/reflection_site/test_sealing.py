"""A sealed box, as a survey's ballots use it: shut, changed, opened once, nothing left."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from reflection_site import sealing
from surveys.models import Ballot, Survey
from tests.surveys.making import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(people: Any) -> Survey:
    return make(people.school)


def put(box: Survey, text: str, token: str = "") -> str:
    token = token or sealing.new_token()
    sealing.put(box, box.ballots, {"said": text}, token=token)
    return token


def opened(box: Survey) -> list[str]:
    return sorted(content["said"] for content in sealing.take_out(box, box.ballots))


def test_slips_are_unreadable_alike_in_size_and_without_a_sequence(box: Survey) -> None:
    put(box, "canary")
    put(box, "canary" * 500)
    slips = list(Ballot.objects.all())
    assert {len(bytes(slip.sealed)) for slip in slips} == {12 + 4 + Ballot.SIZE + 16}
    assert all(b"canary" not in bytes(slip.sealed) for slip in slips)
    assert {slip.pk.version for slip in slips} == {4}
    assert [field.name for field in Ballot._meta.concrete_fields] == ["id", "token_hash", "sealed", "survey"]


def test_the_same_token_changes_what_it_put_in(box: Survey) -> None:
    token = put(box, "first")
    put(box, "other")
    put(box, "second", token)
    assert not Ballot.objects.filter(token_hash__contains=token).exists()
    assert opened(box) == ["other", "second"]


def test_what_is_taken_back_is_not_there(box: Survey) -> None:
    token = put(box, "regretted")
    assert sealing.take_back(box, box.ballots, token=sealing.new_token()) is False
    assert sealing.take_back(box, box.ballots, token=token) is True
    assert opened(box) == []


def test_opened_once_the_key_is_gone(box: Survey) -> None:
    token = put(box, "one")
    assert (opened(box), box.is_sealed) == (["one"], False)
    stands = Survey.objects.get(pk=box.pk)
    assert (stands.seal_salt, Ballot.objects.count()) == (None, 0)
    for late in (lambda: put(box, "late"), lambda: put(box, "late", token), lambda: opened(stands)):
        with pytest.raises(sealing.BoxOpened):
            late()


def test_a_crash_while_it_is_opened_leaves_it_shut(box: Survey) -> None:
    put(box, "one")

    def crash() -> None:
        with transaction.atomic():
            opened(box)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        crash()
    assert opened(Survey.objects.get(pk=box.pk)) == ["one"]


def test_what_is_too_long_is_refused_whole(box: Survey) -> None:
    token = put(box, "short")
    with pytest.raises(sealing.TooLong):
        put(box, "ñ" * Ballot.SIZE, token)
    assert opened(box) == ["short"]


def test_a_newer_secret_reads_what_an_older_one_sealed(box: Survey, settings: Any) -> None:
    put(box, "before")
    settings.FIELD_KEYS = ["a-newer-secret", *settings.FIELD_KEYS]
    put(box, "after")
    assert opened(box) == ["after", "before"]


def test_without_the_secret_or_the_salt_nothing_opens(box: Survey, settings: Any) -> None:
    put(box, "canary")
    kept = settings.FIELD_KEYS
    settings.FIELD_KEYS = ["somebody else's"]
    with pytest.raises(sealing.InvalidTag):
        opened(box)
    settings.FIELD_KEYS = kept
    Survey.objects.filter(pk=box.pk).update(seal_salt=sealing.new_salt())
    with pytest.raises(sealing.InvalidTag):
        opened(box)


def test_the_order_of_opening_is_not_that_of_writing(box: Survey) -> None:
    texts = [str(number) for number in range(40)]
    for text in texts:
        put(box, text)
    assert [content["said"] for content in sealing.take_out(box, box.ballots)] != texts


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_file_holds_no_remnant(people: Any) -> None:
    box = make(people.school)
    for number in range(12):
        token = put(box, f"sheet {number}")
        put(box, f"changed {number}", token)
    # rows are written and moved about while the box is shut
    for _ in range(30):
        make(people.school)
    Survey.objects.filter(pk=box.pk).update(closes_at=timezone.now())
    salt = bytes(Survey.objects.get(pk=box.pk).seal_salt or b"")
    sealed = [bytes(slip.sealed)[:64] for slip in Ballot.objects.all()]
    file = Path(connection.settings_dict["NAME"])

    def left() -> list[bool]:
        logs = [Path(f"{file}-wal")]
        raw = file.read_bytes() + b"".join(log.read_bytes() for log in logs if log.exists())
        return [part in raw for part in (salt, *sealed)]

    assert all(left())
    assert len(opened(box)) == 12
    assert not any(left())
