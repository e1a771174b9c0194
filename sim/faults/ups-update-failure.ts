import {defineFault} from './fault.ts';

export const upsUpdateFailure = defineFault({
	name: 'upsUpdateFailure',
	summary: 'A transfer of firmware to the UPS breaks off, and what was written does not start.',
	area: 'firmware',
	acts: 'card',
	parameters: [],
	inject: target => target.breakUpdates(),
});
