from typing import Any

import pytest
from django.utils import timezone

from cycles.plan.models import Invitation
from cycles.share import actions
from cycles.share.models import Review, Summary
from teams import notices as teams_notices
from teams.models import AuditEntry, Notice
from tests.cycles.making import write


def texts(summary: Summary) -> dict[str, str]:
    return {name: getattr(summary, name) for name in ("title", "celebrations", "growth", "changes", "next_steps")}


def edit(summary: Summary, by: Any, version: int | None = None, **changed: str) -> Summary:
    return actions.edit_summary(
        summary, **texts(summary) | changed, version=version or summary.version, by=by, at=timezone.now()
    )


# --- drafting


def test_the_draft_says_what_was_agreed(draft: Summary) -> None:
    assert draft.celebrations == (
        "Grade 4\n• Exit tickets tell us who needs what. What led to it: We sort them together."
    )
    assert draft.growth == (
        "Grade 4\n• Grade-level tasks. Root cause: No shared picture of a task. What tells us so: 15 of 24 tasks."
    )
    assert draft.changes == "Grade 4\n• Open units with a task. Why: See early."
    assert draft.next_steps.startswith("Grade 4\n• Annotate two tasks. By ")


def test_nothing_that_was_not_agreed_is_in_it(people: Any, told: Any, cycle: Any) -> None:
    from cycles.plan.enums import SessionState
    from cycles.plan.models import ReflectionSession

    ReflectionSession.objects.filter(pk=told.pk).update(state=SessionState.SCHEDULED)
    write(told, people.teacher, "canary answer", "me")
    draft = actions.draft_summary(cycle, by=people.leader, at=timezone.now())
    assert "canary" not in " ".join(texts(draft).values())


def test_no_name_of_a_teacher_is_in_it(people: Any, draft: Summary) -> None:
    letter = " ".join(texts(draft).values())
    assert [person.name for person in (people.teacher, people.facilitator) if person.name in letter] == []


def test_a_draft_stays_when_it_is_drafted_again(people: Any, draft: Summary, cycle: Any) -> None:
    edit(draft, people.leader, growth="in our words")
    again = actions.draft_summary(cycle, by=people.leader, at=timezone.now())
    assert (again.pk, again.growth, Summary.objects.count()) == (draft.pk, "in our words", 1)


def test_nothing_agreed_is_nothing_to_tell(people: Any, cycle: Any) -> None:
    with pytest.raises(actions.NothingAgreed):
        actions.draft_summary(cycle, by=people.leader, at=timezone.now())
    assert Summary.objects.count() == 0


# --- editing


def test_an_older_page_overwrites_nothing(people: Any, draft: Summary) -> None:
    other = Summary.objects.get(pk=draft.pk)
    edit(draft, people.leader, growth="first")
    with pytest.raises(actions.SummaryChanged) as refused:
        edit(other, people.lead, growth="second")
    assert (refused.value.newer.growth, Summary.objects.get().growth) == ("first", "first")


def test_the_same_words_are_no_change(people: Any, draft: Summary) -> None:
    assert edit(draft, people.leader, version=99).version == 1


def test_drafted_anew_on_wish(people: Any, draft: Summary) -> None:
    edit(draft, people.leader, growth="in our words")
    actions.redraft_summary(draft, version=draft.version, by=people.leader, at=timezone.now())
    assert (draft.growth.startswith("Grade 4"), draft.version) == (True, 3)


def test_published_stays_as_it_was_sent(people: Any, published: Summary) -> None:
    with pytest.raises(actions.AlreadyPublished):
        edit(published, people.leader, growth="later")


# --- publishing and reviewing


def test_superintendents_are_asked_and_told(people: Any, published: Summary) -> None:
    assert list(Review.objects.values_list("reviewer__name", "response")) == [("Ines Park", "waiting")]
    notice = Notice.objects.select_related("person", "school").get(kind="review asked")
    assert (notice.person, "Juniper Elementary" in teams_notices.render(notice).subject) == (
        people.superintendent,
        True,
    )


def test_a_partner_who_was_a_guest_is_asked_too(people: Any, told: Any, cycle: Any) -> None:
    Invitation.objects.create(session=told, person=people.partner, is_guest=True)
    draft = actions.draft_summary(cycle, by=people.leader, at=timezone.now())
    actions.publish_summary(draft, by=people.leader, at=timezone.now())
    assert set(Review.objects.values_list("reviewer__name", flat=True)) == {"Ines Park", "Noor Haddad"}


def test_published_once(people: Any, published: Summary) -> None:
    with pytest.raises(actions.AlreadyPublished):
        actions.publish_summary(Summary.objects.get(), by=people.leader, at=timezone.now())
    assert Review.objects.count() == 1


def test_what_is_published_is_what_was_read(people: Any, draft: Summary) -> None:
    read = Summary.objects.get(pk=draft.pk)
    edit(draft, people.lead, growth="changed meanwhile")
    with pytest.raises(actions.SummaryChanged):
        actions.publish_summary(read, by=people.leader, at=timezone.now())
    assert (Summary.objects.get().state, Review.objects.count()) == ("draft", 0)


def test_a_response_is_told_and_ends_the_reminder(people: Any, published: Summary) -> None:
    review = Review.objects.get()
    answer = {"response": "responded", "comment": "Well seen", "by": people.superintendent, "at": timezone.now()}
    actions.respond_to_summary(review, **answer)
    with pytest.raises(actions.AlreadyReviewed):
        actions.respond_to_summary(Review.objects.get(), **answer)
    assert (review.opened_at is not None, review.comment) == (True, "Well seen")
    assert set(Notice.objects.filter(kind__startswith="review").values_list("kind", "person__name", "state")) == {
        ("review asked", "Ines Park", "void"),
        ("review given", "Rosa Delgado", "due"),
    }


def test_a_response_has_words(people: Any, published: Summary) -> None:
    with pytest.raises(actions.CommentMissing):
        actions.respond_to_summary(
            Review.objects.get(), response="questions", comment=" ", by=people.superintendent, at=timezone.now()
        )


def test_the_trail_knows_the_steps(people: Any, published: Summary) -> None:
    actions.open_review(Review.objects.get(), by=people.superintendent, at=timezone.now())
    actions.open_review(Review.objects.get(), by=people.superintendent, at=timezone.now())
    assert list(
        AuditEntry.objects.filter(verb__startswith="summary").order_by("pk").values_list("verb", flat=True)
    ) == [
        "summary drafted",
        "summary published",
        "summary opened for review",
    ]
