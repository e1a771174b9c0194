// Where the orders of this face come from, as roles.ts of the agent numbers it: only types of the agent may be imported here.

export const originSnmp = 4;
export const administrator = 2;
