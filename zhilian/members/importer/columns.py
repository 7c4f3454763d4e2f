"""The columns of a spreadsheet of enterprises and what offices call them."""

# house: allow chinese: headings as offices write them, data and no words on a screen

from typing import Final

from django.utils.translation import gettext_lazy as _

from zhilian.files.imports import Column

COLUMNS: Final = (
    Column(
        "name",
        _("Name"),
        ("企业名称", "公司名称", "单位名称", "企业全称", "公司全称", "会员名称", "会员单位", "企业", "股票名称",
         "fullname", "full name", "company name", "company", "enterprise", "name"),
        required=True,
    ),
    Column(
        "credit_code",
        _("Credit code"),
        ("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "统一代码", "credit code", "credit_code"),
    ),
    Column("street", _("Street"), ("所属街道", "街道", "所在街道", "镇街", "街道名称", "street")),
    Column("address", _("Address"), ("地址", "企业地址", "注册地址", "经营地址", "办公地址", "详细地址", "address")),
    Column("industry", _("Industry"), ("行业", "所属行业", "行业代码", "行业类别", "国民经济行业", "industry")),
    Column("size", _("Size"), ("规模", "企业规模", "企业类型规模", "规模类型", "size")),
    Column("contact", _("Contact"), ("联系人", "联系人姓名", "姓名", "负责人", "contact", "contact name")),
    Column("post", _("Post"), ("职务", "联系人职务", "岗位", "post", "position", "title")),
    Column("phone", _("Phone"), ("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "phone", "mobile")),
    Column("email", _("E-mail"), ("邮箱", "电子邮箱", "电子邮件", "联系邮箱", "email", "e-mail", "mail")),
)  # fmt: skip
NOTHING: Final = frozenset(
    {"-", "--", "—", "——", "/", "\\", "无", "暂无", "没有", "空", "n/a", "na", "null", "none", "nan"}
)
"""What people write where they know nothing."""
SIZES: Final = {
    "大": "large", "大型": "large", "大型企业": "large", "large": "large",
    "中": "medium", "中型": "medium", "中型企业": "medium", "medium": "medium",
    "小": "small", "小型": "small", "小型企业": "small", "small": "small",
    "微": "micro", "微型": "micro", "微型企业": "micro", "小微": "micro", "小微企业": "micro", "micro": "micro",
}  # fmt: skip
STREET_KINDS: Final = ("街道办事处", "街道办", "街道", "镇", "乡")
