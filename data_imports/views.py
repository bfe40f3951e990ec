from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def evidence(request: HttpRequest) -> HttpResponse:
    return render(request, "data_imports/evidence.html")
