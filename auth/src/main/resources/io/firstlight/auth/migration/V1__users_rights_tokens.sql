-- Who may do what. All times are UTC instants.

create table auth.users (
    user_id       bigint generated always as identity primary key,
    name          text not null unique check (name ~ '^[A-Za-z0-9@.+_-]{1,150}$'),
    password_hash text not null,
    email         text not null default '',
    first_name    text not null default '',
    last_name     text not null default '',
    active        boolean not null default true,
    superuser     boolean not null default false,
    created_at    timestamptz not null
);

create table auth.groups (
    group_id bigint generated always as identity primary key,
    name     text not null unique
);

create table auth.memberships (
    user_id  bigint not null references auth.users on delete cascade,
    group_id bigint not null references auth.groups on delete cascade,
    primary key (user_id, group_id)
);

-- A right over the addresses of a pattern, for one user or one group.
create table auth.grants (
    grant_id   bigint generated always as identity primary key,
    user_id    bigint references auth.users on delete cascade,
    group_id   bigint references auth.groups on delete cascade,
    right_name text not null check (right_name in ('read', 'write', 'command', 'history', 'administer')),
    pattern    text not null,
    check (num_nonnulls(user_id, group_id) = 1),
    unique nulls not distinct (user_id, group_id, right_name, pattern)
);

create index grants_of_group on auth.grants (group_id);

-- Every token issued and not yet expired. The token itself is not stored.
create table auth.tokens (
    token_id   text primary key,
    user_id    bigint not null references auth.users on delete cascade,
    issued_at  timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);

create index tokens_of_user on auth.tokens (user_id);
create index tokens_by_expiry on auth.tokens (expires_at);

-- The groups that LOVE has: cmd commands everything, ui_framework sees everything.
insert into auth.groups (name) values ('cmd'), ('ui_framework');

insert into auth.grants (group_id, right_name, pattern)
select group_id, right_name, 'all-all-all-all'
from auth.groups
join (values ('cmd', 'command'), ('ui_framework', 'read'), ('ui_framework', 'history')) as given (name, right_name) using (name);
