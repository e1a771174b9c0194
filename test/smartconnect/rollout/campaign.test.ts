import test from 'ava';
import {deskWith, RELEASE, RolloutDesk} from './rollout-desk.ts';
import {orderAbort, orderHold, orderResume, toWithdraw} from '../../../src/smartconnect/rollout/take.ts';

test('without waves every card of the class that is there is offered the release at once', t => {
	const {desk, names} = deskWith(5, {});
	t.deepEqual(desk.offers().sort(), names);
	t.is(desk.campaign().counts.offered, 5);
});

test('a card of another class, an excluded one and one that is not there get no offer', t => {
	const desk = new RolloutDesk();
	const [first, second, third] = desk.addMany(3);
	desk.online.delete(second);
	desk.state.cards.get(third)!.device = {...desk.state.cards.get(third)!.device!, classId: '22'.repeat(16)};
	desk.create({exclude: [first]});
	t.deepEqual(desk.offers(), []);
	desk.reborn(second);
	t.deepEqual(desk.offers(), [second]);
});

test('a card that runs the release already takes part without an offer', t => {
	const desk = new RolloutDesk();
	desk.add('has-it', 'a', RELEASE);
	desk.create({});
	t.deepEqual(desk.offers(), []);
	t.is(desk.campaign().counts.present, 1);
	t.is(desk.campaign().phase, 'completed');
});

test('a card goes through the states of its events, and its result is told once', t => {
	const {desk} = deskWith(1, {});
	const seen: string[] = [];
	const steps = ['otaOffered', 'otaStarted', 'otaProgress', 'otaVerified', 'otaArmed', 'otaTrialBoot', 'otaConfirmed'];
	for (const name of steps) {
		desk.tell('card-0000', name);
		seen.push(desk.campaign().entries.get('card-0000')!.state);
	}
	t.deepEqual(seen, ['offered', 'downloading', 'downloading', 'verified', 'armed', 'trial', 'confirmed']);
	desk.tell('card-0000', 'otaConfirmed');
	desk.tell('card-0000', 'otaReverted', 'E_OTA_HEALTH');
	const results = desk.actions.filter(action => action.do === 'result');
	t.deepEqual(results, [{do: 'result', card: 'card-0000', campaign: 'c1', state: 'confirmed', code: ''}]);
	t.is(desk.campaign().phase, 'completed');
	t.true(desk.campaign().isGood);
});

test('an event of another campaign, or of another release, changes nothing', t => {
	const {desk} = deskWith(1, {});
	desk.tell('card-0000', 'otaConfirmed', '', 'c2');
	t.is(desk.campaign().entries.get('card-0000')!.state, 'offered');
});

test('waves follow each other after the soak, and only when enough cards are confirmed', t => {
	const {desk} = deskWith(10, {waves: [{cards: 2, minConfirmed: 100, soak: '1h'}, {minConfirmed: 100}]});
	const first = desk.offers();
	t.is(first.length, 2);
	desk.finish(first[0], true);
	desk.pass(200);
	t.deepEqual(desk.offers(), [], 'one of two is not all');
	desk.finish(first[1], true);
	desk.pass(3599);
	t.deepEqual(desk.offers(), [], 'the soak lasts an hour');
	desk.pass(1);
	t.is(desk.offers().length, 8);
	t.is(desk.campaign().wave, 1);
});

test('a wave that ends with too few confirmed cards holds the campaign until an operator resumes it', t => {
	const {desk} = deskWith(10, {waves: [{cards: 4, minConfirmed: 80, soak: '1m'}, {}]});
	const first = desk.offers();
	first.forEach((card, i) => desk.finish(card, i > 0));
	desk.pass(3600);
	t.is(desk.campaign().phase, 'held');
	t.is(desk.campaign().why, '3 of 4 cards of wave 1 run the new image, and 80 % are asked for');
	t.deepEqual(desk.offers(), []);
	desk.take(orderResume(desk.state, 'c1', desk.nowS));
	desk.pass(60);
	t.is(desk.offers().length, 6);
});

test('a held campaign makes no offers, and goes on where it was', t => {
	const {desk} = deskWith(3, {});
	desk.offers();
	desk.take(orderHold(desk.state, 'c1', 'lunch', desk.nowS));
	desk.add('late');
	t.deepEqual(desk.offers(), []);
	t.throws(() => orderHold(desk.state, 'c1', '', desk.nowS), {
		message: /Campaign c1 is held: only one that is running/,
	});
	desk.take(orderResume(desk.state, 'c1', desk.nowS));
	t.deepEqual(desk.offers(), ['late']);
});

