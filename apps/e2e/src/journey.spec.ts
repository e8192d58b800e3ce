import { createHash } from 'node:crypto';
import { Api } from './support/api.js';
import { collegeAccount, freeStudent } from './support/cases.js';
import { OFFER } from './support/demo.js';
import { anybody, DESK, PHONE, step } from './support/stage.js';
import * as employer from './portals/employer.js';
import { downloadPrint, type PaperFile } from './portals/files.js';
import { logIn } from './portals/login.js';
import * as student from './portals/student.js';
import * as teacher from './portals/teacher.js';

const AGREEMENT_NO = /\d{4}-\d{5}-\d-\d{6}-[0-9A-Z]/;

test('from an invitation to the paper that three parties hold', async () => {
  const who = await freeStudent(await Api.signIn('employer', 'hr001'), 0);
  const hr = await anybody('employer', DESK);
  const graduate = await anybody('student', PHONE);

  const id = await step('the employer signs in, chooses the school and finds the student', async () => {
    await logIn(hr.page, 'employer', 'hr001');
    await employer.chooseWorkspace(hr.page, '云麓大学', '2027 届');
    return employer.startInvitation(hr.page, who.studentNo);
  });
  await step('the employer fills in the invitation', async () => {
    await employer.fillUnit(hr.page);
    await employer.fillTerms(hr.page);
    await employer.fillArchive(hr.page);
    await employer.fillBreach(hr.page);
    // the preview beside the form shows what the student will read
    await hr.page.getByRole('group', { name: '学生手机上的邀约' }).getByText(`${OFFER.post}，`).waitFor();
  });
  await step('the employer confirms every block and sends', () => employer.confirmAndSend(hr.page));

  await step('the student signs in and sees the invitation', async () => {
    await logIn(graduate.page, 'student', who.studentNo);
    await graduate.page.getByRole('heading', { name: '1 份邀约等你答复' }).waitFor();
    await graduate.page.getByRole('link', { name: '查看并答复' }).click();
    await graduate.page.getByText('接受意味着什么').waitFor();
  });
  await step('the student accepts with warning and password', () => student.accept(graduate.page));

  const center = await Api.signIn('teacher', 'center');
  const { student: record } = await center.get(`cases/${id}`);
  const collegeLogin = await collegeAccount(center, record.collegeName);
  const college = await anybody('college', DESK);
  await step('the college passes with its contact data', async () => {
    await logIn(college.page, 'teacher', collegeLogin);
    await teacher.findAgreement(college.page, who.studentNo, who.name);
    await teacher.passReview(college.page);
    await college.page.getByText(`${who.name}：已通过`).first().waitFor();
  });
  const centre = await anybody('centre', DESK);
  await step('the centre passes; the number is issued', async () => {
    await logIn(centre.page, 'teacher', 'center');
    await teacher.findAgreement(centre.page, who.studentNo, who.name);
    await teacher.passReview(centre.page);
  });

  await step('the student reads the whole text', async () => {
    await graduate.page.goto('/student/');
    await graduate.page.getByRole('heading', { name: '轮到你签名' }).waitFor();
    await graduate.page.getByRole('link', { name: '阅读并签名' }).click();
    await student.readToTheEnd(graduate.page);
  });
  await step('the student signs with a finger', async () => {
    await student.proveItIsMe(graduate.page);
    await student.drawWithFinger(graduate);
    await student.signDrawing(graduate.page);
  });

  await step('the seals are recorded in the order of the school', async () => {
    await college.page.goto(teacher.caseUrl(id));
    await teacher.markSeal(college.page, '标记单位章');
    await teacher.markSeal(college.page, '标记学院章');
    await centre.page.goto(teacher.caseUrl(id));
    await teacher.markSeal(centre.page, '标记学校章');
    await centre.page.getByText('三方都已签章，协议生效。').waitFor();
  });

  const files = await step('all three download the paper', async () => {
    await hr.page.goto(employer.caseUrl(id));
    await employer.openPrint(hr.page);
    const employersFile = await downloadPrint(hr.page);
    await graduate.page.goto('/student/agreement');
    await graduate.page.getByRole('button', { name: '打印协议书' }).click();
    const studentsFile = await downloadPrint(graduate.page);
    await teacher.openPrint(centre.page);
    return [employersFile, studentsFile, await downloadPrint(centre.page)];
  });
  const pages = [hr.page, graduate.page, centre.page];
  const shown = await Promise.all(
    pages.map(async (page) => AGREEMENT_NO.exec(await page.locator('main').innerText())?.[0]),
  );
  const [number] = shown;
  expect(number).toMatch(AGREEMENT_NO);
  expect(shown).toEqual([number, number, number]);
  for (const file of files) {
    expect(file.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(file.text).toContain(number);
    expect(file.text).toContain(who.name);
    expect(file.text).toContain(OFFER.post);
  }
  // the same agreement printed again is the same file
  expect(new Set(files.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'))).size).toBe(1);

  await step('anybody can verify it, and the file with it', async () => {
    const passer = await anybody('anybody', PHONE);
    await passer.page.goto('/verify');
    await passer.page.getByLabel('协议编号').fill(number ?? '');
    await passer.page.getByRole('button', { name: '验证' }).click();
    await passer.page.getByRole('heading', { name: '有效' }).waitFor();
    const text = await passer.page.getByRole('article').innerText();
    expect(text).not.toContain(who.name);
    expect(text).not.toContain(who.studentNo);
    const [{ name, bytes }] = files as [PaperFile];
    const file = { name, mimeType: 'application/pdf', buffer: bytes };
    await passer.page.getByLabel('选择文件').setInputFiles(file);
    await passer.page.getByText('与存档逐字节相同').waitFor();
  });
});
