import test from 'ava';
import {declareUplinkSuite} from '../../helpers/mqtt-suite.ts';
import {observerBench, startBroker} from '../../helpers/mqtt.ts';

declareUplinkSuite({
	broker: 'the embedded broker',
	wires: ['thin', 'full'],
	declare: (title, run) => test(title, run),
	open: async t => observerBench(await startBroker(t)),
});
