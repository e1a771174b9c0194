// The control API of the options: state, and faults where there is something that they can act on.

import {faultSource} from '../../protocols/metrics/sources.ts';
import {passwordFrom} from '../mqtt-options.ts';
import {addressOf} from './place.ts';
import type {OpenFace} from './place.ts';

export const openControlFace: OpenFace = async ({house, given, version, faults, desk, sources}) => {
	if (given.control === undefined) {
		return null;
	}
	const {openControl} = await import('../../../sim/fleet/control/open-control.ts');
	const token =
		given.controlToken === undefined ? undefined : passwordFrom('--control-token', given.controlToken, process.env);
	const opened = await openControl({
		bench: await faults(),
		house,
		...(desk === undefined ? {} : {desk: await desk()}),
		listen: given.control,
		version,
		...(token === undefined ? {} : {token}),
	});
	if (desk === undefined) {
		sources.push(faultSource(() => opened.faultCounts()));
	}
	return {at: `http://${addressOf(opened)}`, close: async () => opened.close()};
};
