"""What I was told, what was sent at my school, and what I want to get."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from teams.access import notices as access
from teams.actions import notices as actions
from teams.forms.notices import PreferencesForm
from teams.queries import notices as queries

from .answers import SignedIn


@require_GET
def notices(request: SignedIn) -> HttpResponse:
    """Everybody's own page; leaders and the district see states of the others' below."""
    page = queries.notices_page(request.user, number=request.GET.get("page", 1))
    return render(request, "teams/notices.html", {"shown": page})


@require_GET
def notice(request: SignedIn, pk: int) -> HttpResponse:
    found = access.own_notice(request.user, pk)
    return render(request, "teams/notice.html", {"shown": queries.notice_text(found), "notice": found})


def _preferences(request: SignedIn, form: PreferencesForm, *, status: int = 200) -> HttpResponse:
    return render(request, "teams/notice_preferences.html", {"form": form}, status=status)


@require_GET
def notice_preferences(request: SignedIn) -> HttpResponse:
    kinds, off = queries.optional_kinds(), queries.turned_off(request.user)
    wanted = [key for key, _label in kinds if key not in off]
    address = reverse("teams:notice-preferences-save")
    return _preferences(request, PreferencesForm(initial={"wanted": wanted}, kinds=kinds, address=address))


@require_POST
def notice_preferences_save(request: SignedIn) -> HttpResponse:
    kinds = queries.optional_kinds()
    form = PreferencesForm(request.POST, kinds=kinds, address=request.path)
    if not form.is_valid():
        return _preferences(request, form, status=422)
    actions.choose_notices(
        request.user, wanted=set(form.cleaned_data["wanted"]), offered={key for key, _label in kinds}
    )
    messages.success(request, _("Saved. It holds for everything that is sent from now on."))
    return redirect("teams:notices")
