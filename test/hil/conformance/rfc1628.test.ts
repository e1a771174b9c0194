import test from 'ava';
import {judgeAll} from '../../../hil/conformance/clause.ts';
import type {Judged} from '../../../hil/conformance/clause.ts';
import {rfc1628} from '../../../hil/conformance/rfc1628/suite.ts';
import type {SnmpFace} from '../../../hil/conformance/snmp-face.ts';
import {snmpCard} from './snmp-card.ts';
import {defectFor} from './snmp-defects.ts';

const HOW = {clauseTimeoutMs: 20_000, now: () => performance.now()};

async function judge(face: SnmpFace): Promise<Judged[]> {
	return judgeAll(rfc1628, face, HOW);
}

/** Clauses without their prefix. */
function failures(judged: readonly Judged[]): string[] {
	return judged.filter(({outcome}) => outcome === 'failed').map(({id}) => id.replace('RFC1628-', ''));
}

test('our standard card keeps every clause of RFC 1628, and all of them apply to it', async t => {
	const judged = await judge(await snmpCard(t, 'rfc1628'));
	const wrong = judged.filter(({outcome}) => outcome !== 'passed');
	t.deepEqual(
		wrong.map(({id, expected, got, why}) => `${id}: ${expected}: ${got}${why}`),
		[],
	);
	t.is(new Set(judged.map(({id}) => id)).size, judged.length, 'ids are used once');
	t.true(judged.length > 150);
});

test('our card in the manner of APC departs from it where such cards do: indices, and the type of a time', async t => {
	const judged = await judge(await snmpCard(t, 'nmc3'));
	t.deepEqual(failures(judged), ['7.6', '3.3.1.1', '4.4.1.1', '5.3.1.1', '6.2.1.1']);
});

test('for every clause there is a defect that it finds', async t => {
	const face = await snmpCard(t, 'rfc1628');
	await judge(face);
	for (const clause of rfc1628.clauses) {
		const suite = {...rfc1628, clauses: [clause]};
		const [{outcome, got}] = await judgeAll(suite, defectFor(clause.id, clause.requires)(face), HOW);
		t.is(outcome, 'failed', clause.id);
		t.not(got, '', `${clause.id} says what it saw`);
	}
});

test('on a line-interactive UPS without anybody to disturb it, what does not apply says why', async t => {
	const face = await snmpCard(t, 'rfc1628', 'SMT1500');
	const quiet = {...face, set: null, traps: null, disturb: {test: false, utility: null}};
	const judged = await judge(quiet);
	t.deepEqual(failures(judged), []);
	const why = (id: string): string | undefined => judged.find(each => each.id === `RFC1628-${id}`)?.why;
	t.is(why('5.3.1.2'), 'the table has no lines, or the card does not measure it');
	t.is(why('8.2-access'), 'no community that may write was given');
	t.is(why('trap-1'), 'nobody listens for notifications');
	t.is(why('6.3.2'), 'nobody can take the utility away');
});