test('an aborted campaign withdraws what is not on trial, and a result that comes too late still counts', t => {
	const {desk, names} = deskWith(4, {});
	const [offered, downloading, trial, done] = names;
	desk.tell(downloading, 'otaStarted');
	desk.tell(trial, 'otaStarted');
	desk.tell(trial, 'otaTrialBoot');
	desk.finish(done, true);
	desk.actions.length = 0;
	const actions = desk.take(orderAbort(desk.state, 'c1', 'wrong release', desk.nowS));
	const withdrawn = actions.filter(action => action.do === 'withdraw').map(({card}) => card);
	t.deepEqual(withdrawn, [offered, downloading]);
	t.is(desk.campaign().entries.get(offered)!.state, 'cancelled');
	desk.tell(downloading, 'otaCancelled', 'E_OTA_CANCELLED');
	desk.tell(trial, 'otaConfirmed');
	desk.tell(offered, 'otaConfirmed');
	t.is(desk.campaign().counts.confirmed, 3);
	t.is(desk.campaign().counts.cancelled, 1);
	t.is(desk.campaign().phase, 'aborted');
	t.throws(() => orderResume(desk.state, 'c1', desk.nowS), {message: /is aborted/});
});

test('a card that was away when its campaign was aborted is told at its next birth', t => {
	const {desk, names} = deskWith(1, {});
	desk.offers();
	desk.tell(names[0], 'otaStarted');
	desk.online.clear();
	desk.take(orderAbort(desk.state, 'c1', '', desk.nowS));
	desk.reborn(names[0]);
	t.deepEqual(desk.offers(), []);
	t.deepEqual(
		toWithdraw(desk.state, names[0], desk.nowS).map(({plan}) => plan.id),
		['c1'],
	);
});

test('three reverted cards stop a campaign, and two do not', t => {
	const {desk, names} = deskWith(20, {});
	desk.finish(names[0], false);
	desk.finish(names[1], false);
	t.is(desk.campaign().phase, 'running');
	desk.finish(names[2], false);
	t.is(desk.campaign().phase, 'stopped');
	t.is(desk.campaign().why, '3 of 3 cards with a result went back to the old image; 3 are too many');
	t.is(desk.campaign().counts.cancelled, 17);
});

test('E_OTA_DIGEST from one site may be its line; from two it stops the campaign', t => {
	const {desk, names} = deskWith(20, {}, 2);
	desk.tell(names[0], 'otaRefused', 'E_OTA_DIGEST');
	desk.tell(names[2], 'otaRefused', 'E_OTA_DIGEST');
	t.is(desk.campaign().phase, 'running');
	desk.tell(names[1], 'otaRefused', 'E_OTA_DIGEST');
	t.is(desk.campaign().phase, 'stopped');
	t.regex(desk.campaign().why, /E_OTA_DIGEST came from 2 sites/);
});

test('cards that say nothing for half an hour stop the campaign at 5 %', t => {
	const {desk, names} = deskWith(40, {});
	names.slice(2).forEach(card => desk.finish(card, true));
	names.slice(0, 2).forEach(card => desk.tell(card, 'otaTrialBoot'));
	desk.pass(1799);
	t.is(desk.campaign().phase, 'running');
	desk.pass(1);
	t.is(desk.campaign().phase, 'stopped');
	t.is(desk.campaign().why, '2 of 40 cards said nothing for 1800 s; 5 % are too many');
});

test('one silent card of forty is no 5 %, and is where it was as soon as it speaks', t => {
	const {desk, names} = deskWith(40, {});
	names.slice(1).forEach(card => desk.finish(card, true));
	desk.tell(names[0], 'otaStarted');
	desk.pass(1800);
	t.is(desk.campaign().entries.get(names[0])!.state, 'silent');
	t.is(desk.campaign().phase, 'completed');
	desk.pass(10);
	desk.heard.set(names[0], desk.nowS);
	desk.pass(1);
	t.is(desk.campaign().entries.get(names[0])!.state, 'downloading');
	desk.finish(names[0], true);
	t.is(desk.campaign().counts.confirmed, 40);
});

test('a card that waits for its window or its UPS is not silent while it is there', t => {
	const {desk, names} = deskWith(2, {});
	desk.tell(names[0], 'otaVerified');
	desk.tell(names[1], 'otaStarted');
	desk.tell(names[1], 'otaDeferred', 'E_OTA_UPS_NOT_READY');
	desk.pass(86_400);
	t.is(desk.campaign().counts.silent, 0);
	desk.online.delete(names[0]);
	desk.pass(1);
	t.is(desk.campaign().counts.silent, 1);
});

test('while the service cannot hear, nobody is silent', t => {
	const {desk} = deskWith(2, {});
	desk.hearingSinceS = -1;
	desk.pass(86_400);
	t.is(desk.campaign().counts.silent, 0);
	desk.hearingSinceS = desk.nowS;
	desk.pass(1799);
	t.is(desk.campaign().counts.silent, 0);
});
