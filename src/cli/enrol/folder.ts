// The directory of an enrolment: what was enrolled is in enrolment.json, written before any other file, so that a run that was cut
// short goes on where it stopped.

import {mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {codedError} from '../../core/errors.ts';

const RECORD = 'enrolment.json';
const SCHEMA = 'ridethrough.enrolment/1';
/** Of files with secrets: their owner's alone. */
const SECRET_MODE = 0o600;
const OPEN_MODE = 0o644;
const DIRECTORY_MODE = 0o755;

export interface Enrolment {
	readonly proof: 'certificates' | 'passwords';
	readonly service: string;
	readonly brokerNames: readonly string[];
	readonly sparkplugGroup: string | null;
	readonly homeAssistant: boolean;
	/** Ids, in the order of their enrolment. */
	readonly cards: readonly string[];
}

function refused(directory: string, what: string): Error {
	return codedError('E_ENROL_INVALID', `--out ${directory}: ${what}.`, {directory});
}

function parsed(text: string): (Partial<Enrolment> & {schema?: string}) | null {
	try {
		return JSON.parse(text) as Enrolment;
	} catch {
		return null;
	}
}

export class EnrolmentFolder {
	readonly directory: string;

	/** `directory` is absolute: its paths go into mosquitto.conf. */
	constructor(directory: string) {
		this.directory = directory;
	}

	path(name: string): string {
		return join(this.directory, name);
	}

	/** What was enrolled before; null in a directory that is empty or missing. Throws E_ENROL_INVALID. */
	load(): Enrolment | null {
		const text = this.read(RECORD);
		if (text === null) {
			if (this.#names().length > 0) {
				const right = 'choose an empty or a new one, or the one of an earlier enrolment';
				throw refused(this.directory, `the directory holds other things and no ${RECORD}; ${right}`);
			}
			return null;
		}
		const record = parsed(text);
		if (record?.schema !== SCHEMA || !Array.isArray(record.cards) || !Array.isArray(record.brokerNames)) {
			throw refused(
				this.directory,
				`${RECORD} is not of schema ${SCHEMA}; put it back as it was, or choose another one`,
			);
		}
		return record as Enrolment;
	}

	save(enrolment: Enrolment): void {
		this.write(RECORD, `${JSON.stringify({schema: SCHEMA, ...enrolment}, null, '\t')}\n`);
	}

	/** The text of a file; null when there is none. Throws E_FILE_UNREADABLE. */
	read(name: string): string | null {
		try {
			return readFileSync(this.path(name), 'utf8');
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
				return null;
			}
			const {message} = error as Error;
			throw codedError('E_FILE_UNREADABLE', `${message}; let this user read it.`, {file: this.path(name)});
		}
	}

	/** Replaces a file as a whole. Throws E_FILE_UNWRITABLE. */
	write(name: string, text: string): void {
		this.#write(name, text, OPEN_MODE);
	}

	/** As `write`, readable by the owner only. */
	writeSecret(name: string, text: string): void {
		this.#write(name, text, SECRET_MODE);
	}

	#names(): string[] {
		try {
			return readdirSync(this.directory);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
				return [];
			}
			throw refused(this.directory, `${(error as Error).message}; choose a directory that this user may read`);
		}
	}

	#write(name: string, text: string, mode: number): void {
		const file = this.path(name);
		try {
			mkdirSync(dirname(file), {recursive: true, mode: DIRECTORY_MODE});
			writeFileSync(`${file}.new`, text, {mode, flush: true});
			renameSync(`${file}.new`, file);
		} catch (error) {
			const {message} = error as Error;
			throw codedError('E_FILE_UNWRITABLE', `${message}; choose a directory that this user may write.`, {file});
		}
	}
}
