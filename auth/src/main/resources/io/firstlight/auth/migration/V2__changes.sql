-- A number that is another after each change by which somebody may do more or less than before, whoever makes it: edges look at this one
-- row twice a second, and after all their connections only when it has changed. A table and not a sequence, as the number must be seen
-- together with the change.

create table auth.changes (
    only_row boolean primary key default true check (only_row),
    count    bigint not null
);

insert into auth.changes (count) values (0);

create function auth.count_change() returns trigger language plpgsql as $$
begin
    update auth.changes set count = count + 1;
    return null;
end $$;

create trigger changed after update or delete on auth.users for each statement execute function auth.count_change();
create trigger changed after update or delete on auth.groups for each statement execute function auth.count_change();
create trigger changed after insert or update or delete on auth.memberships for each statement execute function auth.count_change();
create trigger changed after insert or update or delete on auth.grants for each statement execute function auth.count_change();

create trigger revoked after update on auth.tokens for each statement execute function auth.count_change();

-- Each login forgets tokens that expired long ago, of which nobody need be told.
create function auth.count_lost_tokens() returns trigger language plpgsql as $$
begin
    if exists (select from lost where expires_at > now()) then
        update auth.changes set count = count + 1;
    end if;
    return null;
end $$;

create trigger deleted after delete on auth.tokens referencing old table as lost
    for each statement execute function auth.count_lost_tokens();
