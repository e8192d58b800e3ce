/** What the demo data promises: see the table of accounts in the README. */
export const PASSWORD = 'Qiancheng-2027';
export const SCHOOL = '10001';
export const COHORT = 2027;
export const WORKSPACE = `schools/${SCHOOL}/cohorts/${COHORT}`;

/** Stretches of forty student numbers without any agreement; each story takes its own, so that two never meet. */
const STRETCH = 200;
export const stretch = (index: number): { first: number; last: number } => ({
  first: 161 + index * STRETCH,
  last: 200 + index * STRETCH,
});
export const studentNo = (n: number): string => `2023${String(n).padStart(4, '0')}`;

/** What the employer writes; labels and words as on the screen. */
export const OFFER = {
  post: '软件开发工程师',
  startDate: `${COHORT}-07-01`,
  probationMonths: 3,
  salaryProbation: 6800,
  salaryRegular: 8500,
  penalty: 3000,
  archiveUnit: '长沙市人才服务中心',
  supplement: '未按期取得毕业证书、学位证书，协议自动终止，互不追究。',
} as const;

export const CONTACT = {
  联系人: '王知微',
  电话: '0731-80002206',
  邮编: '410082',
  寄送地址: '云麓大学明德楼 208 就业中心',
} as const;
