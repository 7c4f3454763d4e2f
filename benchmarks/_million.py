"""A district with a million cases, made inside PostgreSQL: what lists and pages read, in plausible proportions."""

from __future__ import annotations

import psycopg

FIRMS = 50_000
UNITS = 40
OPEN_SHARE = 0.02
WORDS = (
    "银行通知下个月不再续贷，厂里四十多个工人等着发工资，能不能帮忙协调一下？",
    "园区这周已经停电三次，注塑机一停料筒就报废，供电部门说要等增容，请帮忙问问什么时候能好。",
    "招不到熟手车工，过完节走了一半人，想问问有没有用工对接会。",
    "申报的研发资助公示完三个月了还没有到账，窗口说在走流程。",
    "房东突然要涨租三成，不同意就要求月底搬走，设备没地方放。",
    "同一个月来了四拨检查，要的材料一样，能不能一次查完？",
)

BASE = f"""
INSERT INTO core_federation (code, name, short_name, level, path) VALUES ('SZ','深圳市工商联','市工商联','city','SZ/');
INSERT INTO core_federation (code, name, short_name, level, parent_id, path)
  SELECT 'LG','深圳市龙岗区工商联','区工商联','district', id, 'SZ/LG/' FROM core_federation WHERE code='SZ';
INSERT INTO core_street (federation_id, code, name, active)
  SELECT f.id, '4403070' || lpad(n::text, 2, '0'), '街道' || n, true
  FROM core_federation f, generate_series(1, 11) n WHERE f.code='LG';
INSERT INTO core_organisation (federation_id, kind, code, name, short_name, chamber_kind, path, active)
  SELECT f.id, 'department', 'U' || n, '部门' || n, '部门' || n,
    '', 'U' || n || '/', true
  FROM core_federation f, generate_series(1, {UNITS}) n WHERE f.code='LG';
INSERT INTO core_organisation (federation_id, kind, code, name, short_name, chamber_kind, path, active)
  SELECT f.id, 'office', 'JJB', '经济部', '经济部', '', 'JJB/', true FROM core_federation f WHERE f.code='LG';
INSERT INTO channels_category (federation_id, code, name, name_en, hint, keywords, environment, position, active)
  SELECT f.id, 'C' || n, '类别' || n, 'Category ' || n, '', '', '', n, true
  FROM core_federation f, generate_series(1, 22) n WHERE f.code='LG';
INSERT INTO members_enterprise (federation_id, name, name_folded, sort_key, initials, address, industry, size,
    is_member, active, created_at, updated_at, street_id)
  SELECT f.id, '深圳市第' || n || '号精密制造有限公司', '深圳市第' || n || '号精密制造有限公司',
    'shen zhen shi di ' || n, 'szsd' || n, '', '39', 'small', true, true, now(), now(),
    (SELECT min(id) FROM core_street) + n %% 11
  FROM core_federation f, generate_series(1, {FIRMS}) n WHERE f.code='LG';
"""

CASES = f"""
INSERT INTO cases_case (federation_id, number, source, kind, enterprise_id, reporter, contact_name, contact_phone,
    street_id, title, text, category_id, grade, stage, unit_id, due_at, due_clock, received_at, accepted_at, replied_at,
    closed_at, result, solved, rating, rework_count, return_count, limit_at, answered_at, contact_due_at,
    contacted_at, sign_due_at, signed_at)
SELECT f.id, 'LG-' || extract(year FROM at)::int || '-' || lpad(n::text, 7, '0'), 'web', 'help',
    e0 + (random() * {FIRMS - 1})::int, '', '', '', s0 + n %% 11, left(w.texts[1 + n %% 6], 20), w.texts[1 + n %% 6],
    c0 + n %% 22, 'normal', stage, CASE WHEN stage IN ('submitted','accepted') THEN NULL ELSE u0 + n %% {UNITS} END,
    CASE WHEN stage <> 'closed' THEN now() + (random() - 0.25) * interval '7 days' END,
    CASE stage WHEN 'submitted' THEN 'accept' WHEN 'accepted' THEN 'dispatch' WHEN 'dispatched' THEN 'sign'
      WHEN 'processing' THEN 'close' WHEN 'awaiting_rating' THEN 'rate' ELSE '' END,
    at, at + interval '4 hours', CASE WHEN stage = 'closed' THEN at + interval '3 days' END,
    CASE WHEN stage = 'closed' THEN at + interval '5 days' END,
    CASE WHEN stage = 'closed' THEN 'solved' ELSE '' END, CASE WHEN stage = 'closed' THEN 'yes' ELSE '' END,
    CASE WHEN stage = 'closed' THEN 1 + n %% 5 END, (n %% 17 = 0)::int, (n %% 23 = 0)::int,
    CASE WHEN stage <> 'submitted' THEN at + interval '7 days' END,
    CASE WHEN stage = 'closed' THEN at + (random() * 8) * interval '1 day' END,
    CASE WHEN stage NOT IN ('submitted','accepted') THEN at + interval '1 day' END,
    CASE WHEN stage = 'closed' THEN at + (random() * 30) * interval '1 hour' END,
    CASE WHEN stage NOT IN ('submitted','accepted') THEN at + interval '1 day' END,
    CASE WHEN stage = 'closed' THEN at + (random() * 26) * interval '1 hour' END
FROM (
  SELECT n, now() - n * interval '95 seconds' AS at,
    CASE WHEN n <= {{total}} * {OPEN_SHARE}
      THEN (ARRAY['submitted','accepted','dispatched','processing','processing','awaiting_rating'])[1 + n %% 6]
      ELSE 'closed' END AS stage
  FROM generate_series(1, {{total}}) n
) g,
(SELECT id FROM core_federation WHERE code = 'LG') f,
(SELECT %s::text[] AS texts) w,
(SELECT min(id) AS e0 FROM members_enterprise) e, (SELECT min(id) AS s0 FROM core_street) s,
(SELECT min(id) AS c0 FROM channels_category) c,
(SELECT min(id) AS u0 FROM core_organisation WHERE kind = 'department') u;
"""

