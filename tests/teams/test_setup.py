"""A school's first day: one workbook, and lists out and in."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import Workbook, load_workbook

from teams import access, actions, workbook
from teams.models import (
    Appointment,
    AuditEntry,
    Membership,
    Person,
    School,
    SchoolYear,
    StagedFile,
    SupervisionLink,
    Team,
    Term,
    UipGoal,
)

FILLED: dict[str, list[list[Any]]] = {
    "Schools": [["0303", "Aspen High", "East Network", "", "yes", "no", "no"]],
    "Terms": [
        ["2027-28", "", "Q2", "quarter", "2027-10-18", "12/17/2027", "mid-year"],
        ["2027-28", "", "Q3", "quarter", "2028-01-05", "2028-03-10", ""],
    ],
    "People": [
        [303, "Ada Stone", "Ada@aspen.example", "School leader", "", ""],
        ["0303", "Ben Li", "ben@aspen.example", "staff", "9001", "ada@aspen.example"],
        ["0303", "Cleo Diaz", "cleo@aspen.example", "Staff", "", ""],
    ],
    "Teams": [
        ["0303", "ILT", "ILT", "", "ben@aspen.example", "", "ada@aspen.example"],
        ["0303", "Science", "teacher team", "ben@aspen.example", "", "", "cleo@aspen.example", "Thursday", "3:30 PM"],
    ],
    "Goals": [["0303", "2027-28", "More students pass chemistry", "80%", "ada@aspen.example"]],
}


def filled(rows: dict[str, list[list[Any]]]) -> bytes:
    book = load_workbook(BytesIO(workbook.template()))
    for sheet, lines in rows.items():
        for number, line in enumerate(lines, 3):
            for place, cell in enumerate(line, 1):
                book[sheet].cell(number, place, cell)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def admin() -> Person:
    return actions.found_district("dana@district.example", name="Dana", at=timezone.now())[0]


def upload(client: Client, content: bytes) -> Any:
    file = SimpleUploadedFile("filled.xlsx", content)
    return client.post(reverse("teams:setup-upload"), {"file": file}, follow=True)


def everything() -> list[int]:
    return [model.objects.count() for model in (School, Person, Team, Term, UipGoal, Membership, Appointment)]


def test_from_nothing_to_a_school_that_is_ready(db: None, client: Client) -> None:
    client.force_login(admin())
    before = client.get(reverse("teams:setup")).context["shown"]
    assert [step.state for step in before.steps] == ["current", "next", "next", "next", "next", "next"]
    page = upload(client, filled(FILLED))
    shown = page.context["shown"]
    assert [(sheet.new, sheet.changed, sheet.unchanged) for sheet in shown.sheets] == [
        (1, 0, 0),
        (2, 0, 0),
        (3, 0, 0),
        (2, 0, 0),
        (1, 0, 0),
    ]
    assert School.objects.count() == 0
    client.post(reverse("teams:setup-apply", args=[shown.file.pk]))
    assert client.get(reverse("teams:setup")).context["shown"].is_ready
    school = School.objects.get()
    assert (school.network.name, school.uses_uip, school.uses_slo) == ("East Network", True, False)
    year = SchoolYear.objects.get()
    assert (str(year.starts_on), str(year.ends_on)) == ("2027-10-18", "2028-03-10")
    assert list(Term.objects.order_by("name").values_list("kind", "closes")) == [
        ("quarter", "mid_year"),
        ("quarter", ""),
    ]
    science = Team.objects.get(name="Science")
    places = Membership.objects.filter(team=science).order_by("person__name").values_list("person__name", "position")
    assert list(places) == [("Ben Li", "senior_lead"), ("Cleo Diaz", "member")]
    assert (science.usual_weekday, str(science.usual_time)) == (3, "15:30:00")
    assert SupervisionLink.objects.get().supervisee.name == "Ben Li"
    assert StagedFile.objects.count() == 0


def test_twice_is_once(db: None, client: Client) -> None:
    client.force_login(admin())
    for _ in range(2):
        file = upload(client, filled(FILLED)).context["shown"].file
        client.post(reverse("teams:setup-apply", args=[file.pk]))
    assert everything() == [1, 4, 2, 2, 1, 4, 4]
    assert upload(client, filled(FILLED)).context["shown"].changes == 0


def test_problems_are_told_row_by_row_and_nothing_is_applied(db: None, client: Client) -> None:
    client.force_login(admin())
    wrong = {
        **FILLED,
        "Schools": [["0303", "Aspen High", "", "Denver", "perhaps", "", ""], ["303", "Aspen again"]],
        "People": [
            ["0303", "Ada Stone", "ada at aspen", "School leader", "", ""],
            ["0999", "Ben Li", "ben@aspen.example", "Boss", "", "nobody@aspen.example"],
            ["0303", "", "cleo@aspen.example", "Staff", "", ""],
        ],
        "Terms": [["2027", "", "Q2", "quarter", "2027-10-18", "2027-12-17", ""]],
        "Teams": [["0303", "ILT", "choir", "zoe@aspen.example", "", "", "", "Caturday", "noonish", "7"]],
        "Goals": [["0303", "2031-32", "More", "", ""]],
    }
    before = everything()
    page = upload(client, filled(wrong)).context["shown"]
    told = [(group.sheet, group.column, group.places) for group in page.problems]
    assert told == [
        ("People", "Name", [(5, "nothing")]),
        ("Schools", "Has a UIP", [(3, "perhaps")]),
        ("Schools", "Time zone", [(3, "Denver")]),
        ("Schools", "School code", [(4, "303")]),
        ("Terms", "School year", [(3, "2027")]),
        ("People", "E-mail", [(3, "ada at aspen")]),
        ("People", "School code", [(4, "0999")]),
        ("People", "Role", [(4, "Boss")]),
        ("People", "Evaluated by", [(4, "nobody@aspen.example")]),
        ("Teams", "Kind", [(3, "choir")]),
        ("Teams", "Senior lead", [(3, "zoe@aspen.example")]),
        ("Teams", "Usual day", [(3, "Caturday")]),
        ("Teams", "Usual time", [(3, "noonish")]),
        ("Teams", "Minutes", [(3, "7")]),
        ("Goals", "School year", [(3, "2031-32")]),
    ]
    assert all(group.expected and group.mend for group in page.problems)
    answer = client.post(reverse("teams:setup-apply", args=[page.file.pk]))
    assert (answer.status_code, everything()) == (422, before)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_told_in_a_sentence(db: None, content: bytes) -> None:
    plan, problems = workbook.check(workbook.read(content), admin())
    assert (plan.people, [problem.found for problem in problems]) == ([], ["this is not an .xlsx workbook"])


def test_other_workbooks_are_refused(db: None) -> None:
    book, out = Workbook(), BytesIO()
    book.save(out)
    assert len(workbook.read(out.getvalue()).problems) == 1


def test_a_spanish_workbook_is_read_too(db: None) -> None:
    with translation.override("es"):
        content = workbook.template()
    assert workbook.read(content).problems == []


def test_a_leader_brings_in_the_own_school_only_and_not_themselves(people: Any, client: Client) -> None:
    client.force_login(people.leader)
    mail = people.leader.email
    rows = {
        "Schools": [["0202", "Cottonwood taken over"]],
        "Terms": [["2031-32", "0101", "Fall", "", "2031-08-10", "2031-12-10", ""]],
        "People": [["0202", "Eve", "eve@example.org", "Staff"], ["0101", "Rosa Delgado", mail, "Staff"]],
        "Teams": [["0101", "Grade 5", "Teacher team", "", "", "", mail]],
        "Goals": [],
    }
    told = upload(client, filled(rows)).context["shown"].problems
    assert [(group.sheet, group.column) for group in told] == [
        ("Schools", "School code"),
        ("Terms", "School year"),
        ("People", "School code"),
    ]
    rows |= {"Schools": [], "Terms": [], "People": rows["People"][1:]}
    told = upload(client, filled(rows)).context["shown"].problems
    assert [(group.sheet, group.places) for group in told] == [("People", [(3, mail)]), ("Teams", [(3, "Grade 5")])]
    assert all("own role" in group.expected for group in told)


def test_a_leader_cannot_pull_in_somebody_elses_teacher(people: Any, client: Client) -> None:
    client.force_login(people.leader)
    rows = {"People": [["0101", "Olu Adeyemi", people.outsider.email, "Staff"]]}
    told = upload(client, filled(rows)).context["shown"].problems
    assert len(told) == 1
    assert Appointment.objects.filter(person=people.outsider).count() == 1


def test_who_moved_on_is_not_a_leaders_to_rename(people: Any, client: Client) -> None:
    """They are listed still; their facts are their new school's to mend."""
    held = Appointment.objects.filter(person=people.member)
    held.update(school=people.other_school)
    Membership.objects.filter(person=people.member).delete()
    ended = timezone.now().date() - timedelta(days=1)
    before = ended - timedelta(days=90)
    Appointment.objects.create(
        person=people.member, role="staff", school=people.school, starts_on=before, ends_on=ended
    )
    client.force_login(people.leader)
    rows = {"People": [["0101", "Another Name", people.member.email, "Staff"]]}
    told = upload(client, filled(rows)).context["shown"].problems
    assert len(told) == 1
    assert held.filter(school=people.school, ends_on=None).count() == 0


