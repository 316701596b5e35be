-- Who may speak to a Marketo instance now: one process at a time. Times of the lease are the database's own, so that the
-- clocks of replicas do not matter.
create table lease (
    instance      varchar(40) primary key,
    owner         varchar(60) not null, -- of this process, or of the last one; '' when there was none yet
    epoch         bigint      not null, -- rises with every change of owner
    expires_at    timestamp with time zone not null,
    released      boolean     not null, -- given back, with no call under way; otherwise it was lost
    unclean_since bigint,               -- microseconds since 1970: moves since then are to be sent once more; null: none
    repeat_at     bigint                -- and when
);

-- Topics as they were when they were first read, to know them by.
create table known_topic (
    cluster    varchar(20)  not null, -- kafka, or kafka-source
    topic      varchar(249) not null,
    topic_id   varchar(40)  not null,
    partitions integer      not null,
    primary key (cluster, topic)
);
