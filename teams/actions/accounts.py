"""Who can sign in, and what a person says about themselves."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from teams import audit, welcome
from teams.enums import Role
from teams.models import Appointment, Network, Person, School

from .dated import day_of
from .refusals import AlreadyThere, Refusal
from .roles import give_appointment

PASSWORD_ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # noqa: S105


class HasSignedIn(Refusal):
    def __init__(self) -> None:
        super().__init__(_("They have signed in by now. “Forgot your password?” helps them on."))


def _check_free(email: str, employee_number: str, *, but: Person | None = None) -> None:
    others = Person.objects.exclude(pk=but.pk) if but else Person.objects.all()
    if others.filter(email=email.strip().lower()).exists():
        raise AlreadyThere(_("Somebody with this e-mail is there already."))
    if employee_number and others.filter(employee_number=employee_number).exists():
        raise AlreadyThere(_("Somebody with this employee number is there already."))


@transaction.atomic
def add_person(
    email: str,
    *,
    name: str,
    by: Person | None,
    at: datetime,
    employee_number: str = "",
    language: str = "en",
    password: str | None = None,
) -> Person:
    """Make an account. Without `password` the person chooses one through the welcome, sent with the first role."""
    _check_free(email, employee_number)
    person = Person.objects.create_user(
        email=email, password=password, name=name, employee_number=employee_number, language=language
    )
    audit.record("person added", person, by=by, at=at, subject=person)
    return person


@transaction.atomic
def add_person_with_role(
    *,
    name: str,
    email: str,
    employee_number: str,
    language: str,
    role: str,
    school: School | None,
    network: Network | None,
    by: Person,
    at: datetime,
) -> Person:
    """An account and its first role, from today on, and a welcome. Raises what its two parts raise."""
    person = add_person(email, name=name, employee_number=employee_number, language=language, by=by, at=at)
    give_appointment(person, role=role, school=school, network=network, starts_on=day_of(at), by=by, at=at)
    welcome.greet(person, at=at)
    return person


@transaction.atomic
def welcome_again(person: Person, *, by: Person, at: datetime) -> None:
    """Send the welcome once more, with a new link. Raises `HasSignedIn`."""
    if not welcome.is_waited_for(person):
        raise HasSignedIn
    welcome.greet(person, at=at)
    audit.record("welcome sent", person, by=by, at=at, subject=person)


@transaction.atomic
def edit_person(
    person: Person,
    *,
    name: str,
    email: str,
    employee_number: str,
    is_active: bool,
    by: Person,
    at: datetime,
) -> Person:
    """Change how a person is named, reached and let in. A closed account is out at its next request."""
    email = email.strip().lower()
    _check_free(email, employee_number, but=person)
    is_moved = email != person.email
    if is_moved:
        # the old one must not sign in, nor ask for a new password
        EmailAddress.objects.filter(user=person).delete()
        audit.record("sign-in address changed", person, by=by, at=at, subject=person)
    if is_active != person.is_active:
        audit.record("account opened" if is_active else "account closed", person, by=by, at=at, subject=person)
    person.name, person.email = name, email
    person.employee_number, person.is_active = employee_number, is_active
    person.save(update_fields=["name", "email", "employee_number", "is_active"])
    if is_moved and welcome.is_waited_for(person):
        welcome.greet(person, at=at)
    audit.record("person edited", person, by=by, at=at, subject=person)
    return person


@transaction.atomic
def set_own_words(person: Person, *, name: str, language: str, at: datetime) -> None:
    """A person's own name and language."""
    Person.objects.filter(pk=person.pk).update(name=name, language=language)
    audit.record("own page edited", person, by=person, at=at, subject=person)


@transaction.atomic
def choose_workplace(person: Person, *, school: School, at: datetime) -> None:
    """Work at this one of one's schools from now on. `school` is one of `access.workplaces(person)`."""
    Person.objects.filter(pk=person.pk).update(workplace=school)
    audit.record("workplace chosen", school, by=person, at=at, subject=person, school=school)


@transaction.atomic
def found_district(email: str, *, name: str, at: datetime) -> tuple[Person, str]:
    """The first sign-in of an empty site: a district administrator and their one-time password.

    Called from the machine's own command line, so nobody grants it. An existing person gets role and password anew.
    """
    password = get_random_string(20, PASSWORD_ALPHABET)
    try:
        with transaction.atomic():
            person = Person.objects.create_user(email=email, password=password, name=name)
    except IntegrityError:
        person = Person.objects.get_by_natural_key(email.strip())
        person.set_password(password)
        person.is_active = True
        person.save(update_fields=["password", "is_active"])
    if not Appointment.objects.on(day_of(at)).filter(person=person, role=Role.DISTRICT).exists():
        Appointment.objects.create(person=person, role=Role.DISTRICT, starts_on=day_of(at))
    audit.record("district administrator founded", person, by=None, at=at, subject=person)
    return person, password
