"""Lookout notices (协查通报): lawful, exact, short; a non-match leaves nothing."""
