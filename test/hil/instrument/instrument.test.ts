import {fork} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {RelayPlace, SourcePlace} from '../../../hil/board/board.ts';
import {openInstrument} from '../../../hil/instrument/instrument.ts';
import type {TwinDevice} from '../../../hil/instrument/twin-device.ts';
import {relayTwin, sourceTwin} from '../../../hil/instrument/twin-kinds.ts';
import {attach, goodManners, serveTwin} from '../../../hil/instrument/twin-server.ts';
import type {TwinManners, TwinServer} from '../../../hil/instrument/twin-server.ts';
import type {Wish} from '../../../hil/instrument/wishes.ts';
import {openLine} from '../../../hil/serial/line.ts';
import {needs} from '../../helpers/needs.ts';
import {serialLine} from '../../helpers/serial-line.ts';

const SAFE_WITHIN_MS = 2000;
const LOOK_MS = 10;

const relayAt = (port: number, more: Partial<RelayPlace> = {}): RelayPlace => ({
	name: 'cut',
	kind: 'relay',
	at: {kind: 'tcp', host: '127.0.0.1', port},
	identity: 'RELAY TWIN',
	timeoutMs: 1000,
	channel: 101,
	safe: 'closed',
	...more,
});

const sourceAt = (port: number, more: Partial<SourcePlace> = {}): SourcePlace => ({
	name: 'mains',
	kind: 'ac-source',
	at: {kind: 'tcp', host: '127.0.0.1', port},
	identity: '',
	timeoutMs: 1000,
	volts: {min: 0, max: 264, nominal: 230},
	hertz: {min: 45, max: 66, nominal: 50},
	safe: 'nominal',
	...more,
});

async function served(t: ExecutionContext, device: TwinDevice): Promise<TwinServer & {manners: TwinManners}> {
	const manners = goodManners();
	const server = await serveTwin(device, manners);
	t.teardown(() => server.close());
	return {...server, manners};
}

/** How long until `isTrue`; fails after the time that an instrument may stay unsafe. */
async function soon(t: ExecutionContext, isTrue: () => boolean, limitMs = SAFE_WITHIN_MS): Promise<void> {
	const since = Date.now();
	while (!isTrue()) {
		if (Date.now() - since > limitMs) {
			t.fail(`not within ${limitMs} ms`);
			return;
		}
		await new Promise(resolve => {
			setTimeout(resolve, LOOK_MS);
		});
	}
}

test.serial('a relay opens and closes, is read back, and is left as the board map says', async t => {
	const {device, closed} = relayTwin([101]);
	const {port} = await served(t, device);
	const relay = await openInstrument(relayAt(port));
	t.is(relay.identity, 'RIDETHROUGH,RELAY TWIN,0,1');
	t.false(closed.has(101), 'opening an instrument changes nothing');
	t.deepEqual(await relay.act({do: 'relay', state: 'closed'}), {kind: 'relay', state: 'closed'});
	t.deepEqual(await relay.act({do: 'relay', state: 'open'}), {kind: 'relay', state: 'open'});
	t.false(closed.has(101));
	await relay.close();
	t.true(closed.has(101));
	await relay.close();
	await t.throwsAsync(relay.act({do: 'read'}), {code: 'E_BOARD_SICK'});
});

test.serial('a source is set, measured, and left nominal', async t => {
	const {device, state} = sourceTwin();
	const {port} = await served(t, device);
	const source = await openInstrument(sourceAt(port));
	await source.act({do: 'volts', volts: 184});
	await source.act({do: 'hertz', hertz: 47});
	t.like(await source.act({do: 'output', isOn: true}), {isOn: true, volts: 184, measuredVolts: 184, measuredHertz: 47});
	await source.close();
	t.deepEqual(state, {volts: 230, hertz: 50, isOn: true});
});

