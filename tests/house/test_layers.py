"""Apps, verbs and layers point down."""

from tests.house.imports import APPS, Import, imports

VERBS = ("plan", "prepare", "confer", "listen", "meet", "adjust", "share")
LAYERS = ("enums", "tasks", "models", "access", "queries", "actions", "forms", "views", "urls")


def verb(module: str) -> int | None:
    """How high in `cycles`; what is outside the verbs stands above them all, but for the names of the models."""
    parts = module.split(".")
    if parts[0] != "cycles" or module in ("cycles", "cycles.models"):
        return None
    return VERBS.index(parts[1]) if len(parts) > 1 and parts[1] in VERBS else len(VERBS)


def place(module: str) -> tuple[str, int | None]:
    """The package that a module belongs to, and how high it stands there; None for what has no layer."""
    parts = module.split(".")
    deep = 2 if parts[0] == "cycles" and len(parts) > 1 and parts[1] in VERBS else 1
    layer = parts[deep] if len(parts) > deep else ""
    return ".".join(parts[:deep]), LAYERS.index(layer) if layer in LAYERS else None


def climbs_apps(found: Import) -> bool:
    here, there = found.module.split(".")[0], found.target.split(".")[0]
    if here == there or there == "reflection_site":
        return False
    return here == "reflection_site" or APPS.index(here) < APPS.index(there)


def climbs_verbs(found: Import) -> bool:
    here, there = verb(found.module), verb(found.target)
    return here is not None and there is not None and here < there


def climbs_layers(found: Import) -> bool:
    (here, low), (there, high) = place(found.module), place(found.target)
    if here != there or low is None or high is None or low >= high:
        return False
    # a task is a doorbell: what it calls is imported inside it
    return not (found.is_local and LAYERS[low] == "tasks")


def enters_a_view(found: Import) -> bool:
    """Another package's views and addresses are nobody's business but those of `urls`."""
    (here, _), (there, high) = place(found.module), place(found.target)
    is_page = high is not None and LAYERS[high] in {"views", "urls"}
    return is_page and here != there and not found.module.endswith("urls")


def test_apps_point_one_way() -> None:
    told = [str(found) for found in imports() if climbs_apps(found) and found.module != "reflection_site.urls"]
    assert not told, "\n".join(told)


def test_verbs_point_one_way() -> None:
    told = [str(found) for found in imports() if climbs_verbs(found)]
    assert not told, "\n".join(told)


def test_layers_point_down() -> None:
    told = [str(found) for found in imports() if climbs_layers(found)]
    assert not told, "\n".join(told)


def test_pages_are_entered_by_address_only() -> None:
    told = [str(found) for found in imports() if enters_a_view(found)]
    assert not told, "\n".join(told)


def test_the_check_sees_a_climb() -> None:
    up = Import("teams.models.people", "teams.actions", 1, is_local=False)
    assert climbs_layers(up)
    assert climbs_apps(Import("surveys.views", "cycles.models", 1, is_local=False))
    assert climbs_verbs(Import("cycles.meet.actions", "cycles.share.models", 1, is_local=False))
    assert not climbs_layers(Import("teams.tasks", "teams.actions", 1, is_local=True))
