// Why a UPS does not do what it is asked, in words that say what would be right.

import * as calibration from '../../ups/calibration.ts';
import * as update from '../../ups/update.ts';
import * as control from '../ups-control.ts';

interface Sentence {
	readonly refusal: number;
	readonly sentence: string;
}

const sentences: readonly Sentence[] = [
	{refusal: control.refusedNoTest, sentence: 'No self-test is running.'},
	{refusal: control.refusedNoCalibration, sentence: 'No calibration is running.'},
	{
		refusal: control.refusedNotOnLine,
		sentence: 'The UPS must be on line, on a good utility, with a battery that can carry the load.',
	},
	{refusal: control.refusedNotOnBattery, sentence: 'The UPS must be on battery because the utility failed.'},
	{refusal: control.refusedNotOnBypass, sentence: 'The UPS must be on bypass by command.'},
	{refusal: control.refusedNoAlarm, sentence: 'Nothing holds that the UPS beeps for.'},
	{
		refusal: control.refusedNoWarning,
		sentence: 'The battery is not near the end of its life, or somebody has acknowledged it.',
	},
	{refusal: control.refusedNothingPending, sentence: 'Nothing is pending for this outlet group.'},
	{
		refusal: control.refusedLatched,
		sentence: 'The output is latched off: mend the cause, release the emergency input, turn it on at once.',
	},
	{refusal: control.refusedNever, sentence: 'A delay of this outlet group is set to "never"; set it to seconds first.'},
	{refusal: control.refusedSilent, sentence: 'The UPS does not answer; mend the line to it first.'},
	{
		refusal: calibration.refusedInvalidState,
		sentence: 'The UPS must be on line, without overload, and no outlet group may be about to switch.',
	},
	{refusal: calibration.refusedInternalFault, sentence: 'Battery, charger and inverter must be without fault.'},
	{refusal: calibration.refusedCharge, sentence: 'The battery must be fully charged.'},
	{refusal: calibration.refusedInput, sentence: 'The utility must be good.'},
	{
		refusal: calibration.refusedLoadLow,
		sentence: 'The load is too low: 10 % at least, and 15 % more with each external battery.',
	},
	{
		refusal: update.refusedUnderWay,
		sentence: 'The firmware of the UPS is being replaced; wait for the end of that.',
	},
	{
		refusal: control.refusedNoImage,
		sentence: 'No firmware for the UPS lies on the card; put a signed image there first.',
	},
	{
		refusal: update.refusedImage,
		sentence: 'The image on the card is for another type of UPS; put one for this type there.',
	},
	{
		refusal: update.refusedMode,
		sentence: 'This UPS updates the other way: 1 leaves its output on without protection, 2 turns it off meanwhile.',
	},
	{refusal: update.refusedTesting, sentence: 'A self-test or a calibration is running; wait for its end or end it.'},
	{refusal: update.refusedOnBattery, sentence: 'The UPS must not be on battery; wait for the utility.'},
	{refusal: update.refusedLowBattery, sentence: 'The battery is low; let it recharge first.'},
	{
		refusal: update.refusedOutletPending,
		sentence: 'An outlet group is about to switch; wait for that or cancel it.',
	},
	{
		refusal: update.refusedUtility,
		sentence: 'The utility must be good by itself, without boost or trim.',
	},
	{
		refusal: update.refusedOffDelay,
		sentence: 'The off delay of the output is set to "never"; set it to seconds first.',
	},
	{
		refusal: update.refusedOutput,
		sentence: 'The UPS must be on line, without overload, bypass or a latched output.',
	},
];

/** The sentence of a refusal of the UPS. */
export function refusalSentence(refusal: number): string {
	for (let i = 0; i < sentences.length; i++) {
		if (sentences[i].refusal === refusal) {
			return sentences[i].sentence;
		}
	}
	return `The UPS refuses, with reason ${refusal}.`;
}
