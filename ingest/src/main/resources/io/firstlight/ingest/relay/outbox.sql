-- The outbox of notices: a service writes them in its own transactions, 'firstlight relay' sends them to Kafka. PostgreSQL 14 or later.
-- May be run again; changes nothing then. Everything goes into the first schema of the search path.

-- What is to be sent, and nothing else: a row is gone when Kafka has it. A service needs the right to insert here, no more.
create table if not exists firstlight_outbox (
    id         bigint generated always as identity primary key,
    group_name text not null,
    notice_id  integer check (notice_id >= 0),
    type       text,
    payload    json not null check (json_typeof(payload) = 'object'),
    created_at timestamptz not null default now(),
    check (notice_id is not null or type is not null)
);

-- What can never be sent, and why. For an operator: to send one after all, insert it anew into firstlight_outbox.
create table if not exists firstlight_outbox_refused (
    id         bigint primary key,
    group_name text not null,
    notice_id  integer,
    type       text,
    payload    json not null,
    created_at timestamptz not null,
    reason     text not null,
    refused_at timestamptz not null default now()
);

-- The relay's own: which outbox this is among all, and from which offset of each partition on the log may hold rows that are still here.
create table if not exists firstlight_outbox_name (
    only_row boolean primary key default true check (only_row),
    name     uuid not null default gen_random_uuid()
);

insert into firstlight_outbox_name default values on conflict do nothing;

create table if not exists firstlight_outbox_tail (
    topic       text not null,
    partition   integer not null,
    next_offset bigint not null,
    primary key (topic, partition)
);

-- Wakes the relay when a transaction that added something is committed.
create or replace function firstlight_outbox_added() returns trigger language plpgsql as $$
begin
    notify firstlight_outbox;
    return null;
end $$;

create or replace trigger firstlight_outbox_added after insert on firstlight_outbox
    for each statement execute function firstlight_outbox_added();
