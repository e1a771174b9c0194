import {mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {register} from '../../src/cli/commands/enrol.ts';
import {isCoded} from '../../src/core/errors.ts';
import {userNameFor} from '../../src/protocols/mqtt/topics.ts';
import {runCommand} from './run-command.ts';

function folder(t: ExecutionContext): string {
	const made = mkdtempSync(join(tmpdir(), 'ridethrough-enrol-'));
	t.teardown(() => rmSync(made, {recursive: true}));
	return made;
}

const enrol = async (out: string, ...words: string[]) => runCommand(register, 'enrol', '--out', out, ...words);
const text = (out: string, name: string) => readFileSync(join(out, name), 'utf8');
const modeOf = (out: string, name: string) => (statSync(join(out, name)).mode & 0o777).toString(8);

test('a first run makes the authority and everybody’s files, secrets for their owner only', async t => {
	const out = join(folder(t), 'new');
	const said = await enrol(out, '--cards', 'card-a,card-b');
	t.is(said.out.trimEnd().split('\n').length, 4);
	t.regex(said.out, new RegExp(`card-b +${userNameFor('card-b')} +cards/card-b\\.crt cards/card-b\\.key +20\\d\\d-`));
	for (const name of ['ca.key', 'broker.key', 'service.key', 'cards/card-a.key', 'cards/card-b.key']) {
		t.is(modeOf(out, name), '600', name);
	}
	t.true(text(out, 'mosquitto.conf').includes(`acl_file ${out}/acl\n`));
});

test('a later run adds cards, keeps those that are there, and makes a deleted one anew', async t => {
	const out = folder(t);
	await enrol(out, '--cards', 'card-a', '--sparkplug', 'plant');
	const before = ['ca.crt', 'cards/card-a.crt', 'broker.crt'].map(name => text(out, name));
	rmSync(join(out, 'service.crt'));
	const service = text(out, 'service.key');
	await enrol(out, '--count', '2', '--prefix', 'card-');
	t.deepEqual(
		['ca.crt', 'cards/card-a.crt', 'broker.crt'].map(name => text(out, name)),
		before,
	);
	t.not(text(out, 'service.key'), service);
	for (const card of ['card-a', 'card-000001', 'card-000002']) {
		t.true(text(out, 'acl').includes(`NBIRTH/${card}\n`), card);
	}
});

test('another name of the broker makes only its certificate anew', async t => {
	const out = folder(t);
	await enrol(out, '--cards', 'card-a');
	const [broker, card] = [text(out, 'broker.crt'), text(out, 'cards/card-a.crt')];
	await enrol(out, '--cards', 'card-a', '--broker-name', 'broker.example,192.0.2.7');
	t.not(text(out, 'broker.crt'), broker);
	t.is(text(out, 'cards/card-a.crt'), card);
});

test('passwords are told once, in a file of their owner, and never printed', async t => {
	const out = folder(t);
	const first = await enrol(out, '--cards', 'card-a', '--passwords', '--json');
	const [, row, service] = text(out, 'cards.csv').trimEnd().split('\n') as [string, string, string];
	const password = row.split(',')[2];
	t.true(row.startsWith(`card-a,${userNameFor('card-a')},`));
	t.true(service.startsWith(',service,'));
	t.is(modeOf(out, 'cards.csv'), '600');
	t.false(first.out.includes(password) || first.notes.join().includes(password));
	t.false(text(out, 'passwords').includes(password));
	const line = text(out, 'passwords').split('\n')[0];
	rmSync(join(out, 'cards.csv'));
	await enrol(out, '--cards', 'card-b', '--passwords');
	t.deepEqual(
		text(out, 'cards.csv')
			.trimEnd()
			.split('\n')
			.map(one => one.split(',')[0]),
		['card', 'card-b'],
	);
	t.is(text(out, 'passwords').split('\n')[0], line);
});

test('the JSON document names every file and no secret', async t => {
	const out = folder(t);
	const said = await enrol(out, '--cards', 'card-a', '--json');
	const document = JSON.parse(said.out) as {schema: string; proof: string; enrolled: Array<{card: string}>};
	t.is(document.schema, 'ridethrough.enrol/1');
	t.is(document.proof, 'certificates');
	t.deepEqual(
		document.enrolled.map(({card}) => card),
		['card-a', ''],
	);
	t.false(said.out.includes('PRIVATE'));
});

const refusals: ReadonlyArray<readonly [what: string, code: string, says: RegExp, ...words: string[]]> = [
	['no card', 'E_USAGE', /--cards ID,ID or --count/],
	['a count without a prefix', 'E_USAGE', /--prefix/, '--count', '3'],
	['a card id in capitals', 'E_CARD_ID_INVALID', /a-z/, '--cards', 'Card'],
	['a service that could be a card', 'E_ENROL_INVALID', /a-z/, '--cards', 'a', '--service', '35/card-a'],
	['a group with a wildcard', 'E_ENROL_INVALID', /group id/, '--cards', 'a', '--sparkplug', '#'],
	['a broker name with a blank', 'E_ENROL_INVALID', /host names/, '--cards', 'a', '--broker-name', 'a b'],
];

for (const [what, code, says, ...words] of refusals) {
	test(`${what} is refused with ${code}`, async t => {
		const out = join(folder(t), 'new');
		const {error} = await enrol(out, ...words);
		t.true(isCoded(error) && error.code === code && says.test(error.message), String(error));
		t.throws(() => statSync(out));
	});
}

async function refusedIn(t: ExecutionContext, out: string, says: RegExp, ...words: string[]): Promise<void> {
	const {error} = await enrol(out, ...words);
	t.true(isCoded(error) && error.code === 'E_ENROL_INVALID' && says.test(error.message), String(error));
}

test('a directory with other things in it is refused and left as it is', async t => {
	const out = folder(t);
	writeFileSync(join(out, 'thesis.txt'), '');
	await refusedIn(t, out, /no enrolment\.json; choose an empty/, '--cards', 'card-a');
	t.throws(() => statSync(join(out, 'ca.key')));
});

test('a directory with a damaged record is refused', async t => {
	const out = folder(t);
	writeFileSync(join(out, 'enrolment.json'), '{');
	await refusedIn(t, out, /put it back/, '--cards', 'card-a');
});

test('certificates and passwords, or two services, do not mix in one directory', async t => {
	const out = folder(t);
	await enrol(out, '--cards', 'card-a');
	await refusedIn(t, out, /leave --passwords out/, '--cards', 'card-b', '--passwords');
	await refusedIn(t, out, /write --service service/, '--cards', 'card-b', '--service', 'other');
});

test('an authority whose key was taken away is refused by name', async t => {
	const out = folder(t);
	await enrol(out, '--cards', 'card-a');
	rmSync(join(out, 'ca.key'));
	await refusedIn(t, out, /ca\.key is missing: put back/, '--cards', 'card-b');
});

test('a run that was cut short goes on where it stopped', async t => {
	const out = folder(t);
	mkdirSync(join(out, 'cards'));
	const record = {
		proof: 'certificates',
		service: 'service',
		brokerNames: [],
		sparkplugGroup: null,
		homeAssistant: false,
	};
	const json = JSON.stringify({schema: 'ridethrough.enrolment/1', ...record, cards: ['card-a']});
	writeFileSync(join(out, 'enrolment.json'), json);
	writeFileSync(join(out, 'cards/card-a.key'), 'half');
	await enrol(out, '--cards', 'card-b');
	t.regex(text(out, 'cards/card-a.key'), /^-----BEGIN PRIVATE KEY/);
	t.true(text(out, 'cards/card-a.crt').length > 0);
});
