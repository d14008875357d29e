"""REST addresses of analysis bulletins."""

from django.urls import URLPattern, path

from command_center.analysis.bulletins import api

ONE = "bulletins/<int:bulletin_id>/"

urlpatterns: list[URLPattern] = [
    path("bulletins/", api.Bulletins.as_view(), name="api_bulletins"),
    path(ONE, api.OneBulletin.as_view(), name="api_bulletin"),
    path(f"{ONE}review/", api.Review.as_view(), name="api_bulletin_review"),
    path(f"{ONE}return/", api.Return.as_view(), name="api_bulletin_return"),
    path(f"{ONE}issue/", api.Issue.as_view(), name="api_bulletin_issue"),
    path(f"{ONE}read/", api.Read.as_view(), name="api_bulletin_read"),
    path(f"{ONE}pdf/", api.Pdf.as_view(), name="api_bulletin_pdf"),
    path(f"{ONE}docx/", api.Docx.as_view(), name="api_bulletin_docx"),
]
