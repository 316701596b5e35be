-- What became of a failed change that was sent again, and where it stands in the counters. Delivery writes it with the end itself.
alter table failure add column resolved_at timestamp with time zone; -- null: it has not ended otherwise than failed
alter table failure add column resolved_as varchar(255);             -- ACTIVATED, or the reason it was excluded for
alter table failure add column counted_as varchar(255);              -- the reason it is counted as failed under; null: it is not
alter table failure add column state varchar(20) default 'OPEN' not null; -- of the columns before it, for the indexes: see Failures.STATE

update failure set counted_as = reason where replays = 0 and identity <> '';
update failure set state = case when replay_requested_at is not null then 'REPLAY_REQUESTED' when replays > attempt then 'REPLAYED' else 'OPEN' end;

-- Newest first, in all or within what a filter asks for; a page goes on after a row. The columns behind the time are there to be
-- filtered by without the row. Failures.NEWEST_FIRST orders by the first columns, too, or H2 sorts everything.
drop index failure_newest;
create index failure_newest on failure (occurred_at desc, dead_letter_partition desc, dead_letter_offset desc);
create index failure_newest_of_dataflow on failure (dataflow, occurred_at desc, dead_letter_partition desc, dead_letter_offset desc, audience, reason, state);
create index failure_newest_of_audience on failure (audience, occurred_at desc, dead_letter_partition desc, dead_letter_offset desc, dataflow, reason, state);
create index failure_newest_of_reason on failure (reason, occurred_at desc, dead_letter_partition desc, dead_letter_offset desc);
create index failure_newest_of_state on failure (state, occurred_at desc, dead_letter_partition desc, dead_letter_offset desc);
create index failure_newest_of_both on failure (reason, state, occurred_at desc, dead_letter_partition desc, dead_letter_offset desc);
create index failure_newest_of_identity on failure (identity, occurred_at desc, dead_letter_partition desc, dead_letter_offset desc);
