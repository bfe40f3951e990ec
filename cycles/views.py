"""Pages that join the five verbs: today, the coverage board, the session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    return render(request, "cycles/today.html")


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    return render(request, "cycles/board.html")
