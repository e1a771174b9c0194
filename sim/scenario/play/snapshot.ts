// `snapshot`: the state of the run is kept, to go on from there another time.

import {passed} from '../played.ts';
import type {Played} from '../played.ts';
import type {SnapshotStep} from '../scenario.ts';
import {stepName} from '../step-name.ts';
import type {Lane} from './lane.ts';
import type {Called} from './record.ts';

export function playSnapshot({stage}: Lane, step: SnapshotStep, {number}: Called): Played {
	stage.mark('snapshot', stepName(step));
	stage.keep(step.snapshot, number);
	return passed;
}
