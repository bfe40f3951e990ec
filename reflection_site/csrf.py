"""What is answered when a page's token is no longer good: its person signed in or out in another window meanwhile."""

from django.http import HttpRequest, HttpResponse
from django.views import csrf


def failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A script is told to ask for a new sign-in, and keeps what was typed; a person reads why."""
    if "X-Autosave" in request.headers or "HX-Request" in request.headers:
        return HttpResponse(status=401)
    return csrf.csrf_failure(request, reason)
