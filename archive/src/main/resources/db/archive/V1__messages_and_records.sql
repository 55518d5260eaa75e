-- What the sink has taken from the log, and how far it is.

-- A topic by its id: one that was deleted and made again under the same name is another topic.
CREATE TABLE archive.topic (
    number   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic_id uuid NOT NULL UNIQUE,
    name     text NOT NULL
);

-- Everything before next_offset is stored (or in quarantine), nothing from it on. Moved in the transaction that stores the rows.
CREATE TABLE archive.partition_offset (
    topic       integer NOT NULL REFERENCES archive.topic (number),
    partition   integer NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

-- The ids that exist: first_id to last_id without a gap, none if last_id < first_id. Its row lock puts the writers one after
-- another, so ids become visible in their own order, and a transaction that fails takes its ids back.
CREATE TABLE archive.message_extent (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    first_id bigint NOT NULL,
    last_id  bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO archive.message_extent (first_id, last_id) VALUES (1, 0);

CREATE TABLE archive.message (
    id               bigint NOT NULL PRIMARY KEY,
    time             timestamptz NOT NULL,
    source_topic     integer NOT NULL,
    source_partition integer NOT NULL,
    source_offset    bigint NOT NULL,
    message_group    text,
    body             jsonb NOT NULL
) PARTITION BY RANGE (id);
CREATE INDEX message_source ON archive.message (source_topic, source_partition, source_offset);

-- One row per stream of a record. The key begins with what history asks for and ends with where the record lies in the log, so
-- one index serves both the queries and the uniqueness. Names are ASCII: "C" compares bytes.
CREATE TABLE archive.event (
    time             timestamptz NOT NULL,
    csc              text COLLATE "C" NOT NULL,
    salindex         integer NOT NULL,
    stream           text COLLATE "C" NOT NULL,
    payload          jsonb NOT NULL,
    producer         text,
    producer_snd     jsonb,
    source_topic     integer NOT NULL,
    source_partition integer NOT NULL,
    source_offset    bigint NOT NULL,
    PRIMARY KEY (csc, salindex, stream, time, source_offset, source_partition, source_topic)
) PARTITION BY RANGE (time);
CREATE TABLE archive.ack (LIKE archive.event INCLUDING ALL) PARTITION BY RANGE (time);
CREATE TABLE archive.log (LIKE archive.event INCLUDING ALL) PARTITION BY RANGE (time);
CREATE TABLE archive.command (LIKE archive.event INCLUDING ALL) PARTITION BY RANGE (time);
CREATE TABLE archive.telemetry (LIKE archive.event INCLUDING ALL) PARTITION BY RANGE (time);

-- Days are made by the sink as they come; times far from now go here.
CREATE TABLE archive.event_far PARTITION OF archive.event DEFAULT;
CREATE TABLE archive.ack_far PARTITION OF archive.ack DEFAULT;
CREATE TABLE archive.log_far PARTITION OF archive.log DEFAULT;
CREATE TABLE archive.command_far PARTITION OF archive.command DEFAULT;
CREATE TABLE archive.telemetry_far PARTITION OF archive.telemetry DEFAULT;
