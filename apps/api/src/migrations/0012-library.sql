-- A library's sheet may hold numbers of people: it is sealed until it has been read, and gone then. Its rows are kept without.
alter table unit_import
  drop column file_id,
  add column sheet_enc bytea;
