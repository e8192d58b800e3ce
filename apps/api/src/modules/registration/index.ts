export { slaDueAt } from './kit/sla.js';
export { RegistrationKitModule } from './kit/kit.module.js';
export { type UnitEvent, UnitHistory } from './kit/unit-history.js';
export { UNIT_TODO_KINDS, type UnitTodo, UnitTodos } from './kit/unit-todos.js';
export { RegistrationModule, RegistrationWorkerModule } from './registration.module.js';
