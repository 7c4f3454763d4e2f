"""What a channel promises, in words."""

from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from zhilian.channels.models import Category, DirectChannel
from zhilian.kit.periods import MONTH, YEAR, Period
from zhilian.kit.text import fold
from zhilian.kit.worktime import WorkCalendar

MINUTES_PER_DAY = WorkCalendar().minutes_per_day


@dataclass(frozen=True, slots=True)
class ChannelCard:
    """A channel as its pages show it: ``contact`` and ``answer`` are the promised times in words."""

    channel: DirectChannel
    categories: list[Category]
    contact: str
    answer: str

    @property
    def names(self) -> list[str]:
        """The categories' names in the reader's language."""
        return [category_name(one) for one in self.categories]

    @property
    def intake_query(self) -> str:
        """What the link to the intake carries: the category, or the channel where it takes several."""
        one = self.categories[0] if len(self.categories) == 1 else None
        return f"?category={one.code}" if one else f"?channel={self.channel.no}"

    def speaks_of(self, words: str) -> bool:
        """Whether a search for these words means this channel; every word must be somewhere."""
        places = [self.channel.name, self.channel.purpose, self.channel.unit.name, self.channel.unit.short_name]
        places += [text for one in self.categories for text in (one.name, one.name_en, one.keywords)]
        folded = fold(" ".join(places))
        return all(fold(word) in folded for word in words.split())


def card_of(channel: DirectChannel) -> ChannelCard:
    """The channel with its promises in words."""
    days = ngettext("%(n)s working day", "%(n)s working days", channel.close_days) % {"n": channel.close_days}
    return ChannelCard(channel, list(channel.categories.all()), working_time(channel.contact_minutes), days)


def working_time(minutes: int) -> str:
    """So many working minutes in the largest unit that fits: days, hours, minutes."""
    if minutes % MINUTES_PER_DAY == 0:
        days = minutes // MINUTES_PER_DAY
        return ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
    if minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("%(n)s working hour", "%(n)s working hours", hours) % {"n": hours}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def category_name(category: Category) -> str:
    """The category in the reader's language."""
    english = (get_language() or "").startswith("en")
    return category.name_en if english and category.name_en else category.name


def period_words(period: Period) -> str:
    """A month, quarter or year in words."""
    if period.months == YEAR:
        return _("the year %(year)s") % {"year": period.year}
    sentence = _("month %(part)s of %(year)s") if period.months == MONTH else _("quarter %(part)s of %(year)s")
    return sentence % {"part": period.part, "year": period.year}
