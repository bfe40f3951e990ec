"""Choosing how meetings come into one's calendar. Each only for oneself."""

from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import F

from cycles.plan import access, beside, ways
from cycles.plan.enums import CalendarWay
from cycles.plan.models import CalendarChoice
from teams import audit
from teams.models import Person

TOKEN_BYTES = 32


@transaction.atomic
def make_feed(*, by: Person, at: datetime) -> str:
    """Take the feed, or give it a new address; returns the secret part, which is kept nowhere.

    An earlier address ends at once. Whoever comes from invitations by e-mail gets one mail for each meeting ahead
    that takes it out of the calendar again.
    """
    token = token_urlsafe(TOKEN_BYTES)
    address = {"token_hash": access.hash_of(token), "made_at": at}
    CalendarChoice.objects.get_or_create(person=by)
    mine = CalendarChoice.objects.filter(person=by)
    # the row is held from here on, so that of two presses of the button the second one renews
    before = mine.select_for_update().get()
    if before.way == CalendarWay.FEED:
        mine.update(**address)
        audit.record("feed address renewed", by=by, at=at, subject=by)
        return token
    held = ways.held_by_mail(by, at=at)
    mine.update(**address, way=CalendarWay.FEED, turns=F("turns") + 1)
    choice = mine.select_related("person").get()
    ways.take_out(choice, held, at=at)
    beside.take_out(choice, at=at)
    audit.record("calendar feed chosen", by=by, at=at, subject=by)
    return token


@transaction.atomic
def close_feed(*, by: Person, at: datetime) -> None:
    """Back to invitations by e-mail: the address ends at once, and each meeting ahead comes by mail again."""
    mine = CalendarChoice.objects.filter(person=by)
    ended = {"way": CalendarWay.MAIL, "token_hash": None, "made_at": None}
    if mine.filter(way=CalendarWay.FEED).update(**ended, turns=F("turns") + 1):
        choice = mine.select_related("person").get()
        ways.bring_by_mail(choice, at=at)
        beside.bring_by_mail(choice, at=at)
        audit.record("calendar feed ended", by=by, at=at, subject=by)
