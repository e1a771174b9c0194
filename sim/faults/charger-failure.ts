import {defineFault} from './fault.ts';

export const chargerFailure = defineFault({
	name: 'chargerFailure',
	summary: 'The charger gives nothing any more.',
	area: 'charger',
	acts: 'card',
	parameters: [],
	inject: target => target.breakPart('charger'),
});