test.serial('a value beyond the limits of the board map is never sent', async t => {
	const {device} = sourceTwin();
	const {port} = await served(t, device);
	const source = await openInstrument(sourceAt(port, {safe: 'off'}));
	const before = device.messages.length;
	await t.throwsAsync(source.act({do: 'volts', volts: 265}), {
		code: 'E_FAULT_PARAMETER',
		message: /from 0 to 264 V.*not to 265 V/,
	});
	await t.throwsAsync(source.act({do: 'hertz', hertz: Number.NaN}), {code: 'E_FAULT_PARAMETER'});
	await t.throwsAsync(source.act({do: 'relay', state: 'open'}), {
		code: 'E_FAULT_UNSUPPORTED',
		message: /cannot do relay; it can do volts/,
	});
	t.is(device.messages.length, before);
	await source.close();
});

test.serial('what the instrument refuses is told with its own error', async t => {
	const {device} = relayTwin([101]);
	const {port} = await served(t, device);
	await t.throwsAsync(openInstrument(relayAt(port, {channel: 7})), {
		code: 'E_BOARD_NONSENSE',
		message: /^relay cut at tcp:.*it answers -222,"Data out of range"; tried ROUT:CLOS\? \(@7\)$/,
	});
	const source = await served(t, sourceTwin().device);
	const wide = await openInstrument(sourceAt(source.port, {volts: {min: 0, max: 500, nominal: 230}}));
	await t.throwsAsync(wide.act({do: 'volts', volts: 400}), {code: 'E_BOARD_NONSENSE', message: /-222.*tried VOLT 400/});
	await wide.close();
});

test.serial('another instrument than the board map names is refused before anything is done to it', async t => {
	const {device, state} = sourceTwin();
	const {port} = await served(t, device);
	await t.throwsAsync(openInstrument(relayAt(port)), {
		code: 'E_BOARD_NONSENSE',
		message: /SOURCE TWIN.*not RELAY TWIN; tried \*IDN\?/,
	});
	t.deepEqual(state, {volts: 0, hertz: 50, isOn: false});
});

test.serial('an instrument that says nothing, babbles or is not there is told so in time', async t => {
	const server = await served(t, relayTwin([101]).device);
	server.manners.isSilent = true;
	await t.throwsAsync(openInstrument(relayAt(server.port, {timeoutMs: 100})), {
		code: 'E_BOARD_SICK',
		message: /no answer within 100 ms; tried \*IDN\?/,
	});
	server.manners.isSilent = false;
	server.manners.spoil = () => 'x'.repeat(5000);
	await t.throwsAsync(openInstrument(relayAt(server.port, {timeoutMs: 100})), {
		code: 'E_BOARD_SICK',
		message: /says more than 4096 bytes|no answer/,
	});
	server.manners.spoil = answer => (answer === '0' ? 'perhaps' : answer);
	await t.throwsAsync(openInstrument(relayAt(server.port)), {
		code: 'E_BOARD_NONSENSE',
		message: /"perhaps" instead of 0 or 1/,
	});
	await server.close();
	await t.throwsAsync(openInstrument(relayAt(server.port)), {code: 'E_BOARD_SICK', message: /ECONNREFUSED/});
});

test.serial('a connection that was lost is made anew', async t => {
	const {device, closed} = relayTwin([101]);
	const server = await served(t, device);
	const relay = await openInstrument(relayAt(server.port));
	server.drop();
	t.deepEqual(await relay.act({do: 'relay', state: 'closed'}), {kind: 'relay', state: 'closed'});
	server.drop();
	await relay.act({do: 'relay', state: 'open'});
	server.drop();
	await relay.close();
	t.true(closed.has(101));
});

test.serial('a question that comes before the last was answered interrupts it', async t => {
	const {device} = sourceTwin();
	const {port, manners} = await served(t, device);
	manners.answerMs = 50;
	const line = await openLine({kind: 'tcp', host: '127.0.0.1', port}, 1000);
	line.stream.write('VOLT?\nFREQ?\n');
	const [first] = (await once(line.stream, 'data')) as [Buffer];
	t.is(first.toString(), '5.00000E+1\n');
	line.stream.write('SYST:ERR?\n');
	const [error] = (await once(line.stream, 'data')) as [Buffer];
	t.is(error.toString(), '-410,"Query INTERRUPTED"\n');
	await line.close();
});

