import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Command} from 'commander';
import mqtt from 'mqtt';
import {createProgram} from '../../src/cli/main.ts';
import type {Io} from '../../src/cli/io.ts';

/** The program as it is shipped. Compiled, this file is dist/test/cli/main.test.js. */
const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

const silent: Io = {
	out: () => {},
	note: () => {},
	interactive: false,
	progress: () => {},
	stop: new AbortController().signal,
	exitCode: 0,
};

interface Ended {
	code: number | null;
	out: string;
	err: string;
}

interface Options {
	/** Called with all of stderr so far; returns true once, to send the signal. */
	signalWhen?: (err: string) => boolean;
	signal?: NodeJS.Signals;
	cwd?: string;
	env?: Record<string, string>;
}

function ridethrough(words: string[], {signalWhen, signal = 'SIGINT', cwd, env}: Options = {}): Promise<Ended> {
	return new Promise(resolve => {
		const child = spawn(process.execPath, [MAIN, ...words], {
			cwd,
			env: {...process.env, ...env},
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let out = '';
		let err = '';
		let signalled = false;
		child.stdout.on('data', chunk => (out += chunk));
		child.stderr.on('data', chunk => {
			err += chunk;
			if (!signalled && signalWhen?.(err) === true) {
				signalled = true;
				child.kill(signal);
			}
		});
		child.on('close', code => resolve({code, out, err}));
	});
}

function folder(t: ExecutionContext): string {
	const made = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	t.teardown(() => rmSync(made, {recursive: true}));
	return made;
}

function flagsOf(command: Command, path: string): string[] {
	const own = command.options.map(option => option.long ?? option.flags).sort();
	const args = command.registeredArguments.map(argument => `<${argument.name()}>`);
	const lines = command.commands.length === 0 ? [[path, ...args, ...own].join(' ')] : [];
	return [...lines, ...command.commands.flatMap(child => flagsOf(child, `${path} ${child.name()}`.trim()))];
}

test('verbs and flags are public: they only grow', async t => {
	t.deepEqual(flagsOf(await createProgram(silent), '').sort(), [
		'account add <NAME> --password --role --state',
		'account delete <NAME> --state',
		'account disable <NAME> --state',
		'account enable <NAME> --state',
		'account list --json --state',
		'account passwd <NAME> --password --state',
		'agent --ambient --card --card-id --control --control-token --events-ack --firmware-file --firmware-root --firmware-slot-kib --firmware-soak-min --home-assistant --http --http-cert --http-host --http-key --load --mail --mail-from --mail-password --mail-to --metrics --modbus --modbus-access --modbus-from --modbus-serial --model --mqtt --mqtt-ca --mqtt-cert --mqtt-key --mqtt-listen --mqtt-password --mqtt-version --ntp --nut --nut-cert --nut-key --nut-name --nut-user --quirk --ready-file --recording --serial --settings --site --snmp --snmp-community --snmp-user --sparkplug-group --sparkplug-host --state --syslog --telemetry --trap-to --traps --ups --ups-firmware',
		'battery fit <TABLE.csv> --json --leave-one-out',
		'collect --client-id --limit --mqtt --mqtt-ca --mqtt-cert --mqtt-key --mqtt-password --mqtt-version --no-ack --out --samples',
		'completion <SHELL> --complete',
		'config export --format --model --state',
		'config import <FILE> --dry-run --json --model --state',
		'config list --json --model',
		'config show <COMMAND> --json --origin',
		'doctor --cards --json --listen --mqtt --mqtt-ca --state',
		'enrol --broker-name --cards --count --days --home-assistant --json --out --passwords --prefix --service --sparkplug',
		'fault active --control --control-token --json',
		'fault docs --out',
		'fault end <NAME> --control --control-token',
		'fault inject <NAME> <PARAM=VALUE> --after --cards --control --control-token --every --for --json --model --name --probability --share --site --times',
		'fault list --json',
		'fault reset --control --control-token',
		'fault show <NAME> --json',
		'firmware inspect <FILE> --context --json --root',
		'firmware keygen --add --board --expires --json --key --out --passphrase --raise-epoch --release-keys --release-threshold --retire --root-keys --root-threshold --rotate',
		'firmware publish <FILE> --image --json --root --to',
		'firmware serve --campaign --card-keys --client-id --data --http --http-host --http-token --json --keys --mqtt --mqtt-ca --mqtt-cert --mqtt-key --mqtt-password --mqtt-version --passphrase --ready-file --repository --until-done',
		'firmware sign <IMAGE> --chunk --class --integrated --json --key --make-image --minimum-battery --out --passphrase --precursor --release --security-version --sequence --serial --sever-text --size --slot-b --text --ups --uri --use-before --vendor',
		'firmware vectors <FILE> --json',
		'firmware verify <FILE> --context --image --json --root',
		'hil boards check <NAME> --boards --json --timeout --wait',
		'hil boards list --boards --json',
		'hil boards release <NAME> --boards --force',
		'hil boards schema --out',
		'hil conform <SUITE> --clause-timeout --community --disturb --json --modbus --report --snmp --snmp-version --tap --timeout --trap-listen --write --write-community',
		'hil twin --age --ambient --load --model --pty --rfc2217 --seed --serial --speed --tcp --ups-serial',
		'log export --count --format --severity --since --state',
		'log show --count --json --severity --since --state',
		'log verify --json --state',
		'model list --json --vendor',
		'model show <SKU> --json',
		'recording check <FILE> --card --json --quirk',
		'recording play <FILE> --name --nut --ready-file --snmp --snmp-community',
		'scenario check <FILE> --json --set',
		'scenario list <DIR> --json',
		'scenario resume <SNAPSHOT> --json --keep --mqtt --mqtt-listen --report --speed --tap --timeout --trace',
		'scenario run <FILE> --case --devices --json --keep --mqtt --mqtt-listen --report --seed --set --shrink --shrink-tries --snapshot-every --speed --tap --timeout --trace',
		'scenario schema --out',
		'schedule add <ID> --action --at --back --every --from --state --weeks',
		'schedule list --json --state',
		'schedule remove <ID> --state',
		'sim --card --cards --connect-rate --control --control-token --credentials --duration --events-ack --faults --firmware-root --firmware-slot-kib --first-index --http --http-cert --http-host --http-key --json --limit --local-address --mail --mail-from --mail-password --mail-to --metrics --modbus --modbus-access --modbus-from --modbus-serial --models --mqtt --mqtt-ca --mqtt-cert --mqtt-key --mqtt-listen --mqtt-password --mqtt-version --no-disturbances --nut --nut-cert --nut-key --nut-name --nut-user --publish-interval --publish-jitter --qos --quirk --ready-file --recording --seed --shard --snmp --snmp-community --snmp-user --speed --syslog --trap-to --traps --ui --ui-token --watch-latency --workers',
	]);
});

test('every command has help that begins with examples', async t => {
	for (const line of flagsOf(await createProgram(silent), '')) {
		const words = line.split(' ').filter(word => !word.startsWith('-') && !word.startsWith('<'));
		const {code, out} = await ridethrough([...words, '--help']);
		t.is(code, 0, line);
		t.regex(out, /^Examples:\n {2}ridethrough /, line);
		t.regex(out, /Usage: ridethrough /, line);
	}
});

test('the version is that of the package, alone on stdout', async t => {
	const {version} = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
		version: string;
	};
	t.deepEqual(await ridethrough(['--version']), {code: 0, out: `${version}\n`, err: ''});
});

for (const [words, code, said] of [
	[[], 2, /Usage: ridethrough/],
	[['scenaro'], 2, /Did you mean scenario\?/],
	[['sim', '--speeds', '5x'], 2, /Did you mean --speed\?/],
	[['sim', '--cards', '0'], 2, /E_USAGE: --cards 0: write a whole number from 1 to 1000000/],
	[['sim', '--cards', 'many'], 2, /E_USAGE/],
	[['sim', '--firmware-root', '/nowhere/1.root.cbor'], 3, /E_FILE_UNREADABLE: --firmware-root \/nowhere/],
	[['sim', '--firmware-root', 'package.json'], 3, /E_FIRMWARE_INVALID: The root document is refused/],
	[['sim', '--shard', '4/4'], 2, /E_USAGE: --shard 4\/4: write I\/N with I from 0 to N - 1/],
	[['sim', '--speed', 'fast'], 2, /E_USAGE: --speed fast must be realtime, max/],
	[['sim', '--duration', '90'], 2, /E_USAGE: --duration 90 is no time/],
	[['sim', '--models', 'SMT15000'], 2, /E_MODEL_UNKNOWN: .*did you mean SMT1500/],
	[['sim', '--mqtt-listen', 'nowhere'], 2, /E_USAGE: nowhere is no address to listen on: write HOST:PORT/],
	[['agent', '--model', 'SMT15000'], 2, /E_MODEL_UNKNOWN: .*did you mean SMT1500/],
	[['agent', '--card-id', 'No Such Id'], 2, /E_CARD_ID_INVALID/],
	[['agent', '--mqtt', 'http://127.0.0.1'], 2, /E_USAGE/],
	[['agent', '--load', '151'], 2, /E_USAGE: --load 151: write a whole number from 0 to 150/],
	[['scenario', 'run', 'no-such-file.yaml'], 3, /E_FILE_UNREADABLE/],
	[['sim', '--cards', '1', '--mqtt', 'mqtt://127.0.0.1:9'], 4, /E_BROKER_UNREACHABLE: .*127\.0\.0\.1:9/],
] as const) {
	test(`ridethrough ${words.join(' ')} ends with ${code} and says what would be right`, async t => {
		const ended = await ridethrough([...words]);
		t.is(ended.code, code, ended.err);
		t.regex(ended.err, said);
		t.is(ended.out, '');
	});
}

test('a broken scenario ends with 3, a failed one with 1, a passed one with 0', async t => {
	const place = folder(t);
	const write = (name: string, steps: string): string => {
		const file = join(place, name);
		writeFileSync(file, `name: ${name}\nversion: 1\nseed: 1\ndevices: {count: 1, model: SMT1500}\nsteps:\n${steps}\n`);
		return file;
	};
	const broken = await ridethrough(
		['scenario', 'run', write('broken.yaml', '  - expect: {status: OL}\n    witin: 2s')],
		{cwd: place},
	);
	t.is(broken.code, 3);
	t.regex(broken.err, /broken\.yaml:\d+:\d+/);
	t.regex(broken.err, /within/);
	const failed = await ridethrough(
		['scenario', 'run', write('failed.yaml', '  - expect: {status: OB}\n    within: 2s')],
		{cwd: place},
	);
	t.is(failed.code, 1);
	t.regex(failed.out, /FAILED/);
	const passed = await ridethrough(
		['scenario', 'run', write('passed.yaml', '  - expect: {status: OL}\n    within: 2s')],
		{cwd: place},
	);
	t.is(passed.code, 0, passed.err);
});

test('a port that is taken ends with 4', async t => {
	const server = createServer();
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(() => server.close());
	const {port} = server.address() as AddressInfo;
	const {code, err} = await ridethrough(['sim', '--cards', '1', '--mqtt-listen', `127.0.0.1:${port}`]);
	t.is(code, 4);
	t.regex(err, /E_PORT_TAKEN/);
});

test('a fleet that ran for its time prints one JSON document, the same each time', async t => {
	const words = ['sim', '--cards', '30', '--speed', 'max', '--mqtt', 'off', '--duration', '6h', '--json'];
	const [a, b] = await Promise.all([ridethrough(words), ridethrough(words)]);
	t.is(a.code, 0, a.err);
	t.is(a.out, b.out);
	const document = JSON.parse(a.out) as {schema: string; virtualSeconds: number};
	t.is(document.schema, 'ridethrough.sim/1');
	t.is(document.virtualSeconds, 21_600);
});

test('options may come from the environment, and the command line goes before it', async t => {
	const env = {RIDETHROUGH_CARDS: '7', RIDETHROUGH_SPEED: 'max', RIDETHROUGH_MQTT: 'off'};
	const {out} = await ridethrough(['sim', '--duration', '1m', '--json'], {env});
	t.is((JSON.parse(out) as {cards: number}).cards, 7);
	const over = await ridethrough(['sim', '--duration', '1m', '--json', '--cards', '3'], {env});
	t.is((JSON.parse(over.out) as {cards: number}).cards, 3);
});

test('what a file gives is refused with its place when the command finds it wrong', async t => {
	const cwd = folder(t);
	writeFileSync(join(cwd, 'ridethrough.yaml'), 'sim:\n  duration: soon\n');
	const {code, err} = await ridethrough(['sim', '--mqtt', 'off'], {cwd});
	t.is(code, 3);
	t.regex(err, /^E_CONFIG_INVALID: ridethrough\.yaml:2:3: --duration soon is no time/);
	t.is((await ridethrough(['sim', '--mqtt', 'off', '--duration', 'now'], {cwd})).code, 2);
});

for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
] as const) {
	test(`${signal} stops a fleet cleanly: a summary, and exit code ${code}`, async t => {
		const ended = await ridethrough(['sim', '--cards', '5'], {signal, signalWhen: err => err.includes('ready:')});
		t.is(ended.code, code);
		t.regex(ended.out, /^site/);
	});
}

