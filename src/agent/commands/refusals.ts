// Why a UPS does not do what it is asked, in words that say what would be right.

import * as calibration from '../../ups/calibration.ts';
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