def test_somebody_elses_file_is_nobodys(people: Any, client: Client) -> None:
    client.force_login(people.leader)
    file = upload(client, filled({})).context["shown"].file
    client.force_login(people.district)
    assert client.get(reverse("teams:setup-file", args=[file.pk])).status_code == 404


# --- lists


KINDS = ["schools", "people", "teams", "memberships", "goals"]


def bring(client: Client, kind: str, content: bytes, name: str = "list.csv") -> Any:
    asked = {"kind": kind, "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("teams:sheet-upload"), asked, follow=True).context["shown"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["leader", "district"])
def test_what_goes_out_comes_back_unchanged(people: Any, client: Client, name: str, kind: str, form: str) -> None:
    client.force_login(getattr(people, name))
    answer = client.get(reverse("teams:export", args=[kind, form]))
    shown = bring(client, kind, answer.content, f"list.{form}")
    assert shown.problems == []
    assert (shown.sheets[0].new, shown.sheets[0].changed) == (0, 0)
    assert shown.sheets[0].unchanged > 0


def test_an_export_holds_only_ones_own_school(people: Any, client: Client) -> None:
    client.force_login(people.leader)
    lists = b"".join(client.get(reverse("teams:export", args=[kind, "csv"])).content for kind in KINDS).decode()
    for canary in (people.outsider.email, people.other_leader.name, people.other_school.name, people.foreign_team.name):
        assert canary not in lists
    assert people.teacher.email in lists
    assert AuditEntry.objects.filter(verb="list exported", actor_id=people.leader.pk).count() == 5


def test_formulas_leave_harmless_and_come_back_as_they_were(people: Any, client: Client) -> None:
    Person.objects.filter(pk=people.teacher.pk).update(name='=HYPERLINK("x")')
    client.force_login(people.leader)
    content = client.get(reverse("teams:export", args=["people", "csv"])).content
    assert b"'=HYPERLINK" in content
    assert bring(client, "people", content).changes == 0


def test_a_difference_is_shown_before_anything_changes(people: Any, client: Client) -> None:
    client.force_login(people.leader)
    rows = (
        "email,name,school,role,employee_number,language\n"
        f"{people.teacher.email},Teresa New,0101,Staff,,en\n"
        "new@example.org,New One,101,staff,77,es\n"
    )
    shown = bring(client, "people", rows.encode())
    assert [(row.number, row.state) for row in shown.sheets[0].rows] == [(2, "changed"), (3, "new")]
    cells = " ".join(shown.sheets[0].rows[0].cells)
    assert "<del>úñez</del><ins>ew</ins>" in cells
    assert "style=" not in cells
    assert Person.objects.filter(email="new@example.org").count() == 0
    client.post(reverse("teams:setup-apply", args=[shown.file.pk]))
    new = Person.objects.get(email="new@example.org")
    assert (new.has_usable_password(), new.language) == (False, "es")
    assert set(access.workplaces(new)) == {people.school}
    people.teacher.refresh_from_db()
    assert people.teacher.name == "Teresa New"


def test_rows_that_are_not_the_importers_to_bring_in(people: Any, client: Client) -> None:
    client.force_login(people.leader)
    rows = (
        "email,name,school,role\n"
        f"{people.outsider.email},Olu,0101,Staff\n"
        "x@example.org,X,0202,Staff\n"
        "y@example.org,Y,0101,Superintendent\n"
        f"{people.leader.email},Rosa,0101,Staff\n"
        ",Nobody,0101,Staff\n"
    )
    shown = bring(client, "people", rows.encode())
    told = [(group.column, group.places[0][0]) for group in shown.problems]
    assert told == [("email", 2), ("school", 3), ("role", 4), ("role", 5), ("email", 6)]
    client.post(reverse("teams:setup-apply", args=[shown.file.pk]))
    assert Appointment.objects.filter(person__in=[people.outsider, people.leader]).count() == 2


def test_members_move_by_list(people: Any, client: Client) -> None:
    client.force_login(people.leader)
    rows = (
        "school,team,email,position\n"
        f"0101,Grade 4,{people.teacher.email},Team lead\n"
        f"0101,Grade 5,{people.member.email},Member\n"
        f"0101,Grade 5,{people.leader.email},Member\n"
    )
    shown = bring(client, "memberships", rows.encode())
    assert [group.places[0][0] for group in shown.problems] == [4]
    shown = bring(client, "memberships", rows.rsplit("0101", 1)[0].encode())
    client.post(reverse("teams:setup-apply", args=[shown.file.pk]))
    held = Membership.objects.on()
    assert held.get(person=people.teacher).position == "lead"
    assert {row.team for row in held.filter(person=people.member)} == {people.team, people.other_team}


def test_a_file_that_is_no_list(people: Any, client: Client) -> None:
    client.force_login(people.leader)
    assert len(bring(client, "people", b"a,b\n1,2\n").problems) == 4
    assert len(bring(client, "people", b"PK nothing", "list.xlsx").problems) == 1


def test_the_command_makes_the_first_sign_in(db: None, capsys: Any) -> None:
    call_command("create_district_admin", "dana@district.example", "--name", "Dana Kim")
    password = capsys.readouterr().out.strip().rsplit(" ", 1)[1]
    dana = Person.objects.get()
    assert (dana.name, dana.check_password(password), access.is_district(dana)) == ("Dana Kim", True, True)
    call_command("create_district_admin", "ada.lovelace@district.example")
    assert Person.objects.get(email="ada.lovelace@district.example").name == "Ada Lovelace"
    Person.objects.filter(name="Ada Lovelace").delete()
    call_command("create_district_admin", "eve@district.example", "--if-none")
    assert Person.objects.get() == dana
    assert dana.check_password(password)
