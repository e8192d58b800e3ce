export { NotificationView } from './http/notifications.dto.js';
export { Inbox } from './inbox.js';
export { NotificationsModule } from './notifications.module.js';
