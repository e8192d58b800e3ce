export { NotificationView } from './http/notifications.dto.js';
export { Inbox } from './inbox.js';
export { NotificationsModule } from './notifications.module.js';
export { Notifier, type Addressees, type Message, type Notice, type NoticeCase, type Recipients } from './notifier.js';
export { noticeWords, otherAcceptedWords, type NoticeValues } from './texts.js';
