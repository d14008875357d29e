"""Where video rounds, their runs and findings can be read."""

from grid.ledger.subject_pages import register
from video.rounds.models import Finding, RoundRun, VideoRound

register("finding", "finding_detail", Finding.objects.visible_to)
register("video_run", "video_run_detail", RoundRun.objects.visible_to)
register("video_round", "video_round_detail", VideoRound.objects.visible_to)
