"""What the REST of programmes takes in."""

from typing import Any

from rest_framework import serializers

from grid.service.programmes.models import JointMeeting, LeadingGroup, Supervision

AGENCY = r"^\d{12}$"
STATES = ("open", "late", "issued", "signed", "done", "returned", "cancelled")


class ProgrammeSearch(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=100)
    agency = serializers.RegexField(AGENCY, required=False)


class ProgrammeQuery(ProgrammeSearch):
    closed = serializers.BooleanField(required=False)


class ProgrammeFields(serializers.Serializer[Any]):
    agency = serializers.RegexField(AGENCY)
    name = serializers.CharField(max_length=80)
    goal = serializers.CharField(max_length=300, required=False, allow_blank=True)
    begins = serializers.DateField()
    ends = serializers.DateField()


class ProgrammeChange(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    name = serializers.CharField(max_length=80, required=False)
    goal = serializers.CharField(max_length=300, required=False, allow_blank=True)
    begins = serializers.DateField(required=False)
    ends = serializers.DateField(required=False)
    is_closed = serializers.BooleanField(required=False)


class ProgrammeItemQuery(ProgrammeSearch):
    programme = serializers.IntegerField(required=False)
    state = serializers.ChoiceField(choices=STATES, required=False)
    veto = serializers.BooleanField(required=False)


class ProgrammeItemFields(serializers.Serializer[Any]):
    programme = serializers.IntegerField()
    lead = serializers.RegexField(AGENCY, help_text="The lead agency.")
    title = serializers.CharField(max_length=120)
    standard = serializers.CharField(max_length=300)
    demand = serializers.CharField(max_length=300, required=False, allow_blank=True)
    partners = serializers.CharField(max_length=200, required=False, allow_blank=True)
    due_at = serializers.DateTimeField()
    points = serializers.DecimalField(
        max_digits=5, decimal_places=1, min_value=0, max_value=1000, required=False
    )
    is_veto = serializers.BooleanField(required=False)


class ProgressFields(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    progress = serializers.IntegerField(min_value=0, max_value=100, help_text="Percent.")
    text = serializers.CharField(max_length=300)


class ProgrammeOutcome(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    outcome = serializers.CharField(max_length=300)


class ProgrammeReason(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    reason = serializers.CharField(max_length=300)


class ScoreMark(serializers.Serializer[Any]):
    item = serializers.IntegerField()
    points = serializers.DecimalField(max_digits=5, decimal_places=1, min_value=0)
    is_met = serializers.BooleanField(default=True)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class ScoreFields(serializers.Serializer[Any]):
    programme = serializers.IntegerField()
    agency = serializers.RegexField(AGENCY)
    version = serializers.IntegerField(required=False)
    marks = ScoreMark(many=True, max_length=500)  # type: ignore[call-arg]


class ScoreQuery(serializers.Serializer[Any]):
    programme = serializers.IntegerField(required=False)


class AgencySupervisionQuery(ProgrammeSearch):
    stage = serializers.ChoiceField(choices=Supervision.Stage.choices, required=False)
    state = serializers.ChoiceField(choices=("open", "late"), required=False)
    group = serializers.IntegerField(required=False)


class AgencySupervisionFields(serializers.Serializer[Any]):
    agency = serializers.RegexField(AGENCY, help_text="The agency that was inspected.")
    group = serializers.IntegerField(required=False)
    item = serializers.IntegerField(required=False)
    inspected_on = serializers.DateField(required=False)
    place = serializers.CharField(max_length=120, required=False, allow_blank=True)
    found = serializers.CharField(max_length=500)
    demand = serializers.CharField(max_length=500, required=False, allow_blank=True)
    due_at = serializers.DateTimeField()
    sends = serializers.BooleanField(default=False, help_text="The notice goes at once.")


class NoticeStep(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    demand = serializers.CharField(max_length=500)
    due_at = serializers.DateTimeField(required=False)


class PutRightStep(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    answer = serializers.CharField(max_length=500)


class SecondRoundStep(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    reason = serializers.CharField(max_length=500)
    due_at = serializers.DateTimeField()


class SeenStep(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    seen = serializers.CharField(max_length=500)


class DropStep(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    reason = serializers.CharField(max_length=500)


class GroupQuery(ProgrammeSearch):
    kind = serializers.ChoiceField(choices=LeadingGroup.Kind.choices, required=False)


class GroupFields(serializers.Serializer[Any]):
    agency = serializers.RegexField(AGENCY)
    kind = serializers.ChoiceField(choices=LeadingGroup.Kind.choices)
    name = serializers.CharField(max_length=60)
    head = serializers.CharField(max_length=60, help_text="An office, no person.")
    members = serializers.CharField(max_length=300, required=False, allow_blank=True)
    duties = serializers.CharField(max_length=300, required=False, allow_blank=True)


class AreaQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=100)
    on = serializers.DateField(required=False, help_text="A local day; today if not said.")


class AreaFields(serializers.Serializer[Any]):
    leader = serializers.CharField(max_length=20, help_text="Badge number.")
    division = serializers.RegexField(AGENCY, required=False)
    cell = serializers.CharField(max_length=20, required=False)
    duties = serializers.CharField(max_length=200, required=False, allow_blank=True)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False)


class MeetingQuery(ProgrammeSearch):
    kind = serializers.ChoiceField(choices=JointMeeting.Kind.choices, required=False)


class MeetingFields(serializers.Serializer[Any]):
    agency = serializers.RegexField(AGENCY)
    kind = serializers.ChoiceField(choices=JointMeeting.Kind.choices)
    name = serializers.CharField(max_length=80)
    at = serializers.DateTimeField()
    place = serializers.CharField(max_length=120, required=False, allow_blank=True)
    chair = serializers.CharField(max_length=60, help_text="An office, no person.")
    bodies = serializers.CharField(max_length=300)
    minutes = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    is_over = serializers.BooleanField(required=False)


class MeetingChange(MeetingFields):
    version = serializers.IntegerField(required=False)

    def get_fields(self) -> dict[str, Any]:
        """Every field may be left out."""
        found = super().get_fields()
        for field in found.values():
            field.required = False
        return found


class MeetingTaskQuery(ProgrammeSearch):
    state = serializers.ChoiceField(choices=STATES, required=False)
    meeting = serializers.IntegerField(required=False)


class MeetingTaskFields(serializers.Serializer[Any]):
    meeting = serializers.IntegerField()
    agency = serializers.RegexField(AGENCY)
    title = serializers.CharField(max_length=120)
    body = serializers.CharField(max_length=80, required=False, allow_blank=True)
    due_at = serializers.DateTimeField()
