"""Who may read what stands in each text field of the project: one word for every field that somebody can write into.

    BY_DOOR   the work of a school and its district: whoever the door of its pages lets in (`tests/doors/` says whom)
    ANSWER    part of a reflection: the author, and the audience that the chip names, once it is handed in
    EXAMPLE   shown by a lead as a model: those who prepare for the same meeting
    NOTE      of a 1:1: a private one its author, a shared one the two
    FOCUS     of a 1:1 before the ILT meets: the two; once both agree, the ILT in its meeting and who reviews its letter
    LINE      asked to be raised: the member and the lead; once released, those in the room, and unnamed
    MAP       its author, and the one lead addressed once it is handed in; what the lead heard: the team, once published
    SHEET     nobody; words without a name, once the survey is over and enough have answered: its readers
    CARD      its author; once it is shown, the room; of a prediction, those in it who have predicted too
    VOICE     who was asked; after the day, those whom the page of questions names
    NOBODY    keys, hashes and sealed numbers: no page, mail, file or stream has them

A new field is one more word in the block of its audience. A text field without one fails the test, and so does a field
of any audience but the first and the last into which the made-up schools of `privacy_audience` put nothing.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

APPS = ("teams", "data_imports", "surveys", "cycles")
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)

BLOCKS = {
    "ANSWER": """
        cycles.Answer.text cycles.Answer.second_text cycles.Answer.third_text cycles.GoalVerdict.evidence
    """,
    "EXAMPLE": """
        cycles.Example.text cycles.Example.second_text cycles.Example.third_text
    """,
    "NOTE": "cycles.CheckInNote.sealed",
    "FOCUS": "cycles.FocusArea.text cycles.FocusArea.evidence",
    "LINE": "cycles.RaiseSlip.sealed cycles.RaisedLine.text",
    "MAP": """
        cycles.ThinkingMap.well cycles.ThinkingMap.improve cycles.ThinkingMap.other cycles.Heard.heard
        cycles.Heard.will_try
    """,
    "SHEET": "surveys.Answer.text surveys.Comment.text",
    "CARD": """
        cycles.Card.text cycles.Card.because cycles.Prediction.text cycles.EarlyCard.text cycles.EarlyCard.because
    """,
    "VOICE": "cycles.Voice.text",
    "NOBODY": """
        teams.Person.password teams.StagedFile.content teams.StagedFile.digest
        cycles.CalendarChoice.token_hash cycles.Pass.token_hash cycles.Pass.token cycles.DraftKey.device
        cycles.DraftKey.secret cycles.PairKey.secret cycles.LinkLetter.occurrence cycles.LinkLetter.message_id
        surveys.Survey.seal_salt surveys.Ballot.token_hash surveys.Ballot.sealed surveys.Draw.mark
        surveys.Draw.nonce_hash data_imports.StudentId.id_hash data_imports.StudentId.id_sealed
        data_imports.LeapRating.staff_hash data_imports.LeapRating.staff_sealed data_imports.LeapRating.observation_hash
        data_imports.StaffAlias.staff_hash data_imports.Student.id_hash data_imports.Student.id_sealed
        data_imports.Former.table data_imports.Former.body cycles.CardBox.seal_salt cycles.CardSlip.token_hash
        cycles.ScreenLink.token_hash cycles.Admission.key_hash
        cycles.CardSlip.sealed cycles.CardDraw.mark cycles.CardDraw.nonce_hash
    """,
    "BY_DOOR": """
        teams.AuditEntry.verb teams.AuditEntry.thing teams.AuditEntry.purpose teams.Network.code teams.Network.name
        teams.School.code teams.School.name teams.School.zone_name teams.SchoolYear.name teams.Term.name
        teams.CalendarBlock.name teams.Person.email teams.Person.name teams.Person.employee_number teams.Team.name
        teams.Team.usual_place teams.Expectation.text teams.UipGoal.title teams.UipGoal.detail teams.UipGoal.target
        teams.Challenge.text teams.RootCause.text teams.Strategy.text teams.InterimMeasure.metric
        teams.ImplementationBenchmark.text teams.Checkpoint.expected teams.Checkpoint.found teams.Slo.course
        teams.Slo.objective teams.Slo.midcourse_note teams.Slo.result teams.Notice.kind teams.Notice.thing
        teams.Notice.occurrence teams.Notice.zone teams.Notice.reason teams.Notice.message_id teams.Notice.digest_id
        teams.Notice.address teams.Notice.subject teams.Notice.payload teams.NoticePreference.kind teams.StagedFile.name
        teams.LegalHold.reason

        data_imports.Upload.file data_imports.Upload.file_name data_imports.Upload.digest
        data_imports.Upload.given_format data_imports.Upload.given_year data_imports.Upload.format
        data_imports.Upload.year data_imports.Upload.understood data_imports.Upload.braked
        data_imports.Upload.rejected_rows data_imports.Upload.refusal data_imports.UploadShare.covers
        data_imports.UploadProblem.column data_imports.UploadProblem.found data_imports.UploadProblem.expected
        data_imports.UploadProblem.mend data_imports.PublicFigure.district data_imports.PublicFigure.code
        data_imports.PublicFigure.name data_imports.PublicFigure.measure data_imports.PublicFigure.group
        data_imports.PublicFigure.year data_imports.PublicFigure.missing data_imports.LeapFramework.year
        data_imports.LeapFramework.indicators data_imports.LeapFramework.bands data_imports.LeapRating.indicator
        data_imports.LeapRating.kind data_imports.LeapRating.year data_imports.Mapping.title
        data_imports.Mapping.signature data_imports.Mapping.headers data_imports.Mapping.body
        data_imports.SectionTeam.year data_imports.SectionTeam.value data_imports.LeapMean.year
        data_imports.LeapMean.indicator data_imports.Packet.year data_imports.PacketVersion.profile
        data_imports.PacketVersion.body data_imports.PacketVersion.digest data_imports.CellNote.chart
        data_imports.CellNote.row data_imports.CellNote.column data_imports.CellNote.text data_imports.Student.grade
        data_imports.Roster.year data_imports.Roster.place data_imports.Roster.course data_imports.Measure.key
        data_imports.Measure.title data_imports.Measure.subject data_imports.Scale.year data_imports.Scale.levels
        data_imports.Result.year data_imports.Result.grade data_imports.Result.missing data_imports.Result.section
        data_imports.SurveyFinding.year data_imports.SurveyFinding.survey data_imports.SurveyFinding.title
        data_imports.SurveyFinding.question data_imports.SurveyFinding.counts

        cycles.ReflectionSession.uid cycles.ReflectionSession.place cycles.ReflectionSession.video_link
        cycles.Invitation.reason cycles.HeldChart.chart cycles.Pass.name cycles.Pass.email
        cycles.Resource.title cycles.Resource.title_es cycles.Resource.link cycles.Resource.link_es
        cycles.SlotProposal.about cycles.SlotProposal.basis cycles.Protocol.title cycles.Protocol.title_es
        cycles.Protocol.about cycles.Protocol.about_es cycles.Protocol.credit cycles.Protocol.credit_es
        cycles.Phase.kind cycles.Phase.title cycles.Phase.title_es cycles.Phase.prompt cycles.Phase.prompt_es
        cycles.Phase.shows cycles.EssentialAnswer.text
        cycles.Topic.title cycles.CardMove.title cycles.Cause.text cycles.Cause.evidence
        cycles.GoalRevisit.evidence cycles.ActionStep.text cycles.ActionStep.note cycles.ActionStep.override_reason
        cycles.Adjustment.text cycles.Adjustment.reason cycles.Adjustment.decision cycles.Advice.question
        cycles.Advice.text cycles.Advice.used_how cycles.Disposition.evidence cycles.Template.title
        cycles.Template.title_es cycles.Prompt.text cycles.Prompt.text_es cycles.Prompt.help cycles.Prompt.help_es
        cycles.GoalVerdict.verdict cycles.Citation.chart cycles.Citation.row cycles.Citation.column
        cycles.Summary.title cycles.Summary.celebrations cycles.Summary.growth cycles.Summary.changes
        cycles.Summary.next_steps cycles.Review.comment cycles.Revalidation.note cycles.LinkLetter.reason
        cycles.CheckIn.place cycles.CheckIn.uid cycles.TickedPoint.point cycles.LeapDates.guidance_url
        cycles.FocusArea.chart cycles.FocusArea.row cycles.FocusArea.column cycles.FocusArea.cited

        surveys.Survey.title surveys.Survey.title_es surveys.Question.text surveys.Question.text_es
        surveys.Question.options surveys.Finding.option surveys.Finding.share surveys.Finding.mean
        cycles.CitedCell.chart cycles.CitedCell.row cycles.CitedCell.column cycles.CitedCell.words
        cycles.CitedCell.words_es cycles.RecordCheck.body cycles.RecordCheck.digest cycles.RecordWord.text
        cycles.RecordWord.answer cycles.RecordMend.line cycles.RecordMend.before cycles.RecordMend.after
    """,
}
AUDIENCE = {field: audience for audience, block in BLOCKS.items() for field in block.split()}


def text_fields() -> Iterator[tuple[str, models.Field]]:
    """Every field of the project's models that holds free words, and its name; one of given choices holds none."""
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.fields:
                if isinstance(field, TEXTS) and not field.choices:
                    yield f"{model._meta.label}.{field.name}", field


def fields_of(*audiences: str) -> set[str]:
    return {field for audience in audiences for field in BLOCKS[audience].split()}


def undeclared() -> list[str]:
    """Text fields of which nobody said who may read them, and words for fields that are not there."""
    there = {name for name, _field in text_fields()}
    declared = [field for block in BLOCKS.values() for field in block.split()]
    twice = {f"{name} is declared twice" for name in declared if declared.count(name) > 1}
    return sorted({f"{name} has no audience" for name in there - AUDIENCE.keys()} | twice) + sorted(
        f"there is no {name}" for name in AUDIENCE.keys() - there
    )
