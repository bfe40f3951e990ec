"""What a lead heard and will try, on the team's own page: for who is in the team, and the lead."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.listen import queries
from teams import beside
from teams.beside import Told
from teams.models import Person, Team
from teams.templatetags.school_time import school_time


def heard(team: Team, reader: Person) -> list[Told]:
    """The newest of the team. At most 3 queries."""
    found = queries.heard_in(team, reader)
    if found is None:
        return []
    when = school_time(found.heard.published_at, found.round.learning_cycle.school)
    sections = ((_("What I heard"), found.heard.heard), (_("What I will try"), found.heard.will_try))
    title = _("What %(lead)s heard, and will try") % {"lead": found.lead}
    url = reverse("cycles:heard", args=[found.round.pk])
    return [Told(title, f"{found.title}, {when}", sections, url, _("On a page of its own"))]


beside.register("heard", heard)
