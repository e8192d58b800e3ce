/** Titles by level: the ministry's two names, and the line that says for whom the form is. */
const GRADUATE_TITLE = '全国毕业研究生就业协议书';
const UNDERGRADUATE_TITLE = '全国普通高等学校本专科毕业生就业协议书';

const LEVEL_LINES: Record<string, string> = {
  '0': '博士研究生专用',
  '1': '硕士研究生专用',
  '2': '第二学士学位专用',
  '3': '本科生专用',
  '4': '专科生专用',
  '6': '高职生专用',
};

/** Level codes are two digits: the first is the level, the second graduation or completion. */
export function titleOf(levelCode: string): { title: string; levelLine: string } {
  const level = levelCode.slice(0, 1);
  return {
    title: level === '0' || level === '1' ? GRADUATE_TITLE : UNDERGRADUATE_TITLE,
    levelLine: LEVEL_LINES[level] ?? '毕业生专用',
  };
}

const COPY_LABELS: Record<string, string> = {
  student: '毕业生留存',
  employer: '用人单位留存',
  school: '学校留存',
  college: '学院留存',
  center: '就业中心留存',
  procedure: '办理手续用',
};

export function copyLabel(role: string): string {
  return COPY_LABELS[role] ?? `${role}留存`;
}
