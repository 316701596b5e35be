-- Facts about this database itself, such as the check value of the key its identity hashes were made with.
create table setting (
    name    varchar(60)  primary key,
    content varchar(255) not null
);
