import {meanBurst, meanLoss} from '../net/gilbert-elliott.ts';
import {defineFault} from './fault.ts';
import type {FaultParameter, FaultValues} from './fault.ts';

const PERCENT = 100;

function share(name: string, usual: number, summary: string, min = 0): FaultParameter {
	return {name, kind: 'ratio', unit: 'share of packets', min, max: 1, default: usual, summary};
}

export const networkLoss = defineFault({
	name: 'networkLoss',
	summary:
		'Packets of the MQTT session are lost in bursts, after Gilbert and Elliott: TCP sends them again, and the stream stalls.',
	area: 'network',
	acts: 'card',
	parameters: [
		share('p', 0.01, 'chance, a packet, that a good path turns bad', 0.000_01),
		share('r', 0.25, 'chance, a packet, that a bad path turns good again; a burst is 1/r packets long', 0.000_01),
		share('lossGood', 0, 'loss while the path is good'),
		share('lossBad', 1, 'loss while it is bad'),
	],
	explain: ({p, r, lossGood, lossBad}: FaultValues) => {
		const model = {p, r, lossGood, lossBad};
		return `loses ${(PERCENT * meanLoss(model)).toFixed(2)} % in the long run; a bad time lasts ${meanBurst(model).toFixed(1)} packets on average`;
	},
	inject: (target, {p, r, lossGood, lossBad}) => target.card().disturbNetwork({kind: 'loss', p, r, lossGood, lossBad}),
});
