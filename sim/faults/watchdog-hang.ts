import {defineFault} from './fault.ts';

export const watchdogHang = defineFault({
	name: 'watchdogHang',
	summary: 'The card hangs until its watchdog bites, a minute later.',
	area: 'firmware',
	acts: 'card',
	parameters: [],
	inject: target => target.firmware().hang(),
});
