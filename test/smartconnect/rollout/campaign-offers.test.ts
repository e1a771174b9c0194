import test from 'ava';
import {orderRaise} from '../../../src/smartconnect/rollout/take.ts';
import {deskWith, RolloutDesk} from './rollout-desk.ts';

test('a refusal that passes is followed by the offer again half an hour later, five times at most', t => {
	const {desk, names} = deskWith(1, {});
	desk.offers();
	for (let i = 0; i < 5; i++) {
		desk.tell(names[0], 'otaRefused', 'E_OTA_UPS_NOT_READY');
		desk.pass(1799);
		t.deepEqual(desk.offers(), []);
		desk.pass(1);
		t.deepEqual(desk.offers(), names);
	}
	desk.tell(names[0], 'otaRefused', 'E_OTA_UPS_NOT_READY');
	t.is(desk.campaign().entries.get(names[0])!.state, 'refused');
});

test('a refusal for good ends the card, with its code', t => {
	const {desk, names} = deskWith(2, {});
	desk.offers();
	desk.tell(names[0], 'otaRefused', 'E_OTA_SEQ_ROLLBACK');
	desk.pass(86_400);
	t.deepEqual(desk.campaign().entries.get(names[0])!.code, 'E_OTA_SEQ_ROLLBACK');
	desk.reborn(names[0]);
	t.false(desk.offers().includes(names[0]));
});

test('an offer that nobody answers is made again after five minutes, and at a birth', t => {
	const {desk, names} = deskWith(1, {});
	desk.offers();
	desk.pass(299);
	t.deepEqual(desk.offers(), []);
	desk.pass(1);
	t.deepEqual(desk.offers(), names);
	desk.reborn(names[0]);
	t.deepEqual(desk.offers(), names);
	desk.tell(names[0], 'otaVerified');
	desk.reborn(names[0]);
	t.deepEqual(desk.offers(), [], 'what is verified lies in its flash');
});

test('every offer has a higher assignment version than all before it', t => {
	const {desk, names} = deskWith(3, {});
	desk.reborn(names[0]);
	desk.create({id: 'c2', release: 'cd'.repeat(32)});
	const versions = desk.facts.filter(fact => fact.fact === 'offered').map(({version}) => version);
	t.is(versions.length, 4);
	t.true(versions.every((version, i) => i === 0 || version > versions[i - 1]));
});

test('the two cards of a pair are never in one wave', t => {
	const {desk} = deskWith(4, {pairs: [['card-0000', 'card-0001']]});
	const first = desk.offers();
	t.is(first.length, 3);
	first.forEach(card => desk.finish(card, true));
	desk.pass(1);
	const second = desk.offers();
	t.is(second.length, 1);
	t.true(['card-0000', 'card-0001'].includes(second[0]));
	desk.finish(second[0], true);
	desk.pass(1);
	t.is(desk.campaign().phase, 'completed');
	t.is(desk.campaign().counts.confirmed, 4);
});

test('a site has at most its share of a wave', t => {
	const {desk} = deskWith(9, {perSite: 2, waves: [{soak: '0s'}]}, 3);
	const first = desk.offers();
	const sites = first.map(card => desk.state.cards.get(card)!.site).sort();
	t.deepEqual(sites, ['site-0', 'site-0', 'site-1', 'site-1', 'site-2', 'site-2']);
	first.forEach(card => desk.finish(card, true));
	desk.pass(1);
	t.is(desk.offers().length, 3);
});

test('no more cards than allowed have an open offer at once', t => {
	const {desk} = deskWith(10, {atOnce: 4});
	let left = desk.offers();
	t.is(left.length, 4);
	desk.finish(left[0], true);
	desk.pass(1);
	left = desk.offers();
	t.is(left.length, 1);
});

test('a card that another campaign has under way is offered nothing until that has ended', t => {
	const {desk, names} = deskWith(2, {});
	desk.offers();
	desk.create({id: 'c2', release: 'cd'.repeat(32)});
	t.deepEqual(desk.offers(), []);
	desk.finish(names[0], true);
	t.deepEqual(desk.offers(), [names[0]]);
});

test('raising the percentage offers to those that come in, and it cannot fall', t => {
	const {desk, names} = deskWith(100, {percent: 10});
	const first = desk.offers();
	t.true(first.length < 30);
	t.throws(() => orderRaise(desk.state, 'c1', 5, desk.nowS), {message: /can only rise/});
	desk.take(orderRaise(desk.state, 'c1', 100, desk.nowS));
	t.deepEqual([...first, ...desk.offers()].sort(), names);
});

test('a wave without a card passes only when the cards that are there are known', t => {
	const desk = new RolloutDesk();
	desk.hearingSinceS = desk.nowS;
	desk.create({waves: [{percent: 0, soak: '1h'}, {}]});
	desk.add('early');
	t.deepEqual(desk.offers(), []);
	desk.pass(60);
	t.deepEqual(desk.offers(), ['early']);
});

test('a campaign that expects cards does not complete before they took part', t => {
	const {desk, names} = deskWith(2, {expect: 3});
	names.forEach(card => desk.finish(card, true));
	desk.pass(86_400);
	t.is(desk.campaign().phase, 'running');
	desk.add('third');
	desk.finish('third', true);
	desk.pass(1);
	t.is(desk.campaign().phase, 'completed');
});

test('an offer carries the window of its site, and is made again when the window went by', t => {
	const windows = [{from: '22:00', to: '04:00'}];
	const {desk, names} = deskWith(1, {windows, zones: {'site-0': 'Asia/Tokyo'}});
	const [offer] = desk.actions;
	t.is(offer.do, 'offer');
	const {fromS, untilS} = offer as Extract<typeof offer, {do: 'offer'}>;
	t.is(untilS - fromS, 6 * 3600);
	t.is(new Date(fromS * 1000).getUTCHours(), 13);
	desk.offers();
	desk.tell(names[0], 'otaVerified');
	desk.pass(untilS - desk.nowS);
	t.deepEqual(desk.offers(), []);
	desk.pass(1);
	t.deepEqual(desk.offers(), names);
	t.is(desk.campaign().entries.get(names[0])!.state, 'verified');
	t.is(desk.campaign().entries.get(names[0])!.untilS, untilS + 86_400);
});

test('a campaign whose last wave ends with too few confirmed cards completes, and is not good', t => {
	const {desk, names} = deskWith(2, {});
	desk.finish(names[0], false);
	desk.finish(names[1], true);
	desk.pass(1);
	t.is(desk.campaign().phase, 'completed');
	t.false(desk.campaign().isGood);
});
