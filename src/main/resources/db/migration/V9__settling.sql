-- Audiences to be settled: what listward.memberships remembers of them is queued again, to be held against what was delivered.
create table settling (
    number        bigint        not null primary key, -- rises with time, beyond a loss of this database too: it orders wishes
    instance      varchar(40)   not null,
    dataflow      varchar(100)  not null,
    audience      varchar(255)  not null,
    reason        varchar(40)   not null,
    requested_at  timestamp with time zone not null,
    not_before    timestamp with time zone not null,
    state         varchar(10)   not null, -- waiting, running, done
    ends          varchar(4000),          -- offset per partition of the memberships up to which it reads; null: not started
    partition_id  integer,                -- where it goes on reading
    next_offset   bigint,
    memberships   bigint default 0 not null, -- found so far
    finished_at   timestamp with time zone
);
create index settling_by_state on settling (state, instance, number);

-- Audiences that somebody has paused.
create table paused_audience (
    dataflow varchar(100) not null,
    audience varchar(255) not null,
    since    timestamp with time zone not null,
    primary key (dataflow, audience)
);

-- The terms each audience was last settled for, and whether it ever was: when they are others now, it is settled again.
create table terms_in_force (
    dataflow   varchar(100) not null,
    audience   varchar(255) not null,
    terms      varchar(20)  not null, -- open, paused, out_of_schedule, ended
    settled_at timestamp with time zone,
    primary key (dataflow, audience)
);

-- One row. Moves whenever terms change, so that a poll judged under older ones is judged again.
create table terms_version (
    version bigint not null
);
insert into terms_version (version) values (1);
