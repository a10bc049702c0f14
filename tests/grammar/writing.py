"""Writes values the way that documents do, for the property tests: digits, Han numerals, magnitudes, currencies, bounds."""

HAN = "零一二三四五六七八九"
HAN_UNITS = ("", "十", "百", "千")
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def plain(value):
    """The value in digits, without exponent or trailing zeros."""
    return f"{value.normalize():f}"


def grouped(value, mark):
    """The value in digits with `mark` between groups of three: 2 000, 1,234.5."""
    return f"{value.normalize():,f}".replace(",", mark)


def below_ten_thousand(number):
    """1 to 9999 in Han: 三千零五, 十五, 一百二十."""
    digits = str(number)
    written, gap = "", False
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == "0":
            gap = True
            continue
        written += ("零" if gap and written else "") + HAN[int(digit)] + HAN_UNITS[place]
        gap = False
    return written.removeprefix("一") if written.startswith("一十") else written


def in_han(number):
    """A whole number below 10**12 in Han: 三亿五千万, 一百万零五千, 二十五."""
    written, left = "", number
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        part, left = divmod(left, size)
        if part:
            written += ("零" if written and part < 1000 else "") + below_ten_thousand(part) + unit
    return written


def below_hundred(number):
    if number < 20:
        return ONES[number]
    ten, one = divmod(number, 10)
    return TENS[ten - 2] + (f"-{ONES[one]}" if one else "")


def in_words(number):
    """1 to 999 in English words: two hundred and fifty."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return below_hundred(rest)
    return f"{ONES[hundreds]} hundred" + (f" and {below_hundred(rest)}" if rest else "")
