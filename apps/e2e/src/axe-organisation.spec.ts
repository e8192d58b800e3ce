import { Api } from './support/api.js';
import { Audit } from './support/audit.js';
import { anybody, DESK, PHONE, signedIn, step, type Audience } from './support/stage.js';

type Entry = readonly [path: string, title: string | RegExp];
interface Listed {
  items: { id: string }[];
}
const SIZES = [
  ['desk', DESK],
  ['phone', PHONE],
] as const;
const HOME: Readonly<Record<Exclude<Audience, 'student'>, string>> = {
  teacher: '/teacher',
  platform: '/teacher/platform',
  employer: '/employer',
};

async function firstOf(api: Api, path: string): Promise<string> {
  const [first] = (await api.get<Listed>(path)).items;
  if (!first) throw new Error(`${path} is empty`);
  return first.id;
}

/** Every page at both sizes; what it says is there when its heading is and nothing is loading any more. */
async function everyPage(
  audience: Exclude<Audience, 'student'>,
  account: string,
  entries: readonly Entry[],
): Promise<void> {
  const audit = new Audit();
  for (const [size, device] of SIZES) {
    const { page } = await signedIn(audience, account, device);
    for (const [path, title] of entries) {
      await step(`${size}: ${path}`, async () => {
        await page.goto(`${HOME[audience]}${path}`);
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' });
        await audit.look(page, `${size}: ${path}`, page.locator('main'));
      });
    }
  }
  audit.verdict();
}

test('the centre: people, units and settings', async () => {
  const center = await Api.signIn('teacher', 'center');
  const person = await firstOf(center, 'staff?q=counsellor01');
  const student = await firstOf(center, 'student-accounts?cohort=2027');
  const unit = await firstOf(center, 'settlements');
  await everyPage('teacher', 'center', [
    ['/staff', '教师账号'],
    [`/staff/${person}`, /./],
    ['/staff/import', '从表格导入教师账号'],
    ['/student-accounts', '学生账号'],
    [`/student-accounts/${student}`, /./],
    ['/student-accounts/acts', /./],
    ['/rights', /./],
    [`/rights?person=${person}`, /./],
    ['/records', /./],
    ['/settlements', '入驻单位'],
    [`/settlements/${unit}`, /./],
    ['/settings/org', '学院专业班级'],
    ['/settings/org/import', /./],
    ['/settings/cohorts', '届别'],
    ['/settings/policy', '学校参数'],
  ]);
});

test('the operators: schools, certifications and accounts', async () => {
  const operator = await Api.signIn('platform', 'operator');
  const certification = await firstOf(operator, 'certifications');
  const admin = await firstOf(operator, 'schools/10001/admins');
  const colleague = await firstOf(operator, 'operators');
  await everyPage('platform', 'operator', [
    ['/', '学校'],
    ['/schools/10001', /云麓大学/],
    ['/schools/open', '开通学校'],
    ['/schools/10001/admins', /管理员/],
    [`/schools/10001/admins/${admin}`, /./],
    ['/certifications', '单位认证'],
    [`/certifications/${certification}`, /./],
    ['/operators', /./],
    [`/operators/${colleague}`, /./],
    ['/records', /./],
    ['/jobs', /./],
  ]);
});

test('a company: its data, a change of it, its members', async () => {
  await everyPage('employer', 'hr001', [
    ['/company', /./],
    ['/company/change', /./],
    ['/members', /./],
    ['/status', /./],
    ['/register/company', '查找单位'],
  ]);
});

test.each([
  ['reg001', '等平台审核'],
  ['reg002', /^平台退回/],
  ['reg003', '平台已通过，等学校审核'],
  ['reg005', '登记没有通过'],
])('an applicant: where %s stands', (account, title) => everyPage('employer', account, [['/status', title]]));

test('before there is an account: registering', async () => {
  const audit = new Audit();
  for (const [size, device] of SIZES) {
    const { page } = await anybody(size, device);
    await page.goto('/employer/register/company');
    await audit.look(page, `${size}: company`, page.getByRole('heading', { level: 1, name: '查找单位' }));
    await page.getByLabel('统一社会信用代码').fill('91350100M000100Y44');
    await audit.look(page, `${size}: a wrong code`, page.getByText('请对照执照'));
    await page.goto('/employer/register/letter');
    await audit.look(page, `${size}: letter`, page.getByRole('heading', { level: 1 }));
  }
  audit.verdict();
});
