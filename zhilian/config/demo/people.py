"""The firms of the demo district: invented, distinct, and the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, islice
from random import Random
from typing import Any

from zhilian.config.demo.parts import read
from zhilian.kit import creditcode

DISTRICT = "440307"
CITY = "440300"
PHONES_OF_A_PREFIX = 9000
"""Generated mobiles end in 1000–9999; those of the cast in 0001–0199."""
CODE_SERIES = "DM"
"""Organisation codes of the demo begin so: nobody has been given such a code."""


@dataclass(frozen=True, slots=True)
class Firm:
    """One enterprise as the registry would hold it; ``ref`` is set for the firms of the cast."""

    name: str
    short_name: str
    credit_code: str
    street: str
    street_name: str
    park: str
    address: str
    section: str
    division: str
    product: str
    size: str
    legal_form: str
    employees: int
    contact_name: str
    contact_post: str
    phone: str
    chambers: tuple[str, ...]
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Weighted:
    """Rows to draw from, each with its weight."""

    rows: list[Any]
    steps: list[float]

    @classmethod
    def of(cls, pairs: Iterable[tuple[Any, float]]) -> Weighted:
        """Prepare pairs of a row and its weight."""
        known = list(pairs)
        return cls([row for row, _ in known], list(accumulate(weight for _, weight in known)))

    def draw(self, rng: Random) -> Any:
        """Draw one row."""
        return rng.choices(self.rows, cum_weights=self.steps)[0]


def cast_firms() -> list[Firm]:
    """The firms of the named cast."""
    return [_cast_firm(row) for row in read("cast")["enterprises"]]


def district_firms(seed: int = 2022, count: int = 5200) -> list[Firm]:
    """The whole registry: the firms of the cast, then invented ones, ``count`` together, no name or code twice."""
    cast = cast_firms()
    return [*cast, *islice(invented_firms(Random(seed)), count - len(cast))]


def invented_firms(rng: Random) -> Iterator[Firm]:
    """Invent firms without end; all names, short names, credit codes and phones differ."""
    maker = FirmMaker(rng)
    while True:
        yield maker.make()


def _cast_firm(row: dict[str, Any]) -> Firm:
    street = next(street for street in read("streets") if street["code"] == row["street"])
    kept = {key: row[key] for key in ("name", "short_name", "credit_code", "section", "division", "size")}
    contact = row["contact"]
    return Firm(
        **kept,
        street=street["code"],
        street_name=street["name"],
        park=next((park for park in street["parks"] if park in row["address"]), street["parks"][0]),
        address=row["address"],
        product="",
        legal_form=row["legal_form"],
        employees=row["employees"],
        contact_name=contact["name"],
        contact_post=contact["post"],
        phone=contact["phone"],
        chambers=tuple(row["chambers"]),
        ref=row["ref"],
    )


@dataclass
class FirmMaker:
    """Makes one firm after another from the parts in ``names.json``."""

    rng: Random
    made: int = 0
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        names = read("names")
        self.names: dict[str, Any] = names
        self.brands = Weighted.of([(b, 1.0) for b in names["brands_two"]] + [(b, 0.6) for b in names["brands_more"]])
        self.industries = Weighted.of((row, row["weight"]) for row in names["industries"])
        self.streets = Weighted.of((row, row["weight"]) for row in read("streets"))
        self.sizes = Weighted.of((size, row["weight"]) for size, row in names["sizes"].items())
        self.surnames = Weighted.of(names["surnames"].items())
        self.posts = {kind: Weighted.of(posts.items()) for kind, posts in names["posts"].items()}
        self.used |= {name for firm in cast_firms() for name in (firm.name, firm.short_name)}

    def make(self) -> Firm:
        """Make the next firm."""
        street, industry = self.streets.draw(self.rng), self.industries.draw(self.rng)
        form = self._form(industry)
        name, short_name = self._fresh_name(street["name"], industry, form)
        size = self._size(form)
        park = self.rng.choice(street["parks"])
        self.made += 1
        return Firm(
            name=name,
            short_name=short_name,
            credit_code=self._credit_code(form),
            street=street["code"],
            street_name=street["name"],
            park=park,
            address=self._address(street, park, shop=form == "individual"),
            section=industry["section"],
            division=industry["division"],
            product=self.rng.choice(industry["products"]),
            size=size,
            legal_form=self.names["legal_forms"][form]["label"],
            employees=self.rng.randint(*self.names["sizes"][size]["employees"]),
            contact_name=self._person(),
            contact_post=self.posts[self._posts_of(form, size)].draw(self.rng),
            phone=self._phone(),
            chambers=self._chambers(street, industry),
        )

    def _form(self, industry: dict[str, Any]) -> str:
        forms = self.names["legal_forms"]
        drawn: str = Weighted.of((form, forms[form]["weight"]) for form in industry["forms"]).draw(self.rng)
        return "individual" if industry["shop_words"] and self.rng.random() < 0.5 else drawn

    def _posts_of(self, form: str, size: str) -> str:
        return "individual" if form == "individual" else "micro" if size == "micro" else "company"

    def _fresh_name(self, street: str, industry: dict[str, Any], form: str) -> tuple[str, str]:
        while True:
            brand = self.brands.draw(self.rng)
            word = self._word(industry, form)
            pair = self._full_name(street, brand, word, form), brand + word
            if self.used.isdisjoint(pair):
                self.used.update(pair)
                return pair

    def _word(self, industry: dict[str, Any], form: str) -> str:
        if form != "individual":
            return str(self.rng.choice(industry["words"]))
        if industry["shop_words"]:
            return str(self.rng.choice(industry["shop_words"]))
        endings = self.names["legal_forms"]["individual"]["business_suffixes"]
        return f"{self.rng.choice(industry['words'])}{self.rng.choice(endings)}"

    def _full_name(self, street: str, brand: str, word: str, form: str) -> str:
        suffix = self.names["legal_forms"][form]["suffix"]
        if form in {"individual", "plant"}:
            return f"深圳市龙岗区{street}{brand}{word}{suffix}"
        place = self.rng.choices(("深圳市", "深圳市龙岗区", "深圳"), (84, 6, 10))[0]
        return f"{place}{brand}{word}{suffix}"

    def _size(self, form: str) -> str:
        if form == "individual":
            return "micro"
        if form == "joint_stock":
            return self.rng.choice(("small", "medium", "large"))
        return str(self.sizes.draw(self.rng))

    def _credit_code(self, form: str) -> str:
        place = DISTRICT if form in {"individual", "plant", "cooperative"} else self.rng.choice((CITY, CITY, DISTRICT))
        number = 100_000 + self.made * 7919 % 800_000
        return creditcode.make_valid(f"{self.names['legal_forms'][form]['pair']}{place}{CODE_SERIES}{number}")

    def _phone(self) -> str:
        turn, place = divmod(self.made, PHONES_OF_A_PREFIX)
        prefix = int(self.names["phone_prefix"]) + turn
        return f"{prefix}{1000 + place * 4391 % PHONES_OF_A_PREFIX}"

    def _address(self, street: dict[str, Any], park: str, *, shop: bool) -> str:
        rng, head = self.rng, f"深圳市龙岗区{street['full_name']}"
        if shop:
            return f"{head}{rng.choice(street['roads'])}{rng.randint(1, 268)}号{rng.choice(('', '一楼', '101', '102'))}"
        floor = rng.randint(1, 12)
        return f"{head}{park}{rng.randint(1, 28)}栋{floor}{rng.choice(('楼', '01', '02', '06', '楼东侧'))}"

    def _person(self) -> str:
        return f"{self.surnames.draw(self.rng)}{self.rng.choice(self.names['given_names'])}"

    def _chambers(self, street: dict[str, Any], industry: dict[str, Any]) -> tuple[str, ...]:
        own = [row["code"] for row in read("organisations") if industry["division"] in row.get("sectors", ())]
        return (f"CH-{street['short']}", *(code for code in own if self.rng.random() < 0.35))
