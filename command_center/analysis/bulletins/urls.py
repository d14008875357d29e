"""Pages of analysis bulletins."""

from django.urls import path

from command_center.analysis.bulletins.views import reading, working

ONE = "analysis/bulletins/<int:bulletin_id>/"
TASK = "analysis/bulletins/tasks/<int:bulletin_task_id>/"

urlpatterns = [
    path("analysis/bulletins/", reading.bulletin_list, name="bulletin_list"),
    path("analysis/bulletins/export/", reading.bulletin_export, name="bulletin_export"),
    path("analysis/bulletins/receivers/", working.bulletin_receivers, name="bulletin_receivers"),
    path(ONE, reading.bulletin_detail, name="bulletin_detail"),
    path(f"{ONE}edit/", working.bulletin_edit, name="bulletin_edit"),
    path(f"{ONE}review/", working.bulletin_review, name="bulletin_review"),
    path(f"{ONE}return/", working.bulletin_return, name="bulletin_return"),
    path(f"{ONE}issue/", working.bulletin_issue, name="bulletin_issue"),
    path(f"{ONE}read/", working.bulletin_read, name="bulletin_read"),
    path(f"{ONE}compare/", reading.bulletin_compare, name="bulletin_compare"),
    path(f"{ONE}pdf/", reading.bulletin_pdf, name="bulletin_pdf"),
    path(f"{ONE}docx/", reading.bulletin_docx, name="bulletin_docx"),
    path(f"{ONE}meeting/", working.bulletin_meeting, name="bulletin_meeting"),
    path(f"{ONE}tasks/", working.bulletin_task_new, name="bulletin_task_new"),
    path(f"{TASK}finish/", working.bulletin_task_finish, name="bulletin_task_finish"),
    path(f"{TASK}drop/", working.bulletin_task_drop, name="bulletin_task_drop"),
]
