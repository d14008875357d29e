"""The demo city and the live day played through the REST API."""
