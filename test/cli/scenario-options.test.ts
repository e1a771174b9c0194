import test from 'ava';
import {isCoded} from '../../src/core/errors.ts';
import {parseRunOptions, parseSpeed} from '../../src/cli/scenario-options.ts';
import type {RawRunOptions} from '../../src/cli/scenario-options.ts';

test('what is left out is the fastest speed, the seed of the scenario and the embedded broker', t => {
	t.deepEqual(parseRunOptions({}), {
		seed: undefined,
		speed: Infinity,
		speedText: 'max',
		reports: [],
		keep: 'failed',
		set: new Map(),
		picks: [],
		mqttUrl: undefined,
		mqttListen: undefined,
	});
});

test('every option becomes a value', t => {
	t.deepEqual(
		parseRunOptions({
			seed: '4294967295',
			speed: '400x',
			report: ['junit=a=b.xml', 'text=c'],
			keep: 'never',
			set: ['depth=0.5', 'text=a=b, c=d'],
			case: ['model=TWIN,load=45 %', 'model=TWIN2 load=5'],
			mqtt: 'mqtt://h:1',
		}),
		{
			seed: 4_294_967_295,
			speed: 400,
			speedText: '400x',
			reports: [
				{format: 'junit', file: 'a=b.xml'},
				{format: 'text', file: 'c'},
			],
			keep: 'never',
			set: new Map([
				['depth', '0.5'],
				['text', 'a=b, c=d'],
			]),
			picks: [
				new Map([
					['model', 'TWIN'],
					['load', '45 %'],
				]),
				new Map([
					['model', 'TWIN2'],
					['load', '5'],
				]),
			],
			mqttUrl: 'mqtt://h:1',
			mqttListen: undefined,
		},
	);
	t.is(parseRunOptions({mqttListen: '[::1]:0'}).mqttListen, '[::1]:0');
	t.is(parseRunOptions({mqtt: 'off'}).mqttUrl, 'off');
	t.is(parseSpeed('realtime'), 1);
	t.is(parseSpeed('0.5x'), 0.5);
});

const refusals: ReadonlyArray<readonly [options: RawRunOptions, message: RegExp]> = [
	[{seed: '-1'}, /^--seed -1: write a whole number from 0 to 4294967295\.$/],
	[{seed: '4294967296'}, /^--seed/],
	[{seed: '1e3'}, /^--seed/],
	[{speed: 'fast'}, /^--speed fast must be realtime, max, or a factor with x, such as 400x$/],
	[{speed: '0x'}, /^--speed/],
	[{speed: '400'}, /^--speed/],
	[{report: ['xml=a']}, /^--report xml=a must be one of html, json, junit, tap, text, = and a file/],
	[{report: ['junit=']}, /^--report/],
	[{keep: 'all'}, /^--keep all must be one of always, failed, never$/],
	[{set: ['depth']}, /^--set depth must be the name of a variable, = and a value, such as depth=0\.5$/],
	[{set: ['a=1', 'a=2']}, /^--set a=2 is the second value of a; give one$/],
	[{case: ['TWIN']}, /^--case TWIN must be parameters of the matrix with values/],
	[{json: true, tap: true}, /^--tap .*give one of them/],
	[{report: ['junit']}, /^--report/],
	[{mqtt: 'http://a'}, /^The URL of the broker is not one of MQTT: write mqtt:/],
	[{mqtt: 'ftp://user:secret@b'}, /^(?!.*secret).*not one of MQTT/],
	[{mqtt: 'nonsense'}, /not one of MQTT/],
	[{mqttListen: '1883'}, /^1883 is no address to listen on: write HOST:PORT/],
	[{mqttListen: 'a:65536'}, /^a:65536 is no address/],
	[{mqtt: 'mqtt://a', mqttListen: 'b:1'}, /give one of them$/],
];

for (const [options, message] of refusals) {
	test(`${JSON.stringify(options)} is refused as wrong usage`, t => {
		const error = t.throws(() => parseRunOptions(options));
		t.true(isCoded(error) && error.code === 'E_USAGE');
		t.regex(error.message, message);
	});
}
