// Runs `recording check` and `recording play`.

import {nodeClock} from '../../platform/node/clock.ts';
import {parseListen} from '../../platform/node/listen-address.ts';
import {openNutPlayer} from '../../protocols/nut/dev/player.ts';
import {mibOf} from '../../protocols/snmp/recording/recorded-mib.ts';
import {openSnmpServer} from '../../protocols/snmp/server.ts';
import type {CheckOptions, PlayOptions} from '../commands/recording.ts';
import {writeReady} from '../faces/open-faces.ts';
import {addressOf} from '../faces/place.ts';
import type {OpenedFace} from '../faces/place.ts';
import type {Io} from '../io.ts';
import {exitCodes} from '../exit.ts';
import {rowsTable} from '../text-table.ts';
import {checkRecording} from './check.ts';
import type {RecordingCheck} from './check.ts';
import {applyRecording, deviceOf} from './device.ts';
import type {RecordedDevice, TellableHouse} from './device.ts';
import {loadRecording, problemsText} from './load.ts';
import type {RecordedFile} from './load.ts';

function load(io: Io, file: string): RecordedFile {
	const recorded = loadRecording(file);
	const problems = problemsText(recorded);
	if (problems !== '') {
		io.note(problems);
	}
	return recorded;
}

/** One card of the recorded device, on line, with nobody to talk to. */
async function houseOf(device: RecordedDevice, stop: AbortSignal): Promise<TellableHouse> {
	const {openFleet} = await import('../../../sim/fleet/open-fleet.ts');
	const {plainFleet} = await import('../../../sim/fleet/spec.ts');
	const {house} = await openFleet(plainFleet(1, 1, [device.model.sku], {}), {
		speed: Infinity,
		mqttUrl: 'off',
		modelOf: () => device.model,
		signal: stop,
		note: () => {},
	});
	applyRecording(house, device, true);
	return house;
}

/** Prints the check; the exit code is 1 where a type is wrong. */
export async function runCheck(io: Io, file: string, options: CheckOptions): Promise<void> {
	const recorded = load(io, file);
	const device = deviceOf(recorded.values);
	const house = await houseOf(device, io.stop);
	const check = checkRecording(recorded, house, {flavour: options.card, quirks: options.quirk});
	if (options.json === true) {
		const {kind} = recorded;
		const document = {
			schema: 'ridethrough.recording-check/1',
			file,
			kind,
			card: options.card,
			model: device.model.sku,
			...check,
		};
		io.out(JSON.stringify(document, null, '\t'));
	} else {
		io.out(textOf(device, check));
	}
	if (check.wrongType.length > 0) {
		io.exitCode = exitCodes.failed;
	}
}

function textOf(device: RecordedDevice, {served, wrongType, missing}: RecordingCheck): string {
	const rows = [
		...wrongType.map(each => [each.address, 'wrong type', `recorded ${each.recorded}, served ${each.served}`]),
		...missing.map(each => [each.address, 'missing', each.why]),
	];
	const table = rows.length === 0 ? [] : rowsTable([['object', 'what', 'why'], ...rows]);
	const all = served.length + wrongType.length + missing.length;
	return [
		...table,
		`${served.length} of ${all} objects served as recorded, ${wrongType.length} with another type, ${missing.length} not; model ${device.model.sku}`,
	].join('\n');
}

type Play = (io: Io, recorded: RecordedFile, options: PlayOptions, version: string) => Promise<OpenedFace>;

const PUBLIC = [{name: 'public', access: 'read'}];

const playSnmp: Play = async (io, recorded, options) => {
	const house = await houseOf(deviceOf(recorded.values), io.stop);
	const opened = await openSnmpServer({
		house,
		mib: mibOf(recorded.recording),
		listen: parseListen(options.snmp),
		communities: options.snmpCommunity.length === 0 ? PUBLIC : options.snmpCommunity,
	});
	return {at: addressOf(opened), close: async () => opened.close()};
};

const playNut: Play = async (_io, {file, text}, options, version) => {
	const opened = await openNutPlayer({
		name: options.name,
		text,
		loop: !file.endsWith('.dev'),
		listen: parseListen(options.nut),
		clock: nodeClock,
		users: [],
		version,
	});
	return {at: addressOf(opened), close: async () => opened.close()};
};

/** Serves the file until it is stopped. */
export async function runPlay(io: Io, file: string, options: PlayOptions, version: string): Promise<void> {
	const recorded = load(io, file);
	const {kind} = recorded;
	const opened = await (kind === 'snmp' ? playSnmp : playNut)(io, recorded, options, version);
	const at = opened.at ?? '';
	io.note(`ready: ${recorded.values.size} ${kind === 'snmp' ? 'objects over SNMP' : 'variables over NUT'} at ${at}`);
	try {
		writeReady(options.readyFile, 1, {[kind]: at});
		await new Promise<void>(resolve => {
			if (io.stop.aborted) {
				resolve();
			}
			io.stop.addEventListener('abort', () => resolve(), {once: true});
		});
	} finally {
		await opened.close();
	}
}
