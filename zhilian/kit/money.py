"""Money in yuan, written the way offices write it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CENT: Final = Decimal("0.01")
WAN: Final = Decimal(10_000)
YI: Final = Decimal(100_000_000)


def _two_places(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP) + 0  # + 0 turns -0.00 into 0.00


def yuan(amount: Decimal | int) -> str:
    """Write an amount in yuan in full: 800,000,000.00 元; half a cent is rounded up."""
    return f"{_two_places(Decimal(amount)):,} 元"


def wan_yi(amount: Decimal | int) -> str:
    """Write an amount in yuan in its handiest unit: 8.00亿元, 120.00万元, 350.00元; half is rounded up."""
    amount = Decimal(amount)
    for unit, lower, name in ((YI, WAN, "亿元"), (WAN, Decimal(1), "万元")):
        if abs(_two_places(amount / lower)) >= WAN:
            return f"{_two_places(amount / unit):,}{name}"
    return f"{_two_places(amount):,}元"
