-- Agreements: who has to be told of a step is found by role and unit on every change of state.
create index account_grant_unit on account_grant (school_id, role);
