// `ridethrough agent --ups`: what is refused, and a card whose UPS goes and comes back as another one.

import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {register} from '../../src/cli/commands/agent.ts';
import {isCoded} from '../../src/core/errors.ts';
import {openModbusTcp} from '../../src/protocols/modbus/tcp-server.ts';
import type {ModbusTcp} from '../../src/protocols/modbus/tcp-server.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {houseOf} from '../helpers/card-house.ts';
import {until} from '../helpers/linked-card.ts';
import {runCommand} from './run-command.ts';

const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

for (const [words, what] of [
	[['--ups', 'usb:1'], /no kind of UPS; right is simulated/],
	[['--ups', 'modbus-tcp://127.0.0.1:1', '--model', 'SMT1500'], /--model: a real UPS says this itself/],
	[['--ups', 'modbus-tcp://127.0.0.1:1', '--load', '30', '--ambient', '20'], /--load, --ambient: a real UPS/],
] as const) {
	test(`agent ${words.join(' ')} is refused, with what would be right`, async t => {
		const {error} = await runCommand(register, 'agent', ...words);
		t.true(isCoded(error) && error.code === 'E_USAGE');
		t.regex((error as Error).message, what);
	});
}

function startCard(t: ExecutionContext, port: number): {readonly said: () => string} {
	const child = spawn(process.execPath, [program, 'agent', '--ups', `modbus-tcp://127.0.0.1:${port}`], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let said = '';
	child.stderr.on('data', bytes => {
		said += String(bytes);
	});
	t.teardown(() => child.kill());
	return {said: () => said};
}

async function front(model: string, port: number): Promise<ModbusTcp> {
	return openModbusTcp({house: houseOf({model}).house, clock: nodeClock, listen: {host: '127.0.0.1', port}});
}

test('a card whose UPS was absent, or is another one, starts anew as what the UPS says', async t => {
	const held = await front('SMT1500', 0);
	const {port} = held;
	await held.close();
	const {said} = startCard(t, port);
	await until(t, () => /no UPS answers at .*; the card starts without/.test(said()), 'it starts without');
	await until(t, () => /ready: card \S+ \(unknown/.test(said()), 'and is ready');
	const first = await front('SMT1500', port);
	await until(t, () => /ready: card \S+ \(SMT1500/.test(said()), 'it is the card of a UPS');
	await first.close();
	const second = await front('SMX1500I', port);
	t.teardown(async () => second.close());
	await until(t, () => /ready: card \S+ \(SMX1500I/.test(said()), 'and then of another');
});
