// Files of settings: YAML or config.ini by the ending of the name, judged by what a UPS takes, refused as a whole.

import {readFileSync, statSync} from 'node:fs';
import {extname} from 'node:path';
import {parseConfigIni} from '../agent/settings/config-ini.ts';
import type {SettingsDesk} from '../agent/settings/desk.ts';
import {checkFile} from '../agent/settings/settings-file.ts';
import type {CheckedFile, FileProblem, ParsedSettings} from '../agent/settings/settings-file.ts';
import {codedError} from '../core/errors.ts';

/** All settings make some 10 kB: what is larger is some other file, and is not even read. */
const MOST_BYTES = 1024 * 1024;

type Parse = (text: string, serial: string) => ParsedSettings | Promise<ParsedSettings>;

async function parseYaml(text: string, serial: string): Promise<ParsedSettings> {
	const {parseSettingsYaml} = await import('./settings-yaml.ts');
	return parseSettingsYaml(text, serial);
}

const parsers: Readonly<Record<string, Parse>> = {'.yaml': parseYaml, '.yml': parseYaml, '.ini': parseConfigIni};

function textOf(file: string): string {
	try {
		if (statSync(file).size > MOST_BYTES) {
			throw new Error(`it is larger than ${MOST_BYTES / 1024} kB`);
		}
		return readFileSync(file, 'utf8');
	} catch (error) {
		throw codedError(
			'E_FILE_UNREADABLE',
			`${file} cannot be read: ${(error as Error).message}; give a file of settings as "config export" writes it.`,
			{file},
		);
	}
}

/**
 * Reads a file of settings for the UPS of `desk`, whose serial number decides about values that belong to one device. Changes
 * nothing. Throws E_FILE_UNREADABLE, and E_USAGE for a name with another ending.
 */
export async function readSettingsFile(file: string, desk: SettingsDesk, serial: string): Promise<CheckedFile> {
	const parse = parsers[extname(file).toLowerCase()];
	if (parse === undefined) {
		throw codedError('E_USAGE', `${file}: a file of settings ends in ${Object.keys(parsers).join(', ')}.`, {file});
	}
	return checkFile(desk, await parse(textOf(file), serial));
}

/** A problem as compilers tell it. */
export function fileProblemText(file: string, {line, column, message}: FileProblem): string {
	return `${file}:${line}:${column}: ${message}`;
}

/** Throws E_SETTINGS_INVALID when anything is wrong in a file; `note` is told every problem first when there are several. */
export function refuseBadSettings(file: string, checked: CheckedFile, note: (text: string) => void): void {
	const {problems} = checked;
	if (problems.length === 0) {
		return;
	}
	const texts = problems.map(problem => fileProblemText(file, problem));
	if (texts.length > 1) {
		texts.forEach(text => note(text));
	}
	const sentence = texts.length === 1 ? texts[0] : `${texts.length} problems in ${file}; nothing of it was taken.`;
	const {line, column} = problems[0];
	throw Object.assign(codedError('E_SETTINGS_INVALID', sentence, {file, line, column}), {problems});
}
