import type { BlockPlan, CellPlan } from './rows.js';

const cell = (path: string, label: string, span: 1 | 2 | 3 = 1): CellPlan => ({ path, label, span });

/** Which field stands where. A test checks that every field of the form has its place. */
export const STUDENT_PLAN: BlockPlan = {
  title: '毕业生',
  rows: [
    [cell('student.name', '姓名'), cell('student.genderCode', '性别'), cell('student.ethnicCode', '民族')],
    [cell('student.studentNo', '学号'), cell('student.idNo', '身份证号'), cell('student.politicalCode', '政治面貌')],
    [
      cell('student.levelCode', '学历'),
      cell('student.lengthYears', '学制'),
      cell('student.trainingModeCode', '培养方式'),
    ],
    [cell('student.collegeName', '学院'), cell('student.majorName', '专业'), cell('student.className', '班级')],
    [cell('student.graduationMonth', '毕业时间'), cell('student.originCode', '生源所在地', 2)],
    [cell('student.phone', '手机号码'), cell('student.email', '电子邮箱', 2)],
    [cell('student.healthCode', '健康状况'), cell('student.address', '家庭住址', 2)],
  ],
};

export const EMPLOYER_PLAN: BlockPlan = {
  title: '用人单位',
  rows: [
    [cell('employer.name', '单位名称', 2), cell('employer.creditCode', '统一社会\n信用代码')],
    [
      cell('employer.natureCode', '单位性质'),
      cell('employer.industryCode', '所属行业'),
      cell('employer.regionCode', '单位所在地'),
    ],
    [
      cell('employer.contactName', '联系人'),
      cell('employer.contactPhone', '联系电话'),
      cell('employer.postcode', '邮编'),
    ],
    [cell('employer.address', '协议寄送地址', 3)],
    [cell('employer.contactEmail', '邮箱', 2), cell('employer.superiorDepartment', '上级主管部门')],
    [cell('employer.partyOrgUnit', '党组织关系\n接收单位', 3)],
  ],
};

export const TERMS_PLAN: BlockPlan = {
  title: '工作条款',
  rows: [
    [cell('terms.post', '岗位'), cell('terms.jobCategoryCode', '职位类别'), cell('terms.startDate', '到岗日期')],
    [cell('terms.workRegionCode', '工作地点'), cell('terms.workAddress', '工作地址', 2)],
    [
      cell('terms.contractYears', '合同期限'),
      cell('terms.probationMonths', '试用期'),
      cell('terms.workHoursCode', '工时制度'),
    ],
    [cell('terms.salaryProbation', '试用期月薪'), cell('terms.salaryRegular', '转正月薪', 2)],
    [cell('terms.insurance', '社会保险', 3)],
    [cell('terms.welfare', '食宿等福利', 3)],
  ],
};

export const ARCHIVE_PLAN: BlockPlan = {
  title: '档案户口',
  rows: [
    [cell('archive.archiveMode', '档案接收', 2), cell('archive.archivePostcode', '档案接收\n邮编')],
    [cell('archive.archiveUnit', '档案接收单位', 2), cell('archive.archivePhone', '档案接收\n电话')],
    [cell('archive.archiveAddress', '档案接收地址', 3)],
    [cell('archive.hukouMode', '户口', 3)],
    [cell('archive.hukouAddress', '落户派出所', 3)],
  ],
};

export const BREACH_PLAN: BlockPlan = {
  title: '违约',
  rows: [
    [
      cell('breach.penalty', '违约金'),
      cell('breach.serviceYears', '服务期'),
      cell('breach.supplementHint', '补充约定'),
    ],
    [cell('breach.exits', '不算违约的\n情形', 3)],
  ],
};

export const SCHOOL_PLAN: BlockPlan = {
  title: '学校',
  rows: [
    [cell('school.contact', '学院联系人'), cell('school.phone', '联系电话'), cell('school.postcode', '邮编')],
    [cell('school.mailingAddress', '协议寄送地址', 3)],
  ],
};

export const FACT_PLANS = [STUDENT_PLAN, EMPLOYER_PLAN, TERMS_PLAN, ARCHIVE_PLAN, BREACH_PLAN] as const;

/** Fields that stand outside the grid: in opinion boxes and in the remarks. */
export const BOXED_PATHS = [
  'student.opinion',
  'employer.opinion',
  'school.collegeOpinion',
  'school.schoolOpinion',
  'breach.supplement',
] as const;
