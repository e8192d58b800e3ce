import { Api } from './support/api.js';
import { COHORT } from './support/demo.js';
import { anybody, DESK, signedIn, step } from './support/stage.js';
import { firstLogIn } from './portals/first-login.js';

interface Row {
  id: string;
  name: string;
  studentNo: string;
  className: string;
}
interface Page {
  total: number;
  items: Row[];
}
interface Org {
  colleges: { name: string; classes: { id: string; name: string; cohort: number }[] }[];
}
const COUNSELLOR = { login: 'E70418', name: '欧阳静', phone: '13900007418', password: 'Maple-7418-river' };

test('the centre opens a counsellor for one class; a role that is taken away is gone from the open session', async () => {
  const api = await Api.signIn('teacher', 'center');
  const [college] = (await api.get<Org>('org')).colleges;
  const own = college?.classes.find((one) => one.cohort === COHORT);
  const elsewhere = college?.classes.find((one) => one.cohort === COHORT && one.id !== own?.id);
  if (!college || !own || !elsewhere) throw new Error('the first college has not two classes of this cohort');
  const list = (classId: string) =>
    api.get<Page>(`student-accounts?cohort=${COHORT}&classId=${classId}&sort=studentNo`);
  const [mine, others] = [await list(own.id), await list(elsewhere.id)];
  const [pupil, stranger] = [mine.items[0], others.items[0]];
  if (!pupil || !stranger) throw new Error('a class is empty');

  const centre = await signedIn('teacher', 'center');
  const initial = await step('the centre opens an account for one class', async () => {
    const { page } = centre;
    await page.goto('/teacher/staff');
    await page.getByRole('button', { name: '开通账号' }).click();
    const dialog = page.getByRole('dialog', { name: '开通教师账号' });
    await dialog.getByLabel('账号', { exact: true }).fill(COUNSELLOR.login);
    await dialog.getByLabel('姓名', { exact: true }).fill(COUNSELLOR.name);
    await dialog.getByText(college.name, { exact: true }).click();
    await dialog
      .locator('details[open]')
      .getByRole('checkbox', { name: new RegExp(`^${own.name}\\s*${COHORT}`) })
      .check();
    await dialog.getByRole('button', { name: '开通', exact: true }).click();
    const secret = page.getByRole('dialog', { name: `${COUNSELLOR.name}的初始密码` });
    const text = await secret.locator('code').innerText();
    await secret.getByRole('button', { name: '记好了' }).click();
    await page.getByRole('heading', { level: 1, name: COUNSELLOR.name }).waitFor();
    return text;
  });

  const counsellor = await anybody('counsellor', DESK);
  const { page } = counsellor;
  await step('the counsellor logs in for the first time', () => firstLogIn(page, { ...COUNSELLOR, initial }));
  await step('there are the students of her own class and nobody else', async () => {
    await page.goto('/teacher/student-accounts');
    await page.getByRole('table', { name: new RegExp(`共 ${mine.total} `) }).waitFor();
    await page.goto(`/teacher/student-accounts?q=${pupil.studentNo}`);
    await page.getByRole('link', { name: pupil.name }).waitFor();
    await page.goto(`/teacher/student-accounts?q=${stranger.studentNo}`);
    await page.getByText(/没有符合/).waitFor();
    counsellor.watch.expect(404, /\/student-accounts\//);
    await page.goto(`/teacher/student-accounts/${stranger.id}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('main').innerText()).not.toContain(stranger.name);
  });
  await step('and the agreements of her own class', async () => {
    await page.goto('/teacher/agreements?view=all');
    await page.getByRole('table').or(page.getByText(/没有/)).first().waitFor();
    const answer = await counsellor.context.request.get(`/api/v1/teacher/cases?cohort=${COHORT}`);
    expect(answer.ok()).toBe(true);
    const { items } = (await answer.json()) as { items: { className: string }[] };
    expect([...new Set(items.map((one) => one.className))].filter((name) => name !== own.name)).toEqual([]);
  });

  await step('the centre takes the role away', async () => {
    const desk = centre.page;
    // the first log-in has changed the account since
    await desk.reload();
    await desk.getByRole('button', { name: '设置角色' }).click();
    const dialog = desk.getByRole('dialog', { name: '设置角色' });
    await dialog.getByRole('button', { name: '去掉' }).click();
    await dialog.getByRole('button', { name: '保存角色' }).click();
    await desk.getByText('角色已保存，马上生效').waitFor();
  });
  await step('the open session has lost it at once', async () => {
    const answer = await counsellor.context.request.get('/api/v1/teacher/student-accounts');
    expect(answer.status()).toBe(403);
    // without any role the frame of the portal is refused its numbers, too
    counsellor.watch.expect(403, /\/teacher\/(notifications\/|cohorts$|preferences\/)/);
    await page.goto('/teacher/student-accounts');
    await page.getByRole('heading', { level: 1, name: '您不能打开这个页面' }).waitFor();
  });
});
