-- How each Marketo instance stands, as judged last by the process that speaks to it, so that every process says the same. No people.
create table instance_standing (
    instance       varchar(40) primary key,
    status         varchar(10) not null, -- UP, DEGRADED, DOWN, UNKNOWN
    cause          varchar(2000),        -- null while it is up
    since          timestamp with time zone not null, -- when it came to have that status
    judged_at      timestamp with time zone not null, -- the database's own time: when it is old, no process speaks to the instance
    waiting        bigint,               -- changes that have not been delivered and are not held; null: not looked yet
    oldest         timestamp with time zone, -- when the first of them was queued
    resting_until  timestamp with time zone, -- until when changes gather for full calls
    budget_level   varchar(10)   not null,
    budget_used    integer       not null, -- calls of the day
    budget_left    integer       not null,
    budget_calls   integer       not null, -- our share of the daily quota
    budget_summary varchar(2000) not null
);

-- The same of each destination, by the process that speaks to its instance.
create table destination_standing (
    destination varchar(100) primary key,
    status      varchar(10) not null,
    cause       varchar(2000),
    since       timestamp with time zone not null,
    judged_at   timestamp with time zone not null
);

-- Instances somebody wants checked against Marketo now; taken out by the process that speaks to them.
create table requested_check (
    instance varchar(40) primary key
);
