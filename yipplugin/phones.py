"""Telephone numbers of the United Kingdom: checked, written as usual, dialled and read aloud."""

from yipplugin.errors import YipError

REGION = "GB"

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

HOW = "Write it as people dial it: 01709 336080, 0800 1111, 101."


class BadNumber(YipError):
    """What was given is no telephone number; the message says what to do."""


def checked(text: str) -> str:
    """Return a number as people write it.

    :raises BadNumber: for what cannot be rung from here.
    """
    # Heavy, and needed only where numbers are written down.
    import phonenumbers

    plain = " ".join(text.split())
    if not any(one.isdigit() for one in plain) or any(one.isalpha() for one in _bare(plain)):
        raise BadNumber(f"“{text}” is not a telephone number. {HOW}")
    try:
        number = phonenumbers.parse(plain, REGION)
    except phonenumbers.NumberParseException as error:
        raise BadNumber(f"“{text}” is not a telephone number. {HOW}") from error
    if is_short(plain):
        return plain
    if not phonenumbers.is_valid_number_for_region(number, REGION):
        raise BadNumber(f"“{text}” cannot be rung: no such number is in use. {HOW}")
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    if number.extension:
        return written.replace(f" x{number.extension}", f" ext. {number.extension}")
    # The library cuts numbers as their range is listed; people know 0345 6000 459 by its own cut.
    same = "".join(filter(str.isdigit, written)) == "".join(filter(str.isdigit, plain))
    return plain if same and " " in plain else written


def is_short(text: str) -> bool:
    """Say whether it is a short number, such as 999, 101, 116 123 or 85258."""
    import phonenumbers
    from phonenumbers import shortnumberinfo

    digits = "".join(filter(str.isdigit, text))
    if len(digits) > 6:
        return False
    try:
        number = phonenumbers.parse(digits, REGION)
    except phonenumbers.NumberParseException:
        return False
    return bool(shortnumberinfo.is_valid_short_number_for_region(number, REGION))


def link(phone: str) -> str:
    """Return the address that dials a number that was checked."""
    bare, _, extension = phone.partition(" ext. ")
    digits = "".join(one for one in bare if one.isdigit() or one == "+")
    if len(digits) > 6 and digits.startswith("0"):
        digits = f"+44{digits[1:]}"
    return f"tel:{digits}{f';ext={extension}' if extension else ''}"


def aloud(phone: str) -> str:
    """Return a number in words, to be read to somebody: «zero three four five, zero five zero»."""
    bare, _, extension = phone.partition(" ext. ")
    groups = [_spelt(group) for group in bare.split()]
    if extension:
        groups.append(f"extension {_spelt(extension)}")
    return ", ".join(groups)


def _spelt(group: str) -> str:
    return " ".join(
        "plus" if one == "+" else DIGITS[int(one)] for one in group if one.isdigit() or one == "+"
    )


def _bare(text: str) -> str:
    """Return a number without the words that come before an extension."""
    lowered = text.casefold()
    for word in ("extension", "ext.", "ext"):
        lowered = lowered.replace(word, "")
    return lowered
