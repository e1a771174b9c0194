import test from 'ava';
import fc from 'fast-check';
import {countBoot, engineIdFrom} from '../../../../src/protocols/snmp/usm/boots.ts';
import {parseMessage, sealMessage} from '../../../../src/protocols/snmp/usm/message.ts';
import type {Envelope} from '../../../../src/protocols/snmp/usm/message.ts';
import {firstObject, parseScoped, scopedFrom} from '../../../../src/protocols/snmp/usm/scoped.ts';
import {statisticObjects} from '../../../../src/protocols/snmp/usm/statistics.ts';
import type {StatisticName} from '../../../../src/protocols/snmp/usm/statistics.ts';
import {authNoPriv, authPriv, noAuthNoPriv} from '../../../../src/protocols/snmp/usm/users.ts';
import type {UsmUser} from '../../../../src/protocols/snmp/usm/users.ts';
import {ENGINE_ID, GET, pduOf, rigOf, userOf} from './rig.ts';
import type {Rig} from './rig.ts';

const OPS = 'ops:SHA:first-phrase:AES:second-phrase';
const GUEST = 'guest';
const SYS_UP_TIME = '1.3.6.1.2.1.1.3.0';
const REPORTABLE = 4;

interface Sent extends Partial<Envelope> {
	readonly contextName?: string;
	readonly contextEngineId?: Uint8Array;
}

/** A GET of sysUpTime as `user` sends it, with what `sent` changes. */
function get(rig: Rig, user: UsmUser, sent: Sent): Uint8Array {
	const {contextName, contextEngineId, ...changed} = sent;
	const scoped = scopedFrom(contextEngineId ?? ENGINE_ID, contextName ?? '', pduOf(GET, 77, SYS_UP_TIME));
	const envelope: Envelope = {
		messageId: 1234,
		maxSize: 1472,
		flags: user.level | REPORTABLE,
		engineId: ENGINE_ID,
		boots: rig.engine.boots,
		time: rig.engine.time,
		userName: user.spec.name,
		spec: user.spec,
		keys: user.keysAt(ENGINE_ID),
		salt: user.level === authPriv ? Buffer.from('0123456789abcdef', 'hex') : Buffer.alloc(0),
	};
	return sealMessage({...envelope, ...changed}, scoped);
}

/** The object that a report tells, and its level; null where nothing came. */
function told(answer: Uint8Array | null): {object: string; level: number; requestId: number} | null {
	const header = answer === null ? null : parseMessage(answer);
	const scoped = header === null ? null : parseScoped(header.payload);
	if (header === null || scoped === null) {
		return null;
	}
	return {object: firstObject(scoped.pdu), level: header.flags, requestId: scoped.requestId};
}

const levels: readonly (readonly [user: string, level: number])[] = [
	[GUEST, noAuthNoPriv],
	['ops:MD5:first-phrase', authNoPriv],
	[OPS, authPriv],
	['ops:SHA-512:first-phrase:DES:second-phrase', authPriv],
];

for (const [text, level] of levels) {
	test(`a request of level ${level} by ${text.split(':').slice(0, 2).join(' ')} is answered at its level`, t => {
		const rig = rigOf({users: [text]});
		const answer = rig.exchange(get(rig, userOf(text), {}));
		const header = parseMessage(answer!)!;
		t.like(header, {messageId: 1234, flags: level, boots: 1, time: 0, isEnciphered: level === authPriv});
		t.deepEqual(Buffer.from(header.engineId), ENGINE_ID);
	});
}

test('a message without an engine id is answered with the id, whoever sends it', t => {
	const rig = rigOf({users: [OPS]});
	const sent = {
		engineId: Buffer.alloc(0),
		flags: REPORTABLE,
		userName: '',
		spec: null,
		keys: null,
		salt: Buffer.alloc(0),
	};
	const answer = rig.exchange(get(rig, userOf(OPS), sent));
	t.deepEqual(told(answer), {object: statisticObjects.usmStatsUnknownEngineIDs, level: 0, requestId: 77});
	t.deepEqual(Buffer.from(parseMessage(answer!)!.engineId), ENGINE_ID);
});

interface Wrong {
	readonly title: string;
	readonly user?: string;
	readonly sent: Sent;
	readonly counted: StatisticName;
	readonly level?: number;
	readonly refused?: boolean;
}

