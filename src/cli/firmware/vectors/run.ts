// Runs `firmware vectors`: reads the files, finds their formats, and tells what does not give what it should.

import {readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {codedError} from '../../../core/errors.ts';
import {exitCodes} from '../../exit.ts';
import type {Io} from '../../io.ts';
import type {VectorFormat, VectorResult} from './format.ts';
import {vectorFormats} from './formats.ts';

export interface FileReport {
	readonly file: string;
	readonly format: string;
	readonly count: number;
	readonly mismatches: readonly VectorResult[];
}

/** Runs each file; `formats` is given by tests only. */
export function reportVectors(
	files: readonly string[],
	formats: readonly VectorFormat[] = vectorFormats,
): readonly FileReport[] {
	return files.map(file => {
		const document = documentIn(file);
		const format = formats.find(each => each.fits(document));
		if (format === undefined) {
			throw unknownFormat(file, formats);
		}
		const results = format.run({document, beside: name => besideOf(file, name, files)});
		const mismatches = results.filter(({expected, got}) => expected !== got);
		return {file, format: format.name, count: results.length, mismatches};
	});
}

/** Prints the report of the files; exit code 1 on any mismatch. */
export function runVectorFiles(io: Io, files: readonly string[], json: boolean): void {
	const reports = reportVectors(files);
	if (json) {
		io.out(JSON.stringify({schema: 'ridethrough.firmware-vectors/1', files: reports}, null, '\t'));
	} else {
		io.out(reports.flatMap(linesOf).join('\n'));
	}
	if (reports.some(({mismatches}) => mismatches.length > 0)) {
		io.exitCode = exitCodes.failed;
	}
}

function linesOf({file, format, count, mismatches}: FileReport): string[] {
	const lines = mismatches.map(({id, expected, got}) => `${id}: expected ${expected}, got ${got}`);
	const verdict = mismatches.length === 0 ? 'all as stated' : `${mismatches.length} not as stated`;
	return [...lines, `${file}: ${format}, ${count} vectors, ${verdict}`];
}

/** A file of vectors that another needs: among the files given, else in the same folder. */
function besideOf(file: string, name: string, files: readonly string[]): object | null {
	const given = files.find(each => basename(each) === name);
	try {
		return documentIn(given ?? join(dirname(file), name));
	} catch {
		return null;
	}
}

function documentIn(file: string): object {
	let document: unknown;
	try {
		document = JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		throw unreadable(file, `${file} cannot be read as JSON: ${(error as Error).message}.`);
	}
	if (typeof document !== 'object' || document === null || Array.isArray(document)) {
		throw unreadable(file, `${file} holds no JSON object; a file of vectors is one.`);
	}
	return document;
}

function unknownFormat(file: string, formats: readonly VectorFormat[]): Error {
	const known = formats.map(({name}) => name).join(', ');
	return unreadable(file, `${file} holds vectors of no format that is known here; there are ${known}.`);
}

function unreadable(file: string, sentence: string): Error {
	return codedError('E_FILE_UNREADABLE', sentence, {file});
}
