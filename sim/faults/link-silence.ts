import {defineFault} from './fault.ts';

export const linkSilence = defineFault({
	name: 'linkSilence',
	summary: 'The UPS no longer answers its card.',
	area: 'link',
	acts: 'card',
	parameters: [],
	inject: target => target.silenceLink(),
});
