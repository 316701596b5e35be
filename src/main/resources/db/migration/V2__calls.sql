-- Calls sent to a Marketo instance, by its day: from midnight to midnight US Central.
create table call_count (
    instance    varchar(64) not null,
    marketo_day date        not null,
    calls       integer     not null,
    primary key (instance, marketo_day)
);
