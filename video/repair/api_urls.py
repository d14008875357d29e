"""REST routes of video repair."""

from django.urls import path

from video.repair import api, api_firms

ONE = "repair-tickets/<str:ticket_number>/"
MINE = "my-repairs/<str:ticket_number>/"

urlpatterns = [
    path("repair-tickets/", api.RepairTickets.as_view(), name="api_repair_tickets"),
    path(ONE, api.RepairTicket.as_view(), name="api_repair_ticket"),
    path(f"{ONE}assign/", api.TicketAssign.as_view(), name="api_ticket_assign"),
    path(f"{ONE}verify/", api.TicketVerify.as_view(), name="api_ticket_verify"),
    path(f"{ONE}reopen/", api.TicketReopen.as_view(), name="api_ticket_reopen"),
    path(f"{ONE}remind/", api.TicketRemind.as_view(), name="api_ticket_remind"),
    path(f"{ONE}due/", api.TicketDue.as_view(), name="api_ticket_due"),
    path(f"{ONE}cancel/", api.TicketCancel.as_view(), name="api_ticket_cancel"),
    path(f"{ONE}merge/", api.TicketMerge.as_view(), name="api_ticket_merge"),
    path(f"{ONE}split/", api.TicketSplit.as_view(), name="api_ticket_split"),
    path("my-repairs/", api.MyRepairs.as_view(), name="api_my_repairs"),
    path(MINE, api.MyRepair.as_view(), name="api_my_repair"),
    path(f"{MINE}accept/", api.MyRepairAccept.as_view(), name="api_my_repair_accept"),
    path(f"{MINE}decline/", api.MyRepairDecline.as_view(), name="api_my_repair_decline"),
    path(f"{MINE}arrive/", api.MyRepairArrive.as_view(), name="api_my_repair_arrive"),
    path(f"{MINE}fix/", api.MyRepairFix.as_view(), name="api_my_repair_fix"),
    path(f"{MINE}parts/", api.MyRepairPart.as_view(), name="api_my_repair_part"),
    path("repair-sla-rules/", api_firms.SlaRules.as_view(), name="api_sla_rules"),
    path("repair-rules/", api_firms.TicketRules.as_view(), name="api_ticket_rules"),
    path("spare-parts/", api_firms.SpareParts.as_view(), name="api_spare_parts"),
    path(
        "spare-parts/<int:spare_part_id>/stock/",
        api_firms.SparePartStock.as_view(),
        name="api_spare_part_stock",
    ),
    path("contractor-seats/", api_firms.ContractorSeats.as_view(), name="api_contractor_seats"),
    path(
        "contractor-seats/<int:contractor_seat_id>/end/",
        api_firms.ContractorSeatEnd.as_view(),
        name="api_contractor_seat_end",
    ),
    path("repair-figures/", api_firms.RepairFigures.as_view(), name="api_repair_figures"),
    path("repeat-failures/", api_firms.RepeatFailures.as_view(), name="api_repeat_failures"),
    path("camera-warranties/", api_firms.Warranties.as_view(), name="api_camera_warranties"),
]
