import {defineFault} from './fault.ts';
import {operation} from './flash-operation.ts';

export const flashDecay = defineFault({
	name: 'flashDecay',
	summary: 'Some bits of what an operation on flash wrote read differently each time.',
	area: 'flash',
	acts: 'card',
	parameters: [operation],
	inject: (target, values) => target.firmware().planFlash([{at: values.operation, do: 'decay'}]),
});
