from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def goals(request: HttpRequest) -> HttpResponse:
    return render(request, "teams/goals.html")


def people(request: HttpRequest) -> HttpResponse:
    return render(request, "teams/people.html")


def me(request: HttpRequest) -> HttpResponse:
    return render(request, "teams/me.html")
