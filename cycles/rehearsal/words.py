"""What simulated people write. Their school garden is made up, and nothing that they say is about anybody."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cycles.meet.enums import CardKind

SCHOOL = _("Example School")
# at most nine letters, as a school year's name is
YEAR = _("Example")
TEAM, ILT, OTHER_TEAM = _("Garden team"), _("Example ILT"), _("Kitchen team")
PLACE = _("Greenhouse")

FACILITATOR = _("Lee Example")
# the first holds the phone that is shown; the last has not come yet
PEOPLE = (
    _("Ana Example"),
    _("Ben Example"),
    _("Cleo Example"),
    _("Dan Example"),
    _("Eva Example"),
    _("Finn Example"),
    _("Gia Example"),
)

GOALS = (
    _("Every class looks after one bed from sowing to harvest"),
    _("Students write down each week what they see grow"),
)
VERDICTS = (
    ("on_track", _("Nine of ten classes have a bed; the last one sows this week.")),
    ("partly", _("Six of ten garden journals have an entry for every week.")),
)
PROMISE = _("Agree on one watering day for each class")
WHAT_BECAME = _("Every class has its day; the list hangs at the garden gate.")
PARKED = _("The key of the tool shed")

# each kind's cards, with the action that led to it where the kind asks for one
CARDS: dict[CardKind, tuple[tuple[str | Promise, str | Promise], ...]] = {
    CardKind.SUCCESS: (
        (
            _("Nine of ten beds were watered every week."),
            _("Each class has one day, and the list hangs at the gate."),
        ),
        (
            _("Students explain to visitors why the beans climb."),
            _("We ended every garden hour with two minutes of telling a partner."),
        ),
        (
            _("Four families came on a Saturday to build the compost."),
            _("The children wrote the invitations themselves."),
        ),
    ),
    CardKind.GROWTH: (
        (_("The journals stop after the third week."), ""),
        (_("In half of the journals the drawings have no words."), ""),
        (_("Nobody weeds while school is closed."), ""),
        (_("The harvest table stayed empty twice."), ""),
    ),
    CardKind.EXPECTED: (
        (_("I expect the sunny bed to be ahead, because it was sown first."), ""),
        (_("I expect fewer journal entries after the break."), ""),
    ),
    CardKind.OBSERVED: (
        (_("Bed four grew 12 inches, bed seven grew 5."), ""),
        (_("Entries fall from 24 in the first week to 9 in the fourth."), ""),
        (_("The two beds at the gate were watered most often."), ""),
    ),
    CardKind.INFERRED: (
        (_("Perhaps what everyone walks past is looked after best."), ""),
        (_("It may be that nobody said what a good entry is."), ""),
    ),
    CardKind.PLUS: ((_("Everyone wrote before anyone talked."), ""),),
    CardKind.DELTA: ((_("We need two more minutes for grouping."), ""),),
}

TOPIC = _("Writing about what grows")
WHY = _("We ask for an entry but never show what a good one looks like")
EVIDENCE = _("None of the ten classes has an example on the wall.")
ROOT_CAUSE = _("Our garden hours have no time set aside for writing")
ROOT_EVIDENCE = _("In eight of ten plans the hour ends with cleaning up.")
STEP = _("Keep the last ten minutes of every garden hour for writing, with an example on the wall")
ANSWER = _("We name what led to it, and plan to do it again on purpose.")

# what another team brings to the ILT
BRIEF_SUCCESS = (_("Every class has cooked what it grew."), _("We planned recipes from the planting list."))
BRIEF_TOPIC, BRIEF_CAUSE = _("Waiting for the stove"), _("Two classes share each kitchen hour")
BRIEF_ASK = _("A second kitchen hour on Thursdays")
