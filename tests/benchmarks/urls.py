"""The site's addresses and one more: the emptiest page that somebody signed in can open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from reflection_site.urls import urlpatterns as ours


def empty(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [*ours, path("empty/", empty, name="empty")]
