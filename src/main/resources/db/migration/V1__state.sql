-- What Listward remembers. Identities stand here only as keyed hashes (22 characters).
-- Portable between H2 (MODE=PostgreSQL) and PostgreSQL. Instants that order something are
-- microseconds since 1970, so that both databases compare them alike.

-- What is wanted: the newest wish seen for a person of a profile in an audience of a dataflow,
-- whatever became of it. Ordered by (wished_at, source).
create table wanted (
    dataflow         varchar(100)  not null,
    audience         varchar(255)  not null,
    profile          varchar(22)   not null, -- the person's own hash where events name no profile
    person           varchar(22)   not null,
    qualified        boolean       not null,
    wished_at        bigint        not null,
    source_topic     varchar(249)  not null,
    source_partition integer       not null,
    source_offset    bigint        not null,
    primary key (dataflow, audience, profile, person)
);
create index wanted_by_person on wanted (person, dataflow, audience);

-- Which leads a person is. More than one only under the multi-match policy "all".
create table lead (
    destination     varchar(100) not null,
    person          varchar(22)  not null,
    lead_id         bigint       not null,
    attributes_hash varchar(22),              -- of what was last sent; null: unknown
    attributes_at   bigint,                   -- the source record's time of what was last sent
    primary key (destination, person, lead_id)
);
create index lead_by_id on lead (destination, lead_id);

-- What was delivered, as Marketo confirmed it. No row: unknown, which is not "not a member".
create table delivered (
    instance     varchar(40) not null,
    list_id      bigint      not null,
    lead_id      bigint      not null,
    member       boolean     not null,
    delivered_at bigint      not null,
    primary key (instance, list_id, lead_id)
);

-- The static list an audience of a dataflow feeds. One list is fed by one audience.
create table audience_list (
    dataflow varchar(100) not null,
    audience varchar(255) not null,
    instance varchar(40)  not null,
    list_id  bigint       not null,
    name     varchar(255) not null,
    named_at bigint       not null, -- the source record's time of the event that named it; 0: no event did
    primary key (dataflow, audience),
    unique (instance, list_id)
);

-- How far the records of a topic have been counted; moves in one transaction with the counts.
create table counted (
    topic         varchar(249) not null,
    partition_id  integer      not null,
    record_offset bigint       not null,
    primary key (topic, partition_id)
);

-- How far the changes made of a source topic have been counted, per topic they were queued in:
-- a change queued twice is counted once.
create table counted_source (
    change_topic     varchar(249) not null,
    source_topic     varchar(249) not null,
    source_partition integer      not null,
    source_offset    bigint       not null,
    sequence         integer      not null,
    primary key (change_topic, source_topic, source_partition)
);

create table counter (
    dataflow varchar(100) not null, -- '' for events that belong to none
    audience varchar(255) not null,
    hour_start timestamp with time zone not null,
    outcome  varchar(20)  not null, -- received, activated, excluded, failed
    reason   varchar(40)  not null, -- '' for received; created, updated, ... for activated
    amount   bigint       not null,
    primary key (dataflow, audience, hour_start, outcome, reason)
);
