// A runner that opens an instrument, does something to it, and then waits to be ended: what a test kills.

import type {InstrumentPlace} from '../../../hil/board/board.ts';
import {openInstrument} from '../../../hil/instrument/instrument.ts';
import type {Wish} from '../../../hil/instrument/wishes.ts';

const [place, wishes] = process.argv.slice(2).map(text => JSON.parse(text) as unknown) as [InstrumentPlace, Wish[]];
const instrument = await openInstrument(place);
for (const wish of wishes) {
	await instrument.act(wish);
}
process.send?.('acted');
process.on('message', said => {
	if (said === 'hang') {
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
	}
});
