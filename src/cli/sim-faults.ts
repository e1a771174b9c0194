// The faults of `sim --faults FILE`.

import {readFileSync} from 'node:fs';
import type {FaultRequest} from '../../sim/fleet/control/fault-desk.ts';
import {codedError} from '../core/errors.ts';
import {refuseProblems} from './commands/scenario-check.ts';
import type {Io} from './io.ts';

/** None without a file. Throws E_FILE_UNREADABLE, and E_FAULTS_INVALID once everything that is wrong was told. */
export async function simFaults(io: Io, file: string | undefined): Promise<readonly FaultRequest[]> {
	if (file === undefined) {
		return [];
	}
	const {readFaultFile} = await import('../../sim/fleet/control/fault-file.ts');
	const {isScenarioInvalid} = await import('../../sim/scenario/problems.ts');
	try {
		return readFaultFile(textOf(file), file);
	} catch (error) {
		return isScenarioInvalid(error) ? refuseProblems(io, error.problems, error.code) : Promise.reject(error);
	}
}

function textOf(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		const reason = (error as NodeJS.ErrnoException).code ?? '';
		const text = `${file} cannot be read: ${(error as Error).message}; give a YAML list of faults.`;
		throw codedError('E_FILE_UNREADABLE', text, {file, reason});
	}
}
