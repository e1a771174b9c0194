// Orders to a card over MQTT: bound to the session of the birth, each with one end, each stage logged before it is told.

import type {ExecutionContext} from 'ava';
import mqtt from 'mqtt';
import {encodeCommand} from '../../src/agent/commands/command-wire.ts';
import type {CommandMessage} from '../../src/agent/commands/command-wire.ts';
import {findCommand} from '../../src/agent/commands/table.ts';
import {administrator, readOnly} from '../../src/agent/roles.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {topicFor} from '../../src/protocols/mqtt/topics.ts';
import {startLiveAgent} from '../helpers/live-agent.ts';
import type {LiveAgent} from '../helpers/live-agent.ts';
import {openToAll, startMosquitto} from '../helpers/mosquitto.ts';
import {needs} from '../helpers/needs.ts';
import {decodePeer} from '../helpers/proto.ts';

const topic = topicFor('card-1', 'command');

interface Bench extends LiveAgent {
	/** `stage code` of each result of a command. */
	stages(commandId: string): string[];
	give(name: string, more?: Partial<CommandMessage>, retain?: boolean): Promise<void>;
	say(payload: Buffer, retain?: boolean): Promise<unknown>;
}

async function open(t: ExecutionContext): Promise<Bench> {
	const broker = await startMosquitto(t, openToAll);
	const live = startLiveAgent(t, {url: broker.url, protocolVersion: 4, eventsAck: 'puback'});
	const client = await mqtt.connectAsync(broker.url, {reconnectPeriod: 0});
	t.teardown(async () => client.endAsync(true));
	const results: Array<Record<string, unknown>> = [];
	client.on('message', (_topic, payload) => results.push(decodePeer('CommandResult', payload)));
	await client.subscribeAsync(topicFor('card-1', 'result'), {qos: 1});
	await live.until(() => live.face.uplink.up, 'the card is born');
	const say: Bench['say'] = async (payload, retain = false) => client.publishAsync(topic, payload, {qos: 1, retain});
	return {
		...live,
		say,
		stages: commandId =>
			results
				.filter(result => result['commandId'] === commandId)
				.map(({stage, code}) => `${stage as string} ${(code as string | undefined) ?? ''}`.trim()),
		async give(name, more = {}, retain = false) {
			const writer = new ProtobufWriter(1000);
			encodeCommand(writer, {
				commandId: name,
				sessionId: live.face.sessionId,
				command: findCommand(name)?.id ?? 0,
				target: 0,
				value: null,
				text: '',
				settings: [],
				actor: 'ann',
				role: administrator,
				...more,
			});
			await say(Buffer.from(writer.view()), retain);
		},
	};
}

needs('mosquitto')(
	'a self-test that is ordered runs and ends, and each stage is in the log before it is told',
	async t => {
		const {agent, give, stages, until} = await open(t);
		await give('testBattery');
		await until(() => stages('testBattery').length === 2, 'accepted and completed');
		t.deepEqual(stages('testBattery'), ['COMMAND_STAGE_ACCEPTED', 'COMMAND_STAGE_COMPLETED']);
		const noted = agent.card.newest(10).filter(entry => entry.note?.commandId === 'testBattery');
		t.deepEqual(
			noted.map(({note}) => [note?.actor, note?.role, note?.origin]),
			[
				['ann', administrator, 3],
				['ann', administrator, 3],
			],
		);
	},
);

for (const [what, more, code] of [
	['for another session', {sessionId: 1}, 'E_COMMAND_STALE'],
	['by a role that only reads', {role: readOnly}, 'E_COMMAND_FORBIDDEN'],
	['with a number that nobody knows', {command: 9999}, 'E_COMMAND_UNKNOWN'],
	['for an outlet group that it does not take', {target: 3}, 'E_COMMAND_PARAMETER'],
] as const) {
	needs('mosquitto')(`an order ${what} is refused with ${code}, and the UPS does nothing`, async t => {
		const {agent, give, stages, until, face} = await open(t);
		await give('testBattery', more);
		await until(() => stages('testBattery').length === 1, 'refused');
		t.deepEqual(stages('testBattery'), [`COMMAND_STAGE_REFUSED ${code}`]);
		t.is(agent.ups.testCount, 0);
		t.true(face.uplink.up);
	});
}

needs('mosquitto')(
	'an order that waits at the broker is refused when the card comes back: nothing runs late',
	async t => {
		const {agent, give, stages, until, face, sessions} = await open(t);
		await give('outputOff', {sessionId: 1}, true);
		await until(() => stages('outputOff').length === 1, 'stale while the session lasts');
		face.uplink.client.wire?.destroy();
		const retained = 'COMMAND_STAGE_REFUSED E_COMMAND_RETAINED';
		await until(() => stages('outputOff').includes(retained), 'the next session hears it as retained');
		t.is(sessions(), 2);
		t.not(agent.ups.groupsOn, 0);
	},
);

needs('mosquitto')('what is no order is refused as a message, and the session goes on', async t => {
	const {say, told, face, until, sessions} = await open(t);
	await say(Buffer.from([0xff, 0xff]));
	await say(Buffer.alloc(9000, 8));
	await until(() => face.inbox.refused === 2, 'both are refused');
	t.deepEqual(
		told.filter(name => name === 'messageRefused'),
		['messageRefused'],
	);
	t.is(sessions(), 1);
});

needs('mosquitto')(
	'settings that are ordered are in force, in the log and in the digest of the birth; a wrong one changes nothing',
	async t => {
		const {agent, give, stages, until} = await open(t);
		const before = Buffer.from(agent.settings.digest()).toString('hex');
		await give('setSettings', {
			commandId: 'wrong',
			settings: [
				{key: 'ups.sensitivity', value: 'low'},
				{key: 'ups.transfer.high', value: 131},
			],
		});
		await until(() => stages('wrong').length === 1, 'refused');
		t.deepEqual(stages('wrong'), ['COMMAND_STAGE_REFUSED E_SETTING_VALUE']);
		t.is(agent.settings.desk.get('ups.sensitivity')?.text, 'high');
		await give('setSettings', {commandId: 'right', settings: [{key: 'ups.sensitivity', value: 'low'}]});
		await until(() => stages('right').length === 2, 'completed');
		t.is(agent.settings.desk.get('ups.sensitivity')?.text, 'low');
		t.not(Buffer.from(agent.settings.digest()).toString('hex'), before);
	},
);
