"""The evidence pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from data_imports import access, actions, holding, queries
from data_imports.enums import UploadState
from data_imports.forms import UploadForm
from data_imports.models import Upload
from data_imports.receiving import was_too_large
from teams import access as teams_access, audit
from teams.models import Person
from teams.second_factor import step_up


def signed_in(request: HttpRequest) -> Person:
    """Who asks; the middleware has asked for sign-in."""
    assert isinstance(request.user, Person)  # noqa: S101 - narrows the type
    return request.user


@require_GET
def evidence(request: HttpRequest) -> HttpResponse:
    """What came in, what is missing, packets; for each person what they may read."""
    person = signed_in(request)
    reader = access.evidence_reader(person)
    page = queries.evidence_page(
        access.evidence_schools(person), reader.uploads(), timezone.localdate(), opens_all=reader.opens_all
    )
    return render(
        request,
        "data_imports/evidence.html",
        {
            "page": page,
            "packets": queries.packets_of(access.readable_packets(person)),
            "reader": reader,
            "may_upload": reader.may_upload,
            "reads_findings": access.finding_schools(person).exists(),
        },
    )


@require_GET
def upload_new(request: HttpRequest) -> HttpResponse:
    """Choose a file."""
    access.only_uploaders(signed_in(request))
    person = signed_in(request)
    form = UploadForm(schools=access.uploading_schools(person), is_of_district=access.imports_for_district(person))
    return render(request, "data_imports/upload_new.html", {"form": form})


@require_POST
def upload_create(request: HttpRequest) -> HttpResponse:
    """Take a chosen file and have it read."""
    access.only_uploaders(signed_in(request))
    person = signed_in(request)
    form = UploadForm(
        request.POST,
        request.FILES,
        schools=access.uploading_schools(person),
        is_of_district=access.imports_for_district(person),
        is_too_large=was_too_large(request),
        by=person,
    )
    if not form.is_valid():
        return render(request, "data_imports/upload_new.html", {"form": form}, status=422)
    upload = actions.receive_upload(
        form.cleaned_data["file"],
        school=form.cleaned_data["school"],
        given=form.given,
        format_key=form.cleaned_data["kind"],
        by=person,
        at=timezone.now(),
    )
    return redirect("data_imports:upload", upload.pk)


@require_GET
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """The four steps of one file on one page."""
    found = access.readable_upload(signed_in(request), pk)
    if found.state == UploadState.UNMAPPED:
        return redirect("data_imports:upload-mapping", pk)
    return upload_shown(request, found)


def upload_shown(request: HttpRequest, found: Upload, *, refused: str = "") -> HttpResponse:
    """The page of a file as this person may read it; `refused` says why a change was not made."""
    is_masked = not access.reads_values(signed_in(request), found.school)
    is_own = access.masked_mending(signed_in(request)).filter(pk=found.pk).exists()
    page = queries.upload_page(found, is_masked=is_masked, is_own=is_own)
    if page.is_quoting:
        audit.record("student rows read", found, by=signed_in(request), at=timezone.now(), school=found.school)
    context = {"page": page, "refused": refused}
    return render(request, "data_imports/upload.html", context, status=422 if refused else 200)


@require_GET
def upload_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a worker still has the file; a page that waits asks until it has not."""
    found = access.readable_upload(signed_in(request), pk)
    context = {"upload": found, "progress": queries.progress(found)}
    answer = render(request, "data_imports/_upload_state.html", context)
    if not found.is_under_way:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def upload_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Have an understood file stored; one that changes much only knowingly."""
    found = access.editable_upload(signed_in(request), pk)
    knowingly = request.POST.get("knowingly") == "yes"
    try:
        actions.confirm_upload(found, by=signed_in(request), at=timezone.now(), knowingly=knowingly)
    except actions.Braked as braked:
        return upload_shown(request, found, refused=str(braked))
    except actions.UploadMoved as moved:
        messages.warning(request, str(moved))
    return redirect("data_imports:upload", pk)


@require_POST
def upload_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file aside, also while a worker has it."""
    found = access.editable_upload(signed_in(request), pk)
    try:
        actions.cancel_upload(found, by=signed_in(request), at=timezone.now())
    except actions.UploadMoved as moved:
        messages.warning(request, str(moved))
        return redirect("data_imports:upload", pk)
    messages.info(request, _("The file is put aside. Nothing was stored."))
    return redirect("data_imports:evidence")


@require_GET
def packet(request: HttpRequest, pk: int) -> HttpResponse:
    """A frozen packet."""
    found = access.readable_packet(signed_in(request), pk)
    held = holding.held_charts(signed_in(request), found)
    return render(request, "data_imports/packet.html", {"packet": queries.packet(found, held=held)})


@step_up
@require_GET
def leap_mine(request: HttpRequest) -> HttpResponse:
    """One's own observations."""
    person = signed_in(request)
    page = queries.leap_page(person, teams_access.workplace(person), is_on=access.leap_is_on())
    return render(request, "data_imports/leap.html", {"page": page, "is_own": True})


@step_up
@require_GET
def leap_person(request: HttpRequest, pk: int) -> HttpResponse:
    """The observations of somebody whom the reader evaluates, or of the leader's school; noted as read."""
    reader = signed_in(request)
    person = access.leap_readable_person(reader, pk)
    school = access.leap_school(reader, person)
    page = queries.leap_page(person, school, is_on=access.leap_is_on())
    if page.is_on and person != reader:
        audit.record("LEAP rows read", by=reader, at=timezone.now(), subject=person, school=school, count=page.count)
    return render(request, "data_imports/leap.html", {"page": page, "is_own": False})
