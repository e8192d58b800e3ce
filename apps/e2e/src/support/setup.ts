import { Api } from './api.js';
import { connect, disconnect, leaveAll } from './stage.js';

beforeAll(connect);
afterEach(leaveAll);
afterAll(async () => {
  await Api.closeAll();
  await disconnect();
});
