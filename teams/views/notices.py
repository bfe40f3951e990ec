"""What I was told, what was sent at my school, and what I want to get."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from teams.access import notices as access
from teams.actions import notices as actions
from teams.forms.notices import PreferencesForm
from teams.queries import mailbox as kept, notices as queries

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


@require_POST
def notice_send_again(request: SignedIn, pk: int) -> HttpResponse:
    found = access.reported_notice(request.user, pk)
    if actions.send_again(found, at=timezone.now()):
        messages.success(request, _("It is on its way again."))
    return redirect("teams:notices")


@require_GET
def mailbox(request: SignedIn) -> HttpResponse:
    """One's own mail, on a site that keeps it in a folder: the demo, and whoever tries Solstice out."""
    if not kept.is_kept_here():
        raise Http404
    return render(request, "teams/mailbox.html", {"letters": kept.kept_letters(request.user)})


def _preferences(request: SignedIn, form: PreferencesForm, *, status: int = 200) -> HttpResponse:
    return render(request, "teams/notice_preferences.html", {"form": form}, status=status)


@require_GET
def notice_preferences(request: SignedIn) -> HttpResponse:
    kinds, initial = queries.optional_kinds(), queries.chosen(request.user)
    address = reverse("teams:notice-preferences-save")
    return _preferences(request, PreferencesForm(initial=initial, kinds=kinds, address=address))


@require_POST
def notice_preferences_save(request: SignedIn) -> HttpResponse:
    kinds = queries.optional_kinds()
    form = PreferencesForm(request.POST, kinds=kinds, address=request.path)
    if not form.is_valid():
        return _preferences(request, form, status=422)
    actions.choose_notices(
        request.user,
        wanted=set(form.cleaned_data["wanted"]),
        offered={key for key, _label in kinds},
        hours=form.cleaned_data["hours"],
        at=timezone.now(),
    )
    messages.success(request, _("Saved. It holds for everything that is sent from now on."))
    return redirect("teams:notices")


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "POST"])
def notice_stop(request: HttpRequest, token: str) -> HttpResponse:
    """One click in a mail client posts here by itself (RFC 8058); a person who opens the link is asked first."""
    person, kinds = access.stoppable_by_link(token)
    if request.method == "POST":
        actions.stop_notices(person, kinds=kinds)
    labels = queries.labels_of(kinds)
    return render(request, "teams/notice_stop.html", {"labels": labels, "is_done": request.method == "POST"})
