"""Geometry of the server-drawn charts: values in, SVG numbers out. Figures stay text in a table beside the drawing."""

from collections.abc import Iterable
from typing import Any

WIDTH, HEIGHT = 600.0, 100.0  # drawing units; the SVG is stretched, strokes are not
NAMED = 14  # columns whose names find room below them; of more, only the first, the middle and the last are named


def plain_points(points: Iterable[Any]) -> list[dict[str, Any]]:
    """Accept (label, value), (label, value, url), (label, value, url, tone), mappings or objects of these names."""
    return [point_dict(point) for point in points]


def point_dict(point: Any) -> dict[str, Any]:
    """One chart point as a dict with label, value, url, tone and text."""
    names = ("label", "value", "url", "tone", "text")
    if isinstance(point, dict):
        found = {name: point.get(name, "") for name in names}
    elif isinstance(point, (tuple, list)):
        found = dict(zip(names, [*point, "", "", ""], strict=False))
    else:
        found = {name: getattr(point, name, "") for name in names}
    found.setdefault("text", "")
    return found


def nice_top(values: Iterable[float]) -> float:
    """Round the largest value up to 1, 2 or 5 times a power of ten, so that the axis has a readable end."""
    largest = max(values, default=0)
    if largest <= 0:
        return 1
    power = 1.0
    while power * 10 <= largest:
        power *= 10
    while power > largest:
        power /= 10
    return next(step * power for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * power >= largest)


def bars(points: Iterable[Any]) -> list[dict[str, Any]]:
    """Points with `width`, 0–100, in proportion to the largest value."""
    rows = plain_points(points)
    top = max((float(row["value"] or 0) for row in rows), default=0) or 1
    return [{**row, "width": round(max(float(row["value"] or 0), 0) / top * 100, 2)} for row in rows]


def columns(points: Iterable[Any]) -> dict[str, Any]:
    """Upright columns: x, y, width, height in drawing units, and the top of the axis."""
    rows = plain_points(points)
    top = nice_top(float(row["value"] or 0) for row in rows)
    slot = WIDTH / max(len(rows), 1)
    for number, row in enumerate(rows):
        height = round(float(row["value"] or 0) / top * HEIGHT, 2)
        row |= {"x": round(number * slot + slot * 0.2, 2), "y": HEIGHT - height, "height": height}
    named = [rows[0], rows[len(rows) // 2], rows[-1]] if len(rows) > NAMED else rows
    return {"rows": rows, "top": top, "half": top / 2, "column": round(slot * 0.6, 2), "named": named}


def line(points: Iterable[Any]) -> dict[str, Any]:
    """A line through the points, as an SVG `points` list, with the area below it."""
    rows = plain_points(points)
    top = nice_top(float(row["value"] or 0) for row in rows)
    gap = WIDTH / max(len(rows) - 1, 1)
    spots = [
        (round(n * gap, 2), round(HEIGHT - float(row["value"] or 0) / top * HEIGHT, 2)) for n, row in enumerate(rows)
    ]
    path = " ".join(f"{x},{y}" for x, y in spots)
    return {"rows": rows, "top": top, "half": top / 2, "path": path, "area": f"0,{HEIGHT} {path} {WIDTH},{HEIGHT}"}
