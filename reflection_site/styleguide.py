"""The design system on one page, in debug mode."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html")
