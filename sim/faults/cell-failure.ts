import {defineFault} from './fault.ts';

export const cellFailure = defineFault({
	name: 'cellFailure',
	summary: 'Cells of the battery are dead: voltage and capacity fall at once.',
	area: 'battery',
	acts: 'card',
	parameters: [
		{
			name: 'cells',
			kind: 'count',
			unit: 'cells of 2 V',
			min: 1,
			max: 6,
			default: 1,
			summary: 'how many; a 12 V block has 6',
		},
	],
	inject: (target, {cells}) => target.failCells(cells),
});
