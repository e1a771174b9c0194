import {defineFault} from './fault.ts';

export const linkStale = defineFault({
	name: 'linkStale',
	summary: 'The UPS repeats its last answer for ever, as if it were new: the card cannot know.',
	area: 'link',
	acts: 'card',
	parameters: [],
	inject: target => target.card().disturbLink({kind: 'stale'}),
});
