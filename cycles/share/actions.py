"""What was done: a summary drafted, edited, published; a review opened and answered."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cycles.plan.models import Cycle
from teams import audit, notices as teams_notices
from teams.models import Person

from . import access, notices, queries
from .enums import RESPONSE_STEPS, Response, SummaryState
from .models import Review, Summary


class Refusal(Exception):
    """What an action says no to; its text is for the person."""


class NothingAgreed(Refusal):
    """No meeting of the cycle has agreed on anything yet."""

    def __init__(self) -> None:
        super().__init__(
            _("No team has agreed on anything yet. The summary is drafted from what the meetings agree on.")
        )


class SummaryChanged(Refusal):
    """Somebody saved it first; nothing was overwritten. `newer` is what stands there."""

    def __init__(self, newer: Summary) -> None:
        super().__init__(_("This summary was changed in another window. Both versions are shown; choose or join them."))
        self.newer = newer


class AlreadyPublished(Refusal):
    """A published summary stays as it was sent."""

    def __init__(self) -> None:
        super().__init__(_("This summary is published, so it stays as it was sent."))


class CommentMissing(Refusal):
    """A response is said in words."""

    def __init__(self) -> None:
        super().__init__(_("Add a line for the school."))


class AlreadyReviewed(Refusal):
    """It was answered in the meantime."""

    def __init__(self) -> None:
        super().__init__(_("You have responded already. You can still ask a question."))


# --- the summary


@transaction.atomic
def draft_summary(cycle: Cycle, *, by: Person, at: datetime) -> Summary:
    """The cycle's letter, drafted now from agreed items where there was none; a draft that exists stays.

    Raises `NothingAgreed`.
    """
    found = Summary.objects.filter(cycle=cycle).first()
    if found is not None:
        return found
    sections = queries.agreed_sections(cycle)
    if sections.is_empty:
        raise NothingAgreed
    summary, made = Summary.objects.get_or_create(
        cycle=cycle, defaults={"title": _title(cycle), "drafted_at": at, **_fields(sections)}
    )
    if made:
        audit.record("summary drafted", summary, by=by, at=at, school=cycle.school)
    return summary


def _title(cycle: Cycle) -> str:
    words = {"kind": cycle.get_kind_display(), "year": cycle.year.name, "school": cycle.school.name}
    return _("%(kind)s reflection %(year)s, %(school)s") % words


def _fields(sections: queries.Sections) -> dict[str, str]:
    return {
        "celebrations": sections.celebrations,
        "growth": sections.growth,
        "changes": sections.changes,
        "next_steps": sections.next_steps,
    }


@transaction.atomic
def redraft_summary(summary: Summary, *, version: int, by: Person, at: datetime) -> Summary:
    """Draft anew from what is agreed by now; what was edited is replaced, so it is asked for by a person.

    Raises `SummaryChanged`, `AlreadyPublished`.
    """
    sections = queries.agreed_sections(summary.cycle)
    _write(summary, version, {**_fields(sections), "drafted_at": at, "edited_by": None})
    audit.record("summary drafted anew", summary, by=by, at=at, school=summary.cycle.school)
    return summary


@transaction.atomic
def edit_summary(
    summary: Summary,
    *,
    title: str,
    celebrations: str,
    growth: str,
    changes: str,
    next_steps: str,
    version: int,
    by: Person,
    at: datetime,
) -> Summary:
    """Keep what was written. `version` is the one on the page.

    Raises `SummaryChanged` where a newer one stands there (nothing is overwritten), `AlreadyPublished`.
    """
    texts = {
        "title": title,
        "celebrations": celebrations,
        "growth": growth,
        "changes": changes,
        "next_steps": next_steps,
    }
    now = Summary.objects.get(pk=summary.pk)
    if all(getattr(now, name) == text for name, text in texts.items()) and not now.is_published:
        summary.refresh_from_db()
        return summary
    _write(summary, version, {**texts, "edited_by": by})
    return summary


def _write(summary: Summary, version: int, fields: dict[str, object]) -> None:
    changed = Summary.objects.filter(pk=summary.pk, state=SummaryState.DRAFT, version=version).update(
        **fields, version=F("version") + 1
    )
    summary.refresh_from_db()
    if changed:
        return
    if summary.is_published:
        raise AlreadyPublished
    raise SummaryChanged(summary)


@transaction.atomic
def publish_summary(summary: Summary, *, by: Person, at: datetime) -> None:
    """Send it as it was read: the school reads it, each superintendent is asked for a review and told.

    Raises `AlreadyPublished`, and `SummaryChanged` where it was edited since it was read.
    """
    changed = Summary.objects.filter(pk=summary.pk, state=SummaryState.DRAFT, version=summary.version).update(
        state=SummaryState.PUBLISHED, published_by=by, published_at=at
    )
    summary.refresh_from_db()
    if not changed:
        raise AlreadyPublished if summary.is_published else SummaryChanged(summary)
    for person in access.reviewers_of(summary.cycle):
        review, _made = Review.objects.get_or_create(summary=summary, reviewer=person)
        notices.ask_reviewer(review, at=at)
    audit.record("summary published", summary, by=by, at=at, school=summary.cycle.school)


def record_download(summary: Summary, *, form: str, by: Person, at: datetime) -> None:
    """A copy leaves the site: that is kept."""
    audit.record("summary downloaded", summary, by=by, at=at, school=summary.cycle.school, purpose=form)


# --- the review


@transaction.atomic
def open_review(review: Review, *, by: Person, at: datetime) -> None:
    """The reviewer has opened it; the school sees that. Twice is once."""
    opened = Review.objects.filter(pk=review.pk, reviewer=by, opened_at__isnull=True).update(opened_at=at)
    if opened:
        review.refresh_from_db(fields=["opened_at"])
        audit.record("summary opened for review", review, by=by, at=at, school=review.summary.cycle.school)


@transaction.atomic
def respond_to_summary(review: Review, *, response: Response | str, comment: str, by: Person, at: datetime) -> None:
    """Respond, or ask a question; the school's leaders hear of it. Raises `CommentMissing`, `AlreadyReviewed`."""
    if not comment.strip():
        raise CommentMissing
    response = Response(response)
    from_states = [old for old, allowed in RESPONSE_STEPS.items() if response in allowed]
    changed = Review.objects.filter(pk=review.pk, response__in=from_states).update(
        response=response, comment=comment.strip(), responded_at=at, opened_at=review.opened_at or at
    )
    review.refresh_from_db()
    if not changed:
        raise AlreadyReviewed
    teams_notices.void(review, at=at, kinds=[notices.REVIEW_ASKED], reason="answered")
    notices.tell_school(review, at=at)
    audit.record("summary reviewed", review, by=by, at=at, school=review.summary.cycle.school)
