import test from 'ava';
import {Communities, parseCommunity} from '../../../src/protocols/snmp/communities.ts';
import {hostFilter} from '../../../src/protocols/snmp/hosts.ts';
import {Refused} from '../../../src/protocols/snmp/refused.ts';

const filters: readonly (readonly [filter: string, address: string, passes: boolean])[] = [
	['10.1.2.3', '10.1.2.3', true],
	['10.1.2.3', '10.1.2.4', false],
	['10.1.2.255', '10.1.2.77', true],
	['10.1.2.255', '10.1.3.77', false],
	['10.255.2.255', '10.9.2.7', true],
	['10.1.2.255', '::ffff:10.1.2.9', true],
	['10.1.2.255', '::1', false],
	['::1', '::1', true],
	['::1', '127.0.0.1', false],
];

for (const [filter, address, passes] of filters) {
	test(`the host filter ${filter} ${passes ? 'lets' : 'does not let'} ${address} in`, t => {
		t.is(hostFilter(filter)?.(address), passes);
	});
}

test('the host filter 0.0.0.0 is none at all', t => {
	t.is(hostFilter('0.0.0.0'), null);
});

test('what is no host filter is told with what would be one', t => {
	t.throws(() => hostFilter('10.1.2'), {code: 'E_USAGE', message: /192\.168\.1\.255/});
	t.throws(() => hostFilter('10.1.2.256'), {code: 'E_USAGE'});
});

const written: readonly (readonly [text: string, name: string, access: string])[] = [
	['public', 'public', 'read'],
	['public:ro', 'public', 'read'],
	['private:rw', 'private', 'write+'],
	['private:write', 'private', 'write'],
	['a:b:disable', 'a:b', 'disable'],
];

for (const [text, name, access] of written) {
	test(`--snmp-community ${text} is ${name} with access ${access}`, t => {
		t.deepEqual(parseCommunity(text), {name, access});
	});
}

test('what is no community is refused without saying it', t => {
	for (const text of ['', ':rw', 'se@cret', 'x'.repeat(65), 'caf\u00e9']) {
		const error = t.throws(() => parseCommunity(text), {code: 'E_USAGE'});
		t.false(error.message.includes('cret') || error.message.includes('xxx'));
	}
	t.throws(() => parseCommunity('public:all'), {code: 'E_USAGE', message: /disable, read, write, write\+/});
});

test('one name may stand for several hosts, each with its own access', t => {
	const communities = new Communities(
		[
			{name: 'public', access: 'write+', host: '10.0.0.1'},
			{name: 'public', access: 'read'},
		],
		() => -1,
	);
	const bytes = Buffer.from('public');
	const accessFrom = (address: string) => communities.find(bytes, 0, bytes.length, address)?.principal.access;
	t.deepEqual([accessFrom('10.0.0.1'), accessFrom('10.0.0.2')], ['write+', 'read']);
});

test('sources without number are told of up to a bound, and again when those before have been silent', t => {
	const told: string[] = [];
	const refused = new Refused((_card, address) => told.push(address));
	for (let i = 0; i < 1000; i++) {
		refused.add(0, `source ${i}`, 0);
	}
	t.is(told.length, 256);
	refused.add(0, 'late', 59_999);
	t.is(told.length, 256);
	refused.add(0, 'late', 60_000);
	t.is(told.length, 257);
});
