"""Where units are (警力定位): the newest fix, a short track, and fixes set aside."""
