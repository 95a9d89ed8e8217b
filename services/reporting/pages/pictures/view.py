"""What a picture is made for: whose eyes, in which language, at what time. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.reporting.forms.documents.decimals import percentage
from services.reporting.pages.pictures.where import Where
from shared.instant import SHANGHAI, microseconds, moment_at, parse_instant
from shared.pages.language import Language

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class View:
    where: Where
    language: Language
    now: int

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def day(self, until: str) -> str:
        """The day that a cut-off is the end of, or lies in; of one still to come, 至今."""
        if microseconds(parse_instant(until)) > self.now:
            return self.say("至今", "now")
        local = (parse_instant(until) - timedelta(microseconds=1)).astimezone(SHANGHAI)
        return self._written(local.date())

    def dated(self, day: date) -> str:
        """With its year where that is not the year now."""
        this_year = moment_at(self.now).astimezone(SHANGHAI).year == day.year
        if this_year:
            return self._written(day)
        return self.say(f"{day.year}年{self._written(day)}", f"{self._written(day)} {day.year}")

    def _written(self, day: date) -> str:
        return self.say(f"{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]}")

    def passed(self, points: list[str]) -> list[int]:
        """Which of these cut-offs are shown: of those still to come the last alone, which is now."""
        now = moment_at(self.now)
        return [at for at, until in enumerate(points) if at + 1 == len(points) or parse_instant(until) <= now]


def rate(numerator: int, denominator: int) -> Decimal | None:
    """In percent, as it is written."""
    written = percentage(numerator, denominator)
    return None if written is None else Decimal(written)
