-- Whoever wants a failed change sent again says so here; replay-failures sends it, and notes when.
alter table failure add column replay_requested_at timestamp with time zone; -- null: not asked for, or done
alter table failure add column replayed_at timestamp with time zone;         -- the last time it was sent again

create index failure_to_replay on failure (replay_requested_at);
