import test from 'ava';
import {lifeNearEnd, lifeNearEndAcknowledged} from '../../../src/agent/battery-life.ts';
import {eventName} from '../../../src/agent/events.ts';
import {deviceUser, originHttp, originModbus} from '../../../src/agent/roles.ts';
import {nodeClock, nodeWallClock} from '../../../src/platform/node/clock.ts';
import {Agent} from '../../../src/platform/node/main.ts';
import {MemoryLog} from '../../../src/platform/node/main/agent-log.ts';
import {noCalendar} from '../../../src/platform/node/main/agent-schedules.ts';
import {nowhere} from '../../../src/platform/node/main/agent-settings.ts';
import {modelOf} from '../../helpers/fleets.ts';

const DAY_MS = 86_400_000;
const who = {actor: 'operator', role: deviceUser, origin: originHttp};

function agentWith(): Agent {
	const agent = new Agent(
		{
			cardId: 'card-1',
			serial: 'S1',
			model: modelOf('SMT1500'),
			site: '',
			cardFirmware: '1',
			loadRatio: 0.3,
			ambientCelsius: 21,
		},
		{
			clock: nodeClock,
			wallClock: nodeWallClock,
			keep() {},
			settings: nowhere,
			data: null,
			schedules: noCalendar,
			told() {},
		},
		null,
		new MemoryLog(1),
	);
	agent.start([]);
	return agent;
}

test('the warning about an old battery is acknowledged by an order, once, and stays visible as acknowledged', t => {
	const agent = agentWith();
	t.teardown(() => agent.stop());
	const card = agent.house.view(0);
	const give = () =>
		card.order({command: 'acknowledgeBattery', target: 0, value: null, text: '', who: {...who, origin: originModbus}});
	t.is(give().code, 'E_COMMAND_STATE');
	card.look();
	const lastDays = card.detail.batteryLifeEndDay - card.detail.batteryInstalledDay - 10;
	const installed = new Date(Date.now() - lastDays * DAY_MS).toISOString().slice(0, 10);
	t.deepEqual(card.change([{key: 'ups.battery.installed', value: installed}], who).problems, []);
	agent.sampleNow();
	card.look();
	t.is(card.detail.batteryLife, lifeNearEnd);
	t.true(card.holds('batteryLifeNearEnd'));
	t.true(give().accepted);
	card.look();
	t.is(card.detail.batteryLife, lifeNearEndAcknowledged);
	t.false(card.holds('batteryLifeNearEnd'));
	const told = Array.from({length: card.newest}, (_, i) => eventName(card.entry(i + 1)?.event ?? 0));
	t.is(told.filter(name => name === 'batteryLifeNearEnd').length, 2);
	t.is(give().code, 'E_COMMAND_STATE');
});
