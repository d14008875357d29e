"""Disputes (矛盾纠纷) from registration to archive; people's mediation is voluntary and free."""
