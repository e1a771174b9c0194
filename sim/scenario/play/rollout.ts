// `rollout`: the update service begins a campaign.

import {refusedFailure} from '../failure.ts';
import {failed, passed} from '../played.ts';
import type {Played} from '../played.ts';
import type {RolloutStep} from '../scenario.ts';
import {stepName} from '../step-name.ts';
import type {Lane} from './lane.ts';
import type {Called} from './record.ts';

export function playRollout({stage, since}: Lane, step: RolloutStep, called: Called): Played {
	since.forget();
	stage.mark('command', stepName(step));
	const refusal = stage.bench.rollout?.begin(step.release, step.plan) ?? 'this bench has no update service';
	return refusal === '' ? passed : failed(refusedFailure(stage.place(called), step.release, refusal, []));
}
