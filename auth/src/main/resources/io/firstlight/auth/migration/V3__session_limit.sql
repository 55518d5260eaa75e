-- A user may have so many sessions; when he logs in once more, his oldest end.

-- In which order tokens were issued: issued_at has whole seconds, and every edge its own clock.
alter table auth.tokens add column login_no bigint;

update auth.tokens set login_no = numbered.login_no
from (select token_id, row_number() over (order by issued_at, token_id) as login_no from auth.tokens) numbered
where numbered.token_id = tokens.token_id;

alter table auth.tokens alter column login_no set not null;
alter table auth.tokens alter column login_no add generated always as identity;

select setval(pg_get_serial_sequence('auth.tokens', 'login_no'), coalesce(max(login_no), 0) + 1, false) from auth.tokens;

-- From when on a token does not hold that is one too many, should nobody have revoked it before.
alter table auth.tokens add column ends_at timestamptz;
