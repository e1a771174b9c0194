import {defineFault} from './fault.ts';
import type {FaultParameter} from './fault.ts';

function share(name: string, usual: number, summary: string): FaultParameter {
	return {name, kind: 'ratio', unit: 'share of the chunks', min: 0, max: 1, default: usual, summary};
}

export const chunkCorruption = defineFault({
	name: 'chunkCorruption',
	summary: 'Chunks of firmware come to the card with a wrong bit, twice, or not at all.',
	area: 'network',
	acts: 'card',
	parameters: [
		share('corrupted', 0.1, 'how many have a wrong bit'),
		share('duplicated', 0, 'how many come twice'),
		share('dropped', 0, 'how many never come'),
	],
	conflict: ({corrupted, duplicated, dropped}) =>
		corrupted + duplicated + dropped <= 1 ? undefined : 'corrupted, duplicated and dropped must not exceed 1 together',
	inject: (target, {corrupted, duplicated, dropped}) =>
		target.firmware().disturbChunks({corrupted, duplicated, dropped}),
});
