/** Numbers that both sides of the API must agree on. */
export const LIMITS = {
  pageSizes: [20, 50, 100, 200],
  defaultPageSize: 20,
  maxPageSize: 200,
  searchTerms: 2000,
  compareInvitations: 5,
  bulkPrint: 500,
  /** Working days within which the operator decides on a unit; a school's own term is a parameter. */
  certificationWorkdays: 3,
  uploadBytes: 10 * 1024 * 1024,
  uploadPages: 50,
  /** Larger than what any phone takes; decoded, such an image fills 200 MB. */
  uploadPixels: 50_000_000,
  certificateBytes: 5 * 1024 * 1024,
  certificatePages: 10,
  logoBytes: 100 * 1024,
  /** Papers to one report on the registry, and to all of a student's. */
  reportFiles: 3,
  reportFilesOfStudent: 15,
  /** Schools that a unit asks at once when it registers. */
  settlementsAtOnce: 20,
  reasonText: 500,
  noteText: 500,
  opinionText: 200,
  supplementText: 500,
  nameText: 100,
  addressText: 200,
  idempotencyKey: 100,
  signature: {
    width: 600,
    height: 300,
    maxStrokes: 200,
    maxPoints: 20_000,
    /** Smaller than this share of the box and the signature cannot be read on paper. */
    minWidthShare: 0.25,
  },
} as const;
