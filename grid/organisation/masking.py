"""How names and numbers of persons are shown (脱敏) until somebody states why she must see them."""


def mask_name(name: str) -> str:
    """王某 for 王小明, 欧某 for a compound surname: the first character and a word for the rest."""
    name = name.strip()
    return f"{name[0]}某" if name else ""


def mask_phone(phone: str) -> str:
    """138****0000: the first three and the last four digits, fewer of a short number."""
    digits = phone.strip()
    if len(digits) >= 11:
        return f"{digits[:-8]}****{digits[-4:]}"
    return f"{'*' * max(0, len(digits) - 2)}{digits[-2:]}" if len(digits) > 4 else "*" * len(digits)


def mask_id_number(number: str) -> str:
    """3201**********12: the division and the last two characters."""
    number = number.strip()
    if len(number) < 8:
        return "*" * len(number)
    return f"{number[:4]}{'*' * (len(number) - 6)}{number[-2:]}"
