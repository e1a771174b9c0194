import test from 'ava';
import {UsmPeer} from '../../../../src/protocols/snmp/usm/peer.ts';
import {scopedFrom} from '../../../../src/protocols/snmp/usm/scoped.ts';
import {statisticObjects} from '../../../../src/protocols/snmp/usm/statistics.ts';
import {ENGINE_ID, GET, pduOf, rigOf, userOf} from './rig.ts';
import type {Rig} from './rig.ts';

const SYS_UP_TIME = '1.3.6.1.2.1.1.3.0';

interface Talk {
	readonly rig: Rig;
	readonly peer: UsmPeer;
	/** Sends a GET as message `id`, and says what its answer was. */
	ask(id: number): ReturnType<UsmPeer['incoming']>;
	discover(id: number): ReturnType<UsmPeer['incoming']>;
}

function talkOf(users: readonly string[], as: string): Talk {
	const rig = rigOf({users});
	const peer = new UsmPeer({user: userOf(as), clock: rig.clock, maxBytes: 1472});
	const take = (answer: Uint8Array | null): ReturnType<UsmPeer['incoming']> =>
		answer === null ? null : peer.incoming(answer);
	return {
		rig,
		peer,
		ask: id => take(rig.exchange(peer.seal(id, scopedFrom(peer.engineId!, '', pduOf(GET, id, SYS_UP_TIME))))),
		discover: id => take(rig.exchange(peer.discovery(id, scopedFrom(Buffer.alloc(0), '', pduOf(GET, id, ''))))),
	};
}

const pairs = ['MD5', 'SHA', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'].flatMap(auth =>
	['DES', 'AES', 'AES256', 'AES256B'].map(priv => `ops:${auth}:first-phrase:${priv}:second-phrase`),
);

for (const user of [...pairs, 'ops:SHA:first-phrase']) {
	test(`an engine is found, its clock is learnt and an answer is read, as ${user}`, t => {
		const {rig, peer, ask, discover} = talkOf([user], user);
		rig.clock.advance(400_000);
		t.is(peer.engineId, null);
		t.deepEqual(discover(1), {kind: 'learnt', messageId: 1});
		t.deepEqual(Buffer.from(peer.engineId!), ENGINE_ID);
		t.deepEqual(ask(2), {kind: 'learnt', messageId: 2});
		t.is(peer.time, 400);
		const answer = ask(3);
		t.like(answer, {kind: 'answer', messageId: 3, scoped: {requestId: 3, contextName: ''}});
		rig.clock.advance(10_000_000);
		t.like(ask(4), {kind: 'answer', messageId: 4}, 'both clocks go on alike');
	});
}

test('without passphrases the answer comes as soon as the engine is found', t => {
	const {ask, discover} = talkOf(['guest'], 'guest');
	discover(1);
	t.like(ask(2), {kind: 'answer', messageId: 2});
});

test('a peer that restarted is learnt anew, and what it said before is old', t => {
	const user = 'ops:SHA:first-phrase:AES:second-phrase';
	const {rig, peer, ask, discover} = talkOf([user], user);
	discover(1);
	ask(2);
	const before = rig.exchange(peer.seal(3, scopedFrom(ENGINE_ID, '', pduOf(GET, 3, SYS_UP_TIME))))!;
	const restarted = rigOf({users: [user], boots: 2});
	const askAnew = (id: number): ReturnType<UsmPeer['incoming']> =>
		peer.incoming(restarted.exchange(peer.seal(id, scopedFrom(ENGINE_ID, '', pduOf(GET, id, SYS_UP_TIME))))!);
	t.deepEqual(askAnew(4), {kind: 'learnt', messageId: 4});
	t.like(askAnew(5), {kind: 'answer', messageId: 5});
	t.is(peer.incoming(before), null);
});

const refused: readonly (readonly [title: string, as: string, object: string])[] = [
	['a wrong passphrase', 'ops:SHA:wrong-phrase', statisticObjects.usmStatsWrongDigests],
	['an unknown name', 'root:SHA:first-phrase', statisticObjects.usmStatsUnknownUserNames],
];

for (const [title, as, object] of refused) {
	test(`${title} is told apart by the object of the report`, t => {
		const {ask, discover} = talkOf(['ops:SHA:first-phrase'], as);
		discover(1);
		t.deepEqual(ask(2), {kind: 'refused', messageId: 2, object});
	});
}

test('an answer without the digest that was asked for is nobody’s', t => {
	const user = 'ops:SHA:first-phrase';
	const {peer, ask, discover} = talkOf([user], user);
	discover(1);
	ask(2);
	const forged = rigOf({users: ['ops']});
	const guest = new UsmPeer({user: userOf('ops'), clock: forged.clock, maxBytes: 1472});
	guest.incoming(forged.exchange(guest.discovery(1, scopedFrom(Buffer.alloc(0), '', pduOf(GET, 1, ''))))!);
	const answer = forged.exchange(guest.seal(3, scopedFrom(ENGINE_ID, '', pduOf(GET, 3, SYS_UP_TIME))))!;
	t.is(peer.incoming(answer), null);
});
