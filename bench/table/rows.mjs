// 200 agreements with every field of the list filled, and the few other answers that the teacher's list page asks for.
import { randomUUID } from 'node:crypto';

const NAMES = [
  '欧阳䶮',
  '买买提·吐尔逊',
  '阿卜杜热合曼·麦麦提图尔荪',
  '沈砚秋',
  '尉迟明澈',
  '陆星渚',
  '汪澹',
  '徐知远',
];
const UNITS = [
  '湘江精密制造股份有限公司',
  '苏州澄泓精密传动科技有限公司',
  '长沙市岳麓区第一中学',
  '赣州协和长青种业有限公司',
];
const COLLEGES = ['计算机与信息学院', '机械工程学院', '土木与建筑工程学院', '经济与管理学院'];
const STATES = [
  ['REVIEW', '就业中心审核中', true],
  ['SIGNING', '签章中', true],
  ['SIGNED', '已签约', false],
  ['VOIDED', '已作废', false],
  ['INVITED', '待学生确认', false],
];

export const ROWS = Array.from({ length: 200 }, (_, index) => {
  const [state, stateLabel, waitingMine] = STATES[index % STATES.length];
  return {
    id: randomUUID(),
    version: 3,
    agreementNo: `2027-10001-3-${String(4000 + index).padStart(6, '0')}-6`,
    studentNo: String(20230001 + index),
    studentName: NAMES[index % NAMES.length],
    genderName: index % 2 ? '男' : '女',
    cohort: 2027,
    collegeName: COLLEGES[index % COLLEGES.length],
    majorName: '数据科学与大数据技术',
    className: `数据23${String((index % 9) + 1).padStart(2, '0')}`,
    levelName: '本科生毕业',
    originName: '湖南省湘西土家族苗族自治州龙山县',
    employerName: UNITS[index % UNITS.length],
    creditCode: '91430100MA4QK7T27T',
    employerNature: '国有企业',
    employerIndustry: '制造业',
    workRegion: '湖南省长沙市长沙县',
    post: '软件开发工程师（MES）',
    salaryRegular: 8500 + index,
    penalty: 5000,
    startDate: '2027-07-01',
    state,
    stateLabel,
    reviewLevel: state === 'REVIEW' ? 2 : 0,
    waitingFor: '就业中心',
    waitingMine,
    waitedWorkdays: index % 6,
    late: index % 6 > 3,
    sentAt: '2027-03-22T02:05:00Z',
    acceptedAt: '2027-03-24T06:41:00Z',
    signedAt: '2027-04-20T01:05:00Z',
    updatedAt: '2027-04-26T03:34:00Z',
    deadlineAt: '2027-05-10T15:59:59Z',
    printed: (index % 3) + 1,
    slotsDone: ['student', 'employer', 'college'],
    revision: 2,
  };
});

const COLUMNS =
  `studentName studentNo state waitingFor waited employerName post collegeName majorName className agreementNo
  slotsDone printed acceptedAt updatedAt salaryRegular penalty startDate workRegion levelName genderName originName creditCode
  employerNature employerIndustry sentAt signedAt deadlineAt`.split(/\s+/);

const session = (audience) => ({
  account: { id: randomUUID(), login: 'bench', name: '秦淑仪' },
  audience,
  school: { code: '10001', name: '云麓大学' },
  roles: [{ code: 'center_admin', label: '就业中心管理员', scopeLabel: '全校' }],
  permissions: [
    'case.list',
    'case.read',
    'case.print',
    'case.review',
    'home.read',
    'org.read',
    'notification.read',
    'workspace.read',
  ],
  secondStep: null,
  idleSeconds: 1800,
  demo: false,
});

/** Answers of the API, or null for what this bench does not know. `signedIn` false: everybody is asked to log in. */
export function answer(path, query, signedIn) {
  const audience = path.split('/')[0];
  if (path.endsWith('/session')) return signedIn ? session(audience) : null;
  if (path.endsWith('/unread-count')) return { unread: 3 };
  if (path.endsWith('/notifications')) return { items: [], total: 0, page: 1, pageSize: 20 };
  if (path === 'teacher/cohorts') return { items: [{ year: 2027, label: '2027届', open: true, students: 6000 }] };
  if (path === 'teacher/org') return { colleges: [] };
  // every column shown: the list keeps what somebody chose in this preference
  if (path === 'teacher/preferences/agreement-columns')
    return { key: '', value: { order: COLUMNS, hidden: [], pinned: [], widths: {} } };
  if (path.startsWith('teacher/preferences/')) return { key: '', value: {} };
  if (path === 'teacher/home') {
    return {
      waiting: { total: 89, late: 8 },
      rows: [],
      colleges: [],
      deadlines: [],
      events: [],
      slaWorkdays: 3,
      cohort: 2027,
    };
  }
  if (path === 'teacher/cases') return { items: ROWS, total: 260, page: 1, pageSize: Number(query.get('pageSize')) };
  return null;
}
