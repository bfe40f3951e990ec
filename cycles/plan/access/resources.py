"""May I? The district's own links are written by the district; whoever is at a step reads them there."""

from cycles.plan.models import Resource
from teams import access as teams_access
from teams.models import Person


def only_resource_keepers(person: Person) -> None:
    """Refuse with 403 whoever does not administer the district."""
    teams_access.only_if(teams_access.is_district(person))


def editable_resource(person: Person, pk: int) -> Resource:
    """One link of the district's, for its administrator."""
    only_resource_keepers(person)
    return teams_access.door(Resource.objects.all(), True, pk)
