"""What may be done in video patrol."""

from video.rounds.services.findings import close_finding, report_finding, take_finding

__all__ = ["close_finding", "report_finding", "take_finding"]
