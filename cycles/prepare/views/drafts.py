"""The key of this device, for the words that are not saved yet."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cycles.prepare import drafts
from cycles.prepare.enums import DEVICE_COOKIE, SHARED_COOKIE

from .filling import _person


@never_cache
@require_POST
def draft_key_give(request: HttpRequest) -> HttpResponse:
    """A shared device is given none, and forgets the one that it had."""
    device = request.COOKIES.get(DEVICE_COOKIE) or drafts.new_device()
    if request.COOKIES.get(SHARED_COOKIE):
        drafts.forget_key(_person(request), device=device)
        return JsonResponse({})
    key = drafts.give_key(_person(request), device=device, at=timezone.now())
    answer = JsonResponse({"id": str(key.pk), "key": key.secret})
    answer.set_cookie(
        DEVICE_COOKIE,
        device,
        max_age=drafts.LASTS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer
