"""How a row of the door table is written.

    row("cycles:session", "session", ok="leader lead teacher facilitator superintendent", no="partner")
    row("cycles:session-move", "session", ok="leader", no="lead teacher member facilitator", post=True)

The first word is the address' name. The second says which thing it is asked for: a name of the file's `things(people)`
or an attribute of `people`; its primary key becomes the address' only argument. Another argument: `pk="session"`
spelled as `args={"year": "year.name", "pk": "session"}` (a thing gives its key, a dotted path the
value, "=word" the word itself).

`ok` are asked in with 200 (a change: 200, 201, 204, a redirect, 400, 409 or 422, because the form is empty); `no` get
403; everybody else 404; nobody signed in gets the way to the sign-in. `EVERYONE` is all who can sign in.
`then=302` for a page that only leads on, `(200, 302)` for one that leads some people on. `public=True`: nobody needs
to sign in; with `then=404` it opens with a key that nobody here has. `allauth=True`: somebody else's page, that only
has to answer without an error. `debug=True`: exists only in debug mode.

If `things(people)` also gives `foreign_<thing>` (the same at `other_school`), that one is asked for too: who belongs
to `school` only must get 404.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PERSONAS = (
    "leader", "lead", "teacher", "member", "facilitator", "superintendent", "partner", "district", "steward",
    "outsider", "other_leader",
)  # fmt: skip
EVERYONE = " ".join(PERSONAS)
HERE = ("leader", "lead", "teacher", "member", "facilitator")
CHANGED = frozenset({200, 201, 204, 302, 303, 400, 409, 422})


@dataclass(frozen=True)
class Row:
    """One address and one way of asking."""

    name: str
    args: Mapping[str, str]
    ok: frozenset[str]
    no: frozenset[str]
    post: bool = False
    public: bool = False
    allauth: bool = False
    debug: bool = False
    then: int | tuple[int, ...] = 200
    data: Mapping[str, str] = field(default_factory=dict)

    @property
    def method(self) -> str:
        return "POST" if self.post else "GET"

    def expected(self, persona: str) -> frozenset[int]:
        """The statuses that this persona may get."""
        if self.public or persona in self.ok:
            then = frozenset(self.then if isinstance(self.then, tuple) else {self.then})
            return CHANGED if self.post and then != {404} else then
        return frozenset({403}) if persona in self.no else frozenset({404})

    def kwargs(self, things: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
        return {key: _value(things, path if path.startswith("=") else prefix + path) for key, path in self.args.items()}

    def has_foreign(self, things: Mapping[str, Any]) -> bool:
        asked = [path for path in self.args.values() if not path.startswith("=")]
        return bool(asked) and all(f"foreign_{path.split('.')[0]}" in things for path in asked)


def row(name: str, thing: str = "", *, ok: str = "", no: str = "", args: Mapping[str, str] | None = None,
        post: bool = False, public: bool = False, allauth: bool = False, debug: bool = False,
        then: int | tuple[int, ...] = 200, data: Mapping[str, str] | None = None) -> Row:  # fmt: skip
    """See the docstring of this file."""
    wanted, refused = frozenset(ok.split()), frozenset(no.split())
    unknown = (wanted | refused) - set(PERSONAS)
    assert not unknown, f"{name}: no such persona: {sorted(unknown)}"
    assert not wanted & refused, f"{name}: both ok and no: {sorted(wanted & refused)}"
    return Row(
        name, args or ({"pk": thing} if thing else {}), wanted, refused, post, public, allauth, debug, then, data or {}
    )


def _value(things: Mapping[str, Any], path: str) -> Any:
    if path.startswith("="):
        return path[1:]
    first, *rest = path.split(".")
    assert first in things, f"things(people) gives no {first!r}"
    value = things[first]
    for word in rest:
        value = getattr(value, word)
    return getattr(value, "pk", value)
