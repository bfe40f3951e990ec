"""What every request of a person needs: their language, and the second factor where it is asked for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from . import second_factor


class PersonMiddleware:
    """Speaks the person's language and keeps them at the second factor's page until they have one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated:
            return self.get_response(request)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(person.language)
            request.LANGUAGE_CODE = translation.get_language()
        if second_factor.is_missing(person) and not second_factor.is_open_without(request.path):
            return redirect("mfa_activate_totp")
        return self.get_response(request)