AROUND = """
INSERT INTO cases_assignment (federation_id, case_id, unit_id, role, task, final, why, note, dispatched_at, signed_at,
    contacted_at, contact_note, return_reason, answer, excuse)
  SELECT federation_id, id, unit_id, 'lead', '', false, '', '', accepted_at, accepted_at, NULL, '', '', '', ''
  FROM cases_case WHERE unit_id IS NOT NULL;
INSERT INTO cases_reply (federation_id, case_id, unit_id, text, result, round, at, reviewed_at, passed, review_note,
    denied)
  SELECT federation_id, id, unit_id, '经核实，已协调相关单位为贵司办理，请按告知的时间前往窗口。',
    'solved', 0, replied_at, replied_at, true, '', false FROM cases_case WHERE replied_at IS NOT NULL;
INSERT INTO cases_deadline (federation_id, case_id, clock, round, start_at, amount, unit, extended, basis, due_at,
    met_at)
  SELECT federation_id, id, clock, 0, received_at, 5, 'days', 0, 'grade', received_at + interval '7 days', replied_at
  FROM cases_case, (VALUES ('accept'), ('sign'), ('contact'), ('close')) k(clock);
INSERT INTO core_trailentry (federation_id, seq, at, actor_name, actor_role, actor_organisation, verb, subject_type,
    subject_id, facts, previous_hash, hash, seal)
  SELECT federation_id, row_number() OVER (ORDER BY id, verb), received_at, '陈思敏', 'dispatcher', '经济部', verb,
    'cases.case', id::text, '{"category":"融资金融","number":"' || number || '","text":"已联系企业","unit":"区工信局"}',
    '', '', ''
  FROM cases_case,
    (VALUES ('case.received'), ('case.accept'), ('case.dispatch'), ('case.sign'), ('case.contact')) v(verb);
UPDATE cases_case SET number = 'LG-2020-0000001'
  WHERE id = (SELECT min(id) FROM cases_case WHERE stage = 'processing');
INSERT INTO cases_assignment (federation_id, case_id, unit_id, role, task, final, why, note, dispatched_at,
    returned_at, contact_note, return_reason, answer, excuse)
  SELECT c.federation_id, c.id, u.id, 'assist', '核对情况', false, '', '', c.accepted_at, c.accepted_at, '',
    '不属本单位', '', ''
  FROM cases_case c, (SELECT id FROM core_organisation WHERE kind = 'department' ORDER BY id DESC LIMIT 7) u
  WHERE c.number = 'LG-2020-0000001';
INSERT INTO files_attachment (federation_id, subject_type, subject_id, name, content_type, size, sha256, uploaded_at)
  SELECT federation_id, 'cases.case', id::text, '现场照片' || n || '.jpg', 'image/jpeg', 120000,
    md5(n::text) || md5(n::text), received_at
  FROM cases_case, generate_series(1, 30) n WHERE number = 'LG-2020-0000001';
INSERT INTO core_trailentry (federation_id, seq, at, actor_name, actor_role, actor_organisation, verb, subject_type,
    subject_id, facts, previous_hash, hash, seal)
  SELECT c.federation_id, (SELECT max(seq) FROM core_trailentry) + n, c.received_at + n * interval '1 minute', '陈思敏',
    'dispatcher', '经济部', 'case.remind', 'cases.case', c.id::text, '{"text":"请抓紧办理","unit":"区工信局"}',
    '', '', ''
  FROM cases_case c, generate_series(1, 195) n WHERE c.number = 'LG-2020-0000001';
INSERT INTO core_trailhead (federation_id, seq, hash)
  SELECT federation_id, max(seq), '' FROM core_trailentry GROUP BY federation_id;
"""


def fill(url: str, total: int) -> None:
    """Fill a migrated, empty database; minutes for a million cases."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(BASE.replace("%%", "%"))
        connection.execute(CASES.format(total=total).replace("{{", "{"), [list(WORDS)])
        connection.execute(AROUND)
        connection.execute("VACUUM (ANALYZE, FREEZE)")


def people() -> None:
    """The four people who look at pages, made through the accounts' own actions (call after django.setup())."""
    from datetime import date

    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from zhilian.accounts.actions import add_person, give_role
    from zhilian.core.actor import system_actor
    from zhilian.core.models import Federation, Organisation
    from zhilian.core.roles import Role

    federation = Federation.objects.get(code="LG")
    actor, now, password = system_actor(federation), timezone.now(), make_password("bench")
    unit = Organisation.objects.get(code="U1")
    office = Organisation.objects.get(code="JJB")
    roles = ((Role.DISPATCHER, office), (Role.FEDERATION_LEADER, office), (Role.DEPARTMENT_HANDLER, unit))
    for role, organisation in roles:
        user = add_person(username=role, name=role, password=password, actor=actor, at=now, hashed=True)
        give_role(
            user=user, role=role, federation=federation, organisation=organisation, actor=actor, at=now,
            since=date(2020, 1, 1),
        )  # fmt: skip
