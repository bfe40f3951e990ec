"""What every request meets, whoever asks."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import page_not_found


class NotFoundMiddleware:
    """Shows the same page for what is missing in debug mode too: Django's own would list every address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404:
            return page_not_found(request, Http404())
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks for a sign-in. A change that came without one leads back to its page: its own address shows nothing."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        return redirect_to_login(_sent_from(request), self.get_login_url(view_func))


def _sent_from(request: HttpRequest) -> str:
    """The page of ours with the form; the start where the browser does not tell, or where a refusal was shown."""
    came = urlsplit(request.headers.get("Referer", ""))
    page = f"{came.path}?{came.query}" if came.query else came.path
    # the path is asked about too: with two slashes it would lead to another host
    is_ours = all(
        url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
        for address in (came.geturl(), page)
    )
    return page if is_ours and came.path != request.path else "/"


class SignOutMiddleware:
    """Tells the browser of a person who signed out to forget everything that scripts keep on the device.

    The new token tells pages that it still holds that they are somebody else's now (static/js/app.js).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and request.path == reverse("account_logout"):
            rotate_token(request)
            response["Clear-Site-Data"] = '"storage"'
        return response
