"""What every request of a person needs: language, second factor where it is asked for, a memory, a note of refusals."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from . import access, audit, second_factor
from .models import Person


class PersonMiddleware:
    """Speaks the person's language, keeps them at the second factor's page until they have one, notes denied access.

    While it is answered, a request asks once for the person's own roles and places: nobody can change their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated:
            return self.get_response(request)
        access.remember(person)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(person.language)
            request.LANGUAGE_CODE = translation.get_language()
        if not second_factor.is_open_without(request.path) and second_factor.is_missing(request, person):
            return redirect("mfa_activate_totp")
        response = self.get_response(request)
        if response.status_code == 403:
            _note_refusal(request, person)
        return response


def _note_refusal(request: HttpRequest, person: Person) -> None:
    """The address by its name and key, never what was sent to it."""
    match = request.resolver_match
    thing = f"{match.view_name}:{match.kwargs.get('pk', '')}" if match else request.path
    audit.record("access denied", thing[:80], by=person, at=timezone.now())
