-- One row per failed change: the dead-letter topic, made searchable, and rebuilt by reading the topic again.
-- The identity is a keyed hash. Absent parts of the key are '', since a key has no nulls.
create table failure (
    origin                varchar(300)  not null, -- source topic-partition@offset
    dataflow              varchar(255)  not null,
    audience              varchar(255)  not null,
    identity              varchar(255)  not null,
    reason                varchar(255)  not null,
    message               varchar(2000),
    marketo_code          varchar(255),
    request_id            varchar(255),
    occurred_at           timestamp with time zone not null,
    dead_letter_partition integer       not null,
    dead_letter_offset    bigint        not null,
    primary key (origin, dataflow, audience, identity)
);

create index failure_newest on failure (occurred_at desc, dead_letter_partition, dead_letter_offset desc);
