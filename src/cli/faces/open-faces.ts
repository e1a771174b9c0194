// Opens what the options ask for beside MQTT, and says where it was opened.

import {renameSync, writeFileSync} from 'node:fs';
import {codedError} from '../../core/errors.ts';
import type {FaceOptions} from '../face-options.ts';
import {visibleSecrets} from '../face-values.ts';
import type {FacePlace, OpenedFace, OpenFace} from './place.ts';

interface FaceRow {
	readonly name: string;
	readonly asked: (given: FaceOptions) => boolean;
	/** A face that nobody asks for costs no time at the start. */
	readonly load: () => Promise<OpenFace>;
}

const faces: readonly FaceRow[] = [
	{
		name: 'snmp',
		asked: ({snmp, trapTo}) => snmp !== undefined || trapTo.length > 0,
		load: async () => (await import('./snmp.ts')).openSnmpFace,
	},
	{
		name: 'modbus',
		asked: ({modbus}) => modbus !== undefined,
		load: async () => (await import('./modbus.ts')).openModbusFace,
	},
	{
		name: 'modbusSerial',
		asked: ({modbusSerial}) => modbusSerial !== undefined,
		load: async () => (await import('./modbus.ts')).openModbusLine,
	},
	{name: 'nut', asked: ({nut}) => nut !== undefined, load: async () => (await import('./nut.ts')).openNutFace},
	{name: 'http', asked: ({http}) => http !== undefined, load: async () => (await import('./http.ts')).openHttpFace},
	{
		name: 'syslog',
		asked: ({syslog}) => syslog.length > 0,
		load: async () => (await import('./senders.ts')).openSyslogFace,
	},
	{name: 'mail', asked: ({mail}) => mail !== undefined, load: async () => (await import('./senders.ts')).openMailFace},
	{
		name: 'control',
		asked: ({control}) => control !== undefined,
		load: async () => (await import('./control.ts')).openControlFace,
	},
	// Last: it tells of what the others count.
	{
		name: 'metrics',
		asked: ({metrics}) => metrics !== undefined,
		load: async () => (await import('./metrics.ts')).openMetricsFace,
	},
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
		for (const {name, load} of faces.filter(({asked}) => asked(place.given))) {
			const face = await (await load())(place);
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
