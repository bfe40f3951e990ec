"""The welcome: who has an account made for them is told so, with a link that lets them choose their password, once."""

from datetime import datetime, timedelta
from hashlib import sha256

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop, ngettext

from . import notices
from .models import Notice, Person, School
from .notices import Mail

WELCOME = "welcome"


def greet(person: Person, *, at: datetime) -> None:
    """Put the welcome into the outbox, in the caller's transaction; what waits there goes to the new address only.

    Asked again within an hour for the same address it is the same one.
    """
    address = sha256(person.email.encode()).hexdigest()[:12]
    school = School.objects.filter(appointments__person=person).order_by("-appointments__starts_on", "name").first()
    notices.void(person, at=at, kinds=[WELCOME], reason=gettext_noop("A newer one is on its way."))
    notices.put(
        WELCOME,
        thing=person,
        person=person,
        school=school,
        occurrence=f"{at:%Y-%m-%d %H} {address}",
        due_at=at,
        at=at,
    )


def is_waited_for(person: Person) -> bool:
    """Whether the person has neither chosen a password nor signed in by any other way."""
    return person.last_login is None and not person.has_usable_password()


def waited_for(people: QuerySet[Person]) -> QuerySet[Person]:
    """The same of many."""
    return people.filter(is_active=True, last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)


def _password_address(person: Person) -> str:
    """Where the person chooses a password: good once, for `PASSWORD_RESET_TIMEOUT`, and for this address only."""
    key = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})


def _ways_in() -> list[str]:
    days = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days
    once = ngettext(
        "Choose a password through the link below. It works once, and for %(days)s day; after that, "
        "“Forgot your password?” on the sign-in page sends a new one.",
        "Choose a password through the link below. It works once, and for %(days)s days; after that, "
        "“Forgot your password?” on the sign-in page sends a new one.",
        days,
    ) % {"days": days}
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    other = _("Or sign in without one: choose “%(way)s” on the sign-in page.")
    return [once, *(other % {"way": app["name"]} for app in apps)]


def _mail(notice: Notice) -> Mail:
    """Shown again later, on the person's own page of messages, it holds no link any more."""
    person, school = notice.person, notice.school
    what = _(
        "Solstice is where your school stops twice a year to look at what went well, where growth stalled and what to "
        "change next. An account was made for you."
    )
    if not is_waited_for(person):
        return notices.letter(notice, subject=_("Welcome to Solstice"), lines=[what])
    return notices.letter(
        notice,
        subject=_("Welcome to Solstice at %(school)s") % {"school": school} if school else _("Welcome to Solstice"),
        lines=[what, *_ways_in()],
        facts=[(_("You sign in as"), person.email)],
        action=(_("Choose your password"), _password_address(person)),
    )


notices.register(
    WELCOME,
    label=gettext_lazy("Welcome with a link to choose a password"),
    still_wanted=lambda notice: is_waited_for(notice.person),
    render=_mail,
    is_optional=False,
    stale_after=None,  # late, it is still the only way in
)