const otherKeys = userOf('ops:SHA:other-phrase:AES:other-phrase').keysAt(ENGINE_ID);
const rightKeys = userOf(OPS).keysAt(ENGINE_ID);
const wrongs: readonly Wrong[] = [
	{
		title: 'of another engine',
		sent: {engineId: Buffer.from('80001f8880aabbccdd', 'hex')},
		counted: 'usmStatsUnknownEngineIDs',
	},
	{
		title: 'of a user that does not exist',
		sent: {userName: 'root'},
		counted: 'usmStatsUnknownUserNames',
		refused: true,
	},
	{
		title: 'with more security than the user has',
		user: 'ops:SHA:first-phrase',
		sent: {},
		counted: 'usmStatsUnsupportedSecLevels',
		refused: true,
	},
	{
		title: 'without the digest that the user has a passphrase for',
		sent: {flags: REPORTABLE, salt: Buffer.alloc(0)},
		counted: 'usmStatsUnsupportedSecLevels',
		refused: true,
	},
	{title: 'with another passphrase', sent: {keys: otherKeys}, counted: 'usmStatsWrongDigests', refused: true},
	{title: 'of another start', sent: {boots: 7}, counted: 'usmStatsNotInTimeWindows', level: 1},
	{title: 'of 151 s ago', sent: {time: 849}, counted: 'usmStatsNotInTimeWindows', level: 1},
	{title: 'of 151 s to come', sent: {time: 1151}, counted: 'usmStatsNotInTimeWindows', level: 1},
	{
		title: 'with another privacy passphrase',
		sent: {keys: {auth: rightKeys.auth, priv: otherKeys.priv}},
		counted: 'usmStatsDecryptionErrors',
		refused: true,
	},
];

for (const {title, user, sent, counted, level = 0, refused = false} of wrongs) {
	test(`a request ${title} is counted as ${counted} and reported, and not answered`, t => {
		const rig = rigOf({users: [user ?? OPS]});
		rig.clock.advance(1_000_000);
		const message = get(rig, userOf(OPS), sent);
		t.like(told(rig.exchange(message)), {object: statisticObjects[counted], level});
		t.is(rig.engine.statistics.value(counted), 1);
		t.deepEqual(rig.refusals.length, refused ? 1 : 0);
		const unasked = get(rig, userOf(OPS), {...sent, flags: (sent.flags ?? authPriv) & ~REPORTABLE});
		t.is(rig.exchange(unasked), null, 'no report where none is wanted');
		t.is(rig.engine.statistics.value(counted), 2);
	});
}

test('an authentic message that says enciphered and is in clear is dropped and counted', t => {
	const rig = rigOf({users: [OPS]});
	t.is(rig.exchange(get(rig, userOf(OPS), {spec: {...userOf(OPS).spec, priv: null}, salt: Buffer.alloc(0)})), null);
	t.is(rig.engine.statistics.value('snmpInASNParseErrs'), 1);
});

test('a message within the time window is let in on both of its sides', t => {
	const rig = rigOf({users: [OPS]});
	rig.clock.advance(1_000_000);
	for (const time of [850, 1000, 1150]) {
		t.is(parseMessage(rig.exchange(get(rig, userOf(OPS), {time}))!)?.flags, authPriv, `time ${time}`);
	}
});

test('a message that was recorded is worth nothing when the window has passed, nor after a restart', t => {
	const rig = rigOf({users: [OPS]});
	const recorded = get(rig, userOf(OPS), {});
	t.is(parseMessage(rig.exchange(recorded)!)?.flags, authPriv);
	rig.clock.advance(151_000);
	t.like(told(rig.exchange(recorded)), {object: statisticObjects.usmStatsNotInTimeWindows});
	t.like(told(rigOf({users: [OPS], boots: 2}).exchange(recorded)), {object: statisticObjects.usmStatsNotInTimeWindows});
});

test('an engine whose boots cannot rise any more lets no authenticated message in', t => {
	const rig = rigOf({users: [OPS], boots: 2_147_483_647});
	t.like(told(rig.exchange(get(rig, userOf(OPS), {}))), {object: statisticObjects.usmStatsNotInTimeWindows});
});

test('starts are counted from 1, kept, and stay at the greatest number', t => {
	const kept = new Map<string, Uint8Array>();
	const store = {
		load: (name: string) => kept.get(name) ?? null,
		save: (name: string, bytes: Uint8Array) => void kept.set(name, bytes),
	};
	t.deepEqual([countBoot(store), countBoot(store), countBoot(store)], [1, 2, 3]);
	kept.set([...kept.keys()][0], Buffer.from('2147483646'));
	t.deepEqual([countBoot(store), countBoot(store)], [2_147_483_647, 2_147_483_647]);
	kept.set([...kept.keys()][0], Buffer.from('torn'));
	t.is(countBoot(store), 2_147_483_647, 'a number that was lost must not come again');
});

