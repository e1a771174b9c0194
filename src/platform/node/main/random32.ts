// A number to tell one thing from another: a start of the card, a session, a log.

import {randomBytes} from 'node:crypto';

export function random32(): number {
	return randomBytes(4).readUInt32LE();
}
