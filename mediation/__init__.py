"""Disputes (矛盾纠纷) from registration to archive."""
