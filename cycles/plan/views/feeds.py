"""How meetings come into one's own calendar, and the feed itself."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from cycles.plan import access, actions, queries

from .cycles import person_of

FEED = {
    "Cache-Control": "private, max-age=0, must-revalidate",
    "Content-Disposition": 'inline; filename="reflection-meetings.ics"',
    "X-Robots-Tag": "noindex",
}


def _page(request: HttpRequest, token: str = "") -> HttpResponse:
    address = settings.SITE_URL + reverse("cycles:feed", args=[token]) if token else ""
    context = {
        "shown": queries.way_page(person_of(request)),
        "address": address,
        "opening": f"webcal:{address.partition(':')[2]}" if address else "",
    }
    return render(request, "cycles/plan/my_calendar.html", context)


@require_GET
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Everybody's own page."""
    return _page(request)


@never_cache
@require_POST
def feed_make(request: HttpRequest) -> HttpResponse:
    """The answer is the only page that ever shows the address."""
    return _page(request, actions.make_feed(by=person_of(request), at=timezone.now()))


@require_POST
def feed_close(request: HttpRequest) -> HttpResponse:
    actions.close_feed(by=person_of(request), at=timezone.now())
    messages.success(request, _("Meetings come by e-mail again. The feed's address has stopped working."))
    return redirect("cycles:my-calendar")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """What calendar programs fetch, without signing in; unchanged meetings are not sent again."""
    content = queries.feed(access.open_feed(token), now=timezone.now())
    etag = quote_etag(sha256(content).hexdigest())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=FEED | {"ETag": etag})
    answer = get_conditional_response(request, etag=etag, response=response) or response
    # the address is a secret, also where there is nothing new
    answer["Referrer-Policy"] = "no-referrer"
    return answer