test('the engine id of a card is the enterprise 318 and its MAC address', t => {
	t.is(Buffer.from(engineIdFrom('00:c0:b7:12:34:56')).toString('hex'), '8000013e0300c0b7123456');
});

test('the context name says which card is meant; an unknown one is counted and reported at the level of the request', t => {
	const rig = rigOf({users: [GUEST]});
	const textOf = (contextName: string): string =>
		Buffer.from(rig.exchange(get(rig, userOf(GUEST), {contextName}))!).toString('latin1');
	t.regex(textOf(''), /text of 0/);
	t.regex(textOf('c2'), /text of 2/);
	const report = rig.exchange(get(rig, userOf(GUEST), {contextName: 'c3'}));
	t.like(told(report), {object: statisticObjects.snmpUnknownContexts, requestId: 77});
	t.is(rig.engine.statistics.value('snmpUnknownContexts'), 1);
});

test('a context of another engine is counted as an unknown handler of PDUs', t => {
	const rig = rigOf({users: [GUEST]});
	const message = get(rig, userOf(GUEST), {contextEngineId: Buffer.from('80001f88', 'hex')});
	t.like(told(rig.exchange(message)), {object: statisticObjects.snmpUnknownPDUHandlers});
});

test('a user name may hold blanks and 32 characters', t => {
	for (const name of ['apc snmp profile1', 'x'.repeat(32), 'Zähler']) {
		const rig = rigOf({users: [`${name}:SHA:first-phrase`]});
		const user = userOf(`${name}:SHA:first-phrase`);
		const userName = Buffer.from(name, 'utf8').toString('latin1');
		t.is(parseMessage(rig.exchange(get(rig, user, {userName}))!)?.flags, authNoPriv, name);
	}
});

test('privacy without authentication is dropped and counted as an invalid message', t => {
	const rig = rigOf({users: [GUEST]});
	t.is(rig.exchange(get(rig, userOf(GUEST), {flags: 2 | REPORTABLE})), null);
	t.is(rig.engine.statistics.value('snmpInvalidMsgs'), 1);
});

test('another security model is dropped and counted', t => {
	const rig = rigOf({users: [GUEST]});
	const message = Buffer.from(get(rig, userOf(GUEST), {}));
	// msgFlags and msgSecurityModel: 04 01 04, 02 01 03.
	message[message.indexOf(Buffer.from('040104020103', 'hex')) + 5] = 2;
	t.is(rig.exchange(message), null);
	t.is(rig.engine.statistics.value('snmpUnknownSecurityModels'), 1);
});

test('a message whose sender takes less than 484 bytes is no message', t => {
	const rig = rigOf({users: [GUEST]});
	t.is(rig.exchange(get(rig, userOf(GUEST), {maxSize: 483})), null);
	t.not(rig.exchange(get(rig, userOf(GUEST), {maxSize: 484})), null);
	t.is(rig.engine.statistics.value('snmpInASNParseErrs'), 1);
});

test('the room for an answer is what the smaller of both takes', t => {
	const rig = rigOf({users: [GUEST]});
	const roomOf = (maxSize: number): number | null => {
		const incoming = rig.engine.incoming(get(rig, userOf(GUEST), {maxSize}), '192.0.2.1');
		return incoming !== null && 'request' in incoming ? incoming.request.roomBytes : null;
	};
	t.deepEqual([roomOf(484), roomOf(1472), roomOf(65_507)], [292, 1280, 1280]);
});

test('salts of one engine never come twice, and those of DES begin with boots', t => {
	const salts = ['AES', 'DES'].map(priv => {
		const text = `ops:SHA:first-phrase:${priv}:second-phrase`;
		const rig = rigOf({users: [text], boots: 0x01_02_03});
		const message = get(rig, userOf(text), {});
		return Array.from({length: 50}, () => Buffer.from(parseMessage(rig.exchange(message)!)!.salt).toString('hex'));
	});
	t.is(new Set(salts[0]).size, 50);
	t.is(new Set(salts[1]).size, 50);
	t.true(salts[1].every(salt => salt.startsWith('00010203')));
});

test('a message of which any bit is turned is not answered as the request it was', t => {
	const rig = rigOf({users: [OPS]});
	const message = get(rig, userOf(OPS), {});
	t.not(rig.exchange(message), null);
	const place = fc.record({byte: fc.nat(message.length - 1), bit: fc.nat(7)});
	fc.assert(
		fc.property(place, ({byte, bit}) => {
			const turned = Uint8Array.from(message);
			turned[byte] ^= 1 << bit;
			const answer = rig.exchange(turned);
			return answer === null || (parseMessage(answer)!.flags & authPriv) !== authPriv;
		}),
		{numRuns: 500},
	);
});
