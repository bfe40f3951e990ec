"""What a mail about a 1:1 says. Never what is talked about, and never a word of a note."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from cycles.plan import calendar
from cycles.plan.calendar import Attendee, Happening
from cycles.plan.enums import CalendarWay, Reply
from cycles.plan.mails import TAKES_BACK
from cycles.plan.models import CalendarChoice
from teams import notices as teams_notices
from teams.models import Notice, Person
from teams.notices import Mail
from teams.templatetags.school_time import school_time

from .models import CheckIn


def check_in_of(notice: Notice) -> CheckIn | None:
    """The 1:1 that a notice is about, whole; also of one about a person's choice of calendar."""
    label, _colon, pk = notice.thing.partition(":")
    key = pk if label == CheckIn._meta.label_lower else notice.payload.get("check_in")
    return CheckIn.objects.whole().filter(pk=key).first() if key else None


def happening_of(check_in: CheckIn, reader: Person) -> Happening | None:
    """The 1:1 as it stands in the reader's calendar; None without a time. No query."""
    if check_in.starts_at is None:
        return None
    page = settings.SITE_URL + reverse("cycles:check-in", args=[check_in.pk])
    return Happening(
        uid=check_in.uid,
        sequence=check_in.version,
        starts_at=check_in.starts_at,
        minutes=check_in.minutes,
        school=check_in.school,
        title=_("1:1 with %(name)s") % {"name": check_in.other(reader).name},
        description=_("Agenda and questions: %(page)s") % {"page": page},
        page=page,
        place=check_in.place,
        is_off=check_in.is_cancelled,
    )


def _part(notice: Notice, check_in: CheckIn, method: str, choice: CalendarChoice) -> bytes | None:
    happening = happening_of(check_in, notice.person)
    if not method or happening is None:
        return None
    both = [Attendee(one.name, one.email, Reply.YES) for one in (check_in.host, check_in.person)]
    asked = [one for one in both if one.email == notice.person.email] if method == calendar.CANCEL else both
    return calendar.happening_file(happening, method=method, attendees=asked, at=notice.created_at, turns=choice.turns)


def _letter(notice: Notice, subject: str, lines: list[str], method: str, *, is_forced: bool = False) -> Mail:
    """The mail about one 1:1. Who has a feed gets the words only, so that nothing stands twice."""
    check_in = check_in_of(notice)
    if check_in is None:
        return teams_notices.letter(notice, subject=_("Your 1:1"), lines=[])
    choice = CalendarChoice.objects.filter(person=notice.person_id).first() or CalendarChoice()
    is_fed = choice.way == CalendarWay.FEED and not is_forced and not notice.payload.get(TAKES_BACK)
    part = _part(notice, check_in, "" if is_fed else method, choice)
    words = {"name": check_in.other(notice.person).name, "when": school_time(check_in.starts_at, check_in.school)}
    length = ngettext("%(count)s minute", "%(count)s minutes", check_in.minutes) % {"count": check_in.minutes}
    facts = [(_("When"), words["when"]), (_("How long"), length), (_("Where"), check_in.place)]
    if is_fed and method == calendar.REQUEST:
        lines = [*lines, _("It comes into your calendar by itself, through your feed.")]
    return teams_notices.letter(
        notice,
        subject=subject % words,
        lines=[line % words for line in lines],
        facts=[fact for fact in facts if fact[1]],
        action=(_("Open the 1:1"), reverse("cycles:check-in", args=[check_in.pk])),
        calendar=part,
        calendar_method=method if part else "",
    )


def invitation(notice: Notice) -> Mail:
    line = _("You and %(name)s talk 1:1. The page has an agenda and questions; notes there are for the two of you.")
    return _letter(notice, _("1:1 with %(name)s, %(when)s"), [line], calendar.REQUEST)


def change(notice: Notice) -> Mail:
    line = _("Your 1:1 with %(name)s was moved. This is how it stands now.")
    return _letter(notice, _("Changed: 1:1 with %(name)s, %(when)s"), [line], calendar.REQUEST)


def cancellation(notice: Notice) -> Mail:
    line = _("Your 1:1 with %(name)s does not take place. Nobody will remind you of it any more.")
    return _letter(notice, _("Cancelled: 1:1 with %(name)s, %(when)s"), [line], calendar.CANCEL)


def tomorrow(notice: Notice) -> Mail:
    line = _("Your 1:1 with %(name)s is on the next school day. Five minutes with the questions make it a better talk.")
    return _letter(notice, _("Coming up: 1:1 with %(name)s, %(when)s"), [line], "")


def to_feed(notice: Notice) -> Mail:
    line = _(
        "You chose a calendar feed. This mail takes the copy that came by e-mail out of your calendar, so that the "
        "1:1 does not stand there twice. The 1:1 itself stays as it is."
    )
    return _letter(notice, _("In your feed now: 1:1 with %(name)s, %(when)s"), [line], calendar.CANCEL, is_forced=True)


def to_mail(notice: Notice) -> Mail:
    line = _("You chose invitations by e-mail. This mail brings your 1:1 with %(name)s into your calendar.")
    return _letter(notice, _("For your calendar: 1:1 with %(name)s, %(when)s"), [line], calendar.REQUEST)
