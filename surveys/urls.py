"""Addresses under /surveys/."""

from django.urls import path

from surveys import views

app_name = "surveys"
urlpatterns = [
    path("", views.findings, name="findings"),
    # no log keeps a line about this one, see reflection_site/logs.py
    path("ballots/<int:pk>/", views.ballot, name="ballot"),
    path("<int:pk>/", views.sheet, name="sheet"),
    path("<int:pk>/draw/", views.sheet_draw, name="sheet-draw"),
    path("<int:pk>/confirm/", views.sheet_confirm, name="sheet-confirm"),
    path("<int:pk>/results/", views.results, name="results"),
]
