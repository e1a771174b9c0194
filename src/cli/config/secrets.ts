// Values that nobody may read on a screen.

import type {Option} from 'commander';

const secretNames = /password|passphrase|secret|token|snmpuser|snmpcommunity|nutuser/;
const HIDDEN = '***';

/** Whether the option holds a secret, by its name. */
export function isSecret(option: Option): boolean {
	return secretNames.test(option.attributeName().toLowerCase());
}

/** `text` fit to be shown: without the password of a URL; of a secret only where it is kept (@FILE, env:NAME). */
export function maskedText(option: Option, text: string): string {
	if (isSecret(option)) {
		return /^(@.|env:.)/.test(text) ? text : HIDDEN;
	}
	return text.replaceAll(/(\/\/[^/@:\s]*):\S*@/g, `$1:${HIDDEN}@`);
}
