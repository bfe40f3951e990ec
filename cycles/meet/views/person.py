"""Who is signed in."""

from django.http import HttpRequest

from teams.models import Person


def person_of(request: HttpRequest) -> Person:
    """The middleware sees to it that somebody is."""
    assert isinstance(request.user, Person)  # noqa: S101 (tells the type checker)
    return request.user
