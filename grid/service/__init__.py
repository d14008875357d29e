"""Work on the ground (基础工作): offices, visits, venues, teams, programmes, cells."""
