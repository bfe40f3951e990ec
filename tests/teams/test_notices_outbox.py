"""The outbox with a kind of its own: once, not lost, not after it is needless, parked when it cannot be sent."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from teams import notices, outbox, tasks
from teams.enums import NoticeState
from teams.models import Notice, NoticePreference, Person
from tests.moments import travel
from tests.services import Sink

KIND = "test-letter"


@pytest.fixture(autouse=True)
def kind() -> Iterator[set[str]]:
    """Occurrences that are no longer wanted; those called "poison" cannot be rendered."""
    needless: set[str] = set()

    def render(notice: Notice) -> notices.Mail:
        if notice.occurrence.startswith("poison"):
            raise RuntimeError("no such text")
        return notices.Mail(subject=f"Letter {notice.occurrence}", text="Hello")

    def wanted(notice: Notice) -> bool:
        return notice.occurrence not in needless

    notices.register(KIND, label="Letter", still_wanted=wanted, render=render, is_urgent=True)
    yield needless
    del notices.KINDS[KIND]


def put(person: Person, occurrence: str = "1", **changes: Any) -> Notice:
    at = timezone.now()
    return notices.put(KIND, thing=person, person=person, occurrence=occurrence, **({"due_at": at, "at": at} | changes))


def deliver() -> int:
    return outbox.send_due(timezone.now)


def later(**span: int) -> Any:
    return travel(timezone.now() + timedelta(**span), tick=False)


def post(parcel: outbox.Parcel) -> None:
    """What a worker does with one parcel."""
    box = outbox.Post()
    outbox.send(parcel, box, timezone.now)
    box.close()


def state(notice: Notice) -> tuple[str, str]:
    notice.refresh_from_db()
    return notice.state, notice.reason


def test_putting_twice_is_putting_once(people: Any, smtp: Sink) -> None:
    assert put(people.teacher).pk == put(people.teacher).pk
    deliver()
    put(people.teacher)
    deliver()
    assert len(smtp.messages) == 1


def test_a_sent_message_has_the_rows_id_and_stays_sent(people: Any, smtp: Sink) -> None:
    notice = put(people.teacher)
    assert deliver() == 1
    (message,) = smtp.messages
    assert message["Message-ID"] == notice.message_id
    assert (message["To"], message["Auto-Submitted"]) == (people.teacher.email, "auto-generated")
    notice.refresh_from_db()
    assert (notice.state, notice.subject, notice.tries) == (NoticeState.SENT, "Letter 1", 1)
    assert notice.sent_at is not None


def test_what_is_due_later_waits(people: Any, smtp: Sink) -> None:
    put(people.teacher, due_at=timezone.now() + timedelta(hours=2))
    assert deliver() == 0
    with later(hours=2, seconds=1):
        assert deliver() == 1


def test_void_takes_back_only_what_is_asked(people: Any, smtp: Sink) -> None:
    mine, theirs = put(people.teacher), put(people.member)
    done = notices.void(people.teacher, at=timezone.now(), kinds=[KIND], reason="Done.")
    assert (done, state(mine)) == (1, (NoticeState.VOID, "Done."))
    assert state(theirs)[0] == NoticeState.DUE
    assert notices.void(people.member, at=timezone.now(), person=people.teacher, reason="Done.") == 0


def test_a_voided_row_that_is_put_again_is_due_again(people: Any, smtp: Sink) -> None:
    notice = put(people.teacher)
    notices.void(people.teacher, at=timezone.now(), reason="Moved.")
    assert put(people.teacher).pk == notice.pk
    deliver()
    assert len(smtp.messages) == 1


def test_needless_is_found_when_it_is_claimed(people: Any, smtp: Sink, kind: set[str]) -> None:
    notice = put(people.teacher)
    kind.add("1")
    deliver()
    assert (smtp.messages, state(notice)) == ([], (NoticeState.VOID, "No longer needed when it was due."))


def test_a_kind_of_a_newer_release_is_left_to_newer_workers(people: Any, smtp: Sink) -> None:
    known, newer = put(people.teacher), put(people.teacher, "newer")
    Notice.objects.filter(pk=newer.pk).update(kind="not-yet-known")
    deliver()
    assert (state(known)[0], state(newer)) == (NoticeState.SENT, (NoticeState.DUE, ""))


def test_people_who_turned_it_off_or_left_get_nothing(people: Any, smtp: Sink) -> None:
    off, gone = put(people.teacher), put(people.member)
    NoticePreference.objects.create(person=people.teacher, kind=KIND, by_mail=False)
    Person.objects.filter(pk=people.member.pk).update(is_active=False)
    deliver()
    assert smtp.messages == []
    assert state(off) == (NoticeState.VOID, "The person turned these off.")
    assert state(gone) == (NoticeState.VOID, "The person no longer signs in here.")


def test_after_three_days_of_outage_stale_rows_are_skipped(people: Any, smtp: Sink) -> None:
    notice = put(people.teacher)
    with later(days=3):
        deliver()
    assert (smtp.messages, state(notice)[0]) == ([], NoticeState.VOID)


def test_a_clock_that_jumps_back_repeats_nothing(people: Any, smtp: Sink) -> None:
    put(people.teacher)
    deliver()
    with later(hours=-1):
        assert deliver() == 0
    deliver()
    assert len(smtp.messages) == 1


def test_a_refusal_is_tried_again_later_with_the_same_id(people: Any, smtp: Sink) -> None:
    notice = put(people.teacher)
    smtp.refuse_next = 1
    deliver()
    assert state(notice) == (NoticeState.DUE, "The mail server refused it.")
    assert deliver() == 0
    with later(minutes=1, seconds=1):
        deliver()
    (message,) = smtp.messages
    assert (message["Message-ID"], state(notice)) == (notice.message_id, (NoticeState.SENT, ""))


def test_after_five_refusals_it_is_parked_and_shown(people: Any, smtp: Sink) -> None:
    notice = put(people.teacher)
    smtp.refuse_next = 99
    for hours in range(8):
        with later(hours=2 * hours):
            deliver()
    notice.refresh_from_db()
    assert (notice.state, notice.tries, smtp.refuse_next) == (NoticeState.FAILED, 5, 94)


def test_a_mail_server_that_is_away_is_a_refusal_too(people: Any, settings: Any, smtp: Sink) -> None:
    settings.EMAIL_PORT = 1
    notice = put(people.teacher)
    deliver()
    assert state(notice) == (NoticeState.DUE, "The mail server could not be reached.")


def test_a_poison_row_is_parked_while_others_go_on(people: Any, smtp: Sink) -> None:
    poison = put(people.member, "poison")
    for number in range(30):
        put(people.teacher, str(number))
    deliver()
    assert len(smtp.messages) == 30
    for hours in range(1, 8):
        with later(hours=2 * hours):
            deliver()
    assert state(poison) == (NoticeState.FAILED, "The message could not be made.")


def test_a_row_that_kills_its_worker_is_parked_alone(people: Any, smtp: Sink) -> None:
    """Five workers die with it; the rows that were leased beside it the first time are taken without it."""
    poison = put(people.member, "0")
    others = [put(people.teacher, str(number)) for number in range(1, 4)]
    claims, _ = outbox.claim(timezone.now())
    assert len(claims) == 4
    for attempt in range(1, 5):
        with later(minutes=11 * attempt):
            while True:
                claims, found = outbox.claim(timezone.now())
                if not found:
                    break
                assert len(claims) == 1
                if claims[0].rows[0].pk != poison.pk:
                    post(claims[0])
    with later(hours=2):
        deliver()
    assert state(poison) == (NoticeState.FAILED, "Tried five times.")
    assert {state(other)[0] for other in others} == {NoticeState.SENT}


def test_a_worker_that_was_slow_does_not_mark_anothers_claim(people: Any, smtp: Sink) -> None:
    notice = put(people.teacher)
    (slow,), _ = outbox.claim(timezone.now())
    with later(minutes=11):
        (quick,), _ = outbox.claim(timezone.now())
        smtp.refuse_next = 1
        post(slow)
        assert state(notice)[0] == NoticeState.SENDING
        post(quick)
    assert state(notice)[0] == NoticeState.SENT


@pytest.mark.django_db(transaction=True)
def test_many_workers_and_three_beats_send_one_copy_each(people: Any, smtp: Sink) -> None:
    for number in range(40):
        put(people.teacher, str(number))

    def work() -> None:
        try:
            tasks.send_due_notices()
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert set(Counter(str(message["Message-ID"]) for message in smtp.messages).values()) == {1}
    assert len(smtp.messages) == 40


def test_no_transaction_is_open_while_mail_is_sent(people: Any, smtp: Sink) -> None:
    put(people.teacher)
    depth: list[int] = []
    before = len(connection.savepoint_ids)
    smtp.on_message = lambda _message: depth.append(len(connection.savepoint_ids))
    deliver()
    assert depth == [before]


def test_one_ring_for_many_rows_and_none_for_later(people: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as rung:
        for number in range(5):
            put(people.teacher, str(number))
    assert len(rung) == 1
    with django_capture_on_commit_callbacks() as rung:
        put(people.teacher, "later", due_at=timezone.now() + timedelta(hours=1))
    assert rung == []


def test_put_many_costs_the_same_for_many(people: Any, count_queries: Any) -> None:
    at = timezone.now()
    counts = []
    for group in ([people.teacher], [people.teacher, people.member, people.lead, people.leader]):
        with count_queries() as queries:
            notices.put_many(KIND, thing=people.school, people=group, due_at=at, at=at, occurrence=str(len(group)))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_claiming_costs_the_same_for_many(people: Any, count_queries: Any) -> None:
    """Where a kind answers for many at once; the rows that are not wanted are closed by one update."""
    asked: list[int] = []

    def wanted_among(rows: Any) -> set[int]:
        asked.append(len(rows))
        return {row.pk for row in rows if row.occurrence != "1"}

    told = {"still_wanted": lambda _row: False, "render": lambda _row: notices.Mail("", "")}
    notices.register(KIND, label="Letter", wanted_among=wanted_among, is_urgent=True, **told)
    counts = []
    for many in (3, 30):
        for number in range(many):
            put(people.teacher, str(number))
        with count_queries() as queries:
            parcels, _ = outbox.claim(timezone.now())
        counts.append(len(queries))
        assert len(parcels) == many - 1
        Notice.objects.all().delete()
    assert (counts[0], asked) == (counts[1], [3, 30])


def test_a_kind_that_fails_for_all_at_once_is_asked_for_each(people: Any) -> None:
    """One row that cannot be answered for keeps no other back."""

    def wanted_among(rows: Any) -> set[int]:
        raise ValueError(len(rows))

    told = {"still_wanted": lambda row: row.occurrence != "1", "render": lambda _row: notices.Mail("", "")}
    notices.register(KIND, label="Letter", wanted_among=wanted_among, is_urgent=True, **told)
    for number in range(3):
        put(people.teacher, str(number))
    parcels, _ = outbox.claim(timezone.now())
    assert sorted(row.occurrence for parcel in parcels for row in parcel.rows) == ["0", "2"]
