"""Defence lines (防线), checkpoints (卡口), duty levels (勤务等级), containment (封控)."""
