// Whatever happens to a UPS, the map tells one story: of itself, and the one that the other faces tell.

import test from 'ava';
import fc from 'fast-check';
import {SECOND} from '../../../src/core/clock.ts';
import {houseOf, type TestHouse} from '../../helpers/card-house.ts';
import {askerOf, type Asker} from './rig.ts';

/** Something that happens; `undo` ends what it takes the place of. */
interface Happening {
	readonly kind: string;
	readonly happen: (house: TestHouse, asker: Asker) => (() => void) | void;
}

function world(kind: string, values: readonly number[], inject: (house: TestHouse, value: number) => () => void) {
	return fc.constantFrom(...values).map((value): Happening => ({kind, happen: house => inject(house, value)}));
}

function command(register: number, values: readonly (readonly number[])[]) {
	return fc.constantFrom(...values).map(
		(words): Happening => ({
			kind: '',
			happen: (_house, asker) => void asker.write(register, ...words),
		}),
	);
}

const outletCommands = [0x101, 0x102, 0x102, 0x142, 0x104, 0x108, 0x110, 0x184, 0x188, 0x202, 0x204, 0x210, 0x384];

/** What may happen: the utility at a share of nominal, a change of load or frequency, a command by register. */
const happenings: fc.Arbitrary<Happening> = fc.oneof(
	world('volts', [0, 0.5, 0.87, 1, 1, 1, 1.12, 1.4], (house, share) => house.utility(0, share)),
	world('load', [-0.3, 0, 0.5, 0.8], (house, ratio) => house.bench.target(0).addLoad(ratio)),
	world('hertz', [-5, 0, 0, 4], (house, hertz) => house.bench.target(0).shiftHertz(hertz)),
	command(
		1538,
		outletCommands.map(bits => [0, bits]),
	),
	command(1541, [[1], [2]]),
	command(1542, [[1], [2]]),
	command(1543, [[4]]),
	command(1536, [
		[0, 16],
		[0, 32],
	]),
);

const steps = fc.array(fc.tuple(happenings, fc.constantFrom(1, 3, 10, 60, 900)), {minLength: 3, maxLength: 14});

/** What is wrong with what the map tells now; null where nothing is. */
function contradiction(asker: Asker, house: TestHouse): string | null {
	const has = (name: string, bit: number) => asker.bit(name, bit);
	const card = house.house.view(0);
	card.look();
	const words = card.statusWords();
	const isOff = has('UPSStatus_BF', 4);
	const rules: readonly (readonly [rule: string, holds: boolean])[] = [
		['exactly one source', [1, 2, 3, 4].filter(bit => has('UPSStatus_BF', bit)).length === 1],
		['off is OFF', isOff === words.includes('OFF')],
		['on battery is OB', isOff || has('UPSStatus_BF', 2) === words.includes('OB')],
		['bypass is BYPASS', has('UPSStatus_BF', 3) === (words.includes('BYPASS') && !isOff)],
		['overload is OVER', has('UPSStatus_BF', 21) === words.includes('OVER')],
		['boost is BOOST', has('Input.InputStatus_BF', 5) === words.includes('BOOST')],
		['trim is TRIM', has('Input.InputStatus_BF', 6) === words.includes('TRIM')],
		['replacement is RB', has('BatterySystemError_BF', 2) === words.includes('RB')],
		['calibration is CAL', has('RunTimeCalibrationStatus_BF', 1) === words.includes('CAL')],
		['the input is good or bad', has('UPSStatus_BF', 6) !== has('Input.InputStatus_BF', 0)],
		['a bad input is a power failure', has('UPSStatus_BF', 6) === has('SimpleSignalingStatus_BF', 0)],
		['on battery the input is bad', !has('UPSStatus_BF', 2) || has('UPSStatus_BF', 6)],
		['nothing is about to go on that is on', isOff || !has('UPSStatus_BF', 8)],
		['nothing is about to go off that is off', !isOff || !has('UPSStatus_BF', 9)],
		['a group is on or off', has('MOG.OutletStatus_BF', 0) !== has('MOG.OutletStatus_BF', 1)],
		['a switched group is on or off', has('SOG[0].OutletStatus_BF', 0) !== has('SOG[0].OutletStatus_BF', 1)],
		['the main group is on where the output is', has('MOG.OutletStatus_BF', 0) !== isOff],
		['the charge is a percentage', asker.number('StateOfCharge_Pct') <= 100],
	];
	return rules.find(([, holds]) => !holds)?.[0] ?? null;
}

for (const [model, words] of [
	['SMX1500I', ['BOOST', 'TRIM']],
	['SRT6KXLI', ['BYPASS']],
] as const) {
	test(`in every state of a storm the map of an ${model} contradicts neither itself nor the status words`, t => {
		const seen = new Set<string>();
		fc.assert(
			fc.property(steps, sequence => {
				const house = houseOf({model});
				const asker = askerOf(house.house);
				house.advance(10 * SECOND);
				const undos = new Map<string, () => void>();
				for (const [{kind, happen}, seconds] of sequence) {
					undos.get(kind)?.();
					undos.set(kind, happen(house, asker) ?? (() => undefined));
					house.advance(seconds * SECOND);
					const wrong = contradiction(asker, house);
					const told = house.house.view(0).statusWords();
					told.forEach(word => seen.add(word));
					t.is(wrong, null, told.join(' '));
				}
			}),
			{numRuns: 100},
		);
		t.true(
			['OL', 'OB', 'OFF', 'OVER', ...words].every(word => seen.has(word)),
			[...seen].join(' '),
		);
	});
}
