"""Kinds of notice: what the outbox asks of the apps above, which register theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise

from .models import Notice


@dataclass(frozen=True)
class Part:
    """What a letter says, without its form. `facts` are pairs of label and value, `action` words and an address."""

    subject: str
    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    action: tuple[str, str] | None = None


@dataclass(frozen=True)
class Mail:
    """A rendered notice. `calendar` is an iCalendar file, `calendar_method` its iTIP method (REQUEST, CANCEL).

    `part` is what a digest shows of it; a mail without one is shown by its subject and text.
    """

    subject: str
    text: str
    html: str = ""
    calendar: bytes | None = None
    calendar_method: str = ""
    part: Part | None = None


@dataclass(frozen=True)
class Kind:
    """What the outbox needs to know of one kind of notice."""

    key: str
    label: str | Promise
    still_wanted: Callable[[Notice], bool]
    render: Callable[[Notice], Mail]
    is_optional: bool
    stale_after: timedelta | None
    is_urgent: bool
    wanted_among: Callable[[Sequence[Notice]], set[int]] | None
    is_confidential: bool


KINDS: dict[str, Kind] = {}


def register(
    kind: str,
    *,
    label: str | Promise,
    still_wanted: Callable[[Notice], bool],
    render: Callable[[Notice], Mail],
    is_optional: bool = True,
    stale_after: timedelta | None = timedelta(days=2),
    is_urgent: bool | None = None,
    wanted_among: Callable[[Sequence[Notice]], set[int]] | None = None,
    is_confidential: bool = False,
) -> None:
    """Make `kind` known. Called from the `ready` of the app above.

    `still_wanted(notice)` is asked again in the transaction that claims the row: not done, not cancelled, role
    still held; `wanted_among(rows)` answers the same for many at once, with the keys of those still wanted.
    `render(notice)` runs in the person's language. `is_optional` says whether a person may turn it off. A row that is
    later than `stale_after` is skipped with the reason, so that an outage ends without a flood.

    `is_urgent` (where nothing is said: what nobody may turn off) goes out the minute it is due, day or night, in a
    message of its own. The others wait for the person's hour and keep quiet hours; those due together are one message.

    `is_confidential`: only the person sees the row. Whether a reminder was needed can tell what nobody else may know.
    """
    urgent = not is_optional if is_urgent is None else is_urgent
    KINDS[kind] = Kind(
        kind, label, still_wanted, render, is_optional, stale_after, urgent, wanted_among, is_confidential
    )


def is_urgent(kind: str) -> bool:
    """A kind that this process does not know is held back for nobody."""
    return kind not in KINDS or KINDS[kind].is_urgent
