"""REST addresses of analysis studies."""

from django.urls import URLPattern, path

from command_center.analysis.studies.api import invitations as i
from command_center.analysis.studies.api import operations as o
from command_center.analysis.studies.api import series as c
from command_center.analysis.studies.api import studies as s

_STUDY = "studies/<int:study_id>/"
_TASK = "study-tasks/<int:study_task_id>/"
_ROOM = "joint-operations/<int:operation_id>/"
_ROOM_TASK = "joint-operation-tasks/<int:operation_task_id>/"
_INVITATION = "joint-operation-invitations/<int:operation_invitation_id>/"
_SERIES = "case-series/<int:series_id>/"

urlpatterns: list[URLPattern] = [
    path("studies/", s.Studies.as_view(), name="api_studies"),
    path(_STUDY, s.OneStudy.as_view(), name="api_study"),
    path(f"{_STUDY}submission/", s.StudySubmission.as_view(), name="api_study_submission"),
    path(f"{_STUDY}acceptance/", s.StudyAcceptance.as_view(), name="api_study_acceptance"),
    path(f"{_STUDY}return/", s.StudyReturning.as_view(), name="api_study_return"),
    path(f"{_STUDY}thread/", s.StudyThread.as_view(), name="api_study_thread"),
    path(f"{_STUDY}tasks/", s.StudyTasksOfOne.as_view(), name="api_study_asks"),
    path("study-tasks/", s.StudyTasks.as_view(), name="api_study_tasks"),
    path(_TASK, s.OneStudyTask.as_view(), name="api_study_task"),
    path(f"{_TASK}signature/", s.StudyTaskSigning.as_view(), name="api_study_task_signature"),
    path(f"{_TASK}cancel/", s.StudyTaskCancelling.as_view(), name="api_study_task_cancel"),
    path("joint-operations/", o.JointOperations.as_view(), name="api_operations"),
    path(_ROOM, o.OneJointOperation.as_view(), name="api_operation"),
    path(f"{_ROOM}log/", o.JointOperationLog.as_view(), name="api_operation_log"),
    path(f"{_ROOM}members/", o.JointOperationMembers.as_view(), name="api_operation_members"),
    path(f"{_ROOM}candidates/", i.RoomCandidates.as_view(), name="api_operation_candidates"),
    path(f"{_ROOM}invitations/", i.RoomInvitations.as_view(), name="api_operation_invites"),
    path("joint-operation-invitations/", i.Invitations.as_view(), name="api_invitations"),
    path(_INVITATION, i.OneInvitation.as_view(), name="api_invitation"),
    path(f"{_INVITATION}acceptance/", i.Acceptance.as_view(), name="api_invitation_acceptance"),
    path(f"{_INVITATION}refusal/", i.Refusal.as_view(), name="api_invitation_refusal"),
    path(f"{_INVITATION}withdrawal/", i.Withdrawal.as_view(), name="api_invitation_withdrawal"),
    path(f"{_ROOM}tasks/", o.JointOperationTasks.as_view(), name="api_operation_tasks"),
    path(f"{_ROOM}closing/", o.JointOperationClosing.as_view(), name="api_operation_closing"),
    path(
        f"{_ROOM_TASK}signature/",
        o.JointOperationTaskSigning.as_view(),
        name="api_operation_task_signature",
    ),
    path(
        f"{_ROOM_TASK}done/",
        o.JointOperationTaskFinishing.as_view(),
        name="api_operation_task_done",
    ),
    path("case-series/", c.CaseSeriesList.as_view(), name="api_case_series_list"),
    path(_SERIES, c.OneCaseSeries.as_view(), name="api_case_series"),
    path(
        f"{_SERIES}judgement/",
        c.CaseSeriesJudgementView.as_view(),
        name="api_case_series_judgement",
    ),
]
