/** One place where sealed values are kept: everything that a rotation of keys must know to open and seal them again. */
export interface SealedColumn {
  table: string;
  column: string;
  /** SQL for the row's name that is bound to the value; most rows are named by their id. */
  row: string;
  /** The primary key, in SQL, by which the row is written again. */
  key: readonly string[];
  /** Rows that are held at once while they are sealed anew; left out: many, for most values are short. */
  atOnce?: number;
  /** Where the value stands inside a JSON column as base64, its member; otherwise the column is the value. */
  member?: string;
}

const byId = (table: string, ...columns: string[]): SealedColumn[] =>
  columns.map((column) => ({ table, column, row: 't.id::text', key: ['id'] }));

const ofSchool = (table: string, ...columns: string[]): SealedColumn[] =>
  columns.map((column) => ({ table, column, row: 't.id::text', key: ['school_id', 'id'] }));

/** A test compares this list with the schema: a new sealed column that is missing here fails it. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  ...byId('account', 'phone_enc', 'totp_enc'),
  ...byId('verification_code', 'target_enc'),
  ...byId('wechat_binding', 'openid_enc'),
  ...byId('wechat_ticket', 'openid_enc'),
  ...byId('member_invitation', 'contact_enc'),
  ...byId('registration_draft', 'phone_enc'),
  ...byId('delivery', 'to_enc', 'body_enc'),
  ...ofSchool('student', 'id_no_enc', 'phone_enc', 'address_enc', 'family_enc'),
  ...ofSchool('registry_report', 'proposed_enc'),
  { table: 'source_draft', column: 'values_enc', row: 't.student_id::text', key: ['school_id', 'student_id'] },
  {
    table: 'source_version',
    column: 'values_enc',
    row: `t.student_id || '/' || t.no`,
    key: ['school_id', 'student_id', 'no'],
  },
  ...ofSchool('source_import', 'sheet_enc'),
  {
    table: 'source_import_page',
    column: 'rows_enc',
    row: `t.import_id || '/' || t.first_line`,
    key: ['school_id', 'import_id', 'first_line'],
    atOnce: 10,
  },
  ...ofSchool('sealed_file', 'content_enc'),
  {
    table: 'sealed_file_part',
    column: 'content_enc',
    row: `t.file_id || '/' || t.no`,
    key: ['school_id', 'file_id', 'no'],
    atOnce: 50,
  },
  ...ofSchool('staff_import', 'sheet_enc'),
  ...ofSchool('staff_import_row', 'values_enc', 'password_enc'),
  {
    table: 'student_act_row',
    column: 'code_enc',
    row: `t.act_id || '/' || t.student_id`,
    key: ['school_id', 'act_id', 'student_id'],
  },
  ...ofSchool('unit_import', 'sheet_enc'),
  {
    table: 'signing_slot',
    column: 'strokes_enc',
    row: `t.case_id || '/' || t.revision || '/' || t.slot`,
    key: ['school_id', 'case_id', 'revision', 'slot'],
  },
  {
    table: 'idempotency_record',
    column: 'body',
    row: `t.account_id || '/' || t.key`,
    key: ['account_id', 'key'],
    member: 'sealed',
  },
];
