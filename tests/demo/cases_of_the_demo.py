"""What the loaded demo city holds of cases."""

from datetime import timedelta

from django.db.models import F, Sum
from django.utils import timezone

from command_center.analysis.store.models import AreaDay, CaseDay, StaleDay
from command_center.cases.models import Case, CaseCounter, CaseRevision
from command_center.incidents.models import Incident
from grid.organisation.models import Agency

CITY = "220400000000"


class CasesOfTheDemo:
    """Asked of the city that `test_load_demo` has loaded."""

    def test_three_years_of_cases_are_in_every_state_and_name_nobody(self) -> None:
        rows = Case.objects.all()
        assert set(rows.values_list("state", flat=True)) == set(Case.State.values)
        assert set(rows.values_list("found_by", flat=True)) == set(Case.FoundBy.values)
        assert rows.earliest("reported_at").reported_at < timezone.now() - timedelta(days=1100)
        assert not rows.filter(entered_at__gt=timezone.now()).exists()
        assert not rows.filter(reported_at__gt=F("entered_at")).exists()
        assert not rows.filter(occurred_from__gt=F("reported_at")).exists()
        assert not rows.exclude(narrative=None).exists()
        assert sum(CaseCounter.objects.values_list("last", flat=True)) == rows.count()

    def test_the_cases_lack_what_real_ones_lack(self) -> None:
        rows = Case.objects.all()
        total = rows.count()
        assert 0.02 < rows.filter(point=None).count() / total < 0.2
        assert 0.02 < rows.filter(occurred_to=None).count() / total < 0.2
        assert rows.filter(entered_at__gt=F("reported_at") + timedelta(days=2)).count() > 100
        assert rows.exclude(position_error_m=None).exists()

    def test_what_was_recoded_keeps_what_it_was(self) -> None:
        recoded = Case.objects.exclude(recoded_at=None)
        assert recoded.count() == CaseRevision.objects.count() > 100
        one = recoded.select_related("category").latest("recoded_at")
        line = one.revisions.get()
        assert line.version == one.version == 2
        assert line.changes["category"][1] == one.category.code
        assert line.days == [timezone.localdate(one.reported_at)]

    def test_some_recent_cases_came_from_a_call_each_from_its_own(self) -> None:
        rows = Case.objects.exclude(incident_number="")
        numbers = set(rows.values_list("incident_number", flat=True))
        assert 20 < rows.count() == len(numbers)
        calls = Incident.objects.filter(number__in=numbers)
        assert calls.count() == len(numbers)
        where = dict(calls.values_list("number", "cell_id"))
        assert all(
            where[number] == cell for number, cell in rows.values_list("incident_number", "cell_id")
        )

    def test_every_day_is_counted_for_the_city_and_below(self) -> None:
        counted = CaseDay.objects.aggregate(n=Sum("cases"))["n"]
        assert counted == Case.objects.exclude(state=Case.State.VOID).count()
        city = AreaDay.objects.filter(area_id=Agency.objects.get(code=CITY).pk)
        assert city.aggregate(n=Sum("cases"))["n"] == counted
        assert not StaleDay.objects.exists()
