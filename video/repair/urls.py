"""Pages of video repair."""

from django.urls import path

from video.repair.views import acts, figures, firms, mine, rules, tickets

ONE = "video/repairs/at/<str:ticket_number>/"
MINE = "video/my-repairs/<str:ticket_number>/"
PART = "video/repairs/parts/<int:spare_part_id>/"
SEAT = "video/repairs/seats/<int:contractor_seat_id>/"

urlpatterns = [
    path("video/repairs/", tickets.ticket_list, name="ticket_list"),
    path("video/repairs/export.csv", tickets.ticket_export, name="ticket_export"),
    path("video/repairs/several/", tickets.ticket_bulk, name="ticket_bulk"),
    path("video/repairs/new/", tickets.ticket_new, name="ticket_new"),
    path(ONE, tickets.ticket_detail, name="ticket_detail"),
    path(f"{ONE}assign/", acts.ticket_assign, name="ticket_assign"),
    path(f"{ONE}verify/", acts.ticket_verify, name="ticket_verify"),
    path(f"{ONE}reopen/", acts.ticket_reopen, name="ticket_reopen"),
    path(f"{ONE}remind/", acts.ticket_remind, name="ticket_remind"),
    path(f"{ONE}due/", acts.ticket_due, name="ticket_due"),
    path(f"{ONE}cancel/", acts.ticket_cancel, name="ticket_cancel"),
    path(f"{ONE}merge/", acts.ticket_merge, name="ticket_merge"),
    path(f"{ONE}split/", acts.ticket_split, name="ticket_split"),
    path("video/my-repairs/", mine.my_repairs, name="my_repairs"),
    path(MINE, mine.my_repair, name="my_repair"),
    path(f"{MINE}accept/", mine.my_repair_accept, name="my_repair_accept"),
    path(f"{MINE}decline/", mine.my_repair_decline, name="my_repair_decline"),
    path(f"{MINE}arrive/", mine.my_repair_arrive, name="my_repair_arrive"),
    path(f"{MINE}fix/", mine.my_repair_fix, name="my_repair_fix"),
    path(f"{MINE}parts/", mine.my_repair_part, name="my_repair_part"),
    path("video/repairs/rules/", rules.sla_rules, name="sla_rules"),
    path("video/repairs/rules/times/", rules.sla_rule_new, name="sla_rule_new"),
    path("video/repairs/rules/tickets/", rules.ticket_rule_new, name="ticket_rule_new"),
    path("video/repairs/parts/", firms.spare_part_list, name="spare_part_list"),
    path("video/repairs/parts/export.csv", firms.spare_part_export, name="spare_part_export"),
    path("video/repairs/parts/new/", firms.spare_part_new, name="spare_part_new"),
    path(PART, firms.spare_part_stock, name="spare_part_stock"),
    path("video/repairs/seats/", firms.contractor_seat_list, name="contractor_seat_list"),
    path("video/repairs/seats/new/", firms.contractor_seat_new, name="contractor_seat_new"),
    path(f"{SEAT}end/", firms.contractor_seat_end, name="contractor_seat_end"),
    path("video/repairs/figures/", figures.repair_figures, name="repair_figures"),
    path(
        "video/repairs/figures/export.csv",
        figures.repair_figures_export,
        name="repair_figures_export",
    ),
    path("video/repairs/repeats/", figures.repeat_failures, name="repeat_failures"),
    path(
        "video/repairs/repeats/export.csv",
        figures.repeat_failures_export,
        name="repeat_failures_export",
    ),
    path("video/repairs/warranty/", figures.warranty_list, name="warranty_list"),
    path("video/repairs/warranty/export.csv", figures.warranty_export, name="warranty_export"),
]
