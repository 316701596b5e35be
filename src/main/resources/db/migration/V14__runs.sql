-- The counters of all time. Hours are forgotten after a while, these are not, so that what was received always equals what ended, is held and is in flight.
create table counter_total (
    dataflow varchar(100) not null,
    audience varchar(255) not null,
    outcome  varchar(20)  not null,
    reason   varchar(40)  not null,
    amount   bigint       not null,
    primary key (dataflow, audience, outcome, reason)
);
insert into counter_total (dataflow, audience, outcome, reason, amount)
select dataflow, audience, outcome, reason, sum(amount) from counter group by dataflow, audience, outcome, reason;

-- The counters of a dataflow run: an hour of a dataflow, over all of its audiences. Of profiles received not the sum, since one may be in several audiences.
create table run_counter (
    dataflow   varchar(100) not null,
    hour_start timestamp with time zone not null,
    outcome    varchar(20)  not null,
    reason     varchar(40)  not null,
    amount     bigint       not null,
    primary key (dataflow, hour_start, outcome, reason)
);
insert into run_counter (dataflow, hour_start, outcome, reason, amount)
select dataflow, hour_start, outcome, reason, sum(amount) from counter group by dataflow, hour_start, outcome, reason;
create index run_counter_oldest on run_counter (hour_start);

-- The audiences of a run: how its rows of table counter, whose key has the audience before the hour, are found.
create table run_audience (
    dataflow   varchar(100) not null,
    hour_start timestamp with time zone not null,
    audience   varchar(255) not null,
    primary key (dataflow, hour_start, audience)
);
insert into run_audience (dataflow, hour_start, audience)
select distinct dataflow, hour_start, audience from counter;
