"""Pages behind a link or a key, where nobody is signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def unseen(referrer: str) -> Callable[[View], View]:
    """Nothing outside the page learns its address: no cache and no index keeps it; `referrer` is what others are told.

    A page with forms needs at least "strict-origin", or "same-origin": without it Django takes them for forged.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            response = view(request, **kwargs)
            response["Cache-Control"] = "no-store"
            response["Referrer-Policy"] = referrer
            response["X-Robots-Tag"] = "noindex"
            return response

        return login_not_required(answer)

    return decorate
