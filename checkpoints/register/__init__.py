"""Defence lines (防线), checkpoints (卡口·检查站), what each must have and has."""
