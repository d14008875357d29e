"""What happened, in order: facts (事实), audit chain (审计链), access register (查阅登记),
obligations (限时办理).
"""
