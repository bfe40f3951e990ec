"""The mapping screen: what the columns of a file mean."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from data_imports import access, actions, queries
from data_imports.forms import MappingForm
from data_imports.models import Upload
from data_imports.views.uploads import signed_in
from teams import audit


@require_GET
def upload_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns of a file, each with samples and what we take it for."""
    found = access.editable_upload(signed_in(request), pk)
    page = page_of(request, found)
    if page is None:
        return redirect("data_imports:upload", pk)
    return shown(request, page, form_of(page))


@require_POST
def upload_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what a person says of the columns, and have the file read again; or show the sections that follow."""
    found = access.editable_upload(signed_in(request), pk)
    page = page_of(request, found)
    if page is None:
        messages.warning(request, str(actions.UploadMoved()))
        return redirect("data_imports:upload", pk)
    form = form_of(page, request)
    if "again" in request.POST:
        return shown(request, page, form.unchecked())
    if not form.is_valid():
        return shown(request, page, form, status=422)
    try:
        actions.map_upload(found, form.body, given=form.given, by=signed_in(request), at=timezone.now())
    except actions.UploadMoved as moved:
        messages.warning(request, str(moved))
    return redirect("data_imports:upload", pk)


@require_POST
def upload_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Have an understood file's columns asked anew."""
    found = access.editable_upload(signed_in(request), pk)
    try:
        actions.ask_upload(found, by=signed_in(request), at=timezone.now())
    except actions.UploadMoved as moved:
        messages.warning(request, str(moved))
    return redirect("data_imports:upload", pk)


def page_of(request: HttpRequest, found: Upload) -> queries.MappingPage | None:
    """The page of a file, on the table that was asked for."""
    at = request.GET.get("table", "0")
    is_masked = not access.reads_values(signed_in(request), found.school)
    return queries.mapping_page(found, int(at) if at.isascii() and at.isdigit() else 0, is_masked=is_masked)


def form_of(page: queries.MappingPage, request: HttpRequest | None = None) -> MappingForm:
    """The form for what the page shows."""
    given = actions.given(page.upload)
    return MappingForm(
        request.POST if request else None,
        sketch=page.sketch,
        given=given,
        title=page.title,
        is_of_district=page.upload.school_id is None,
    )


def shown(request: HttpRequest, page: queries.MappingPage, form: MappingForm, status: int = 200) -> HttpResponse:
    """The mapping screen; samples in the clear are noted as read."""
    if page.is_quoting:
        audit.record(
            "student rows read", page.upload, by=signed_in(request), at=timezone.now(), school=page.upload.school
        )
    return render(request, "data_imports/upload_mapping.html", {"page": page, "form": form}, status=status)
