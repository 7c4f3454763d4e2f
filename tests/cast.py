"""The cast of the one story all tests tell: named people in their roles, in two districts under one city.

In 龙岗 (LG) the glasses maker 钱立新 has a difficulty; 林晓禾 of the station takes things down, 陈思旻 dispatches, 刘婕
and 吴桐 handle it in two departments, 何泽 heads one, 陆远舟 leads the federation, three administrators look after the
system. 宝安 (BA) is the neighbour whose people and firms must never be seen. 孙观澜 watches both from the city.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from zhilian.accounts.models import RoleHolding, User
from zhilian.accounts.queries import actor_of
from zhilian.channels.models import Category, DirectChannel, Station
from zhilian.core import guard
from zhilian.core.actor import Actor, system_actor
from zhilian.core.models import Federation, Organisation, Street
from zhilian.members.facts import EnterpriseFacts, build
from zhilian.members.models import Contact, Enterprise, Representative

SHANGHAI = ZoneInfo("Asia/Shanghai")
PASSWORD = "红棉 opens at 9"


def moment(text: str) -> datetime:
    """``2026-03-04 10:00`` on the clocks of Shenzhen."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


NOW = moment("2026-03-04 10:00")  # a Wednesday without holidays near
LONG_AGO = date(2020, 1, 1)


@dataclass(frozen=True)
class Part:
    """One part in the play."""

    username: str
    name: str
    role: str
    federation: str = "LG"
    organisation: str = ""


PARTS = (
    Part("qian", "钱立新", "enterprise_user"),
    Part("zhou", "周桂芳", "enterprise_user"),
    Part("xiaolin", "林晓禾", "station_clerk", organisation="ST-HG"),
    Part("hejiayi", "何嘉苡", "station_clerk", organisation="ST-BT"),
    Part("chen", "陈思旻", "dispatcher", organisation="LG-JJB"),
    Part("luo", "罗志蘅", "dispatcher", organisation="LG-JJB"),
    Part("liu", "刘婕", "department_handler", organisation="GXJ"),
    Part("wu", "吴桐", "department_handler", organisation="RSJ"),
    Part("heze", "何泽", "department_head", organisation="GXJ"),
    Part("lu", "陆远舟", "federation_leader", organisation="LG-LD"),
    Part("bai", "白银生", "bank_officer", organisation="BANK1"),
    Part("sun", "孙观澜", "city_observer", "SZ", "SZ-BGS"),
    Part("xi", "席工", "system_admin", organisation="LG-BGS"),
    Part("an", "安全生", "security_admin", organisation="LG-BGS"),
    Part("shen", "申计", "audit_admin", organisation="LG-BGS"),
    Part("ba_fang", "方海星", "enterprise_user", "BA"),
    Part("ba_clerk", "石岩松", "station_clerk", "BA", "BA-ST"),
    Part("ba_dispatcher", "沙井泉", "dispatcher", "BA", "BA-JJB"),
    Part("ba_handler", "福永康", "department_handler", "BA", "BA-GXJ"),
    Part("ba_leader", "松岗青", "federation_leader", "BA", "BA-JJB"),
)
PEOPLE = tuple(part.username for part in PARTS)

