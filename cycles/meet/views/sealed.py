"""Cards without names: signed in, a pass is drawn; as nobody, cards are put in, changed and taken back."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cycles.meet import access, actions
from cycles.meet.boxes import CardBox
from cycles.meet.forms import SealForm

from .person import person_of


@never_cache
@require_POST
def cards_pass(request: HttpRequest, pk: int) -> HttpResponse:
    """Signed in: a pass for the number that the browser chose."""
    box = access.card_box(person_of(request), pk)
    try:
        drawn = actions.draw_pass(box, nonce=request.POST.get("nonce", ""), by=person_of(request))
    except actions.RoomRefusal as refusal:
        return JsonResponse({"problem": str(refusal)}, status=refusal.status)
    return JsonResponse({"pass": drawn})


@csrf_exempt  # nobody is signed in here: the pass in the body is the only key, and no other site has it
@login_not_required
@never_cache
@require_POST
def card_seal(request: HttpRequest) -> HttpResponse:
    """Nobody: a pass, and what to do with a card. A request that says who sends it is refused."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return JsonResponse({"problem": _("Sent with your sign-in, so nothing was kept.")}, status=400)
    form = SealForm(request.POST)
    if not form.is_valid():
        told = [str(text) for errors in form.errors.values() for text in errors]
        return JsonResponse({"problem": " ".join(told)}, status=422)
    signed = request.POST.get("pass", "")
    try:
        return JsonResponse({"cards": _done(access.passed_box(signed), signed, request, form)})
    except actions.RoomRefusal as refusal:
        return JsonResponse({"problem": str(refusal)}, status=refusal.status)


def _done(box: CardBox, signed: str, request: HttpRequest, form: SealForm) -> dict[str, dict[str, str]]:
    """What was asked for; the cards of the tokens that were sent where the browser looks."""
    said = form.cleaned_data
    if said["act"] == SealForm.LOOK:
        return actions.own_cards(box, tokens=request.POST.getlist("token"))
    if said["act"] == SealForm.TAKE:
        actions.take_back_card(box, token=said["token"])
    else:
        card = {name: said[name] for name in ("token", "kind", "text", "because", "cell")}
        actions.seal_card(box, card_pass=signed, **card)
    return {}
