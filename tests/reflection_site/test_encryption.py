"""What is sealed can't be read in the database, and an older key still opens it."""

import pytest
from cryptography.fernet import InvalidToken
from django.db import connection
from django.utils import timezone

from reflection_site import encryption

CANARY = "canary: my class is loud after lunch"


def test_a_sealed_text_opens_and_differs_each_time():
    assert encryption.decrypt(encryption.encrypt(CANARY)) == CANARY
    assert encryption.encrypt(CANARY) != encryption.encrypt(CANARY)
    assert encryption.encrypt("") == ""


def test_a_newer_key_still_reads_what_the_older_one_sealed(settings):
    settings.FIELD_KEYS = ["old"]
    sealed, stamp = encryption.encrypt(CANARY), encryption.keyed_hash("00412", "student")
    settings.FIELD_KEYS = ["new", "old"]
    assert encryption.decrypt(sealed) == CANARY
    assert encryption.keyed_hash("00412", "student") == stamp
    settings.FIELD_KEYS = ["new"]
    with pytest.raises(InvalidToken):
        encryption.decrypt(sealed)


def test_hashes_of_one_value_differ_by_purpose():
    assert encryption.keyed_hash("00412", "student") != encryption.keyed_hash("00412", "staff")
    assert len(encryption.keyed_hash("00412", "student")) == 64


def test_the_column_holds_no_readable_text(people):
    from cycles.models import Answer, Prompt, Reflection, ReflectionSession
    from cycles.plan.models import Cycle

    cycle = Cycle.objects.create(
        school=people.school, year=people.year, term=people.fall, kind="mid_year", opened_at=timezone.now()
    )
    session = ReflectionSession.objects.create(cycle=cycle, team=people.team)
    prompt = Prompt.objects.order_by("pk")[0]
    reflection = Reflection.objects.create(session=session, person=people.teacher, template=prompt.template)
    answer = Answer.objects.create(reflection=reflection, prompt=prompt, text=CANARY, saved_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cycles_answer")
        (stored,) = cursor.fetchone()
    assert "canary" not in stored
    assert Answer.objects.get(pk=answer.pk).text == CANARY


def test_what_a_key_seals_only_that_key_opens() -> None:
    key, other = encryption.new_key(), encryption.new_key()
    sealed = encryption.seal("héllo", key)
    assert (encryption.unseal(sealed, key), "llo" in sealed) == ("héllo", False)
    assert (encryption.seal("", key), encryption.unseal("", key)) == ("", "")
    with pytest.raises(InvalidToken):
        encryption.unseal(sealed, other)


def test_filled_texts_have_one_sealed_length() -> None:
    key = encryption.new_key()
    sealed = {len(encryption.seal(encryption.filled(text, 40), key)) for text in ("", "é", "x" * 40)}
    assert len(sealed) == 1
    with pytest.raises(ValueError, match="longer"):
        encryption.filled("é" * 21, 40)
