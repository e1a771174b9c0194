// Secrets of a board map: read when they are needed, never kept in what is told.

import {readFileSync} from 'node:fs';
import {codedError} from '../../src/core/errors.ts';
import type {SecretPlace} from './board.ts';

/** What stands at `place`. Throws E_FILE_UNREADABLE, and E_SETUP_FAULTY for a variable that is not set. */
export function secretAt(place: SecretPlace, environment: NodeJS.ProcessEnv = process.env): string {
	if (place.startsWith('@')) {
		const file = place.slice(1);
		try {
			return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
		} catch (error) {
			const reason = (error as Error).message;
			throw codedError('E_FILE_UNREADABLE', `the secret in ${file} cannot be read: ${reason}`, {file, reason});
		}
	}
	const name = place.slice('env:'.length);
	const value = environment[name];
	if (value === undefined || value === '') {
		throw codedError('E_SETUP_FAULTY', `the variable ${name} is not set, and the board map takes a secret from it`, {
			name,
		});
	}
	return value;
}
