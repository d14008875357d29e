"""Area patrol levels (巡防等级), overlay patrols and temporary control points."""
