// A card on a board between our own simulated UPS, by Modbus RTU, and Debian's mosquitto, by sockets.

import {setInput} from '../../../src/ups/ups.ts';
import {openToAll, startMosquitto} from '../../helpers/mosquitto.ts';
import {consumer, farUps, startBoard, until} from '../../helpers/espruino-card.ts';
import type {Board, Consumer, FarUps} from '../../helpers/espruino-card.ts';
import {MemoryStorage} from '../../helpers/espruino-device.ts';
import {needs} from '../../helpers/needs.ts';
import type {ExecutionContext} from 'ava';

const test = needs('mosquitto');

interface Rig {
	readonly ups: FarUps;
	readonly board: Board;
	readonly seen: Consumer;
	readonly storage: MemoryStorage;
	readonly port: number;
}

async function rigOf(t: ExecutionContext): Promise<Rig> {
	const broker = await startMosquitto(t, openToAll);
	const seen = await consumer(t, () => broker.dialSocket());
	const ups = await farUps(t);
	const storage = new MemoryStorage();
	const board = startBoard(t, {storage, serial: ups.serial, port: broker.port, start: 'first'});
	await until(t, () => board.card.isHealthy() && seen.samples.length > 0, 'a session, and a UPS that is heard');
	return {ups, board, seen, storage, port: broker.port};
}

function grid(ups: FarUps, volts: number): void {
	ups.agent.order(() => setInput(ups.agent.ups, ups.agent.now(), volts, 60, 0));
}

test('a board on a UPS publishes births, samples and events that protobufjs reads', async t => {
	const {ups, seen} = await rigOf(t);
	await until(t, () => seen.births.some(birth => birth['serial'] === 'AS1234567890'), 'a birth that names the UPS');
	const birth = seen.births.at(-1) as Record<string, unknown>;
	t.like(birth, {cardId: 'board-1', vendor: 'APC', site: 'lab', ratedWatts: 1000, sampleIntervalMs: 1000});
	grid(ups, 0);
	await until(t, () => seen.events.includes('onBattery set'), 'the outage is told');
	await until(t, () => seen.samples.some(sample => Number(sample['outputStatus']) === 3), 'and is in a sample');
	grid(ups, 120);
	await until(t, () => seen.events.includes('onBattery clear'), 'its end is told');
	t.is(seen.collector.counters.unmarkedRepeats, 0);
	t.is(seen.collector.counters.malformed, 0);
	await until(t, () => seen.samples.length > 3, 'samples go on');
});

test('an order comes back with what became of it, and one for another session, repeated or out of place with a code', async t => {
	const {seen, board} = await rigOf(t);
	const sessionId = board.card.sessionId;
	const order = (commandId: string, command: number, more: Record<string, unknown> = {}): void =>
		seen.order({commandId, sessionId, command, actor: 'ann', role: 'ROLE_ADMINISTRATOR', ...more});
	const stages = (commandId: string): string[] =>
		seen.results
			.filter(result => result['commandId'] === commandId)
			.map(({stage, code}) => (typeof code === 'string' ? `${String(stage)} ${code}` : String(stage)));
	order('a', 1);
	await until(t, () => stages('a').length === 2, 'a self-test is accepted and completed');
	t.deepEqual(stages('a'), ['COMMAND_STAGE_ACCEPTED', 'COMMAND_STAGE_COMPLETED']);
	order('a', 1);
	order('b', 1, {sessionId: sessionId + 1});
	order('c', 99);
	order('d', 20);
	order('e', 2);
	order('f', 30, {target: 9});
	order('g', 1, {role: 'ROLE_READ_ONLY'});
	order('h', 31, {target: 1});
	await until(t, () => stages('h').length === 2, 'an outlet group is off');
	t.is(stages('a')[2], 'COMMAND_STAGE_REFUSED E_COMMAND_REPEATED');
	t.deepEqual(
		['b', 'c', 'd', 'e', 'f', 'g', 'h'].map(id => stages(id)[0]),
		[
			'COMMAND_STAGE_REFUSED E_COMMAND_STALE',
			'COMMAND_STAGE_REFUSED E_COMMAND_UNKNOWN',
			'COMMAND_STAGE_REFUSED E_COMMAND_UNSUPPORTED',
			'COMMAND_STAGE_REFUSED E_COMMAND_STATE',
			'COMMAND_STAGE_REFUSED E_COMMAND_PARAMETER',
			'COMMAND_STAGE_REFUSED E_COMMAND_FORBIDDEN',
			'COMMAND_STAGE_ACCEPTED',
		],
	);
	t.is(stages('h')[1], 'COMMAND_STAGE_COMPLETED');
	await until(t, () => seen.events.includes('commandCompleted momentary'), 'it is in the log too');
});

