"""What the loaded demo city made of its cases."""

from datetime import timedelta

from django.utils import timezone

from command_center.analysis.bulletins.models import Bulletin, BulletinMeeting
from command_center.analysis.runs.calendar import due_at
from command_center.analysis.runs.models import JobResult, JobRun
from command_center.analysis.sheets.models import Proposal
from command_center.analysis.studies.models import CaseSeries, Operation, Study
from command_center.dispatch.orders.models import DirectOrder
from grid.organisation.models import Agency


class AnalysisOfTheDemo:
    """Asked of the city that `test_load_demo` has loaded."""

    def test_yesterday_has_its_sheet_and_every_run_was_done(self) -> None:
        assert set(JobRun.objects.values_list("state", flat=True)) == {"done"}
        yesterday = timezone.localdate() - timedelta(days=1)
        sheet = JobResult.objects.get(run__job="daily", run__period=yesterday.isoformat())
        assert sheet.content["headline"]

    def test_the_first_start_owes_each_agency_its_newest_period_and_no_older(self) -> None:
        noon = timezone.localtime().replace(hour=12)  # the last of them closes at night
        owed = list(due_at(noon))
        assert {due.agency.kind for due in owed if due.job == "monthly"} <= {Agency.Kind.CITY}
        one = [due for due in owed if due.job in ("daily", "weekly")]
        assert len(one) == len({(due.job, due.agency.pk) for due in one}) > 50
        assert not {due.job for due in owed} & {"quarterly", "yearly"}

    def test_one_bulletin_was_issued_and_the_next_is_a_draft(self) -> None:
        draft, issued = Bulletin.objects.order_by("-period")
        assert (draft.state, issued.state) == ("draft", "issued")
        assert len({issued.drafter_id, issued.reviewer_id, issued.issuer_id}) == 3
        assert issued.number.endswith("1号")
        assert set(issued.copies.values_list("state", flat=True)) == {"issued", "done"}
        assert BulletinMeeting.objects.get().bulletin == issued

    def test_proposals_wait_were_ordered_declined_and_measured(self) -> None:
        rows = Proposal.objects.all()
        told = set(rows.values_list("state", flat=True))
        assert told >= {"offered", "ordered", "declined", "measured"}
        for row in rows.exclude(order_number=""):
            order = DirectOrder.objects.get(number=row.order_number)
            assert order.reference == f"proposal:{row.pk}"
        assert rows.get(state="measured").effect["days_after"] > 0

    def test_a_series_is_followed_studied_twice_and_worked_on_in_a_room(self) -> None:
        series = CaseSeries.objects.get()
        second = Study.objects.exclude(parent=None).get()
        assert {"kind": "study", "number": series.study.number} in second.cites
        assert second.agency.kind == Agency.Kind.STATION
        assert second.state == "accepted"
        room = Operation.objects.get()
        assert room.case_numbers == series.case_numbers
        assert set(room.tasks.values_list("state", flat=True)) == {"issued", "done"}
        assert room.entries.filter(act="note").count() == 2
