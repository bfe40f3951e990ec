"""What became of it: every commitment and parked item of earlier sessions, each to be answered for."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cycles.adjust import access, queries
from cycles.adjust.enums import Became
from cycles.meet.models import Meeting
from cycles.meet.phases.base import PhaseKind, Seat


@dataclass(frozen=True)
class Shown:
    """The earlier commitments, the open ones first as they were promised; `answered` of `total` have their answer."""

    commitments: tuple[queries.Commitment, ...]
    choices: list[tuple[str, str]]
    answered: int
    total: int
    may_answer: bool


def show(meeting: Meeting, seat: Seat) -> Shown:
    """The same for everyone; who may write the session's steps may answer. At most 8 queries."""
    commitments = queries.open_commitments(meeting.session)
    progress = queries.commitments_progress(commitments)
    return Shown(
        commitments=commitments,
        choices=[(value, str(label)) for value, label in Became.choices],
        answered=progress.answered,
        total=progress.total,
        may_answer=seat.may_write and access.may_write(seat.person, meeting.session),
    )


def is_wanted(meeting: Meeting) -> bool:
    """Only where something was handed on."""
    return queries.has_commitments(meeting.session)


PHASE = PhaseKind(
    key="commitments",
    label=_("What became of it"),
    show=show,
    is_wanted=is_wanted,
    tips=(
        _("Every promise gets an answer. “Dropped” with a reason is an honest one."),
        _("Ask the owner first; then ask what the group has seen."),
    ),
)