FEDERATIONS = (
    ("SZ", "深圳市工商联", "市工商联", "city", "SZ/"),
    ("LG", "深圳市龙岗区工商联", "区工商联", "district", "SZ/LG/"),
    ("BA", "深圳市宝安区工商联", "宝安工商联", "district", "SZ/BA/"),
)
STREETS = (("LG", "440307017", "横岗"), ("LG", "440307013", "坂田"), ("BA", "440306008", "西乡渡"))
ORGANISATIONS = (
    ("SZ", "office", "SZ-BGS", "市工商联办公室", "办公室"),
    ("LG", "office", "LG-LD", "区工商联领导", "领导"),
    ("LG", "office", "LG-JJB", "区工商联经济部", "经济部"),
    ("LG", "office", "LG-BGS", "区工商联办公室", "办公室"),
    ("LG", "chamber", "CH-HG", "横岗商会", "横岗商会"),
    ("LG", "station", "ST-HG", "横岗亲清驿站", "横岗驿站"),
    ("LG", "station", "ST-BT", "坂田亲清驿站", "坂田驿站"),
    ("LG", "department", "GXJ", "区工业和信息化局", "区工信局"),
    ("LG", "department", "RSJ", "区人力资源局", "区人力局"),
    ("LG", "bank", "BANK1", "南岭银行龙岗支行", "南岭银行"),
    ("BA", "office", "BA-JJB", "宝安工商联会员部", "宝安会员部"),
    ("BA", "chamber", "BA-CH", "西乡渡商会", "西乡渡商会"),
    ("BA", "station", "BA-ST", "西乡渡亲清驿站", "西乡渡驿站"),
    ("BA", "department", "BA-GXJ", "宝安工信专班", "宝安专班"),
)
FIRMS = (  # owner, name, street, contact's phone
    ("qian", "横岗明亮眼镜厂", "440307017", "13807550001"),
    ("zhou", "布吉桂芳面馆", "440307013", "13807550003"),
    ("ba_fang", "西乡渡海星电子厂", "440306008", "13907559999"),
)
# federation, no, name, unit, category, contact within (minutes), answer within (days)
CHANNELS = (
    ("LG", 1, "用电直通车", "GXJ", "ENER", 60, 3),
    ("LG", 2, "用工直通车", "RSJ", "LAB", 420, 10),
    ("BA", 1, "海星直通车", "BA-GXJ", "ENER", 60, 3),
)
CATEGORIES = (("ENER", "用能保障", "GXJ"), ("LAB", "用工社保", "RSJ"), ("FIN", "融资金融", "GXJ"))
# What may never be read in another district: every name above that is of BA alone.
ONLY_BA = ("海星", "方海星", "西乡渡", "石岩松", "沙井泉", "福永康", "松岗青", "宝安", "13907559999", "BA-")
ONLY_LG = ("明亮眼镜", "桂芳", "钱立新", "周桂芳", "陈思旻", "刘婕", "吴桐", "何泽", "陆远舟", "龙岗", "横岗", "LG-")


