"""What a thinking map asks, with and without names."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# how long a learning cycle usually is, and how long its maps can be filled in
USUAL_WEEKS = 6
MOST_CYCLES = 6
MAP_DAYS = 7
REMIND_DAYS = 2


class MapBox(TextChoices):
    """The three branches of the map; the name is the field's."""

    WELL = "well", _("What went well")
    IMPROVE = "improve", _("What could my lead improve")
    OTHER = "other", _("What other feedback do you have")


# without names, in both languages: fixed in each round when it is opened
RATED = (
    ("My lead's work helps our team improve how we teach", "El trabajo de mi líder ayuda al equipo a enseñar mejor"),
    ("I can say openly to my lead what I think", "Puedo decirle abiertamente a mi líder lo que pienso"),
)
WRITTEN = (
    ("What went well?", "¿Qué salió bien?"),
    ("What could my lead improve?", "¿Qué podría mejorar mi líder?"),
    ("What other feedback do you have?", "¿Qué otros comentarios tiene?"),
)
TITLE = ("Thinking map about %(lead)s", "Mapa de ideas sobre %(lead)s")
