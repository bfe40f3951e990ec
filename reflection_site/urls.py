"""Every address of the site, app by app."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from . import health

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("teams.urls")),
    path("evidence/", include("data_imports.urls")),
    path("surveys/", include("surveys.urls")),
    path("", include("cycles.urls")),
]

if settings.DEBUG:
    from . import styleguide

    urlpatterns.append(path("styleguide/", styleguide.styleguide, name="styleguide"))
