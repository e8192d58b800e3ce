export { PlatformAdminModule } from './platform-admin.module.js';
