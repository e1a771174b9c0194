// What each role may see and do by the web face (nmc.md 12). Settings and commands are judged again by the card itself.

/** Numbers of the roles, as roles.ts of the card has them. */
export const superUser = 1;
export const administrator = 2;
export const deviceUser = 3;
export const readOnly = 4;
export const networkOnly = 5;

/** Names by number; the first has none. */
export const roleNames: readonly string[] = ['', 'superUser', 'administrator', 'deviceUser', 'readOnly', 'networkOnly'];
/** As people read them. */
export const roleTitles: readonly string[] = [
	'',
	'Super user',
	'Administrator',
	'Device user',
	'Read-only',
	'Network-only',
];
/** Origin of what comes by this face, as roles.ts of the card numbers it. */
export const originHttp = 7;

export type Right =
	/** Being logged in. */
	| 'self'
	/** Readings, alarms, events. */
	| 'status'
	| 'settings'
	| 'command'
	/** Settings files out and in: not for who only reads. */
	| 'transfer'
	/** Accounts and the sessions of others. */
	| 'accounts'
	/** The card's own firmware. */
	| 'firmware';

export const rights: Readonly<Record<Right, readonly number[]>> = {
	self: [superUser, administrator, deviceUser, readOnly, networkOnly],
	status: [superUser, administrator, deviceUser, readOnly],
	settings: [superUser, administrator, deviceUser, readOnly, networkOnly],
	command: [superUser, administrator, deviceUser],
	transfer: [superUser, administrator, deviceUser],
	accounts: [superUser, administrator],
	firmware: [superUser, administrator],
};

export function may(role: number, right: Right): boolean {
	return rights[right].includes(role);
}

/** The rights of a role, for those who draw a page. */
export function rightsOf(role: number): Right[] {
	return (Object.keys(rights) as Right[]).filter(right => may(role, right));
}

/** Whether a key is of the UPS (a device user's) or of the card (an administrator's). */
export function isOfUps(key: string): boolean {
	return key.startsWith('ups.') || key.startsWith('outlet.');
}

/** Who may only administer the network sees nothing of the UPS. */
export function maySeeSetting(role: number, key: string): boolean {
	return role !== networkOnly || !isOfUps(key);
}

/** Whether a field is worth offering; the card judges the change itself. */
export function mayChangeSetting(role: number, key: string): boolean {
	return role === superUser || role === administrator || (role === deviceUser && isOfUps(key));
}
