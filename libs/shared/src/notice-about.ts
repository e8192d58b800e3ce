/** What a message leads to where it is no agreement; each portal knows its page for it. */
export const NOTICE_ABOUT = ['certification', 'settlement', 'company', 'members', 'account', 'source'] as const;
export type NoticeAbout = (typeof NOTICE_ABOUT)[number];
