// A certificate and its key, as two options name them.

import {readFileSync} from 'node:fs';
import {codedError} from '../../core/errors.ts';

function pem(option: string, file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		throw codedError('E_FILE_UNREADABLE', `${option} ${file} cannot be read (${code}): name a PEM file.`, {
			option,
			file,
		});
	}
}

/** PEM texts of `--NAME-cert` and `--NAME-key`; null without both. Throws E_USAGE and E_FILE_UNREADABLE. */
export function pairOf(
	name: string,
	cert: string | undefined,
	key: string | undefined,
): {readonly cert: string; readonly key: string} | null {
	if ((cert === undefined) !== (key === undefined)) {
		throw codedError('E_USAGE', `Give --${name}-cert and --${name}-key together.`, {option: `--${name}-cert`});
	}
	return cert === undefined || key === undefined
		? null
		: {cert: pem(`--${name}-cert`, cert), key: pem(`--${name}-key`, key)};
}
