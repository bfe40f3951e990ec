"""What a card rests on: the rows behind `actions/citing.py`."""

from django.db import models

from data_imports.models import PacketVersion

from .models import Card


class CitedCell(models.Model):
    """A cell of the frozen packet that a card cites, named as its table names it in English; `words` hold no number.

    It has the card's own key and no time: of a card without a name it tells nothing that the card does not.
    """

    card = models.OneToOneField(Card, on_delete=models.CASCADE, primary_key=True, related_name="cites")
    version = models.ForeignKey(PacketVersion, on_delete=models.CASCADE, related_name="+")
    chart = models.CharField(max_length=120)
    row = models.CharField(max_length=200)
    column = models.CharField(max_length=200)
    words = models.CharField(max_length=600)
    words_es = models.CharField(max_length=600, blank=True)

    def __str__(self) -> str:
        return self.words
