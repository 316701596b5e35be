-- A hold of those who are to be added only, since what is left of the day's calls is kept for removals.
alter table hold add column additions_only boolean default false not null;
