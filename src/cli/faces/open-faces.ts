// Opens what the options ask for beside MQTT, and says where it was opened.

import {renameSync, writeFileSync} from 'node:fs';
import {codedError} from '../../core/errors.ts';
import {visibleSecrets} from '../face-values.ts';
import {openControlFace} from './control.ts';
import {openHttpFace} from './http.ts';
import {openMetricsFace} from './metrics.ts';
import {openModbusFace, openModbusLine} from './modbus.ts';
import {openNutFace} from './nut.ts';
import {openMailFace, openSyslogFace} from './senders.ts';
import {openSnmpFace} from './snmp.ts';
import type {FacePlace, OpenedFace, OpenFace} from './place.ts';

const openers: ReadonlyArray<readonly [name: string, open: OpenFace]> = [
	['snmp', openSnmpFace],
	['modbus', openModbusFace],
	['modbusSerial', openModbusLine],
	['nut', openNutFace],
	['http', openHttpFace],
	['syslog', openSyslogFace],
	['mail', openMailFace],
	['control', openControlFace],
	// Last: it tells of what the others count.
	['metrics', openMetricsFace],
];

export interface OpenedFaces {
	/** Where each listens, by name. */
	readonly at: Readonly<Record<string, string>>;
	/** `, snmp 127.0.0.1:1161, nut …` for the line that says that all is ready. */
	readonly text: string;
	close(): Promise<void>;
}

/** Opens the faces in order; where one cannot be, those before it are closed and its error is thrown. */
export async function openFaces(place: FacePlace): Promise<OpenedFaces> {
	for (const option of visibleSecrets(process.argv)) {
		place.io.note(`${option}: a secret on the command line can be read by all; write @FILE or env:NAME in its place.`);
	}
	const opened: Array<readonly [name: string, face: OpenedFace]> = [];
	const close = async (): Promise<void> => {
		await Promise.all(opened.toReversed().map(async ([, face]) => face.close()));
	};
	try {
		for (const [name, open] of openers) {
			const face = await open(place);
			opened.push(...(face === null ? [] : [[name, face] as const]));
		}
	} catch (error) {
		await close();
		throw error;
	}
	const listening = opened.flatMap(([name, {at}]) => (at === undefined ? [] : [[name, at] as const]));
	const text = listening.map(([name, at]) => `, ${name} ${at}`).join('');
	return {at: Object.fromEntries(listening), text, close};
}

/** What `--ready-file` holds. */
export interface Ready {
	readonly schema: 'ridethrough.ready/1';
	readonly pid: number;
	readonly cards: number;
	readonly [face: string]: string | number;
}

/** Writes where everything listens, when everything does. Throws E_FILE_UNWRITABLE. */
export function writeReady(file: string | undefined, cards: number, at: Readonly<Record<string, string>>): void {
	if (file === undefined) {
		return;
	}
	const ready: Ready = {schema: 'ridethrough.ready/1', pid: process.pid, cards, ...at};
	try {
		// Whoever waits for the file finds it whole.
		writeFileSync(`${file}.new`, `${JSON.stringify(ready, null, '\t')}\n`);
		renameSync(`${file}.new`, file);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		throw codedError('E_FILE_UNWRITABLE', `--ready-file ${file} cannot be written (${code}); name another file.`, {
			file,
		});
	}
}