test('no event is lost while the broker is away, none comes twice unmarked, and the broker told of the loss', async t => {
	const {ups, seen, board} = await rigOf(t);
	board.device.isOffline = true;
	board.device.cutSockets();
	await until(t, () => !board.card.mqtt.up, 'the session is lost');
	grid(ups, 0);
	await until(t, () => board.card.card.sawHold(0), 'the card sees the outage');
	grid(ups, 120);
	await until(t, () => !board.card.card.sawHold(0), 'and its end');
	t.false(seen.events.includes('onBattery set'));
	await until(t, () => seen.deaths.length === 1, 'the broker publishes the will');
	t.is(seen.deaths[0]['reason'], 'DEATH_REASON_CONNECTION_LOST');
	board.device.isOffline = false;
	await until(t, () => seen.events.includes('onBattery clear'), 'all of it is told');
	t.deepEqual(
		seen.sequences,
		seen.sequences.map((_each, at) => at + 1),
	);
	t.is(seen.collector.counters.unmarkedRepeats, 0);
	t.is(seen.births.at(-1)?.['sessionId'], board.card.sessionId);
	await until(t, () => board.card.log.acked === board.card.log.newest, 'and acknowledged');
});

test('a card that lost its power goes on in its log, and tells what ended meanwhile', async t => {
	const {ups, seen, board, storage, port} = await rigOf(t);
	grid(ups, 0);
	await until(t, () => seen.events.includes('onBattery set'), 'an outage');
	board.cut();
	grid(ups, 120);
	const again = startBoard(t, {storage, serial: ups.serial, port, start: 'second'});
	t.is(again.card.log.logId, board.card.log.logId);
	t.not(again.card.rows.bootIds[0], board.card.rows.bootIds[0]);
	await until(t, () => seen.events.includes('onBattery clear'), 'the end of the outage is told after the restart');
	t.deepEqual(
		seen.sequences,
		seen.sequences.map((_each, at) => at + 1),
	);
	t.is(seen.collector.counters.unmarkedRepeats, 0);
});

test('a command that a loss of power interrupted has failed, and is told so once', async t => {
	const {ups, seen, board, storage, port} = await rigOf(t);
	seen.order({commandId: 'a', sessionId: board.card.sessionId, command: 1, actor: 'ann', role: 'ROLE_ADMINISTRATOR'});
	await until(t, () => seen.results.length === 1, 'it is accepted');
	board.cut();
	const again = startBoard(t, {storage, serial: ups.serial, port, start: 'second'});
	await until(t, () => seen.results.length === 2, 'it has failed');
	t.like(seen.results[1], {commandId: 'a', command: 1, stage: 'COMMAND_STAGE_FAILED'});
	again.cut();
	const third = startBoard(t, {storage, serial: ups.serial, port, start: 'third'});
	await until(t, () => third.card.isHealthy() && third.card.log.acked === third.card.log.newest, 'all is told');
	t.is(seen.results.length, 2);
	t.is(seen.events.filter(event => event === 'commandFailed momentary').length, 1);
});

test('a UPS that falls silent is a lost link and no outage, and its return ends that', async t => {
	const {ups, seen, board} = await rigOf(t);
	ups.isSilent = true;
	await until(t, () => !board.card.card.isHearing(), 'the card notices');
	board.card.rows.staleAt[0] = board.card.now();
	await until(t, () => seen.events.includes('linkLost set'), 'the loss is told');
	await until(t, () => seen.samples.at(-1)?.['linkLost'] === true, 'in samples as well');
	ups.isSilent = false;
	await until(t, () => seen.events.includes('linkLost clear'), 'and its end');
	t.false(seen.events.includes('onBattery set'));
});
