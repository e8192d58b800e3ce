export const BULL_BACKEND = Symbol('BULL_BACKEND');
