import {defineFault} from './fault.ts';

export const clockStuck = defineFault({
	name: 'clockStuck',
	summary: 'The wall clock of the card stands still; it is set right when the fault ends.',
	area: 'clock',
	acts: 'card',
	parameters: [],
	inject: target => target.card().disturbClock({kind: 'stuck'}),
});