needs('socat')('an instrument on a serial line is the same', async t => {
	const [near, far] = await serialLine(t);
	const settings = {baud: 9600, parity: 'none', dataBits: 8, stopBits: 1} as const;
	const {device, closed} = relayTwin([101]);
	const line = await openLine({kind: 'serial', path: far, ...settings}, 1000);
	attach(device, line.stream, goodManners());
	const relay = await openInstrument({...relayAt(1), at: {kind: 'serial', path: near, ...settings}});
	await relay.act({do: 'relay', state: 'closed'});
	await relay.act({do: 'relay', state: 'open'});
	await relay.close();
	t.true(closed.has(101));
	await line.close();
});

const runner = fileURLToPath(new URL('run-instrument.js', import.meta.url));

/** A runner that has done `wishes` to the instrument at `place`. */
async function running(t: ExecutionContext, place: RelayPlace | SourcePlace, wishes: readonly Wish[]) {
	const child = fork(runner, [JSON.stringify(place), JSON.stringify(wishes)], {
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	t.teardown(() => child.kill('SIGKILL'));
	const [said] = (await once(child, 'message')) as [string];
	t.is(said, 'acted');
	return child;
}

test.serial('an instrument is safe within two seconds after SIGKILL of its runner', async t => {
	const {device, closed} = relayTwin([101]);
	const {port} = await served(t, device);
	const child = await running(t, relayAt(port), [
		{do: 'relay', state: 'closed'},
		{do: 'relay', state: 'open'},
	]);
	t.false(closed.has(101));
	child.kill('SIGKILL');
	await soon(t, () => closed.has(101));
	t.true(closed.has(101));
});

test.serial(
	'an output is off within two seconds after SIGKILL of its runner, though the instrument has dropped the connection',
	async t => {
		const {device, state} = sourceTwin();
		const server = await served(t, device);
		const child = await running(t, sourceAt(server.port, {safe: 'off'}), [
			{do: 'volts', volts: 100},
			{do: 'output', isOn: true},
		]);
		t.true(state.isOn);
		server.drop();
		child.kill('SIGKILL');
		await soon(t, () => !state.isOn);
		t.false(state.isOn);
	},
);

test.serial('an instrument is safe after SIGTERM of its runner', async t => {
	const {device, closed} = relayTwin([101]);
	const {port} = await served(t, device);
	const child = await running(t, relayAt(port), []);
	child.kill('SIGTERM');
	await soon(t, () => closed.has(101));
	t.true(closed.has(101));
});

test.serial('an instrument is safe after SIGKILL of the whole group of its runner', async t => {
	const {device, closed} = relayTwin([101]);
	const {port} = await served(t, device);
	const words = [JSON.stringify(relayAt(port)), '[]'];
	const child = fork(runner, words, {stdio: ['ignore', 'ignore', 'inherit', 'ipc'], detached: true});
	t.deepEqual((await once(child, 'message'))[0], 'acted');
	process.kill(-(child.pid as number), 'SIGKILL');
	await soon(t, () => closed.has(101));
	t.true(closed.has(101));
});

/** Children of this process that hold an instrument. */
function guards(): number[] {
	const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ');
	return children.map(Number).filter(pid => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('guard-process'));
}

test.serial('an instrument whose guard was killed is told so, and is safe when it is closed', async t => {
	const {device, closed} = relayTwin([101]);
	const {port} = await served(t, device);
	const relay = await openInstrument(relayAt(port));
	const [guard] = guards();
	process.kill(guard, 'SIGKILL');
	await soon(t, () => guards().length === 0);
	await t.throwsAsync(relay.act({do: 'read'}), {code: 'E_BOARD_SICK', message: /its guard has ended/});
	t.false(closed.has(101));
	await relay.close();
	t.true(closed.has(101));
});

test.serial('an instrument is safe when its runner hangs', async t => {
	const {device, closed} = relayTwin([101]);
	const {port} = await served(t, device);
	const child = await running(t, relayAt(port), []);
	child.send('hang');
	await soon(t, () => closed.has(101), 9000);
	t.true(closed.has(101));
});
