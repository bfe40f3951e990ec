"""Who asks."""

from django.http import HttpRequest

from teams.models import Person


def person_of(request: HttpRequest) -> Person:
    """The signed-in person; the middleware lets nobody else come here."""
    assert isinstance(request.user, Person)  # noqa: S101 (tells the type checker)
    return request.user
