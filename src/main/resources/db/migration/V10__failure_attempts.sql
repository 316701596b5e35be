-- How a failed change failed each time: 0 is the first, n the n-th time it was sent again.
create table failure_attempt (
    origin                varchar(300)  not null,
    dataflow              varchar(255)  not null,
    audience              varchar(255)  not null,
    identity              varchar(255)  not null,
    attempt               integer       not null,
    reason                varchar(255)  not null,
    message               varchar(2000),
    marketo_code          varchar(255),
    request_id            varchar(255),
    occurred_at           timestamp with time zone not null,
    dead_letter_partition integer       not null,
    dead_letter_offset    bigint        not null,
    primary key (origin, dataflow, audience, identity, attempt)
);

insert into failure_attempt (origin, dataflow, audience, identity, attempt, reason, message, marketo_code, request_id, occurred_at,
    dead_letter_partition, dead_letter_offset)
select origin, dataflow, audience, identity, 0, reason, message, marketo_code, request_id, occurred_at, dead_letter_partition, dead_letter_offset
from failure;

alter table failure add column attempt integer default 0 not null; -- the one the row shows
alter table failure add column replays integer default 0 not null; -- how often it was sent again
update failure set replays = 1 where replayed_at is not null;

-- How far the dead-letter topic has been read into the tables once more, as somebody asked for; no row: nobody does.
create table failure_rebuild (
    dead_letter_partition integer primary key, -- -1: not begun
    next_offset           bigint not null,
    end_offset            bigint not null
);
