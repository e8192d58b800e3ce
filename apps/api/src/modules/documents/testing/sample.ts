import { emptyAgreementValues, LIMITS, makePolicy, type PolicyPatch } from '@qiancheng/shared';
import type { PrintContent } from '../print-source.js';
import type { Strokes } from '../template/sheet.js';

/** A name written with a few strokes, as the pad records it. */
export function sampleStrokes(): Strokes {
  const stroke = (points: [number, number][]) =>
    points.slice(1).flatMap(([x, y], index) => {
      const [fromX, fromY] = points[index] as [number, number];
      return Array.from({ length: 9 }, (_, i) => ({
        x: fromX + ((x - fromX) * i) / 8 + Math.sin(i) * 2,
        y: fromY + ((y - fromY) * i) / 8 + Math.cos(i) * 2,
      }));
    });
  return {
    width: 600,
    height: 300,
    strokes: [
      stroke([
        [80, 70],
        [70, 220],
      ]),
      stroke([
        [80, 70],
        [180, 75],
        [190, 210],
        [80, 215],
      ]),
      stroke([
        [230, 60],
        [210, 110],
        [300, 85],
        [220, 220],
      ]),
      stroke([
        [360, 60],
        [350, 240],
        [420, 170],
      ]),
      stroke([
        [440, 70],
        [520, 75],
        [515, 228],
        [440, 226],
      ]),
    ],
  };
}

export const ARTICLES = [
  { title: '诚信', body: '双方已如实说明各自情况，充分了解对方，自愿签订本协议。' },
  { title: '报到', body: '毕业生应当在约定的到岗日期前到用人单位报到；不能按期报到的，应当提前告知。' },
];

/** One agreement as the source gives it; synthetic throughout. */
export function sampleContent(patch: Partial<PrintContent> = {}, policy: PolicyPatch = {}): PrintContent {
  const values = emptyAgreementValues();
  const { employer, terms, archive, breach } = values;
  Object.assign(employer, {
    name: '湘江精密制造股份有限公司',
    creditCode: '91430100MA4L000018',
    contactName: '周敏',
    contactPhone: '0731-80004318',
    contactEmail: 'hr@xiangjiang.example.cn',
    address: '湖南省长沙市长沙县星沙产业基地蓝思路 18 号人力资源部',
    postcode: '410100',
    natureCode: '31',
    industryCode: '22',
    regionCode: '430121',
    partyOrgUnit: '中共湘江精密制造股份有限公司委员会',
    opinion: '同意接收',
  });
  Object.assign(terms, {
    post: '软件开发工程师（MES）',
    jobCategoryCode: '13',
    workRegionCode: '430121',
    workAddress: '星沙产业基地蓝思路 18 号',
    startDate: '2027-07-01',
    contractYears: 3,
    probationMonths: 3,
    salaryProbation: 6800,
    salaryRegular: 8500,
    welfare: '提供宿舍，年度体检',
  });
  Object.assign(archive, {
    archiveMode: 'agency',
    archiveUnit: '长沙市人才服务中心',
    archiveAddress: '长沙市岳麓区杜鹃路 768 号',
    archivePostcode: '410006',
    archivePhone: '0731-80007600',
    hukouMode: 'unit',
    hukouAddress: '长沙县公安局星沙派出所',
  });
  Object.assign(breach, { penalty: 5000, serviceYears: 3, supplement: '用人单位提供人才公寓，首年免租。' });
  const doneAt = new Date('2027-04-18T02:00:00Z');
  return {
    id: '01990000-0000-7000-8000-000000000001',
    schoolId: 1,
    state: 'SIGNING',
    revision: 1,
    version: 9,
    cohort: 2027,
    agreementNo: '2027-10001-3-004318-6',
    levelCode: '31',
    studentName: '欧阳䶮',
    studentNo: '20230001',
    policy: makePolicy(policy),
    slots: { student: { doneAt }, employer: { doneAt: new Date('2027-04-19T02:00:00Z') } },
    contentHash: 'f59efacbd7ec7f2f98f4bdef4d1c3321271ee0e4c8110223c957d598eae7d50e',
    school: { code: '10001', name: '云麓大学', centerName: '招生就业处', centerPhone: '0731-80001200' },
    values,
    student: {
      studentNo: '20230001',
      name: '欧阳䶮',
      genderCode: '2',
      ethnicCode: '15',
      politicalCode: '02',
      trainingModeCode: '1',
      levelCode: '31',
      lengthYears: 4,
      graduationMonth: '2027-06',
      collegeName: '机械与运载工程学院',
      majorName: '机械设计制造及其自动化',
      className: '机制2303班',
      idNo: '11010120020101004X',
      originCode: '433130',
      address: '湖南省湘西土家族苗族自治州龙山县民安街道新建路 12 号',
      phone: '13800000021',
      email: 'ouyang.yan@stu.example.edu.cn',
      healthCode: '1',
      opinion: '本人已阅读并同意以上各项内容，自愿到该单位就业。',
    },
    schoolBlock: {
      contact: '王知微',
      phone: '0731-80002206',
      postcode: '410082',
      mailingAddress: '云麓大学明德楼 208',
      collegeOpinion: '同意',
      schoolOpinion: '同意',
    },
    marks: [
      {
        slot: 'student',
        doneAt,
        method: 'handwriting',
        byName: '欧阳䶮',
        sealDate: null,
        strokes: sampleStrokes(),
        typedName: null,
      },
      {
        slot: 'employer',
        doneAt: new Date('2027-04-19T02:00:00Z'),
        method: 'paper_seal',
        byName: '李文静',
        sealDate: '2027-04-19',
        strokes: null,
        typedName: null,
      },
    ],
    articles: ARTICLES,
    voidedAt: null,
    ...patch,
  };
}

