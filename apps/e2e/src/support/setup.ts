import { connect, disconnect, leaveAll } from './stage.js';

beforeAll(connect);
afterEach(leaveAll);
afterAll(disconnect);
