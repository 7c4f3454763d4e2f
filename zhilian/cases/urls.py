"""Addresses of the spine: a case is /cases/<number>/, its parts are nouns below it."""

from django.urls import path

from zhilian.cases.views import (
    calendar,
    channel_use,
    delay,
    firm,
    gather,
    issues,
    joint,
    ladder,
    listwork,
    moves,
    notes,
    orders,
    page,
    rates,
    readings,
    reference,
    routes,
    sheets,
    slip,
    station_use,
    supplement,
    take_down,
    word,
)
from zhilian.cases.views.steps import STEPS

SHEETS = (
    ("assignment", "assignment", sheets.assignment),
    ("order", "orders/<int:year>-<int:no>", sheets.order),
    ("minutes", "minutes/<int:year>-<int:no>", sheets.minutes),
)
urlpatterns = [
    path("cases/", page.case_list, name="cases"),
    path("cases/new/", firm.intake, name="intake"),
    path("cases/new/categories/", firm.suggested_categories, name="intake_categories"),
    path("cases/take-down/", take_down.take_down, name="take_down"),
    path("cases/take-down/firms/", take_down.firms, name="take_down_firms"),
    path("cases/channels/", channel_use.channel_use, name="channel_use"),
    path("cases/channels/<int:no>/", channel_use.channel_cases, name="channel_cases"),
    path("cases/stations/", station_use.station_use, name="station_use"),
    path("cases/stations/<str:station>/", station_use.station_cases, name="station_cases"),
    path("cases/orders/", orders.order_list, name="orders"),
    path("cases/ladder/", ladder.ladder, name="ladder"),
    path("cases/ladder/new/", ladder.ladder_step, name="ladder_new"),
    path("cases/ladder/<slug:code>/", ladder.ladder_step, name="ladder_step"),
    path("cases/settings/", reference.settings, name="settings"),
    path("cases/settings/limits/<slug:grade>/<slug:clock>/", reference.limit, name="limit"),
    path("cases/settings/grades/", reference.grades, name="grades"),
    path("cases/settings/grades/new/", reference.term, {"sort": "grade"}, name="grade_new"),
    path("cases/settings/grades/<slug:term>/", reference.term, {"sort": "grade"}, name="grade"),
    path("cases/settings/kinds/", reference.kinds, name="kinds"),
    path("cases/settings/kinds/new/", reference.term, {"sort": "kind"}, name="kind_new"),
    path("cases/settings/kinds/<slug:term>/", reference.term, {"sort": "kind"}, name="kind"),
    path("cases/settings/routes/", routes.routes, name="routes"),
    path("cases/settings/routes/new/", routes.route, name="route_new"),
    path("cases/settings/routes/expected.csv", routes.expected, name="routes_expected"),
    path("cases/settings/routes/check/", routes.routes_check, name="routes_check"),
    path("cases/settings/routes/<int:rule>/", routes.route, name="route"),
    path("cases/rates/", rates.rates, name="rates"),
    path("cases/rates/cases/", rates.rate_cases, name="rate_cases"),
    path("cases/gather/", gather.gather, name="gather"),
    path("cases/merge/", gather.merge_many, name="merge_many"),
    path("cases/hang/", gather.hang_many, name="hang_many"),
    path("cases/issues/", issues.issue_list, name="issues"),
    path("cases/issues/new/", issues.new_issue, name="new_issue"),
    path("cases/issues/<int:year>-<int:no>/", issues.issue_page, name="issue"),
    *(
        path(f"cases/issues/<int:year>-<int:no>/{noun}/", issues.issue_step, {"noun": noun}, name=f"issue_{noun}")
        for noun in issues.BY_NOUN
    ),
    path("cases/bulk/", listwork.bulk, name="bulk"),
    path("cases/export/", listwork.export, name="export"),
    path("cases/filters/", listwork.save_filter, name="save_filter"),
    path("cases/filters/<int:key>/remove/", listwork.remove_filter, name="remove_filter"),
    path("audit/exports/", listwork.export_log, name="export_log"),
    path("cases/templates/", notes.template_list, name="templates"),
    path("cases/templates/new/", notes.template_page, name="template_new"),
    path("cases/templates/<int:key>/", notes.template_page, name="template"),
    path("cases/calls/", word.calls, name="calls"),
    path("audit/readings/", readings.readings, name="readings"),
    path("cases/meetings/", joint.meetings, name="meetings"),
    path("cases/meetings/decisions/<int:pk>/done/", joint.decision_done, name="decision_done"),
    path("cases/holds/", delay.holds, name="holds"),
    path("cases/requests/", delay.requests, name="requests"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<str:day>/", calendar.calendar_day, name="calendar_day"),
    path("cases/<str:number>/", page.case_page, name="case"),
    path("cases/<str:number>/received/", firm.received, name="case_received"),
    path("cases/<str:number>/rating/", firm.rating, name="case_rating"),
    path("cases/<str:number>/still-solved/", word.still_solved, name="case_still_solved"),
    path("cases/<str:number>/supplement/", supplement.supplement, name="case_supplement"),
    path("cases/<str:number>/withdrawal/", firm.withdrawal, name="case_withdrawal"),
    path("cases/<str:number>/slip/", slip.slip, name="case_slip"),
    *(
        path(f"cases/<str:number>/sheets/{address}.{form}", view, {"form": form}, name=f"case_sheet_{name}_{form}")
        for name, address, view in SHEETS
        for form in sheets.TYPES
    ),
    *(
        path(f"cases/<str:number>/{one.noun}/", moves.step, {"noun": one.noun}, name=one.route)
        for one in STEPS.values()
    ),
]