const repeat = (text: string, length: number): string => [...text.repeat(length)].slice(0, length).join('');

/** Every text as long as the form accepts, all at once. */
export function longestContent(policy: PolicyPatch = {}): PrintContent {
  const place = '新疆维吾尔自治区巴音郭楞蒙古自治州和静县';
  const content = sampleContent({}, policy);
  const address = repeat(`${place}天山街道博斯腾湖路`, LIMITS.addressText);
  const name = repeat(`${place}丝绸之路精密制造`, LIMITS.nameText);
  const opinion = repeat('同意接收该毕业生，按约定办理；', LIMITS.opinionText);
  const email = `${'very.long.mailbox.'.repeat(3)}@human-resources.example-company.com.cn`;
  const person = '买买提江·吐尔逊阿卜杜热西提·伊敏艾合麦提';
  Object.assign(content.values.employer, {
    name,
    superiorDepartment: name,
    partyOrgUnit: name,
    contactName: repeat(person, 40),
    contactPhone: '0996-12345678-12345',
    contactEmail: email,
    address,
    opinion,
    regionCode: '652827',
  });
  Object.assign(content.values.terms, {
    post: repeat('高级软件开发工程师（制造执行系统方向）', 60),
    workAddress: address,
    welfare: opinion,
    workRegionCode: '652827',
    salaryProbation: 1_000_000,
    salaryRegular: 1_000_000,
  });
  Object.assign(content.values.archive, {
    archiveUnit: name,
    archiveAddress: address,
    hukouAddress: address,
    archivePhone: '0996-12345678-12345',
  });
  Object.assign(content.values.breach, {
    supplement: repeat('双方另行约定如下：用人单位提供住宿。', LIMITS.supplementText),
  });
  Object.assign(content.student, {
    name: person,
    collegeName: repeat('马克思主义学院与公共管理学院', 30),
    majorName: repeat('材料成型及控制工程（中外合作办学）', 40),
    className: repeat('材控中外合作2303班', 30),
    address,
    email,
    opinion,
    originCode: '652827',
  });
  content.studentName = person;
  content.schoolBlock = {
    contact: repeat(person, 40),
    phone: '0731-80002206-1234',
    postcode: '410082',
    mailingAddress: address,
    collegeOpinion: opinion,
    schoolOpinion: opinion,
  };
  const marked = (slot: 'employer' | 'superior' | 'college' | 'school') => ({
    slot,
    doneAt: new Date('2027-04-22T02:00:00Z'),
    method: 'paper_seal',
    byName: person,
    sealDate: '2027-04-22',
    strokes: null,
    typedName: null,
  });
  content.marks = [
    ...content.marks.slice(0, 1),
    marked('employer'),
    marked('superior'),
    marked('college'),
    marked('school'),
  ];
  return content;
}
