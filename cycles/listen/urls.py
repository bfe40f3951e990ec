"""Addresses of the verb *listen*."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
