"""Every address of the site, app by app."""

from django.conf import settings
from django.urls import include, path

from . import health

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
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
