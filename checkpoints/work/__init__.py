"""What a checkpoint does all day: counts, outcomes, seizures, lanes, its roster."""
