-- Who fulfils which wish: one row per idempotency key of a user, made before the command is sent. All times are the database's own.

create table command.claims (
    user_name       text not null,
    idempotency_key text not null,
    body_hash       bytea not null,
    correlation_id  uuid not null,
    claimed_at      timestamptz not null,
    -- Until then its owner is at work; a row without an answer after that has lost its owner.
    owner_until     timestamptz not null,
    status          integer,
    body            bytea,
    primary key (user_name, idempotency_key),
    check (num_nulls(status, body) in (0, 2))
);

create index claims_by_age on command.claims (claimed_at);
