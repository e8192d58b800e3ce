-- What was uploaded of a row goes once it is done, unless somebody has to look at it: its outcome stays.
alter table source_import_row alter column values_enc drop not null;
