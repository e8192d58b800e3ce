import { formatDateTime, NOTICE_EVENTS, noticeText, type NoticeEvent } from '@qiancheng/shared';

export interface NoticeValues {
  student: string;
  employer: string;
  deadline: Date | null;
  reason: string | null;
}

/** 4月14日 23:59, as sentences say it. */
function inWords(at: Date): string {
  const [date = '', time = ''] = formatDateTime(at).split(' ');
  const [, month, day] = date.split('-').map(Number);
  return `${month}月${day}日 ${time}`;
}

/** Title and sentence of an event; the words stand in libs/shared, beside the process that names the events. */
export function noticeWords(event: NoticeEvent, values: NoticeValues): { title: string; body: string } {
  return {
    title: NOTICE_EVENTS[event].title,
    body: noticeText(event, {
      student: values.student,
      employer: values.employer,
      deadline: values.deadline ? inWords(values.deadline) : null,
      // The sentence brings its own full stop.
      reason: values.reason?.replace(/[。．.]+$/u, '') ?? null,
    }),
  };
}

/** To a unit whose invitation ended because the student accepted another one; not whose it was. */
export function otherAcceptedWords(student: string): { title: string; body: string } {
  return { title: NOTICE_EVENTS.invite_expired.title, body: `${student}接受了另一份邀约，你们的邀约随即失效。` };
}
