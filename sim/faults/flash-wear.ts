import {defineFault} from './fault.ts';
import {operation} from './flash-operation.ts';

export const flashWear = defineFault({
	name: 'flashWear',
	summary: 'The sector that an operation on flash is about is worn out: it takes nothing any more.',
	area: 'flash',
	acts: 'card',
	parameters: [operation],
	inject: (target, values) => target.firmware().planFlash([{at: values.operation, do: 'stickSector'}]),
});
