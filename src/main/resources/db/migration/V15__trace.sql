-- What became last of a person in an audience, for whoever asks why somebody is (not) in a list. No identity, only its keyed hash.
create table last_outcome (
    person           varchar(22)  not null,
    dataflow         varchar(100) not null,
    audience         varchar(255) not null,
    qualified        boolean      not null, -- of the change it is about
    outcome          varchar(10)  not null, -- activated, excluded, failed, held
    reason           varchar(40)  not null, -- reason code; of activated what changed in Marketo: created, updated, added, removed, imported
    code             varchar(255),          -- Marketo's, or null
    request_id       varchar(255),          -- Marketo's, or null
    recorded_at      bigint       not null, -- microseconds since 1970
    decided          boolean      not null, -- by delivery: neither kept out before it, nor held, nor found to be so already
    wished_at        bigint       not null, -- with source and settling the order of the change, as in wanted
    source_topic     varchar(249) not null,
    source_partition integer      not null,
    source_offset    bigint       not null,
    settling         bigint       not null,
    attempt          integer      not null, -- 0 for the first time, n for its n-th replay
    primary key (person, dataflow, audience)
);

-- Whether a lead is in a list, to be asked of Marketo by the process that speaks to the instance. Only numbers; forgotten after a day.
create table membership_question (
    instance    varchar(40) not null,
    list_id     bigint      not null,
    lead_id     bigint      not null,
    asked_at    timestamp with time zone not null,
    answered_at timestamp with time zone, -- null: not yet
    answer      varchar(20),              -- MEMBER, NOT_MEMBER, NOT_FOUND, UNANSWERED
    request_id  varchar(255),
    primary key (instance, list_id, lead_id)
);

-- Where people log in to a Marketo instance, as its own answers say.
create table marketo_app (
    instance varchar(40)  not null primary key,
    host     varchar(255) not null -- e.g. app-sj01.marketo.com
);

create index failure_attempt_by_identity on failure_attempt (identity, occurred_at);
