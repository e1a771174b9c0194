// Passwords that the embedded broker hands out: one for the service and one a card, made from a secret of the process, so that
// nothing is stored and nothing is the same in the next run.

import {createHmac, randomBytes, timingSafeEqual} from 'node:crypto';

const PASSWORD_BYTES = 18;

/** Who may come in with which password. */
export interface Credentials {
	check(user: string, password: Uint8Array | undefined): boolean;
}

export class HandedOutPasswords implements Credentials {
	readonly #secret = randomBytes(32);

	/** The password of a user; the same for as long as the process lives. */
	passwordOf(user: string): string {
		return createHmac('sha256', this.#secret).update(user).digest().subarray(0, PASSWORD_BYTES).toString('base64url');
	}

	check(user: string, password: Uint8Array | undefined): boolean {
		const right = Buffer.from(this.passwordOf(user));
		return password !== undefined && password.length === right.length && timingSafeEqual(right, password);
	}
}