class Cast:
    """Everybody and everything on the stage; made with a dozen statements, so that each test may have its own."""

    def __init__(self) -> None:
        self.federations = self._federations()
        self.streets = self._streets()
        self.organisations = self._organisations()
        self.users = self._users()
        self.holdings = self._holdings()
        self.categories = self._categories()
        self.channels = self._channels()
        self.firms = self._firms()
        self._stations()

    @property
    def lg(self) -> Federation:
        """龙岗, where the story plays."""
        return self.federations["LG"]

    @property
    def ba(self) -> Federation:
        """宝安, the neighbour."""
        return self.federations["BA"]

    @cached_property
    def system(self) -> Actor:
        """The system of 龙岗, as jobs act."""
        return system_actor(self.lg)

    def actor(self, username: str) -> Actor:
        """The person as actions receive them."""
        return actor_of(self.holdings[username])

    def unit(self, code: str) -> Organisation:
        """An organisation by its code."""
        return self.organisations[code]

    def category(self, code: str, federation: str = "LG") -> Category:
        """A category of a district."""
        return self.categories[federation, code]

    def channel(self, no: int, federation: str = "LG") -> DirectChannel:
        """A direct channel of a district."""
        return self.channels[federation, no]

    def client(self, username: str) -> Client:
        """A browser in which the person has signed in."""
        client = Client()
        client.force_login(self.users[username])
        return client

    def _federations(self) -> dict[str, Federation]:
        fields = ("code", "name", "short_name", "level", "path")
        city, *districts = [Federation(**dict(zip(fields, row, strict=True))) for row in FEDERATIONS]
        city.save()
        for district in districts:
            district.parent = city
        return {one.code: one for one in [city, *Federation.objects.bulk_create(districts)]}

    def _streets(self) -> dict[str, Street]:
        rows = [Street(federation=self.federations[fed], code=code, name=name) for fed, code, name in STREETS]
        return {one.code: one for one in Street.objects.bulk_create(rows)}

    def _organisations(self) -> dict[str, Organisation]:
        rows = [
            Organisation(
                federation=self.federations[federation],
                kind=kind,
                code=code,
                name=name,
                short_name=short,
                path=f"{code}/",
                street=self._street_of(code),
            )
            for federation, kind, code, name, short in ORGANISATIONS
        ]
        return {one.code: one for one in Organisation.objects.bulk_create(rows)}

    def _street_of(self, code: str) -> Street | None:
        places = {"ST-HG": "440307017", "CH-HG": "440307017", "ST-BT": "440307013", "BA-ST": "440306008"}
        return self.streets[places[code]] if code in places else None

    def _users(self) -> dict[str, User]:
        secret = make_password(PASSWORD)
        common = {"password": secret, "created_at": NOW}
        rows = [
            User(username=one.username, name=one.name, email=f"{one.username}@example.org", **common) for one in PARTS
        ]
        return {one.username: one for one in User.objects.bulk_create(rows)}

    def _holdings(self) -> dict[str, RoleHolding]:
        rows = [
            RoleHolding(
                federation=self.federations[part.federation],
                user=self.users[part.username],
                role=part.role,
                organisation=self.organisations.get(part.organisation),
                since=LONG_AGO,
            )
            for part in PARTS
        ]
        return {one.user.username: one for one in RoleHolding.objects.bulk_create(rows)}

    def _categories(self) -> dict[tuple[str, str], Category]:
        rows = [
            Category(
                federation=self.federations[federation],
                code=code,
                name=name if federation == "LG" else f"宝安{name}",
                unit=self.organisations[unit] if federation == "LG" else None,
                position=position,
            )
            for federation in ("LG", "BA")
            for position, (code, name, unit) in enumerate(CATEGORIES)
        ]
        return {(one.federation.code, one.code): one for one in Category.objects.bulk_create(rows)}

    def _channels(self) -> dict[tuple[str, int], DirectChannel]:
        rows = [
            DirectChannel(
                federation=self.federations[federation],
                no=no,
                name=name,
                unit=self.organisations[unit],
                contact_post=f"{name}联络员",
                phone="0755-28900000" if federation == "LG" else "0755-27700000",
                contact_minutes=minutes,
                close_days=days,
            )
            for federation, no, name, unit, _, minutes, days in CHANNELS
        ]
        DirectChannel.objects.bulk_create(rows)
        for row, (federation, _no, _name, _unit, category, *_) in zip(rows, CHANNELS, strict=True):
            row.categories.add(self.categories[federation, category])
        return {(one.federation.code, one.no): one for one in rows}

    def _firms(self) -> dict[str, Enterprise]:
        firms, contacts, speakers = {}, [], []
        for owner, name, street, phone in FIRMS:
            federation, user = self.streets[street].federation, self.users[owner]
            firm = build(federation, EnterpriseFacts(name=name, street=self.streets[street]), NOW)
            firms[owner] = firm
            contacts.append(
                Contact(federation=federation, enterprise=firm, name=user.name, phone=phone, is_primary=True)
            )
            speakers.append(Representative(federation=federation, enterprise=firm, user=user))
        Enterprise.objects.bulk_create(firms.values())
        Contact.objects.bulk_create(contacts)
        Representative.objects.bulk_create(speakers)
        return firms

    def _stations(self) -> None:
        Station.objects.bulk_create(
            Station(
                federation=self.organisations[code].federation,
                organisation=self.organisations[code],
                chamber=self.organisations[chamber],
                address=f"{self.organisations[chamber].name}一楼",
                hours="9:00–18:00",
                phone="0755-28911111" if chamber != "BA-CH" else "0755-27711111",
            )
            for code, chamber in (("ST-HG", "CH-HG"), ("ST-BT", "CH-HG"), ("BA-ST", "BA-CH"))
        )


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, in a transaction that is rolled back after the test."""
    return Cast()


@pytest.fixture
def committed(transactional_db: None) -> Any:
    """The cast for tests with threads or processes: really committed, and the tables emptied afterwards."""
    from django.db import connection

    yield Cast()
    guard.remove(connection)  # put on again by the post_migrate signal that emptying sends


@pytest.fixture
def client_as(cast: Cast) -> Callable[[str], Client]:
    """``client_as("qian")``: a browser in which Qian has signed in."""
    return cast.client
