"""Addresses of the verb *confer*."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
