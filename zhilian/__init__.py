"""Zhilian 直联: the open work platform of a district Federation of Industry and Commerce (工商联)."""
