-- What LOVE's front end keeps on the server. Columns have the names that their fields have in JSON. All times are UTC instants.

create table love.config_file (
    id                 bigint generated always as identity primary key,
    username           text not null,
    filename           text not null,
    content            json not null check (json_typeof(content) = 'object'),
    creation_timestamp timestamptz not null,
    update_timestamp   timestamptz not null
);

-- Which file a user has chosen. Users are in schema auth, which may live without this one: no foreign key.
create table love.config_choice (
    username    text primary key,
    config_file bigint not null references love.config_file on delete cascade
);

create index config_choice_of_file on love.config_choice (config_file);

create table love.emergency_contact (
    id                 bigint generated always as identity primary key,
    subsystem          text not null,
    name               text not null,
    contact_info       text not null,
    email              text not null,
    creation_timestamp timestamptz not null,
    update_timestamp   timestamptz not null
);

create table love.image_tag (
    id                 bigint generated always as identity primary key,
    label              text not null,
    key                text not null,
    creation_timestamp timestamptz not null,
    update_timestamp   timestamptz not null
);

create table love.control_location (
    id                 bigint generated always as identity primary key,
    name               text not null,
    description        text not null,
    selected           boolean not null default false,
    ip_whitelist       text not null default '',
    creation_timestamp timestamptz not null,
    update_timestamp   timestamptz not null
);

-- Commands are given from one place: the one that is selected.
create unique index control_location_selected on love.control_location (selected) where selected;

create table love.script_configuration (
    id                 bigint generated always as identity primary key,
    script_path        text not null,
    config_name        text not null,
    config_schema      text not null,
    script_type        text not null,
    creation_timestamp timestamptz not null
);

create index script_configuration_of_script on love.script_configuration (script_path, script_type);

create table love.view (
    id                 bigint generated always as identity primary key,
    name               text not null,
    data               json,
    screen             text check (screen in ('4k', 'desktop', 'mobile')),
    creation_timestamp timestamptz not null,
    update_timestamp   timestamptz not null
);

create table love.thumbnail (
    view      bigint primary key references love.view on delete cascade,
    extension text not null,
    image     bytea not null
);

create table love.workspace (
    id                 bigint generated always as identity primary key,
    name               text not null,
    creation_timestamp timestamptz not null,
    update_timestamp   timestamptz not null
);

create table love.workspace_view (
    id                 bigint generated always as identity primary key,
    workspace          bigint not null references love.workspace on delete cascade,
    view               bigint not null references love.view on delete cascade,
    view_name          text not null default '',
    sort_value         integer not null default 0,
    creation_timestamp timestamptz not null,
    update_timestamp   timestamptz not null,
    unique (workspace, view)
);

create index workspace_view_of_view on love.workspace_view (view);
