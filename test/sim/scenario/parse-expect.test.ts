import {expecting, step, testRefusals} from '../../helpers/scenario-text.ts';

testRefusals([
	['no limit', step('{expect: {status: OL}}'), '6:5 steps[0]', /^within is missing/],
	['nothing expected', expecting('{}'), '6:18 steps[0].expect', /^must say what is expected/],
	['any of nothing', expecting('{any: true}'), '6:18 steps[0].expect', /^must say what is expected/],
	['any that is no truth', expecting('{status: OL, any: maybe}'), '6:39 steps[0].expect.any', /true or false/],
	[
		'an unknown status word',
		expecting('{status: OL CHARGE}'),
		'6:27 steps[0].expect.status',
		/"CHARGE" is no status word; .*did you mean CHRG/,
	],
	['no status words', expecting('{status: "="}'), '6:27 steps[0].expect.status', /must be status words/],
	['a status that is a list', expecting('{status: [OL]}'), '6:27 steps[0].expect.status', /must be status words/],
	['an unknown alarm', expecting('{alarm: lowBatery}'), '6:27 steps[0].expect.alarm', /did you mean lowBattery/],
	[
		'alarms that are no list',
		expecting('{alarms: boost}'),
		'6:27 steps[0].expect.alarms',
		/must be the list of all alarms/,
	],
	[
		'an unknown alarm in the list',
		expecting('{alarms: [boots]}'),
		'6:36 steps[0].expect.alarms[0]',
		/did you mean boost/,
	],
	['an unknown event', expecting('{event: onBatery}'), '6:27 steps[0].expect.event', /did you mean onBattery/],
	['an event without a name', expecting('{event: {phase: set}}'), '6:27 steps[0].expect.event', /name is missing/],
	[
		'an unknown phase',
		expecting('{event: {name: boost, phase: cleared}}'),
		'6:48 steps[0].expect.event.phase',
		/there are set, clear, momentary; did you mean clear/,
	],
	['no readings', expecting('{reading: {}}'), '6:27 steps[0].expect.reading', /at least one reading/],
	[
		'an unknown reading',
		expecting('{reading: {batteryCharg: "> 9"}}'),
		'6:37 steps[0].expect.reading.batteryCharg',
		/did you mean batteryCharge/,
	],
	[
		'a number without comparison',
		expecting('{reading: {batteryCharge: 90}}'),
		'6:37 steps[0].expect.reading.batteryCharge',
		/must be a comparison in quotes .*such as "> 90 %", not 90$/,
	],
	[
		'a wrong unit',
		expecting('{reading: {batteryCharge: "> 90 V"}}'),
		'6:37 steps[0].expect.reading.batteryCharge',
		/"> 90 %"/,
	],
	[
		'a comparison nobody knows',
		expecting('{reading: {batteryTemperature: "=> 90"}}'),
		'6:37 steps[0].expect.reading.batteryTemperature',
		/"> 90 °C"/,
	],
	[
		'a span where there is no time',
		expecting('{reading: {inputVolts: "> 5m"}}'),
		'6:37 steps[0].expect.reading.inputVolts',
		/must be a comparison/,
	],
]);