test('an agent publishes its birth, says good-bye when it is stopped, and keeps its state', async t => {
	const place = folder(t);
	const seen: Array<[kind: string, size: number]> = [];
	const child = spawn(process.execPath, [MAIN, 'agent', '--serial', 'AS1', '--state', place], {
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	const ended = new Promise<number | null>(resolve => {
		child.on('close', resolve);
	});
	const url = await new Promise<string>(resolve => {
		let err = '';
		child.stderr.on('data', chunk => {
			err += chunk;
			const found = /on (mqtt:\/\/[^,]+),/.exec(err)?.[1];
			if (found !== undefined) {
				resolve(found);
			}
		});
	});
	const client = await mqtt.connectAsync(url);
	t.teardown(async () => client.endAsync(true));
	client.on('message', (topic, payload) => {
		const kind = topic.split('/')[4] ?? '';
		seen.push([kind, payload.length]);
		if (kind === 'birth') {
			child.kill('SIGTERM');
		}
	});
	await client.subscribeAsync('ridethrough/v1/+/as1/#', {qos: 1});
	t.is(await ended, 143);
	t.true(seen.some(([kind, size]) => kind === 'birth' && size > 0));
	t.true(seen.some(([kind, size]) => kind === 'death' && size > 0));
	t.regex(readFileSync(join(place, 'agent.json'), 'utf8'), /"serial": "AS1"/);
});

test('a password in a URL is nowhere to be seen', async t => {
	const {err} = await ridethrough(['sim', '--cards', '1', '--mqtt', 'mqtt://me:hunter2@127.0.0.1:9']);
	t.regex(err, /E_BROKER_UNREACHABLE/);
	t.notRegex(err, /hunter2/);
});
