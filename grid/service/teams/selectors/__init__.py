"""Reading teams, funds and outreach, always within a viewer's scope."""
