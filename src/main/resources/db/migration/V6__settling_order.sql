-- Third term of the order of wishes: the settling that judged the event anew; 0 is the event itself.
alter table wanted add column settling bigint default 0 not null;
